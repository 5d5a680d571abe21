"""The life of a record as a table: which act leads from where to where, and who may take it (Articles 11, 12, 14)."""

from dataclasses import dataclass
from enum import StrEnum

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.grounds import HIDERS, HIDING_APPROVERS


class RecordStatus(StrEnum):
    """What the record as a whole is to the public. Before its first publication it follows its first version."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    WITHHELD = "withheld"


class VersionStatus(StrEnum):
    """How far one version has come. The public goes on seeing the live version while another one is on its way."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    DROPPED = "dropped"
    WITHHELD = "withheld"


PUBLISHED = RecordStatus.PUBLISHED
# Versions on their way. A record has at most one of them, and it is the newest.
IN_WORK = frozenset(
    {VersionStatus.DRAFT, VersionStatus.IN_REVIEW, VersionStatus.RETURNED, VersionStatus.APPROVED}
)
EDITABLE = frozenset({VersionStatus.DRAFT, VersionStatus.RETURNED})
# What a change can be made to.
# A hidden record comes back by a mended version.
CHANGEABLE = frozenset({PUBLISHED, RecordStatus.HIDDEN})


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
    RecordStatus.HIDDEN: StatusRow("暂停公示", "hidden for the moment"),
    RecordStatus.WITHDRAWN: StatusRow("已撤下", "taken down"),
    RecordStatus.WITHHELD: StatusRow("依法不予公开", "not disclosed, by law"),
}
VERSION_STATUSES = {
    VersionStatus.DRAFT: STATUSES[RecordStatus.DRAFT],
    VersionStatus.IN_REVIEW: STATUSES[RecordStatus.IN_REVIEW],
    VersionStatus.RETURNED: STATUSES[RecordStatus.RETURNED],
    VersionStatus.APPROVED: STATUSES[RecordStatus.APPROVED],
    VersionStatus.PUBLISHED: STATUSES[RecordStatus.PUBLISHED],
    VersionStatus.DROPPED: StatusRow("没有采用", "not used"),
    VersionStatus.WITHHELD: STATUSES[RecordStatus.WITHHELD],
}


APPROVERS = "approves"  # the column whose posts give way to a higher one when the record escalates
# What waits while somebody asks that the record be withheld by law.
TOWARDS_THE_PUBLIC = frozenset({"approve", "publish", "plan_publication"})
# What has to be passed before the approval, in this order on the page; who does it may come in any order.
GATES = ("review", "check_secrecy")


@dataclass(frozen=True)
class RecordStep:
    """One act on the newest version. `by_columns` names columns of the category (prepares, reviews, approves), `by_roles`
    fixed roles; `by_checker`: whoever answers for secrets and privacy, where the category asks for it."""

    name: str
    act: str  # as it stands in the record's history
    frm: frozenset[VersionStatus]
    to: VersionStatus | None  # None: it stays where it is
    by_columns: tuple[str, ...]
    by_roles: frozenset[Role]
    not_own: bool  # may the person who prepared this version not take it?
    label_zh: str
    label_en: str
    article: str
    noun: str = ""  # in the address of the POST
    by_checker: bool = False
    is_change_only: bool = False  # only for a later version; the first one is the record itself


_S = VersionStatus
_PUBLISHERS = frozenset({Role.PUBLISHER, Role.LEGAL_SECTION_HEAD})
_ROWS = (
    RecordStep(
        "submit_for_review", "submit", frozenset({_S.DRAFT, _S.RETURNED}), _S.IN_REVIEW,
        ("prepares",), frozenset(), False, "提交审核", "Submit for review", "14", noun="submission",
    ),
    RecordStep(
        "review", "review", frozenset({_S.IN_REVIEW}), None,
        ("reviews",), frozenset(), True, "审核通过", "Pass the review", "14", noun="review",
    ),
    RecordStep(
        "check_secrecy", "check_secrecy", frozenset({_S.IN_REVIEW}), None,
        (), frozenset(), True, "审查通过：不涉密、不涉隐私", "No secret, nothing private", "9", noun="secrecy-check",
        by_checker=True,
    ),
    RecordStep(
        "send_back", "return", frozenset({_S.IN_REVIEW, _S.APPROVED}), _S.RETURNED,
        ("reviews", APPROVERS), _PUBLISHERS, True, "退回修改", "Send back", "14", noun="return", by_checker=True,
    ),
    RecordStep(
        "approve", "approve", frozenset({_S.IN_REVIEW}), _S.APPROVED,
        (APPROVERS,), frozenset(), True, "批准", "Approve", "11, 12, 14", noun="approval",
    ),
    RecordStep(
        "publish", "publish", frozenset({_S.APPROVED}), _S.PUBLISHED,
        (), _PUBLISHERS, False, "发布", "Publish", "14", noun="publication",
    ),
    RecordStep(
        "plan_publication", "plan", frozenset({_S.APPROVED}), None,
        (APPROVERS,), _PUBLISHERS, False, "定时发布", "Plan the publication", "14", noun="plan",
    ),
    RecordStep(
        "cancel_plan", "unplan", frozenset({_S.APPROVED}), None,
        (APPROVERS,), _PUBLISHERS, False, "取消定时发布", "Cancel the plan", "14", noun="plan-cancellation",
    ),
    RecordStep(
        "drop_change", "drop", frozenset({_S.DRAFT, _S.RETURNED}), _S.DROPPED,
        ("prepares",), frozenset(), False, "不再更新", "Give up the change", "14", noun="dropping",
        is_change_only=True,
    ),
)  # fmt: skip
STEPS = {row.name: row for row in _ROWS}
# Taken by the register of what is not disclosed, never from a record's own page (operations/withholding.py).
WITHHOLD = RecordStep(
    "withhold", "withhold", IN_WORK, _S.WITHHELD, (), frozenset({Role.SUPERVISING_LEADER}), True,
    "依法不予公开", "Withhold by law", "9",
)  # fmt: skip
RELEASE = RecordStep(
    "release", "release", frozenset({_S.WITHHELD}), _S.DRAFT, (), frozenset({Role.SUPERVISING_LEADER}), False,
    "转为公开", "Release", "9",
)  # fmt: skip


