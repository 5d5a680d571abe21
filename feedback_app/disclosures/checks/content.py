"""What is about to come before the public, as the checks read it: values, words about the change, files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.fields import Field, FieldKind, Redact

_NOTE = {
    "note_zh": ("改动说明", "Note about the change"),
    "note_en": ("改动说明（英文）", "Note about the change (English)"),
}


@dataclass(frozen=True)
class FileSeen:
    """A file that is to be published, and what its inspection said. `findings`: dicts of guard.FileFinding."""

    number: int
    name: str
    sha256: str
    findings: tuple[dict[str, str], ...] = ()
    is_looked_at: bool = False


@dataclass(frozen=True)
class Words:
    """A text with the place it stands at. `where` is the place for programs, "facts" or "items[2].phone"."""

    where: str
    label_zh: str
    label_en: str
    text: str
    field: Field | None = None
    redact: Redact = Redact.SCAN


@dataclass(frozen=True)
class Content:
    """One version. `record_id` is None for rows not yet written (an import); `before` are the values it takes the place of."""

    category: Category
    values: Mapping[str, Any]
    party_kind: str | None
    formed_on: date | None = None
    record_id: int | None = None
    is_sample: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)  # note_zh, note_en, or words of a page
    files: tuple[FileSeen, ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)

    def fields(self) -> tuple[Field, ...]:
        return self.category.fields_for(self.party_kind)

    def words(self) -> Iterator[Words]:
        """Every public text, the cells of tables one by one, and the words about the change."""
        for row in self.category.public_fields(self.party_kind):
            yield from _words_of(row, self.values.get(row.key))
        for key, text in self.notes.items():
            zh, en = _NOTE.get(key, (key, key))
            if text:
                yield Words(key, zh, en, text)

    def published_as_it_is(self) -> str:
        """Words, new and old, of fields that are not to be redacted: a note that repeats them is not to be either."""
        values = (self.values, self.before)
        rows = self.category.public_fields(self.party_kind)
        words = (words for row in rows for one in values for words in _words_of(row, one.get(row.key)))
        return "\n".join(one.text for one in words if one.redact is Redact.NONE)

    def day(self, key: str) -> date | None:
        """The date a field holds."""
        value = self.values.get(key)
        return date.fromisoformat(value) if isinstance(value, str) and value else None


def _words_of(row: Field, value: Any) -> Iterator[Words]:
    if isinstance(value, str):
        yield Words(row.key, row.label_zh, row.label_en, value, row, row.redact)
    elif isinstance(value, list):
        columns = {column.key: column for column in row.columns}
        for number, cells in enumerate(value, start=1):
            for key, text in cells.items():
                column = columns.get(key)
                if text and column is not None and column.kind is not FieldKind.CHOICE:
                    yield Words(
                        f"{row.key}[{number}].{key}",
                        f"{row.label_zh}第{number}行“{column.label_zh}”",
                        f"{row.label_en}, row {number}, {column.label_en}",
                        text,
                        column,
                        # What the table is, its cells are: a roster of officers names them.
                        row.redact if row.redact is Redact.NONE else column.redact,
                    )
