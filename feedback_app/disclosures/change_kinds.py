"""Why a published record gets another version, as a table (Articles 11(二), 12, 15). A published version is never edited.

Each kind says who may begin it, what it must pass before the public sees it, and what it may not touch. A correction
comes only from a ticket's signed finding (`correcting.publish_correction`); the finding is its review and approval.
"""

from dataclasses import dataclass
from enum import StrEnum

from feedback_app.disclosures.fields import FieldKind


class ChangeKind(StrEnum):
    INITIAL = "initial"
    CORRECTION = "correction"
    UPDATE = "update"
    RECTIFICATION = "rectification"
    TYPING_ERROR = "typing_error"


@dataclass(frozen=True)
class ChangeKindRow:
    """One kind. `is_reviewed`, `is_checked`: whether what the category demands is demanded here too."""

    kind: ChangeKind
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    article: str
    is_reviewed: bool = True
    is_checked: bool = True  # for secrets and privacy
    by_ticket: bool = False
    has_clock: bool = True  # whether the category's limits run for it
    never_touches: frozenset[FieldKind] = frozenset()

    @property
    def code(self) -> str:
        """As the log names it: a field may have the kind's own name."""
        return f"change_{self.kind.value}"


_K = FieldKind
_ROWS = (
    ChangeKindRow(
        ChangeKind.INITIAL, "首次公示", "first publication",
        "这条信息第一次公示。", "The first publication of the record.", "12",
    ),
    ChangeKindRow(
        ChangeKind.CORRECTION, "更正", "correction",
        "经核实原来公示的内容有错。只能依工单签发的结论更正。",
        "What was published was found wrong. Only after the signed finding of a ticket.",
        "15", is_reviewed=False, is_checked=False, by_ticket=True, has_clock=False,
    ),
    ChangeKindRow(
        ChangeKind.UPDATE, "情况有变化", "the facts moved on",
        "原来公示的没有错，后来情况变了：解除查封、延期、已缴款、清单调整等。",
        "What was published was right, and things changed since: a seal lifted, a fine paid, a list adjusted.",
        "11, 12",
    ),
    ChangeKindRow(
        ChangeKind.RECTIFICATION, "整改结果", "rectification result",
        "责令改正以后，复查的结果。", "The result of the check after an order to rectify.", "8, 12",
    ),
    ChangeKindRow(
        ChangeKind.TYPING_ERROR, "错别字", "typing error",
        "只改错字、漏字、标点，意思不变。金额、日期、文号、代码、类别写错了不算错别字，要走纠错程序。",
        "Only letters and punctuation; the meaning stays. A wrong amount, date, number, code or kind is no typing error: "
        "it has to be corrected by way of a ticket.",
        "15", is_reviewed=False, has_clock=False,
        never_touches=frozenset({_K.MONEY, _K.DATE, _K.CREDIT_CODE, _K.DOCUMENT_NUMBER, _K.CHOICE}),
    ),
)  # fmt: skip
CHANGE_KINDS = {row.kind: row for row in _ROWS}
# What a person may choose on a published record's page.
CHOSEN = tuple(row for row in _ROWS if not row.by_ticket and row.kind is not ChangeKind.INITIAL)
