"""The form of a record, drawn from its category's row. It writes nothing; the catalogue decides what is refused."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field as FormField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.fields import (
    Choice,
    Field,
    FieldKind,
    FieldRefused,
    FieldValue,
    clean_text,
    input_help,
    parse,
    to_input,
)
from feedback_app.disclosures.models import DisclosureRecord

_LONG = frozenset(
    {FieldKind.LONG_TEXT, FieldKind.LEGAL_BASIS, FieldKind.STEPS, FieldKind.TABLE, FieldKind.PEOPLE}
)
FORMED = "formed_on_typed"  # asked only where no field of the category says the day


class LockedForm(FlaskForm):
    """Carries `lock`: the state of the record the person was looking at; empty while there is no record yet."""

    lock = HiddenField()

    def is_stale(self, record: DisclosureRecord) -> bool:
        """Whether the page showed an earlier state of the record."""
        return self.lock.data not in ("", None, str(record.lock))

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, by label, to be given back when it cannot be saved."""
        return [
            (str(field.label.text), field.data)
            for field in self
            if field.type not in ("HiddenField", "CSRFTokenField")
            and isinstance(field.data, str)
            and field.data
        ]


class RecordForm(LockedForm):
    """Base of every category's form; `category` and `lang` are set by form_for."""

    category: Category
    lang: str
    values: dict[str, FieldValue]
    formed_on: date | None

    def read(self) -> bool:
        """Whether everything typed can be stored; faults stand beside their fields. Fills `values`, `formed_on`."""
        if not self.validate_on_submit():
            return False
        raw = {row.key: self[row.key].data or "" for row in self.category.fields}
        self.values, refused = self.category.read(raw)
        for key, fault in refused.items():
            _add(self[key], fault.message(self.lang))
        for disagreement in [] if refused else self.category.disagreements(self.values):
            _add(
                self[disagreement.amount.key],
                gettext(
                    "和“%(text)s”里写的金额不一致，请核对是万元还是元。",
                    text=_label(disagreement.text, self.lang),
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
    inputs: dict[str, Any] = {field.key: _input(field, lang) for field in row.fields}
    if not row.formed_field:
        inputs[FORMED] = _input(_formed_field(row), lang)
    made = type("CategoryForm", (RecordForm,), inputs)
    filled = {field.key: to_input(field, values.get(field.key)) for field in row.fields} if values else {}
    form: RecordForm = made(data=filled)
    form.category, form.lang = row, lang
    return form


def _formed_field(row: Category) -> Field:
    return Field(FORMED, FieldKind.DATE, row.formed_label_zh, row.formed_label_en)


def _input(field: Field, lang: str) -> Any:
    words = {"label": _label(field, lang), "description": input_help(field, lang)}
    if field.kind is FieldKind.CHOICE:
        choices = [SelectChoice(choice.value, _label(choice, lang)) for choice in field.choices]
        made = RadioField(**words, choices=choices, validate_choice=False)
    elif field.kind in _LONG:
        made = TextAreaField(**words)
    else:
        made = StringField(**words)
    return made


def _label(row: Field | Choice, lang: str) -> str:
    words = row.label_en if lang == "en" else row.label_zh
    return words[:1].upper() + words[1:]


def _add(field: FormField, words: str) -> None:
    field.errors = [*field.errors, words]