@dataclass(frozen=True)
class DownStep:
    """The record as a whole leaves the public's sight, or comes back. Who may take it, and when, grounds.py says further."""

    name: str
    act: str
    frm: frozenset[RecordStatus]
    to: RecordStatus
    by: frozenset[Role]
    label_zh: str
    label_en: str
    article: str = ""


_PUBLIC, _HIDDEN, _DOWN = RecordStatus.PUBLISHED, RecordStatus.HIDDEN, RecordStatus.WITHDRAWN
_EVERYBODY = frozenset(Role)
DOWNWARD = {
    row.name: row
    for row in (
        DownStep("hide", "hide", frozenset({_PUBLIC}), _HIDDEN, HIDERS, "紧急屏蔽", "Hide at once"),
        DownStep("lift", "lift", frozenset({_HIDDEN}), _PUBLIC, HIDING_APPROVERS, "恢复公示", "Show again"),
        DownStep(
            "mend",
            "mend",
            frozenset({_HIDDEN}),
            _PUBLIC,
            _EVERYBODY,
            "改好后重新公示",
            "Show the mended version",
        ),
        DownStep(
            "take_down",
            "take_down",
            frozenset({_PUBLIC, _HIDDEN}),
            _DOWN,
            _EVERYBODY,
            "撤下",
            "Take down",
            "12(2)",
        ),
    )
}

# Acts in a record's history after which a person may not work on a report about that record. The check for secrets and
# privacy judges nothing of the content; were it here, a bureau with one checker could not finish a report.
INVOLVING_ACTS = frozenset({"override", "prepare", "edit", "review", "approve", "publish", "update"})
# After these, a version's way through the house begins anew: what was passed before counts no longer.
BEGINNING_ANEW = frozenset({"submit", "return"})
ACT_LABELS = {
    "prepare": StatusRow("拟制", "prepared"),
    "edit": StatusRow("修改", "edited"),
    "submit": StatusRow("提交审核", "submitted for review"),
    "review": StatusRow("审核", "reviewed"),
    "check_secrecy": StatusRow("保密隐私审查", "checked for secrets and privacy"),
    "return": StatusRow("退回", "sent back"),
    "approve": StatusRow("批准", "approved"),
    "publish": StatusRow("发布", "published"),
    "update": StatusRow("更新", "updated"),
    "plan": StatusRow("定时发布", "planned the publication"),
    "unplan": StatusRow("取消定时发布", "cancelled the planned publication"),
    "drop": StatusRow("不再更新", "gave up the change"),
    "set_aside": StatusRow("因更正停办更新", "set the change aside for a correction"),
    "override": StatusRow("放行检查发现的问题", "let a finding stand"),
    "override_correction": StatusRow("放行更正中的一处", "let a place in a correction stand"),
    "correct": StatusRow("更正", "corrected"),
    "clarify": StatusRow("澄清", "clarified"),
    "hide": StatusRow("紧急屏蔽", "hid at once"),
    "confirm_hiding": StatusRow("同意暂停公示", "agreed to the hiding"),
    "lift": StatusRow("恢复公示", "showed it again"),
    "mend": StatusRow("改好后重新公示", "showed the mended version"),
    "register_instrument": StatusRow("登记文书", "registered an instrument"),
    "dismiss_instrument": StatusRow("认定文书不涉及本条", "found the instrument to change nothing"),
    "propose_takedown": StatusRow("提出撤下", "proposed to take it down"),
    "review_takedown": StatusRow("审核撤下", "reviewed the take-down"),
    "refuse_takedown": StatusRow("不同意撤下", "refused the take-down"),
    "take_down": StatusRow("撤下", "took it down"),
    "withhold": StatusRow("依法不予公开", "withheld it by law"),
    "release": StatusRow("转为公开", "released it"),
    "leave_carrier": StatusRow(
        "期满，从一个载体撤下", "took it off one carrier, its period there being over"
    ),
    "reword_notice": StatusRow("更正撤下说明", "corrected the words of the notice"),
    "mark_credit_repaired": StatusRow("标注已信用修复", "marked as credit repaired"),
}
# Whose desks work on records, and so see drafts.
DESK_ROLES = frozenset(
    {
        Role.HANDLER, Role.SECTION_HEAD, Role.LEGAL_CLERK, Role.LEGAL_SECTION_HEAD, Role.PUBLISHER,
        Role.DISCLOSURE_REVIEWER, Role.SUPERVISING_LEADER, Role.PRINCIPAL_LEADER,
    }
)  # fmt: skip
