"""From what is stored to what a person reads, compares or edits."""

import unicodedata
from datetime import date

from feedback_app.disclosures.fields.amounts import FEN, in_wan, in_yuan
from feedback_app.disclosures.fields.dates import SHOWN_BETWEEN, STORED_BETWEEN
from feedback_app.disclosures.fields.field import Field, FieldKind, FieldValue


def show(field: Field, value: FieldValue, lang: str) -> str:
    """The value in full, as a page shows it: "6.8 万元（68,000 元）". Rows come one to a line."""
    if value in (None, "", []):
        return field.blank_en if lang.startswith("en") else field.blank_zh
    if isinstance(value, int):
        return _number(field, value, lang) or _amount_in_full(value, lang)
    if isinstance(value, list):
        return "\n".join(_row(field, row, lang) for row in value)
    return _one(field, value, lang)


def plain(field: Field, value: FieldValue, lang: str) -> str:
    """The value on one line, as a notice quotes it: "6.8万元"."""
    if isinstance(value, int):
        return _number(field, value, lang) or _amount_short(value, lang)
    joint = "; " if lang.startswith("en") else "；"
    return joint.join(line.strip() for line in show(field, value, lang).split("\n") if line.strip())


def same(field: Field, one: FieldValue, other: FieldValue) -> bool:
    """Whether two values say the same: width of signs and spacing do not make a difference, emptiness is emptiness."""
    return _essence(one) == _essence(other)


def to_input(field: Field, value: FieldValue) -> str:
    """What a form's box holds for a stored value; `parse` gives the value back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return in_wan(value) if field.kind is FieldKind.MONEY else str(value)
    if isinstance(value, list):
        return "\n".join(" | ".join(_cells(field, row)) for row in value)
    return value.replace(STORED_BETWEEN, f" {SHOWN_BETWEEN} ") if field.kind is FieldKind.PERIOD else value


def input_rows(field: Field, value: FieldValue) -> list[dict[str, str]]:
    """What the boxes of a table's rows hold for stored rows."""
    rows = value if isinstance(value, list) else []
    return [dict(zip((c.key for c in field.columns), _cells(field, row), strict=True)) for row in rows]


def cell_value(column: Field, cell: str | None) -> FieldValue:
    """What a cell of a stored row holds: cells are kept as text, also numbers and answers yes or no."""
    if not cell:
        return None
    if column.is_number:
        return int(cell)
    return cell == "True" if column.kind is FieldKind.BOOLEAN else cell


def input_help(field: Field, lang: str) -> str:
    """The words under a form's box: the field's own help, else an example of what to write."""
    english = lang.startswith("en")
    own = field.help_en if english else field.help_zh
    if own or not field.model or field.choices or field.kind in (FieldKind.BOOLEAN, FieldKind.DATE):
        return own
    return f"For example {field.model}" if english else f"例如：{field.model}"


def _cells(field: Field, row: dict[str, str]) -> list[str]:
    return [to_input(column, cell_value(column, row.get(column.key))) for column in field.columns]


def _number(field: Field, value: int, lang: str) -> str:
    """A number that is no amount of money, in words; empty for an amount."""
    if field.kind is FieldKind.BOOLEAN:
        return ("yes" if value else "no") if lang.startswith("en") else ("是" if value else "否")
    return str(value) if field.kind in (FieldKind.INTEGER, FieldKind.YEAR) else ""


def _one(field: Field, value: str, lang: str) -> str:
    if field.kind is FieldKind.DATE:
        return _day(value, lang)
    if field.kind is FieldKind.PERIOD:
        since, until = value.split(STORED_BETWEEN)
        between = " to " if lang.startswith("en") else "至"
        return f"{_day(since, lang)}{between}{_day(until, lang)}"
    for choice in field.choices:
        if choice.value == value:
            return choice.label_en if lang.startswith("en") else choice.label_zh
    return value


def _day(iso: str, lang: str) -> str:
    day = date.fromisoformat(iso)
    return (
        f"{day.day} {day:%B} {day.year}" if lang.startswith("en") else f"{day.year}年{day.month}月{day.day}日"
    )


def _row(field: Field, row: dict[str, str], lang: str) -> str:
    english = lang.startswith("en")
    cells = [
        f"{column.label_en}: {show(column, cell_value(column, row[column.key]), lang)}"
        if english
        else f"{column.label_zh}：{show(column, cell_value(column, row[column.key]), lang)}"
        for column in field.columns
        if row.get(column.key)
    ]
    return ", ".join(cells) if english else "，".join(cells)


def _amount_in_full(fen: int, lang: str) -> str:
    if lang.startswith("en"):
        return f"{in_yuan(fen)} yuan ({in_wan(fen)}万元)"
    return f"{in_wan(fen)} 万元（{in_yuan(fen)} 元）"


def _amount_short(fen: int, lang: str) -> str:
    if lang.startswith("en"):
        return f"{in_yuan(fen)} yuan"
    return f"{in_wan(fen)}万元" if fen >= FEN["万元"] else f"{in_yuan(fen)}元"


def _essence(value: FieldValue) -> object:
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split()) or None
    if isinstance(value, list):
        return [{key: _essence(cell) for key, cell in row.items()} for row in value] or None
    return value
