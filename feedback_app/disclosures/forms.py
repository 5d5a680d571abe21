"""The form of a record, drawn from its category's row. It writes nothing; the catalogue decides what is refused."""

import secrets
from datetime import date, datetime
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field as FormField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from feedback_app import clock
from feedback_app.disclosures import operations
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.change_kinds import CHOSEN, ChangeKind
from feedback_app.disclosures.fields import (
    Field,
    FieldKind,
    FieldRefused,
    FieldValue,
    clean_text,
    parse,
    too_many_rows,
)
from feedback_app.disclosures.inputs import (
    ADD_ROW,
    add_row,
    filled,
    has_too_many_rows,
    input_for,
    label,
    refuse,
    typed_into,
    typed_words,
)
from feedback_app.disclosures.models import DisclosureRecord, NonDisclosure, RecordVersion

FORMED = "formed_on_typed"  # asked only where no field of the category says the day


def _tidy(typed: str | None) -> str:
    return clean_text(typed or "")


class LockedForm(FlaskForm):
    """Carries `lock`: the state of the record the person was looking at; empty while there is no record yet."""

    lock = HiddenField()

    def is_stale(self, record: DisclosureRecord | NonDisclosure) -> bool:
        """Whether the page showed an earlier state of the record, or of the entry of the register."""
        return self.lock.data not in ("", None, str(record.lock))

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, by label, to be given back when it cannot be saved."""
        return [pair for drawn in self for pair in typed_words(drawn)]


class RecordForm(LockedForm):
    """Base of every category's form; `category` and `lang` are set by form_for."""

    category: Category
    lang: str
    values: dict[str, FieldValue]
    formed_on: date | None

    def grow(self) -> bool:
        """Whether one more row was asked for; if so, the table has it, and nothing else happens."""
        wanted = request.form.get(ADD_ROW)
        if wanted is None:
            return False
        add_row(self._fields, wanted)
        return True

    def read(self) -> bool:
        """Whether everything typed can be stored as a draft; faults stand beside their fields. What is still empty is no fault
        until the draft is submitted, but for the day its limit runs from. Fills `values`, `formed_on`."""
        if not self.validate_on_submit():
            return False
        raw = {row.key: typed_into(row, self[row.key]) for row in self.category.fields}
        # Of an empty form everything is missing; of one that was begun nothing is, until it is submitted.
        self.values, refused = self.category.read(raw, is_draft=any(raw.values()))
        refused |= {
            row.key: too_many_rows() for row in self.category.fields if has_too_many_rows(self[row.key])
        }
        for key, fault in refused.items():
            refuse(self.category.field(key), self[key], fault, self.lang)
        for disagreement in [] if refused else self.category.disagreements(self.values):
            _add(
                self[disagreement.amount.key],
                gettext(
                    "和“%(text)s”里写的金额不一致，请核对是万元还是元。",
                    text=label(disagreement.text, self.lang),
                ),
            )
        self.formed_on = self._formed_on()
        return not self.errors

    def _formed_on(self) -> date | None:
        on = self.category.formed_on_of(self.values)
        if on is None and self._has_to_say_the_day():
            _add(self[self.category.formed_field], gettext("请填写：公示时限从这一天起算。"))
        if on is not None or FORMED not in self:
            return on
        try:
            typed = parse(_formed_field(self.category), self[FORMED].data or "")
        except FieldRefused as fault:
            _add(self[FORMED], fault.message(self.lang))
            return None
        return date.fromisoformat(str(typed))

    def _has_to_say_the_day(self) -> bool:
        """The only thing a draft cannot do without: its limit begins with it."""
        key = self.category.formed_field
        return bool(key) and not self[key].errors


class DropForm(LockedForm):
    """Why a change is given up."""

    drop_reason = TextAreaField(
        lazy_gettext("不再更新的理由"),
        filters=[_tidy],
        validators=[
            DataRequired(lazy_gettext("请写明为什么不再更新。")),
            Length(max=2000, message=lazy_gettext("最多 2000 字。")),
        ],
    )


class ReasonForm(LockedForm):
    """Why a record is sent back; `back` says which page to return to."""

    back = HiddenField()

    reason = TextAreaField(
        lazy_gettext("退回的理由"),
        filters=[_tidy],
        validators=[
            DataRequired(lazy_gettext("请写明哪里要改。")),
            Length(max=2000, message=lazy_gettext("最多 2000 字。")),
        ],
    )


class ApprovalForm(LockedForm):
    """An approval for which the law of the house asks the reason."""

    approval_reason = TextAreaField(
        lazy_gettext("批准公示的理由"),
        filters=[_tidy],
        validators=[
            DataRequired(lazy_gettext("请写明为什么现在就公示。暂缓的，写明理由退回。")),
            Length(max=2000, message=lazy_gettext("最多 2000 字。")),
        ],
    )


class NewRecordForm(RecordForm):
    """A record not kept yet. `once` is drawn with the page: the same page sent twice makes one record."""

    once = HiddenField(default=lambda: secrets.token_hex(16))


