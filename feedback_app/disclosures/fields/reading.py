"""From what was typed to what is stored."""

import re
import unicodedata
from collections.abc import Callable

from feedback_app.disclosures.fields.amounts import read_amount
from feedback_app.disclosures.fields.codes import read_credit_code, read_document_number
from feedback_app.disclosures.fields.dates import read_date, read_period
from feedback_app.disclosures.fields.field import (
    CellsRefused,
    Field,
    FieldKind,
    FieldMissing,
    FieldRefused,
    FieldValue,
    RawValue,
)
from feedback_app.disclosures.fields.numbers import read_integer, read_percent, read_year, read_yes_no
from feedback_app.disclosures.fields.places import read_link, read_references

MOST_ROWS = 300
# Explicit direction marks can make a name read as another; pages use dir="auto" instead.
_UNSEEN = re.compile("[\u200b\ufeff\u202a-\u202e\u2066-\u2069]")


def parse(field: Field, raw: RawValue, *, is_draft: bool = False) -> FieldValue:
    """The value to store for what was typed or imported; None for a field left empty.

    Raises FieldMissing when a required field is empty, unless it `is_draft`; FieldRefused for what cannot be accepted.
    """
    if not _fits(field, raw):
        raise FieldRefused(f"“{field.label_zh}”的格式不对。", f"“{field.label_en}” has the wrong form.")
    value = _read_rows(field, raw, is_draft) if field.has_rows else _read_one(field, raw)
    if field.required and value in (None, []) and not is_draft:
        raise FieldMissing(field.label_zh, field.label_en)
    return value


def clean_text(raw: str, *, one_line: bool = False) -> str:
    """Text in Unicode form NFC, without NUL, control signs, lone surrogates and unseen direction marks."""
    unbroken = raw.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        sign for sign in unbroken if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", kept)).strip()
    return re.sub(r"\s+", " ", text) if one_line else text


def _fits(field: Field, raw: object) -> bool:
    """Whether it is text or, for a table, rows: an import may hand in anything."""
    if raw is None or isinstance(raw, str):
        return True
    return field.has_rows and isinstance(raw, list) and all(isinstance(row, dict) for row in raw)


def _read_one(field: Field, raw: RawValue) -> FieldValue:
    text = clean_text(raw if isinstance(raw, str) else "", one_line=field.kind in _ONE_LINE)
    if not text:
        return None
    return _READERS[field.kind](field, text)


def _read_text(field: Field, text: str) -> str:
    if len(text) > field.length_limit:
        raise FieldRefused(
            f"“{field.label_zh}”最多{field.length_limit}字，现有{len(text)}字，请缩短。",
            f"“{field.label_en}” allows {field.length_limit} characters; this has {len(text)}. Please shorten it.",
        )
    return text


def _read_choice(field: Field, text: str) -> str:
    for choice in field.choices:
        if text in (choice.value, choice.label_zh):
            return choice.value
    offered_zh = "、".join(choice.label_zh for choice in field.choices)
    offered_en = ", ".join(choice.label_en for choice in field.choices)
    raise FieldRefused(f"请从以下各项中选择：{offered_zh}。", f"Choose one of: {offered_en}.")


def _folded(text: str) -> str:
    """Full-width digits and letters as plain ones."""
    return unicodedata.normalize("NFKC", text)


_READERS: dict[FieldKind, Callable[[Field, str], FieldValue]] = {
    FieldKind.TEXT: _read_text,
    FieldKind.LONG_TEXT: _read_text,
    FieldKind.LEGAL_BASIS: _read_text,
    FieldKind.CHOICE: _read_choice,
    FieldKind.DATE: lambda field, text: read_date(field, _folded(text)),
    FieldKind.PERIOD: lambda field, text: read_period(field, _folded(text)),
    FieldKind.INTEGER: lambda field, text: read_integer(_folded(text)),
    FieldKind.YEAR: lambda field, text: read_year(_folded(text)),
    FieldKind.PERCENT: lambda field, text: read_percent(_folded(text)),
    FieldKind.BOOLEAN: lambda field, text: read_yes_no(text),
    FieldKind.LINK: lambda field, text: read_link(_read_text(field, text)),
    FieldKind.REFERENCES: lambda field, text: read_references(_folded(text)),
    FieldKind.MONEY: lambda field, text: read_amount(field, _folded(text)),
    FieldKind.CREDIT_CODE: lambda field, text: read_credit_code(_folded(text)),
    FieldKind.DOCUMENT_NUMBER: lambda field, text: read_document_number(_folded(text)),
}
_ONE_LINE = frozenset(_READERS) - {FieldKind.LONG_TEXT, FieldKind.LEGAL_BASIS}


def _read_rows(field: Field, raw: RawValue, is_draft: bool) -> list[dict[str, str]]:
    rows = (
        _split_lines(field, raw) if isinstance(raw, str) else [row for row in raw or [] if any(row.values())]
    )
    if len(rows) > MOST_ROWS:
        raise too_many_rows()
    if rows and len(rows) < field.least_rows and not is_draft:
        raise FieldRefused(
            f"“{field.label_zh}”至少要填{field.least_rows}行。",
            f"“{field.label_en}” needs at least {field.least_rows} rows.",
        )
    read, faults = [], dict[tuple[int, str], FieldRefused]()
    for number, row in enumerate(rows):
        cells, refused = _read_row(field, number, row, is_draft)
        read.append(cells)
        faults |= {(number, key): fault for key, fault in refused.items()}
    if faults:
        raise CellsRefused(faults)
    return read


def too_many_rows() -> FieldRefused:
    """The refusal of a table that is too long for one record."""
    return FieldRefused(
        f"最多{MOST_ROWS}行，请分成几条信息。", f"At most {MOST_ROWS} rows; please split the record."
    )


def _split_lines(field: Field, raw: str) -> list[dict[str, str]]:
    """Rows typed one to a line, cells parted by "|", so that a table can be typed without JavaScript."""
    rows = []
    for number, line in enumerate(filter(str.strip, clean_text(raw).split("\n")), start=1):
        cells = [cell.strip() for cell in line.replace("｜", "|").split("|")]
        if len(cells) > len(field.columns):
            raise FieldRefused(
                f"第{number}行有{len(cells)}栏，最多{len(field.columns)}栏。",
                f"Row {number} has {len(cells)} cells; there are only {len(field.columns)} columns.",
            )
        rows.append({column.key: cell for column, cell in zip(field.columns, cells, strict=False)})
    return rows


def _read_row(
    field: Field, number: int, row: dict[str, str], is_draft: bool
) -> tuple[dict[str, str], dict[str, FieldRefused]]:
    """The cells of one row as they are stored, and what was refused, both by column."""
    unknown = set(row) - {column.key for column in field.columns}
    if unknown:
        raise FieldRefused(
            f"第{number + 1}行有不认识的栏：{sorted(unknown)}。",
            f"Row {number + 1} has unknown columns: {sorted(unknown)}.",
        )
    read, refused = {}, {}
    for column in field.columns:
        try:
            value = parse(column, row.get(column.key, ""), is_draft=is_draft)
            read[column.key] = "" if value is None else str(value)
        except FieldRefused as fault:
            refused[column.key] = fault
    return read, refused
