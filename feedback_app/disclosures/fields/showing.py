"""From what is stored to what a person reads, compares or edits."""

import unicodedata
from datetime import date

from feedback_app.disclosures.fields.amounts import FEN, in_wan, in_yuan
from feedback_app.disclosures.fields.field import Field, FieldKind, FieldValue


def show(field: Field, value: FieldValue, lang: str) -> str:
    """The value in full, as a page shows it: "6.8 万元（68,000 元）". Rows come one to a line."""
    if value in (None, "", []):
        return field.blank_en if lang.startswith("en") else field.blank_zh
    if isinstance(value, int):
        return _amount_in_full(value, lang)
    if isinstance(value, list):
        return "\n".join(_row(field, row, lang) for row in value)
    return _one(field, value, lang)


def plain(field: Field, value: FieldValue, lang: str) -> str:
    """The value on one line, as a notice quotes it: "6.8万元"."""
    if isinstance(value, int):
        return _amount_short(value, lang)
    joint = "; " if lang.startswith("en") else "；"
    return joint.join(line.strip() for line in show(field, value, lang).split("\n") if line.strip())


def same(field: Field, one: FieldValue, other: FieldValue) -> bool:
    """Whether two values say the same: width of signs and spacing do not make a difference, emptiness is emptiness."""
    return _essence(one) == _essence(other)


def to_input(field: Field, value: FieldValue) -> str:
    """What a form's box holds for a stored value; `parse` gives the value back."""
    if value is None:
        return ""
    if isinstance(value, int):
        return in_wan(value)
    if isinstance(value, list):
        return "\n".join(" | ".join(row.get(column.key, "") for column in field.columns) for row in value)
    return value


def input_help(field: Field, lang: str) -> str:
    """The words under a form's box: the field's own help and, for a table, how its rows are typed."""
    english = lang.startswith("en")
    own = field.help_en if english else field.help_zh
    if not field.has_rows:
        return own
    columns = " | ".join(column.label_en if english else column.label_zh for column in field.columns)
    typed = (
        f"One row to a line, cells parted by “|”: {columns}"
        if english
        else f"每行一项，各栏用“|”隔开：{columns}"
    )
    return f"{own} {typed}".strip()


def _one(field: Field, value: str, lang: str) -> str:
    if field.kind == FieldKind.DATE:
        return _day(value, lang)
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
        f"{column.label_en}: {_one(column, row[column.key], lang)}"
        if english
        else f"{column.label_zh}：{_one(column, row[column.key], lang)}"
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
