"""The form of a record, drawn from its category's row. It writes nothing; the catalogue decides what is refused."""

from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field as FormField
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.fields import Field, FieldKind, FieldRefused, FieldValue, clean_text, parse
from feedback_app.disclosures.inputs import (
    ADD_ROW,
    add_row,
    filled,
    input_for,
    label,
    refuse,
    typed_into,
    typed_words,
)
from feedback_app.disclosures.models import DisclosureRecord

FORMED = "formed_on_typed"  # asked only where no field of the category says the day


class LockedForm(FlaskForm):
    """Carries `lock`: the state of the record the person was looking at; empty while there is no record yet."""

    lock = HiddenField()

    def is_stale(self, record: DisclosureRecord) -> bool:
        """Whether the page showed an earlier state of the record."""
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
        """Whether everything typed can be stored; faults stand beside their fields. Fills `values`, `formed_on`."""
        if not self.validate_on_submit():
            return False
        raw = {row.key: typed_into(row, self[row.key]) for row in self.category.fields}
        self.values, refused = self.category.read(raw)
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
        if on is not None or FORMED not in self:
            return on
        try:
            typed = parse(_formed_field(self.category), self[FORMED].data or "")
        except FieldRefused as fault:
            _add(self[FORMED], fault.message(self.lang))
            return None
        return date.fromisoformat(str(typed))


def _tidy(typed: str | None) -> str:
    return clean_text(typed or "")


class ReasonForm(LockedForm):
    """Why a record is sent back."""

    reason = TextAreaField(
        lazy_gettext("退回的理由"),
        filters=[_tidy],
        validators=[
            InputRequired(lazy_gettext("请写明哪里要改。")),
            Length(max=2000, message=lazy_gettext("最多 2000 字。")),
        ],
    )


def form_for(row: Category, lang: str, values: dict[str, Any] | None = None) -> RecordForm:
    """The form of one category, filled with `values` when a draft is edited."""
    inputs: dict[str, Any] = {field.key: input_for(field, lang) for field in row.fields}
    if not row.formed_field:
        inputs[FORMED] = input_for(_formed_field(row), lang)
    made = type("CategoryForm", (RecordForm,), inputs)
    stored = {field.key: filled(field, values.get(field.key)) for field in row.fields} if values else {}
    form: RecordForm = made(data=stored)
    form.category, form.lang = row, lang
    return form


def _formed_field(row: Category) -> Field:
    return Field(FORMED, FieldKind.DATE, row.formed_label_zh, row.formed_label_en)


def _add(field: FormField, words: str) -> None:
    field.errors = [*field.errors, words]
