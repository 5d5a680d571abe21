"""Every step of a ticket (Article 15), one row each.

To add a step: a row here; its operation (guard, a noun, take) beside its like in tickets/operations; its sentence
`ticket.<name>` in audit/actions; its page in views_staff with its address in views_staff/nouns.py. If the close must wait
for its noun, a Demand in findings.py, its words in words.py and its line in Ticket.have. Order matters: a ticket waits for
the first row that is not optional, that its state and file allow, and that leaves something new.
"""

from feedback_app.tickets.findings import Demand
from feedback_app.tickets.types import Route
from feedback_app.tickets.workflow.beside import BESIDE
from feedback_app.tickets.workflow.merged import MERGED
from feedback_app.tickets.workflow.seats import Seat
from feedback_app.tickets.workflow.states import State
from feedback_app.tickets.workflow.step import ALL, Gate, Goes, Starts, Step

_S = State
ANSWER_CLOCKS = ("TICKET_NORMAL", "TICKET_SIMPLE", "TICKET_COMPLEX", "TICKET_OUTER", "OUTER_12345")
"""The limits by which the reporter has an answer."""
_REMEDYING = frozenset({_S.CORRECTING, _S.CLARIFYING, _S.TAKING_DOWN, _S.PUBLISHING})
_VERIFY = frozenset({Route.VERIFY})
_ANSWER = frozenset({Route.ANSWER})

_ROWS = (
    Step(
        "accept", frozenset({_S.RECEIVED}), _S.ACCEPTED, (Seat.CLERK,), "受理", "Accept", "15", ALL,
        stops=("TICKET_ACCEPT",),
    ),
    Step(
        "submit_to_leader", frozenset({_S.ACCEPTED, _S.OBJECTION}), _S.LEADER_ASSIGNED, (Seat.CLERK,),
        "报送主管领导", "Submit to the leader", "15", article_step=1,
    ),
    Step(
        "change_leader", frozenset({_S.LEADER_ASSIGNED, _S.INVESTIGATING, _S.FINDING_DRAFTED}), _S.LEADER_ASSIGNED,
        (Seat.CLERK,), "改报其他领导", "Submit to another leader", "15", optional=True, needs_reason=True,
        # Whoever investigates does not choose who signs the finding.
        not_for=frozenset({Seat.INVESTIGATOR}),
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
        "sign_finding", frozenset({_S.FINDING_DRAFTED}), Goes.BY_FINDING, (Seat.LEADER,),
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
        "redirect", frozenset({_S.CLARIFYING}), _S.CLARIFYING, (Seat.INVESTIGATOR, Seat.CLERK),
        "告知归谁管", "Say whose matter it is", "15", makes=Demand.REDIRECTION, article_step=3,
    ),
    Step(
        "name_omitted", frozenset({_S.PUBLISHING}), _S.PUBLISHING, (Seat.INVESTIGATOR,),
        "确定漏公示的信息", "Say which record was omitted", "15, 17", makes=Demand.RECORD_NAMED,
    ),
    Step(
        "confirm_publication", frozenset({_S.PUBLISHING}), _S.PUBLISHING, (Seat.INVESTIGATOR, Seat.PUBLISHER),
        "记录补充公示", "Record its publication", "15, 17", makes=Demand.PUBLICATION, gate=Gate.NAMED, article_step=4,
        starts=(Starts("ROOT_CAUSE", Demand.CAUSE),),
    ),
    Step(
        "take_down", frozenset({_S.TAKING_DOWN}), _S.TAKING_DOWN, (Seat.INVESTIGATOR, Seat.PUBLISHER),
        "记录撤下或者遮盖", "Record that it was taken down or masked", "12, 15", makes=Demand.TAKEDOWN, article_step=4,
        starts=(Starts("ROOT_CAUSE", Demand.CAUSE),),
    ),
    Step(
        "reply", _REMEDYING, _S.REPLIED, (Seat.CLERK, Seat.INVESTIGATOR),
        "答复反映人", "Answer the reporter", "15", makes=Demand.REPLY, gate=Gate.REMEDY, stops=ANSWER_CLOCKS,
    ),
    # What needs no verification is answered as it is, also again after an objection.
    Step(
        "answer", frozenset({_S.ACCEPTED, _S.TRANSFERRED, _S.OBJECTION}), _S.REPLIED, (Seat.CLERK,),
        "答复反映人", "Answer the reporter", "4", _ANSWER, makes=Demand.REPLY, stops=ANSWER_CLOCKS,
    ),
    Step(
        "analyse_cause", _REMEDYING | {_S.REPLIED}, _S.ROOT_CAUSE, (Seat.INVESTIGATOR, Seat.PUBLISHER),
        "分析原因", "Record the cause", "15", makes=Demand.CAUSE, gate=Gate.ANSWERED, article_step=5,
    ),
    Step(
        "trace_accountability", _REMEDYING | {_S.REPLIED, _S.ROOT_CAUSE, _S.ACCOUNTABILITY}, _S.ACCOUNTABILITY,
        (Seat.LEADER, Seat.HEAD), "记录责任追究", "Record accountability", "15, 17",
        makes=Demand.ACCOUNTABILITY, gate=Gate.CAUSED, repeatable=True, stops=("ROOT_CAUSE",), article_step=6,
    ),
    Step(
        "close", _REMEDYING | {_S.REPLIED, _S.ROOT_CAUSE, _S.ACCOUNTABILITY, _S.TRANSFERRED}, _S.CLOSED,
        (Seat.CLERK, Seat.LEADER), "办结", "Close", "15", ALL, gate=Gate.EVERYTHING,
    ),
)  # fmt: skip
STEPS = {row.name: row for row in (*_ROWS, *BESIDE, *MERGED)}

