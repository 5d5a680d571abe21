"""One input for each kind of field; a table is drawn as rows of inputs, one for each column.

Rows work without JavaScript: a button named `add_row` sends the form back with one more row and everything typed kept.
"""

from collections.abc import Mapping
from typing import Any

from wtforms import Field as FormField
from wtforms import FieldList, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms import FormField as RowField
from wtforms.fields.choices import SelectChoice

from feedback_app.disclosures.fields import (
    MOST_ROWS,
    CellsRefused,
    Choice,
    Field,
    FieldKind,
    FieldRefused,
    RawValue,
    input_help,
    input_rows,
    to_input,
)

ADD_ROW = "add_row"
_LONG = frozenset({FieldKind.LONG_TEXT, FieldKind.LEGAL_BASIS})
_LONG_CELL = 300  # a text column that may hold more gets several lines
YES_NO = (Choice("yes", "是", "yes"), Choice("no", "否", "no"))


def input_for(field: Field, lang: str) -> Any:
    """The unbound WTForms field that asks for this field."""
    words = {"label": label(field, lang), "description": input_help(field, lang)}
    if field.has_rows:
        columns = {column.key: _cell(column, lang) for column in field.columns}
        row = RowField(type("Row", (Form,), columns))
        # One more is read than there may be, and refused: ten thousand would take a worker a quarter of a minute to draw.
        return FieldList(row, **words, min_entries=1, max_entries=MOST_ROWS + 1)
    if field.kind in (FieldKind.CHOICE, FieldKind.BOOLEAN):
        return RadioField(**words, choices=_choices(field, lang), validate_choice=False)
    return TextAreaField(**words) if field.kind in _LONG else StringField(**words)


def filled(field: Field, value: Any) -> Any:
    """What the input holds for a stored value."""
    return input_rows(field, value) if field.has_rows else to_input(field, value)


def typed_into(field: Field, drawn: FormField) -> RawValue:
    """What was typed, as `parse` takes it. Rows left empty are passed over."""
    if not field.has_rows:
        return drawn.data or ""
    return [_cells(row) for row in _rows_in_use(drawn)]


def has_too_many_rows(drawn: FormField) -> bool:
    """Whether more rows were sent than are read: those behind, and empty ones between, would be lost without a word."""
    return isinstance(drawn, FieldList) and len(drawn.entries) > MOST_ROWS


def refuse(field: Field, drawn: FormField, fault: FieldRefused, lang: str) -> None:
    """Put the words of a refusal beside the input, or beside each cell at fault."""
    if not isinstance(fault, CellsRefused):
        drawn.errors = [*drawn.errors, fault.message(lang)]
        return
    rows = _rows_in_use(drawn)
    words = "Row {}: " if lang == "en" else "第{}行："
    for (number, key), cell_fault in fault.cells.items():
        cell = rows[number].form[key]
        place = drawn.entries.index(rows[number]) + 1
        cell.errors = [*cell.errors, words.format(place) + cell_fault.message(lang)]
    drawn.errors = [row.errors for row in rows]


def label(row: Field | Choice, lang: str) -> str:
    words = row.label_en if lang == "en" else row.label_zh
    return words[:1].upper() + words[1:]


def _cell(column: Field, lang: str) -> Any:
    words = {"label": label(column, lang), "description": input_help(column, lang) if column.help_zh else ""}
    if column.kind in (FieldKind.CHOICE, FieldKind.BOOLEAN):
        nothing = SelectChoice("", "")
        return SelectField(**words, choices=[nothing, *_choices(column, lang)], validate_choice=False)
    is_long = column.kind in _LONG or (column.kind is FieldKind.TEXT and column.length_limit > _LONG_CELL)
    return TextAreaField(**words) if is_long else StringField(**words)


def _choices(field: Field, lang: str) -> list[SelectChoice]:
    offered = YES_NO if field.kind is FieldKind.BOOLEAN else field.choices
    return [SelectChoice(choice.value, label(choice, lang)) for choice in offered]


def _rows_in_use(drawn: FormField) -> list[Any]:
    return [row for row in drawn.entries if any(_cells(row).values())]


def _cells(row: Any) -> dict[str, str]:
    return {key: (cell.data or "").strip() for key, cell in row.form._fields.items()}


def typed_words(drawn: FormField) -> list[tuple[str, str]]:
    """Label and words of everything typed, cell by cell for a table."""
    if isinstance(drawn, FieldList):
        return [pair for row in drawn.entries for cell in row.form for pair in typed_words(cell)]
    if drawn.type in ("HiddenField", "CSRFTokenField") or not isinstance(drawn.data, str) or not drawn.data:
        return []
    return [(str(drawn.label.text), drawn.data)]


def add_row(form: Mapping[str, FormField], key: str) -> None:
    """One more row for the table of this name; nothing happens for a name that is no table's."""
    drawn = form.get(key)
    if isinstance(drawn, FieldList) and len(drawn.entries) < MOST_ROWS:
        drawn.append_entry()
