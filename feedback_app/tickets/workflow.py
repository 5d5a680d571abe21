"""The life of a ticket as a table: every state, every step, who takes it and what it needs (Article 15).

Article 15 asks for six things: the report goes to the leader in charge, is verified, clarified or corrected in time,
its cause analysed, the responsibility traced. Each is a step here; what a finding demands stands in findings.py, and
`close` needs all of it. Pages draw their buttons from this table, operations obey it, tests walk every cell of it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from feedback_app.accounts.roles import Role
from feedback_app.tickets.findings import Demand


class State(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    LEADER_ASSIGNED = "leader_assigned"
    INVESTIGATING = "investigating"
    FINDING_DRAFTED = "finding_drafted"
    CORRECTING = "correcting"
    CLARIFYING = "clarifying"
    REPLIED = "replied"
    ROOT_CAUSE = "root_cause"
    ACCOUNTABILITY = "accountability"
    CLOSED = "closed"


class Seat(StrEnum):
    """Who sits where on one ticket. A seat is a role, and for some the one person appointed to it."""

    CLERK = "clerk"
    LEADER = "leader"
    INVESTIGATOR = "investigator"
    PUBLISHER = "publisher"
    HEAD = "head"


@dataclass(frozen=True)
class SeatRow:
    label_zh: str
    label_en: str
    roles: frozenset[Role]
    held_as: str | None = None  # the ticket's column that names the one person


SEATS = {
    Seat.CLERK: SeatRow("受理员", "intake clerk", frozenset({Role.INTAKE_CLERK})),
    Seat.LEADER: SeatRow(
        "主管领导",
        "leader in charge",
        frozenset({Role.SUPERVISING_LEADER, Role.PRINCIPAL_LEADER}),
        "leader_id",
    ),
    Seat.INVESTIGATOR: SeatRow("调查人员", "investigator", frozenset({Role.INVESTIGATOR}), "investigator_id"),
    Seat.PUBLISHER: SeatRow("信息发布员", "publisher", frozenset({Role.PUBLISHER, Role.LEGAL_SECTION_HEAD})),
    # Steps in when the leader has left, or would have to record his own accountability.
    Seat.HEAD: SeatRow("主要领导", "principal head", frozenset({Role.PRINCIPAL_LEADER})),
}


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
}  # fmt: skip


class Gate(StrEnum):
    """What must be on record before a step."""

    NONE = "none"
    REMEDY = "remedy"  # the correction or clarification the finding demands
    EVERYTHING = "everything"  # all the finding demands


@dataclass(frozen=True)
class Starts:
    """A clock that a step starts; only when the finding demands `demanded`, if that is named."""

    rule: str
    demanded: Demand | None = None


@dataclass(frozen=True)
class Step:
    """One step. `by`: the seats that may take it, the one expected to first. `to` None: the finding says where."""

    name: str
    frm: frozenset[State]
    to: State | None
    by: tuple[Seat, ...]
    label_zh: str
    label_en: str
    article: str
    makes: Demand | None = None  # the noun it leaves; not offered when the finding does not demand it
    gate: Gate = Gate.NONE
    optional: bool = False  # never what the ticket is waiting for
    repeatable: bool = False
    stops: tuple[str, ...] = ()
    starts: tuple[Starts, ...] = ()
    article_step: int = 0  # which of Article 15's six steps this fulfils
    needs_reason: bool = field(default=False)


REMEDIES = frozenset({Demand.CORRECTION, Demand.CLARIFICATION, Demand.TAKEDOWN, Demand.PUBLICATION})
_S = State
_ROWS = (
    Step(
        "accept", frozenset({_S.RECEIVED}), _S.ACCEPTED, (Seat.CLERK,), "受理", "Accept", "15",
        stops=("TICKET_ACCEPT",),
    ),
    Step(
        "submit_to_leader", frozenset({_S.ACCEPTED}), _S.LEADER_ASSIGNED, (Seat.CLERK,),
        "报送主管领导", "Submit to the leader", "15", article_step=1,
    ),
    Step(
        "change_leader", frozenset({_S.LEADER_ASSIGNED, _S.INVESTIGATING, _S.FINDING_DRAFTED}), _S.LEADER_ASSIGNED,
        (Seat.CLERK,), "改报其他领导", "Submit to another leader", "15", optional=True, needs_reason=True,
    ),
    Step(
        "assign", frozenset({_S.LEADER_ASSIGNED}), _S.INVESTIGATING, (Seat.LEADER,),
        "指派调查人员", "Appoint an investigator", "15",
    ),
    Step(
        "verify", frozenset({_S.INVESTIGATING}), _S.FINDING_DRAFTED, (Seat.INVESTIGATOR,),
        "提交核实结论", "Submit the finding", "15", article_step=2,
    ),
    Step(
        "change_investigator", frozenset({_S.INVESTIGATING}), _S.INVESTIGATING, (Seat.LEADER,),
        "改派调查人员", "Appoint another investigator", "15", optional=True, needs_reason=True,
    ),
    Step(
        "sign_finding", frozenset({_S.FINDING_DRAFTED}), None, (Seat.LEADER,),
        "签发结论", "Sign the finding", "15", makes=Demand.SIGNED_FINDING, article_step=2,
        starts=(Starts("CORRECT_OWN", Demand.CORRECTION), Starts("CORRECT_ALL_CHANNELS", Demand.ALL_CHANNELS)),
    ),
    Step(
        "return_finding", frozenset({_S.FINDING_DRAFTED}), _S.INVESTIGATING, (Seat.LEADER,),
        "退回重查", "Send the finding back", "15", optional=True, needs_reason=True,
    ),
    Step(
        "publish_correction", frozenset({_S.CORRECTING}), _S.CORRECTING, (Seat.INVESTIGATOR, Seat.PUBLISHER),
        "发布更正", "Publish the correction", "15", makes=Demand.CORRECTION, article_step=4,
        stops=("CORRECT_OWN",), starts=(Starts("ROOT_CAUSE", Demand.CAUSE),),
    ),
    Step(
        "clarify", frozenset({_S.CLARIFYING}), _S.CLARIFYING, (Seat.INVESTIGATOR, Seat.PUBLISHER),
        "发布澄清说明", "Publish the clarification", "15", makes=Demand.CLARIFICATION, article_step=3,
    ),
    Step(
        "reply", frozenset({_S.CORRECTING, _S.CLARIFYING}), _S.REPLIED, (Seat.CLERK, Seat.INVESTIGATOR),
        "答复反映人", "Answer the reporter", "15", makes=Demand.REPLY, gate=Gate.REMEDY,
        stops=("TICKET_NORMAL", "TICKET_SIMPLE", "TICKET_COMPLEX"),
    ),
    Step(
        "analyse_cause", frozenset({_S.REPLIED}), _S.ROOT_CAUSE, (Seat.INVESTIGATOR, Seat.PUBLISHER),
        "分析原因", "Record the cause", "15", makes=Demand.CAUSE, article_step=5,
    ),
    Step(
        "trace_accountability", frozenset({_S.ROOT_CAUSE, _S.ACCOUNTABILITY}), _S.ACCOUNTABILITY, (Seat.LEADER, Seat.HEAD),
        "记录责任追究", "Record accountability", "15, 17", makes=Demand.ACCOUNTABILITY, repeatable=True,
        stops=("ROOT_CAUSE",), article_step=6,
    ),
    Step(
        "close", frozenset({_S.REPLIED, _S.ACCOUNTABILITY}), _S.CLOSED, (Seat.CLERK, Seat.LEADER),
        "办结", "Close", "15", gate=Gate.EVERYTHING,
    ),
)  # fmt: skip
STEPS = {row.name: row for row in _ROWS}

# Acts beside the workflow: no state changes, but the same seats and recusals guard them.
_ANY = frozenset(State)
ASIDE = {
    row.name: row
    for row in (
        Step(
            "confirm_carrier", _ANY, None, (Seat.PUBLISHER, Seat.INVESTIGATOR, Seat.CLERK),
            "确认公示载体", "Confirm a channel", "10, 15", makes=Demand.ALL_CHANNELS,
        ),
        Step(
            "reveal_reporter", _ANY, None, (Seat.CLERK, Seat.INVESTIGATOR),
            "查看反映人", "See the reporter", "15",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class ArticleStep:
    """One of the six things Article 15 asks for, as every page names it."""

    number: int
    label_zh: str
    label_en: str


ARTICLE_STEPS = (
    ArticleStep(1, "报送主管领导", "Submitted to the leader in charge"),
    ArticleStep(2, "调查核实", "Verified"),
    ArticleStep(3, "澄清", "Clarified"),
    ArticleStep(4, "更正", "Corrected"),
    ArticleStep(5, "分析原因", "Cause analysed"),
    ArticleStep(6, "倒查责任", "Accountability traced"),
)


@dataclass(frozen=True)
class DemandRow:
    """What the file lacks, as staff read it when a step is refused."""

    label_zh: str
    label_en: str


DEMANDS = {
    Demand.SIGNED_FINDING: DemandRow("主管领导签发的结论", "a finding signed by the leader"),
    Demand.CORRECTION: DemandRow("已发布的更正", "a published correction"),
    Demand.CLARIFICATION: DemandRow("已发布的澄清说明", "a published clarification"),
    Demand.TAKEDOWN: DemandRow("已撤下", "a take-down"),
    Demand.PUBLICATION: DemandRow("补充公示", "the omitted publication"),
    Demand.ALL_CHANNELS: DemandRow("各公示载体的更新确认", "confirmation from every channel"),
    Demand.REPLY: DemandRow("给反映人的答复", "an answer to the reporter"),
    Demand.CAUSE: DemandRow("原因分析", "the analysis of the cause"),
    Demand.ACCOUNTABILITY: DemandRow("责任追究记录", "the record of accountability"),
}