# Acts beside the workflow: no state changes, but the same seats and recusals guard them.
_ANY = frozenset(State)
ASIDE = {
    row.name: row
    for row in (
        Step(
            "confirm_carrier", _ANY, Goes.NOWHERE, (Seat.PUBLISHER, Seat.INVESTIGATOR, Seat.CLERK),
            "确认公示载体", "Confirm a channel", "10, 15", makes=Demand.ALL_CHANNELS,
        ),
        Step(
            "hide_record", _ANY, Goes.NOWHERE, (Seat.HIDER,), "紧急屏蔽", "Hide at once", "9", _VERIFY,
        ),
        Step(
            "register_instrument", _ANY, Goes.NOWHERE, (Seat.CLERK, Seat.INVESTIGATOR, Seat.PUBLISHER),
            "登记撤销、变更类文书", "Register the instrument", "12", _VERIFY,
        ),
        Step(
            "register_breach", _ANY, Goes.NOWHERE, (Seat.INVESTIGATOR, Seat.PUBLISHER, Seat.CLERK),
            "泄露登记", "Register what was exposed", "9", _VERIFY, makes=Demand.BREACH, repeatable=True,
        ),
        Step(
            "let_stand", frozenset({_S.CORRECTING}), Goes.NOWHERE,
            (Seat.LEADER, Seat.PUBLISHER, Seat.INVESTIGATOR, Seat.HEAD),
            "签名放行", "Sign that it may stand", "9, 15", _VERIFY,
        ),
        Step(
            "hear", _ANY, Goes.NOWHERE, (Seat.LEADER, Seat.HEAD), "听取陈述", "Hear the person concerned", "17",
        ),
        Step(
            "settle_accountability", _ANY, Goes.NOWHERE, (Seat.LEADER, Seat.HEAD),
            "记录决定、移送、处理结果", "Record a decision, referral or outcome", "17",
        ),
        Step(
            "confirm_prevention", _ANY, Goes.NOWHERE, (Seat.INVESTIGATOR, Seat.PUBLISHER, Seat.LEADER),
            "记录防范措施已落实", "Record that prevention is done", "15",
        ),
        Step(
            "reveal_reporter", _ANY, Goes.NOWHERE, (Seat.CLERK, Seat.INVESTIGATOR),
            "查看反映人", "See the reporter", "15", frozenset(Route),
        ),
        Step(
            "print_letter", _ANY, Goes.NOWHERE, (Seat.CLERK, Seat.INVESTIGATOR),
            "印答复函", "Print the answer as a letter", "15", frozenset(Route),
        ),
        # Rudeness is no malice: two people answer for the word, and it takes no right away.
        Step(
            "label_malice", _ANY, Goes.NOWHERE, (Seat.LEGAL_HEAD,),
            "标为疑似恶意", "Label as suspected malice", "15", ALL,
        ),
        Step(
            "sign_label", _ANY, Goes.NOWHERE, (Seat.LEADER, Seat.ANY_LEADER, Seat.HEAD),
            "会签疑似恶意", "Sign the label of malice", "15", ALL,
        ),
        Step(
            "publish_answer", _ANY, Goes.NOWHERE, (Seat.CLERK, Seat.PUBLISHER),
            "公开答复", "Make the answer public", "15", ALL,
        ),
        Step(
            "write_message", _ANY, Goes.NOWHERE, (Seat.CLERK, Seat.INVESTIGATOR, Seat.LEADER),
            "给反映人留言", "Write to the reporter", "15", frozenset(Route),
        ),
    )
}  # fmt: skip
