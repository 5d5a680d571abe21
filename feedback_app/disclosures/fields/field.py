"""The shape of a field: its kind, its words in both languages, and what the regulation says of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

FieldValue: TypeAlias = str | int | list[dict[str, str]] | None
"""What is stored: text, an ISO date, fen (int), table rows, or None when an optional field is left empty."""

RawValue: TypeAlias = str | list[dict[str, str]] | None
"""What a form or an import hands in."""


class FieldKind(StrEnum):
    """What sort of value a field holds, and so how it is read and shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MONEY = "money"
    DOCUMENT_NUMBER = "document_number"
    CREDIT_CODE = "credit_code"
    CHOICE = "choice"
    LEGAL_BASIS = "legal_basis"
    STEPS = "steps"
    TABLE = "table"
    PEOPLE = "people"


ROW_KINDS = frozenset({FieldKind.STEPS, FieldKind.TABLE, FieldKind.PEOPLE})

DEFAULT_LENGTH = {
    FieldKind.TEXT: 200,
    FieldKind.LONG_TEXT: 10_000,
    FieldKind.LEGAL_BASIS: 2_000,
}


class FieldRefused(ValueError):
    """A value that cannot be accepted, with words that say how to mend it."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(message_zh)
        self.message_zh = message_zh
        self.message_en = message_en

    def message(self, lang: str) -> str:
        """The words in the reader's language."""
        return self.message_en if lang.startswith("en") else self.message_zh


@dataclass(frozen=True)
class Choice:
    """One answer a choice field allows."""

    value: str
    label_zh: str
    label_en: str


@dataclass(frozen=True)
class Field:
    """One field of a category.

    `only_for` names the kinds of regulated party the field is asked for (empty: all). `columns` describes the rows
    of a table; each column is itself a field. `may_be_future` allows a date after today. `blank_*` is what a page
    says when an optional field is empty.
    """

    key: str
    kind: FieldKind
    label_zh: str
    label_en: str
    required: bool = True
    public: bool = True
    help_zh: str = ""
    help_en: str = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple["Field", ...] = ()
    unit: str = "万元"
    article: str = ""
    only_for: frozenset[str] = frozenset()
    may_be_future: bool = False
    max_length: int = 0
    blank_zh: str = "—"
    blank_en: str = "—"

    @property
    def length_limit(self) -> int:
        """The most characters a text value may have."""
        return self.max_length or DEFAULT_LENGTH.get(self.kind, 200)

    @property
    def has_rows(self) -> bool:
        return self.kind in ROW_KINDS

    def is_asked_of(self, party_kind: str | None) -> bool:
        """Whether the field belongs to a record about this kind of regulated party."""
        return not self.only_for or party_kind in self.only_for
