"""What the public may take of a record in words: its public values, and nothing else.

The index, feeds, downloads and the interface for programs all read from here, so that a field that is internal, or not
asked of this kind of party, is left out of all of them at once.
"""

from collections.abc import Iterator
from typing import Any

from feedback_app.disclosures.fields import Field, FieldValue, plain
from feedback_app.disclosures.models import DisclosureRecord

_EMPTY: tuple[FieldValue, ...] = (None, "", [])


def values(record: DisclosureRecord) -> dict[str, Any]:
    """The public values of what is live now, as they are stored, by field key; nothing for a record that is not public."""
    live = record.live if record.is_public else None
    if live is None:
        return {}
    fields = record.category.public_fields(record.party_kind)
    return {field.key: public_part(field, live.field_values.get(field.key)) for field in fields}


def public_part(field: Field, value: Any) -> Any:
    """A table without its internal columns."""
    if not isinstance(value, list):
        return value
    internal = {column.key for column in field.columns if not column.public}
    return [{key: cell for key, cell in row.items() if key not in internal} for row in value]


def lines(record: DisclosureRecord, lang: str = "zh") -> Iterator[tuple[Field, str]]:
    """Each public field that is filled in, with its value on one line."""
    kept = values(record)
    for field in record.category.public_fields(record.party_kind):
        if kept.get(field.key) not in _EMPTY:
            yield field, plain(field, kept[field.key], lang)
