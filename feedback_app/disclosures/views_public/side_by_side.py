"""What lies between any two versions of a record: field by field, words marked, tables row by row."""

from dataclasses import dataclass

from feedback_app.disclosures.fields import Field, FieldValue, plain, same, show
from feedback_app.disclosures.fields.comparing import Compared, compare
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.views_public.shown import lang


@dataclass(frozen=True)
class RowChange:
    """A row of a table that came in or went out."""

    words: str
    is_new: bool


@dataclass(frozen=True)
class Difference:
    """One field that differs: its text in pieces, or its rows. `kept` is how many rows stayed as they were."""

    key: str
    label: str
    text: Compared | None
    rows: tuple[RowChange, ...] = ()
    kept: int = 0


def differences(record: DisclosureRecord, old: RecordVersion, new: RecordVersion) -> list[Difference]:
    """Every public field in which two versions differ, in the order of the catalogue."""
    found = []
    for field in record.category.public_fields(record.party_kind):
        before, after = old.field_values.get(field.key), new.field_values.get(field.key)
        if not same(field, before, after):
            found.append(_difference(field, before, after))
    return found


def _difference(field: Field, before: FieldValue, after: FieldValue) -> Difference:
    label = field.label_en if lang() == "en" else field.label_zh
    if field.has_rows:
        one, other = _rows(before), _rows(after)
        gone = [RowChange(_said(field, row), False) for row in one if row not in other]
        came = [RowChange(_said(field, row), True) for row in other if row not in one]
        if gone or came:
            return Difference(field.key, label, None, (*gone, *came), sum(row in one for row in other))
    return Difference(
        field.key, label, compare(_words(field, before), _words(field, after))
    )  # the same rows in another order are read as one text


def _rows(value: FieldValue) -> list[dict[str, str]]:
    return value if isinstance(value, list) else []


def _said(field: Field, row: dict[str, str]) -> str:
    return plain(field, [row], lang())


def _words(field: Field, value: FieldValue) -> str:
    """The value in words; empty where the field is left empty, so that nothing is struck out that was never said."""
    return "" if value in (None, "", []) else show(field, value, lang())
