"""The life of a record as a table: which act leads from where to where, and who may take it (Articles 11, 12, 14)."""

from dataclasses import dataclass
from enum import StrEnum

from feedback_app.accounts.roles import Role


class RecordStatus(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"


PUBLISHED = RecordStatus.PUBLISHED


@dataclass(frozen=True)
class StatusRow:
    label_zh: str
    label_en: str


STATUSES = {
    RecordStatus.DRAFT: StatusRow("草稿", "draft"),
    RecordStatus.IN_REVIEW: StatusRow("待审核", "in review"),
    RecordStatus.RETURNED: StatusRow("已退回", "returned"),
    RecordStatus.APPROVED: StatusRow("已批准，待发布", "approved, to be published"),
    RecordStatus.PUBLISHED: StatusRow("已公示", "published"),
}


@dataclass(frozen=True)
class RecordStep:
    """One act. `by` names a column of the category (prepares, reviews, approves) or fixed roles."""

    name: str
    act: str  # as it stands in the record's history
    frm: frozenset[RecordStatus]
    to: RecordStatus
    by_column: str | None
    by_roles: frozenset[Role]
    not_own: bool  # may the person who prepared this version not take it?
    label_zh: str
    label_en: str
    article: str
    noun: str = ""  # in the address of the POST


_S = RecordStatus
_PUBLISHERS = frozenset({Role.PUBLISHER, Role.LEGAL_SECTION_HEAD})
_ROWS = (
    RecordStep(
        "submit_for_review", "submit", frozenset({_S.DRAFT, _S.RETURNED}), _S.IN_REVIEW,
        "prepares", frozenset(), False, "提交审核", "Submit for review", "14", noun="submission",
    ),
    RecordStep(
        "review", "review", frozenset({_S.IN_REVIEW}), _S.IN_REVIEW,
        "reviews", frozenset(), True, "审核通过", "Pass the review", "14", noun="review",
    ),
    RecordStep(
        "send_back", "return", frozenset({_S.IN_REVIEW, _S.APPROVED}), _S.RETURNED,
        "approves", _PUBLISHERS, True, "退回修改", "Send back", "14", noun="return",
    ),
    RecordStep(
        "approve", "approve", frozenset({_S.IN_REVIEW}), _S.APPROVED,
        "approves", frozenset(), True, "批准", "Approve", "11, 12, 14", noun="approval",
    ),
    RecordStep(
        "publish", "publish", frozenset({_S.APPROVED}), _S.PUBLISHED,
        None, _PUBLISHERS, False, "发布", "Publish", "14", noun="publication",
    ),
)  # fmt: skip
STEPS = {row.name: row for row in _ROWS}

# Acts in a record's history after which a person may not work on a report about that record.
INVOLVING_ACTS = frozenset({"prepare", "edit", "review", "approve", "publish", "update"})
ACT_LABELS = {
    "prepare": StatusRow("拟制", "prepared"),
    "edit": StatusRow("修改", "edited"),
    "submit": StatusRow("提交审核", "submitted for review"),
    "review": StatusRow("审核", "reviewed"),
    "return": StatusRow("退回", "sent back"),
    "approve": StatusRow("批准", "approved"),
    "publish": StatusRow("发布", "published"),
    "update": StatusRow("更新", "updated"),
    "correct": StatusRow("更正", "corrected"),
    "clarify": StatusRow("澄清", "clarified"),
}
# Whose desks work on records, and so see drafts.
DESK_ROLES = frozenset(
    {
        Role.HANDLER, Role.SECTION_HEAD, Role.LEGAL_CLERK, Role.LEGAL_SECTION_HEAD, Role.PUBLISHER,
        Role.DISCLOSURE_REVIEWER, Role.SUPERVISING_LEADER, Role.PRINCIPAL_LEADER,
    }
)  # fmt: skip
