"""Where a ticket can stand, as staff call it and as the person who reported reads it (5.2)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from feedback_app.tickets.types import Route


class State(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    LEADER_ASSIGNED = "leader_assigned"
    INVESTIGATING = "investigating"
    FINDING_DRAFTED = "finding_drafted"
    CORRECTING = "correcting"
    CLARIFYING = "clarifying"
    TAKING_DOWN = "taking_down"
    PUBLISHING = "publishing"
    REPLIED = "replied"
    ROOT_CAUSE = "root_cause"
    ACCOUNTABILITY = "accountability"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    TRANSFERRED = "transferred"
    NOT_ACCEPTED = "not_accepted"
    MERGED = "merged"
    WITHDRAWN = "withdrawn_by_reporter"
    OBJECTION = "objection"
    ARCHIVED = "archived"


ENDS = frozenset({State.CLOSED, State.NOT_ACCEPTED, State.ARCHIVED})
"""Nobody has to do anything any more."""

RETURNING = frozenset({State.AWAITING_SUPPLEMENT, State.SUSPENDED, State.WITHDRAWN, State.MERGED})
"""A ticket waits here and goes back to where it was (`Ticket.resumes_to`)."""


@dataclass(frozen=True)
class StateRow:
    """A state as staff call it, and as the person who reported reads it: where it stands and what comes next."""

    label_zh: str
    label_en: str
    citizen_zh: str
    citizen_en: str
    next_zh: str
    next_en: str


STATES = {
    State.RECEIVED: StateRow(
        "待受理", "Received",
        "我们已经收到。", "We have received your report.",
        "受理员会看您反映的内容，决定受理并报送主管领导。",
        "An intake clerk reads it, accepts it and sends it to the leader in charge.",
    ),
    State.ACCEPTED: StateRow(
        "已受理，待报送", "Accepted, to be submitted",
        "已经受理。", "Your report has been accepted.",
        "接下来报送主管领导，由主管领导安排人调查核实。",
        "It now goes to the leader in charge, who appoints someone to verify it.",
    ),
    State.AWAITING_SUPPLEMENT: StateRow(
        "待补充", "Waiting for more",
        "我们在等您补充材料。", "We are waiting for more from you.",
        "您补充以后，我们接着办。到期没有补充，我们按现有材料接着办。",
        "Once you have sent it we go on. If nothing has come by the last day, we go on with what there is.",
    ),
    State.LEADER_ASSIGNED: StateRow(
        "待指派核实", "To be assigned",
        "已经报送主管领导。", "It is with the leader in charge.",
        "主管领导会指派一名与这条信息无关的人员调查核实。",
        "The leader appoints an investigator who had no part in this record.",
    ),
    State.INVESTIGATING: StateRow(
        "调查核实中", "Being verified",
        "正在调查核实。", "It is being verified.",
        "调查人员核对原始材料后提出结论，由主管领导签发。",
        "The investigator checks the original documents; the leader then signs the finding.",
    ),
    State.FINDING_DRAFTED: StateRow(
        "结论待签发", "Finding to be signed",
        "调查结束，结论等主管领导签发。", "The check is done; the leader has to sign the finding.",
        "签发后，信息有误就更正，信息无误就向您说明。",
        "Once signed, the record is corrected, or we explain why it is right.",
    ),
    State.CORRECTING: StateRow(
        "更正中", "Being corrected",
        "核实有误，正在更正。", "It was found wrong and is being corrected.",
        "更正后公布更正说明，并给您答复。", "The correction is published with a notice, then you get an answer.",
    ),
    State.CLARIFYING: StateRow(
        "澄清中", "Being clarified",
        "核实完毕，正在准备说明。", "The check is done; an explanation is being prepared.",
        "说明公布后，给您答复。", "The explanation is published, then you get an answer.",
    ),
    State.TAKING_DOWN: StateRow(
        "撤下中", "Being taken down",
        "核实有误，正在撤下或者遮盖。", "It should not have been shown and is being taken down or masked.",
        "撤下后，给您答复。", "Once it is down, you get an answer.",
    ),
    State.PUBLISHING: StateRow(
        "补充公示中", "Being published",
        "核实属实，正在补充公示。", "It should have been published, and now it is being published.",
        "公示后，给您答复。", "Once it is published, you get an answer.",
    ),
    State.REPLIED: StateRow(
        "已答复", "Answered",
        "已经答复您。", "We have answered you.",
        "我们还要查清出错的原因，追究责任，然后办结。",
        "We still have to find the cause and who answers for it before the case is closed.",
    ),
    State.ROOT_CAUSE: StateRow(
        "原因已分析", "Cause analysed",
        "已经答复您，出错的原因已查清。", "We have answered you and found the cause.",
        "接下来追究责任，然后办结。", "Next comes who answers for it; then the case is closed.",
    ),
    State.ACCOUNTABILITY: StateRow(
        "责任已追究", "Accountability traced",
        "已经答复您，原因和责任都已查清。", "We have answered you; cause and responsibility are on record.",
        "核对齐全后办结。", "The file is checked for completeness and closed.",
    ),
    State.CLOSED: StateRow(
        "已办结", "Closed",
        "已经办结。", "The case is closed.",
        "如果不满意，可以向上级机关或者司法行政部门反映。",
        "If you are not satisfied you can turn to the superior authority or the justice bureau.",
    ),
    State.SUSPENDED: StateRow(
        "中止", "Suspended",
        "暂时停下来了。", "It has been put on hold.",
        "停下来的原因消除后，我们接着办，原因写在下面。", "When the reason is gone we go on; the reason is given below.",
    ),
    State.TRANSFERRED: StateRow(
        "已转办", "Transferred",
        "已经转给负责这件事的单位。", "It has been passed to those whose matter it is.",
        "转给了谁、怎么联系，写在下面。", "Below you read to whom, and how to reach them.",
    ),
    State.NOT_ACCEPTED: StateRow(
        "不予受理", "Not accepted",
        "这件事我们不能受理。", "We cannot take this up.",
        "理由和您可以走的途径写在下面。", "The reason, and what you can do, is given below.",
    ),
    State.MERGED: StateRow(
        "已并单", "Merged",
        "有人先反映了同一件事，两件一起办。", "Somebody reported the same before; both are dealt with together.",
        "办完后，您会单独得到答复。", "When it is done you get an answer of your own.",
    ),
    State.WITHDRAWN: StateRow(
        "反映人已撤回", "Withdrawn",
        "您已经撤回。", "You have withdrawn your report.",
        "我们会再看一眼：公示的内容明显有误的，仍然更正。",
        "We look at it once more: what is plainly wrong is corrected all the same.",
    ),
    State.OBJECTION: StateRow(
        "反映人有异议", "Objected to",
        "已经收到您的异议。", "We have received your objection.",
        "接下来由另一位领导安排重新核实。", "Another leader will have it verified anew.",
    ),
    State.ARCHIVED: StateRow(
        "已归档", "Archived",
        "已经办结，材料已归档。", "The case is closed and its file archived.",
        "如果不满意，可以向上级机关或者司法行政部门反映。",
        "If you are not satisfied you can turn to the superior authority or the justice bureau.",
    ),
}  # fmt: skip

# What needs no verification reads differently: no leader, no investigator, no cause.
ANSWERED = {
    State.RECEIVED: replace(
        STATES[State.RECEIVED],
        next_zh="受理员会看您写的内容，决定受理。",
        next_en="An intake clerk reads it and accepts it.",
    ),
    State.ACCEPTED: replace(
        STATES[State.ACCEPTED],
        label_zh="已受理，待答复",
        label_en="Accepted, to be answered",
        next_zh="接下来答复您；不归我们管的，转给该管的单位，并告诉您转给了谁。",
        next_en="Next comes our answer; what is not ours is passed on, and we tell you to whom.",
    ),
    State.REPLIED: replace(
        STATES[State.REPLIED],
        next_zh="核对以后办结。",
        next_en="The file is checked and closed.",
    ),
    State.OBJECTION: replace(
        STATES[State.OBJECTION],
        next_zh="我们重新看一遍，再答复您一次。",
        next_en="We look at it again and answer once more.",
    ),
}


# A report about an officer's conduct: nothing of it is published.
CONDUCTED = {
    State.FINDING_DRAFTED: replace(
        STATES[State.FINDING_DRAFTED],
        next_zh="签发后答复您。",
        next_en="Once it is signed you get an answer.",
    ),
    State.CLARIFYING: replace(
        STATES[State.CLARIFYING],
        label_zh="待答复",
        label_en="To be answered",
        citizen_zh="调查结束，正在准备答复。",
        citizen_en="The check is done; your answer is being prepared.",
        next_zh="答复只给您一个人看，不公开。",
        next_en="The answer is for you alone and is never public.",
    ),
    State.REPLIED: replace(
        STATES[State.REPLIED],
        next_zh="该追究责任的追究责任，然后办结。",
        next_en="Whoever has to answer for it does, and the case is closed.",
    ),
}
_OWN_WORDS = {Route.ANSWER: ANSWERED, Route.CONDUCT: CONDUCTED}


def row_of(state: State, route: Route) -> StateRow:
    """How a state reads on this route."""
    return _OWN_WORDS.get(route, {}).get(state) or STATES[state]
