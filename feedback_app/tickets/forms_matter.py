"""The form of each kind of report, drawn from its sheet (asks.py). Shapes and words only; nothing is written but files."""

import json
from typing import Any, cast

from flask_babel import gettext as _
from wtforms import Field, RadioField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.tickets.asks import MOST_IN_LINE, SHEETS, Ask, AskKind, Sheet
from feedback_app.tickets.forms_sending import SendingForm, ShortText, lang, tidy_line
from feedback_app.tickets.types import TicketType

PREFIX = "ask_"  # before the name of every question of the sheet


class MatterForm(SendingForm):
    """One report of a kind. `record`: the published record it was begun from, if any."""

    kind: TicketType
    sheet: Sheet

    def __init__(self, record: DisclosureRecord | None, **given: Any) -> None:
        super().__init__(**given)
        self.record = record
        self.words.label.text = self.sheet.words_en if lang() == "en" else self.sheet.words_zh
        self.words.flags.required = self.sheet.must_words

    @property
    def questions(self) -> list[tuple[Ask, Field]]:
        """What is asked, each with its field; not which record, when that is known already."""
        rows = [(ask, self[PREFIX + ask.key]) for ask in self.sheet.asks]
        return [row for row in rows if row[0].kind is not AskKind.RECORD or self.record is None]

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """What was answered, by the keys of the questions; nothing for a question left out."""
        return tuple((ask.key, _written(field)) for ask, field in self.questions if _written(field))

    @property
    def said_in_words(self) -> str:
        about = self.record.ref if self.record else ""
        words = [self.kind.code, about, *self.answers, self.words.data, self.recuse.data]
        return json.dumps([words, self.contact], ensure_ascii=False)

    def is_filled_in(self) -> bool:
        """Whether everything that must be there is, each fault beside its field."""
        is_good: bool = self.validate_on_submit()
        for ask, field in self.questions:
            if ask.must and not _written(field):
                field.errors = [*field.errors, _missing(ask)]
                is_good = False
        return is_good

    def validate_words(self, field: Field) -> None:
        if self.sheet.must_words and not field.data:
            raise ValidationError(_("请写几句话，说说是什么事。"))


def matter_form(kind: TicketType, record: DisclosureRecord | None) -> MatterForm:
    """The form of this kind, in the language of the page."""
    sheet = SHEETS[kind.code]
    fields = {PREFIX + ask.key: _field(ask) for ask in sheet.asks}
    made = type("MatterForm", (MatterForm,), {"kind": kind, "sheet": sheet, **fields})
    return cast("MatterForm", made(record))


def _field(ask: Ask) -> Any:
    label, hint = (ask.label_en, ask.hint_en) if lang() == "en" else (ask.label_zh, ask.hint_zh)
    choices = [
        SelectChoice(one.code, one.label_en if lang() == "en" else one.label_zh) for one in ask.choices
    ]
    if ask.kind is AskKind.TICKS:
        shown = ListWidget(prefix_label=False)
        return SelectMultipleField(
            label, choices=choices, option_widget=CheckboxInput(), widget=shown, description=hint
        )
    if ask.kind is AskKind.CHOICE:
        return RadioField(
            label, choices=choices, description=hint, validate_choice=False, validators=[_one_of(ask)]
        )
    return StringField(label, filters=[tidy_line], validators=[ShortText(MOST_IN_LINE)], description=hint)


def _one_of(ask: Ask) -> Any:
    """Refuses what is none of the choices; leaving a choice open is allowed."""

    def check(form: MatterForm, field: Field) -> None:
        if field.data and field.data not in {one.code for one in ask.choices}:
            raise ValidationError(_("请在列出的几项里选。"))

    return check


def _written(field: Field) -> str:
    return ",".join(field.data) if isinstance(field.data, list) else field.data or ""


def _missing(ask: Ask) -> str:
    label = ask.label_en if lang() == "en" else ask.label_zh
    return str(_("请选择：%(what)s。", what=label) if ask.choices else _("请填写：%(what)s。", what=label))
