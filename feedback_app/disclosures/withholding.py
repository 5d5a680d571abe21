"""What is kept from the public by law (不予公开), as tables: on which grounds, on papers of which level, by whose hands.

Article 9: everything is public, except where a law, a regulation or a rule says clearly that it is not. So a lower paper
is no basis, however it is worded; and whoever wrote an entry neither reviews nor approves it (1.3 of the matrix).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.accounts.roles import SUPERVISORS, Role
from feedback_app.disclosures.grounds import LEGAL_SECTION


@dataclass(frozen=True)
class Words:
    """A code and what it is called."""

    label_zh: str
    label_en: str
    help_zh: str = ""
    help_en: str = ""


_OPENNESS = "《政府信息公开条例》"
# Kind of information → what it is and where the Regulations on Open Government Information speak of it.
WITHHELD_KINDS = {
    "state_secret": Words("国家秘密", "state secret", f"{_OPENNESS}第十四条。内容不得写进本系统。",
                          "Article 14. Its content must not be written into this system."),
    "forbidden_by_law": Words("法律、行政法规禁止公开", "disclosure forbidden by law", f"{_OPENNESS}第十四条", "Article 14"),
    "public_security": Words("危及国家安全、公共安全、经济安全、社会稳定", "danger to national, public or economic security or stability",
                             f"{_OPENNESS}第十四条", "Article 14"),
    "trade_secret": Words("商业秘密", "trade secret", f"{_OPENNESS}第十五条。对方同意，或者不公开会损害公共利益的，应当公开。",
                          "Article 15. Disclosed if the party agrees or the public interest asks for it."),
    "privacy": Words("个人隐私", "privacy", f"{_OPENNESS}第十五条。能遮盖的先遮盖，其余公开。",
                     "Article 15. What can be masked is masked, the rest is public."),
    "internal": Words("内部事务信息", "internal matters", f"{_OPENNESS}第十六条。人事、后勤、内部工作流程。",
                      "Article 16. Staff, supplies, internal procedure."),
    "process": Words("过程性信息、执法案卷信息", "matters of process and case files", f"{_OPENNESS}第十六条。法律、法规、规章规定应当公开的除外。",
                     "Article 16, unless a law, regulation or rule wants it public."),
}  # fmt: skip


@dataclass(frozen=True)
class Level:
    """How high a paper stands; only what Article 9 names `is_enough`."""

    label_zh: str
    label_en: str
    is_enough: bool = True


LEVELS = {
    "law": Level("法律", "law"),
    "administrative_regulation": Level("行政法规", "administrative regulation"),
    "local_regulation": Level("地方性法规、自治条例、单行条例", "local regulation"),
    "rule": Level("规章（部门规章、地方政府规章）", "rule"),
    "other": Level("其他文件（规范性文件、通知、会议纪要等）", "another document", is_enough=False),
}
WHOLE, PART = "whole", "part"
EXTENTS = {
    WHOLE: Words("整件不公开", "all of it"),
    PART: Words("部分不公开，其余照常公示", "a part; the rest is published"),
}
# Bodies that are asked when there is doubt (公开条例 17).
ASKED_BODIES = {
    "secrecy": Words("保密行政管理部门", "the secrecy administration"),
    "superior": Words("上级主管部门", "the department above"),
}


class WithheldState(StrEnum):
    PROPOSED = "nd_proposed"
    RETURNED = "nd_returned"
    REVIEWED = "nd_reviewed"
    ASKED = "nd_asked"
    IN_FORCE = "nd_in_force"
    ASSESSED = "nd_assessed"
    REFUSED = "nd_refused"
    DISCLOSED = "nd_disclosed"
    DROPPED = "nd_dropped"


_S = WithheldState
WITHHELD_STATES = {
    _S.PROPOSED: Words("待法制科审核", "waits for the legal section"),
    _S.RETURNED: Words("已退回", "returned"),
    _S.REVIEWED: Words("待主管领导批准", "waits for the leader in charge"),
    _S.ASKED: Words("已请示，等答复", "asked above, waits for the answer"),
    _S.IN_FORCE: Words("不予公开", "not disclosed"),
    _S.ASSESSED: Words("已评估，待主管领导决定", "assessed, waits for the leader in charge"),
    _S.REFUSED: Words("没有批准，应当公开", "refused; to be disclosed"),
    _S.DISCLOSED: Words("复查后转为公开", "reviewed and released"),
    _S.DROPPED: Words("不再申请", "given up"),
}
PENDING = frozenset({_S.PROPOSED, _S.RETURNED, _S.REVIEWED, _S.ASKED})  # not decided yet
STANDING = frozenset({_S.IN_FORCE, _S.ASSESSED})  # kept from the public today

PREPARERS = LEGAL_SECTION | {Role.HANDLER, Role.SECTION_HEAD}
_LEADER = frozenset({Role.SUPERVISING_LEADER})
# Who may look any entry up; whoever wrote one sees that one too.
READERS = LEGAL_SECTION | SUPERVISORS | _LEADER | {Role.PRINCIPAL_LEADER, Role.DISCLOSURE_REVIEWER}


@dataclass(frozen=True)
class WithheldStep:
    """One act on an entry. `not_after`: acts whose doer may not take this one. `needs`: of the form, besides the step."""

    act: str
    frm: frozenset[WithheldState]
    to: WithheldState
    by: frozenset[Role]
    label_zh: str
    label_en: str
    not_after: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset({"words"})


_WROTE = frozenset({"propose", "edit"})
_UNDER_REVIEW = frozenset({_S.PROPOSED, _S.REVIEWED})
_LEGAL_OR_LEADER = LEGAL_SECTION | _LEADER
WITHHELD_STEPS = {
    row.act: row
    for row in (
        WithheldStep("review", frozenset({_S.PROPOSED}), _S.REVIEWED, LEGAL_SECTION, "审核通过，报主管领导",
                     "Passed, on to the leader in charge", _WROTE, frozenset()),
        WithheldStep("approve", frozenset({_S.REVIEWED}), _S.IN_FORCE, _LEADER, "批准不予公开", "Approve: not disclosed",
                     _WROTE | {"review"}, frozenset()),
        WithheldStep("refuse", frozenset({_S.REVIEWED}), _S.REFUSED, _LEADER, "不批准，应当公开", "Refuse: to be disclosed",
                     _WROTE),
        WithheldStep("ask", _UNDER_REVIEW, _S.ASKED, _LEGAL_OR_LEADER, "拿不准，请示", "In doubt: ask",
                     needs=frozenset({"words", "body"})),
        WithheldStep("note_answer", frozenset({_S.ASKED}), _S.PROPOSED, _LEGAL_OR_LEADER, "登记答复，重新审核",
                     "Note the answer and review again"),
        WithheldStep("send_back", _UNDER_REVIEW, _S.RETURNED, _LEGAL_OR_LEADER, "退回修改", "Send back", _WROTE),
        WithheldStep("drop", frozenset({_S.RETURNED}), _S.DROPPED, PREPARERS, "不再申请", "Give it up"),
        WithheldStep("assess", frozenset({_S.IN_FORCE}), _S.ASSESSED, LEGAL_SECTION, "复查评估，报主管领导",
                     "Assess again, on to the leader in charge"),
        WithheldStep("keep", frozenset({_S.ASSESSED}), _S.IN_FORCE, _LEADER, "继续不予公开", "Keep it undisclosed",
                     frozenset({"assess"})),
        WithheldStep("disclose", frozenset({_S.ASSESSED}), _S.DISCLOSED, _LEADER, "转为公开", "Disclose it",
                     frozenset({"assess"})),
    )
}  # fmt: skip
# The steps an entry waits for; the others may be taken beside them.
MAIN_STEPS = frozenset({"review", "approve", "note_answer", "assess", "keep", "disclose"})
# With these a round of hands ends: who wrote or reviewed before them is free again.
ROUND_ENDS = frozenset({"approve", "keep"})
WITHHELD_ACTS = {
    "propose": Words("申请不予公开", "proposed it"),
    "edit": Words("修改后重新申请", "mended and proposed it again"),
    "begin_record": Words("拟制公示草稿", "began the record"),
    **{row.act: Words(row.label_zh, row.label_en) for row in WITHHELD_STEPS.values()},
}


@dataclass(frozen=True)
class Group:
    """So many entries of one key; the key is None where small ones were put together."""

    key: str | None
    count: int


def grouped(counts: Mapping[str, int], smallest: int) -> list[Group]:
    """Counts as they may be shown: none below `smallest`, and none that subtraction would bring out.

    Small ones are put together; if they are still too few, the smallest of the others joins them. Empty when the whole
    is below `smallest`: then nothing may be told apart at all.
    """
    if sum(counts.values()) < smallest:
        return []
    named = sorted(
        ((key, count) for key, count in counts.items() if count >= smallest),
        key=lambda pair: (-pair[1], pair[0]),
    )
    rest = sum(count for count in counts.values() if count < smallest)
    while 0 < rest < smallest:
        rest += named.pop()[1]
    return [Group(key, count) for key, count in named] + ([Group(None, rest)] if rest else [])


def hands(acts: Iterable[tuple[str, int | None, int | None]]) -> dict[str, set[int]]:
    """Act → who took it in this round, with those in whose names they did. `acts`: (act, user, on behalf of), oldest first."""
    found: dict[str, set[int]] = {}
    for act, user, behalf in acts:
        if act in ROUND_ENDS:
            found = {}
        found.setdefault(act, set()).update(one for one in (user, behalf) if one is not None)
    return found
