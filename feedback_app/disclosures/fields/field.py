"""The shape of a field: its kind, its words in both languages, and what the regulation says of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from feedback_app.disclosures.fields.redaction import Redact

FieldValue: TypeAlias = str | int | list[dict[str, str]] | None
"""What is stored: text, an ISO date, fen or a count (int), yes or no (bool), table rows, or None when an optional field is
left empty."""

RawValue: TypeAlias = str | list[dict[str, str]] | None
"""What a form or an import hands in."""


class FieldKind(StrEnum):
    """What sort of value a field holds, and so how it is read and shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    PERIOD = "period"
    MONEY = "money"
    INTEGER = "integer"
    YEAR = "year"
    PERCENT = "percent"
    BOOLEAN = "boolean"
    LINK = "link"
    REFERENCES = "references"
    DOCUMENT_NUMBER = "document_number"
    CREDIT_CODE = "credit_code"
    CHOICE = "choice"
    LEGAL_BASIS = "legal_basis"
    STEPS = "steps"
    TABLE = "table"
    PEOPLE = "people"


ROW_KINDS = frozenset({FieldKind.STEPS, FieldKind.TABLE, FieldKind.PEOPLE})
NUMBER_KINDS = frozenset({FieldKind.MONEY, FieldKind.INTEGER, FieldKind.YEAR})

DEFAULT_LENGTH = {
    FieldKind.TEXT: 200,
    FieldKind.LONG_TEXT: 10_000,
    FieldKind.LEGAL_BASIS: 2_000,
    FieldKind.LINK: 500,
}
# What a value of the kind looks like where the field names no example of its own.
_EXAMPLES = {
    FieldKind.DATE: "2026-09-28",
    FieldKind.PERIOD: "2026-01-01 至 2028-12-31",
    FieldKind.MONEY: "6.8",
    FieldKind.INTEGER: "12",
    FieldKind.YEAR: "2025",
    FieldKind.PERCENT: "5%",
    FieldKind.BOOLEAN: "no",
    FieldKind.LINK: "https://www.example.gov.cn/list.html",
    FieldKind.DOCUMENT_NUMBER: "昌州环阜罚〔2026〕3号",
    FieldKind.CREDIT_CODE: "91652302MAXX0A1B0G",
    FieldKind.LEGAL_BASIS: "《中华人民共和国生态环境法典》第五十一条",
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


class FieldMissing(FieldRefused):
    """Nothing stands where something has to: a draft may be kept so, it cannot be submitted."""

    def __init__(self, label_zh: str, label_en: str) -> None:
        super().__init__(f"请填写“{label_zh}”。", f"Enter “{label_en}”.")


class CellsRefused(FieldRefused):
    """Rows of a table that cannot be accepted: `cells` says what is wrong with which, by row (from 0) and column key."""

    def __init__(self, cells: dict[tuple[int, str], FieldRefused]) -> None:
        self.cells = cells
        super().__init__(
            "；".join(f"第{row + 1}行：{fault.message_zh}" for (row, _), fault in cells.items()),
            "; ".join(f"Row {row + 1}: {fault.message_en}" for (row, _), fault in cells.items()),
        )


@dataclass(frozen=True)
class Choice:
    """One answer a choice field allows; `since` is the day (ISO) from which it is possible at all."""

    value: str
    label_zh: str
    label_en: str
    since: str = ""


@dataclass(frozen=True)
class Field:
    """One field of a category.

    `only_for` names the kinds of regulated party the field is asked for (empty: all). `columns` describes the rows
    of a table; each column is itself a field. `may_be_future` allows a date after today. `blank_*` is what a page
    says when an optional field is empty. `required_when` (field key, value) makes an optional field needed when another
    field has that value. Of a table, `least_rows` is how many rows it must have once there are any, `filter_by` is the choice column its page can be narrowed by, and `points` a column
    whose cells name other rows by another column (replaced_by → title). `redact` is what must be hidden before publication (see `redaction.py`);
    `share_code` the field's name in the double-publicity standard (双公示, 发改办财金〔2018〕424号); `sample` an
    example of what to write.
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
    required_when: tuple[str, str] | None = None
    least_rows: int = 1
    filter_by: str = ""
    points: tuple[str, str] | None = None
    redact: Redact = Redact.SCAN
    share_code: str = ""
    sample: str = ""

    @property
    def length_limit(self) -> int:
        """The most characters a text value may have."""
        return self.max_length or DEFAULT_LENGTH.get(self.kind, 200)

    @property
    def has_rows(self) -> bool:
        return self.kind in ROW_KINDS

    @property
    def is_number(self) -> bool:
        """Whether the value is stored as a whole number: fen, or a count."""
        return self.kind in NUMBER_KINDS

    def is_asked_of(self, party_kind: str | None) -> bool:
        """Whether the field belongs to a record about this kind of regulated party."""
        return not self.only_for or party_kind in self.only_for

    @property
    def model(self) -> str:
        """What to write, as a hint beside an input: the field's own sample, or the kind's; empty where there is none."""
        return self.sample or _EXAMPLES.get(self.kind, "")

    @property
    def example(self) -> RawValue:
        """A value as somebody might type it; a table has the fewest rows it may have."""
        if self.has_rows:
            return [{column.key: str(column.example or "") for column in self.columns}] * self.least_rows
        if self.choices:
            return self.sample or self.choices[0].value
        return self.model or f"{self.label_zh}（示例）"
