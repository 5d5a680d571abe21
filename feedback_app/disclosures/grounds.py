"""Why a record comes down (撤下), and why it may be hidden at once (暂停公示): two tables, each row citing what it rests on.

A ground says who acts, whether an instrument (文书) must be at hand, whose approval is needed and when, which clock runs,
and the one public sentence that stands at the address afterwards. The sentence names the document where the law asks
for the decision to be named (example: a decision that was revoked); it never repeats what the record said.
"""

from dataclasses import dataclass
from enum import StrEnum

from feedback_app.accounts.roles import SUPERVISORS, Role


class Approval(StrEnum):
    """When the approver speaks: first; within a working day while the record is hidden already; or is only told."""

    BEFORE = "before"
    AFTER_HIDING = "after_hiding"
    INFORMED = "informed"


@dataclass(frozen=True)
class Ground:
    """`sentence_*` may name {document} (where `names_document`) and {category}. `stays_marked`: the page need not come
    down, it stays with a mark and out of search engines, unless the bureau's setting says otherwise. `is_reviewed`: the
    legal section looks first. `may_be_refused`: the approver may also say no."""

    key: str
    label_zh: str
    label_en: str
    sentence_zh: str
    sentence_en: str
    law_zh: str
    law_en: str
    acts: frozenset[Role]
    approval: Approval
    approver: Role
    needs_instrument: bool = False
    names_document: bool = False
    clock: str = ""  # from the day the instrument was received
    is_by_time: bool = False  # the system proposes it, nobody chooses it
    is_reviewed: bool = False
    may_be_refused: bool = True
    stays_marked: bool = False
    asks_citation: bool = False  # the law is typed: no row can name it


_LEGAL = frozenset({Role.LEGAL_SECTION_HEAD})
_LAW_48_ZH = "《中华人民共和国行政处罚法》第四十八条；《行政执法信息公示制度》第十二条"
_LAW_48_EN = "Administrative Penalty Law, article 48; Disclosure Regulation, article 12"


def _undone(key: str, done_zh: str, done_en: str, label_zh: str, label_en: str) -> Ground:
    """A decision that another instrument undid: the legal section's head acts at once, the head of the branch is told."""
    return Ground(
        key,
        label_zh,
        label_en,
        f"原公示的{{document}}{{category}}{done_zh}，现撤回相关信息。",
        f"The published {{category}} {{document}} {done_en}. The information about it has been withdrawn.",
        _LAW_48_ZH,
        _LAW_48_EN,
        acts=_LEGAL,
        approval=Approval.INFORMED,
        approver=Role.PRINCIPAL_LEADER,
        needs_instrument=True,
        names_document=True,
        clock="REVOKED_WITHDRAW",
    )