class ChangeForm(RecordForm):
    """Another version of a published record: why, since when, and the words the public reads about it."""

    change_kind = RadioField(lazy_gettext("为什么更新"), validate_choice=False)
    changed_on = StringField(
        lazy_gettext("情况变更之日"),
        description=lazy_gettext("例如解除决定、复查记录上的日期。公示时限从这天起算。"),
    )
    note_zh = TextAreaField(
        lazy_gettext("变更说明"),
        description=lazy_gettext("写明改了什么、为什么改。这句话会和更新一起公示。"),
        filters=[_tidy],
        validators=[Length(max=500, message=lazy_gettext("最多 500 字。"))],
    )
    note_en = TextAreaField(
        lazy_gettext("变更说明（英文）"), filters=[_tidy], validators=[Optional(), Length(max=1000)]
    )
    kind: ChangeKind
    day: date

    def read_change(self, record: DisclosureRecord) -> bool:
        """Whether everything typed makes a change that can be kept; faults stand beside their fields."""
        self.formed_on = None
        read = self.read()
        kind, day = self._kind(), self._day()
        if not read or kind is None or day is None:
            return False
        self.kind, self.day = kind, day
        faults = operations.faults_of_change(
            record, kind, self.values, note_zh=self.note_zh.data or "", changed_on=day
        )
        for key, fault in faults.items():
            words = fault.say(self.lang)
            if key:
                _add(self[key], words)
            else:
                self.form_errors.append(words)
        return not faults

    def _kind(self) -> ChangeKind | None:
        chosen = next((row.kind for row in CHOSEN if row.kind == self.change_kind.data), None)
        if chosen is None:
            _add(self.change_kind, gettext("请选为什么更新。"))
        return chosen

    def _day(self) -> date | None:
        try:
            return date.fromisoformat(str(parse(_DAY, self.changed_on.data or "")))
        except FieldRefused as fault:
            _add(self.changed_on, fault.message(self.lang))
            return None


class PlanForm(LockedForm):
    """When an approved version is to be published, Beijing time."""

    on = StringField(
        lazy_gettext("日期"),
        filters=[_tidy],
        validators=[InputRequired(lazy_gettext("请填写日期，例如 2026-11-27。"))],
    )
    at = StringField(
        lazy_gettext("时间（北京时间）"), filters=[_tidy],
        validators=[InputRequired(lazy_gettext("请填写时间，例如 09:30。"))],
    )  # fmt: skip

    def moment(self) -> datetime | None:
        """The moment typed; None, with words beside the field, when it is none."""
        try:
            return datetime.strptime(f"{self.on.data} {self.at.data}", "%Y-%m-%d %H:%M").replace(
                tzinfo=clock.LEGAL_ZONE
            )
        except ValueError:
            try:
                date.fromisoformat(self.on.data or "")
                _add(self.at, gettext("时间请写成 09:30 这样。"))
            except ValueError:
                _add(self.on, gettext("日期请写成 2026-11-27 这样。"))
            return None

    def refuse(self, words: str) -> None:
        _add(self.at, words)


_DAY = Field("changed_on", FieldKind.DATE, "情况变更之日", "Day of the change")


def form_for(
    row: Category,
    lang: str,
    values: dict[str, Any] | None = None,
    base: type[RecordForm] = RecordForm,
    formed_on: date | None = None,
) -> Any:
    """The form of one category, filled with `values` and the day they were formed on when a draft is edited."""
    inputs: dict[str, Any] = {field.key: input_for(field, lang) for field in row.fields}
    if not row.formed_field and base is not ChangeForm:
        inputs[FORMED] = input_for(_formed_field(row), lang)
    made = type("CategoryForm", (base,), inputs)
    stored = {field.key: filled(field, values.get(field.key)) for field in row.fields} if values else {}
    if formed_on is not None:
        stored[FORMED] = formed_on.isoformat()
    form: RecordForm = made(data=stored)
    form.category, form.lang = row, lang
    return form


def new_form(row: Category, lang: str) -> NewRecordForm:
    """The form of a record that is not kept yet."""
    form: NewRecordForm = form_for(row, lang, base=NewRecordForm)
    return form


def change_form(record: DisclosureRecord, lang: str, version: RecordVersion | None = None) -> ChangeForm:
    """The form of a change, filled with what is public, or with the draft of the change."""
    shown = version or record.live
    form: ChangeForm = form_for(record.category, lang, shown.field_values if shown else None, base=ChangeForm)
    form.change_kind.choices = [
        SelectChoice(row.kind.value, row.label_en.capitalize() if lang == "en" else row.label_zh)
        for row in CHOSEN
    ]
    if version is not None and not form.is_submitted():
        form.change_kind.data, form.changed_on.data = version.change_kind, version.formed_on.isoformat()
        form.note_zh.data, form.note_en.data = version.notice_zh, version.notice_en
    return form


def _formed_field(row: Category) -> Field:
    return Field(FORMED, FieldKind.DATE, row.formed_label_zh, row.formed_label_en)


def _add(field: FormField, words: str) -> None:
    field.errors = [*field.errors, words]