_ROWS = (
    _undone("revoked", "已被依法撤销", "has been revoked", "决定被撤销", "decision revoked"),
    _undone("changed", "已被依法变更", "has been changed", "决定被变更", "decision changed"),
    _undone(
        "unlawful",
        "已被依法确认违法",
        "has been declared unlawful",
        "决定被确认违法",
        "decision declared unlawful",
    ),
    _undone("void", "已被依法确认无效", "has been declared void", "决定被确认无效", "decision declared void"),
    _undone(
        "redo",
        "已被依法要求重新作出",
        "has to be made anew",
        "决定被要求重新作出",
        "decision ordered to be made anew",
    ),
    Ground(
        "expired",
        "公开期限届满",
        "disclosure period over",
        "这条信息的公开期限已满，经批准撤下。",
        "The period for which this information is public is over. It was taken down with approval.",
        "《行政执法信息公示制度》第十二条（二）",
        "Disclosure Regulation, article 12(2)",
        acts=frozenset(),
        approval=Approval.BEFORE,
        approver=Role.PRINCIPAL_LEADER,
        is_by_time=True,
        is_reviewed=True,
        may_be_refused=False,
    ),
    Ground(
        "privacy",
        "含有不应当公开的个人信息",
        "personal information that must not be public",
        "这条信息含有依法不应当公开的个人信息，已经撤下。",
        "This information contained personal details that must not be public. It has been taken down.",
        "《中华人民共和国政府信息公开条例》第十五条；《中华人民共和国个人信息保护法》第五十七条",
        "Government Information Disclosure Regulations, article 15; Personal Information Protection Law, article 57",
        acts=_LEGAL | {Role.PUBLISHER},
        approval=Approval.AFTER_HIDING,
        approver=Role.SUPERVISING_LEADER,
    ),
    Ground(
        "secrecy",
        "涉及国家秘密、商业秘密",
        "state or trade secrets",
        "这条信息涉及依法不予公开的内容，已经撤下。",
        "This information touched on what the law keeps from publication. It has been taken down.",
        "《中华人民共和国政府信息公开条例》第十四条、第十五条",
        "Government Information Disclosure Regulations, articles 14 and 15",
        acts=_LEGAL | {Role.PUBLISHER},
        approval=Approval.AFTER_HIDING,
        approver=Role.SUPERVISING_LEADER,
    ),
    Ground(
        "credit_repaired",
        "信用已经修复",
        "credit repaired",
        "当事人已经依法完成信用修复，这条信息已经撤下。",
        "The party's credit has been repaired as the law provides. This information has been taken down.",
        "《信用修复管理办法》（国家发展改革委令第36号）",
        "Measures for Credit Repair (NDRC Order No. 36)",
        acts=_LEGAL,
        approval=Approval.INFORMED,
        approver=Role.PRINCIPAL_LEADER,
        needs_instrument=True,
        stays_marked=True,
    ),
    Ground(
        "other_by_law",
        "法律、法规规定的其他情形",
        "another case provided for by law",
        "依照法律、法规的规定，这条信息不再公示。",
        "As the law provides, this information is no longer published.",
        "",
        "",
        acts=_LEGAL,
        approval=Approval.BEFORE,
        approver=Role.PRINCIPAL_LEADER,
        asks_citation=True,
    ),
)
GROUNDS: dict[str, Ground] = {row.key: row for row in _ROWS}
EXPIRED = GROUNDS["expired"]
# What an instrument may say, and what somebody may choose: all but what time itself brings about.
WITH_INSTRUMENT = tuple(row for row in _ROWS if row.needs_instrument)
CHOSEN = tuple(row for row in _ROWS if not row.is_by_time)


@dataclass(frozen=True)
class HidingReason:
    """`closes_old_versions`: what must not be read in an old version either, once a mended one stands there."""

    key: str
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    closes_old_versions: bool


HIDING_REASONS: dict[str, HidingReason] = {
    row.key: row
    for row in (
        HidingReason(
            "privacy",
            "泄露了个人信息",
            "personal information is exposed",
            "身份证号、手机号、住址、未成年人姓名等。",
            "Identity number, telephone, home address, a minor's name.",
            True,
        ),
        HidingReason(
            "secret",
            "涉及秘密",
            "a secret is exposed",
            "国家秘密、商业秘密或者不该公开的办案内容。",
            "A state or trade secret, or case material that must not be public.",
            True,
        ),
        HidingReason(
            "grave_error",
            "有重大错误",
            "a grave error",
            "例如当事人写错、处罚写错，继续挂着会伤人。",
            "The wrong party or the wrong penalty: leaving it up does harm.",
            False,
        ),
    )
}

# Who may hide at once; who says whether that was right; who registers an instrument; who sees to other carriers;
# who may open the sealed archive.
HIDERS = frozenset(
    {
        Role.DUTY_OFFICER, Role.PUBLISHER, Role.LEGAL_SECTION_HEAD, Role.SUPERVISING_LEADER,
        Role.PRINCIPAL_LEADER,
    }
)  # fmt: skip
HIDING_APPROVERS = frozenset({Role.SUPERVISING_LEADER, Role.PRINCIPAL_LEADER})
CARRIER_DESK = frozenset({Role.PUBLISHER, Role.LEGAL_CLERK, Role.LEGAL_SECTION_HEAD, Role.DUTY_OFFICER})
LEGAL_SECTION = frozenset({Role.LEGAL_CLERK, Role.LEGAL_SECTION_HEAD})
# Who sees what waits to come down: everybody who may have a step to take there, and supervisors.
COMING_DOWN_DESK = (
    HIDERS
    | HIDING_APPROVERS
    | CARRIER_DESK
    | SUPERVISORS
    | {Role.HANDLER, Role.SECTION_HEAD, Role.DISCLOSURE_REVIEWER, Role.INTAKE_CLERK}
)
