"""The steps beside the straight way: more is asked for, the limit extended, the matter rests, goes elsewhere, is not
accepted, is withdrawn, objected to, taken up again, split (Article 15; what the regulation leaves open, the bureau settled).
"""

from feedback_app.tickets.types import Route
from feedback_app.tickets.workflow.seats import Seat
from feedback_app.tickets.workflow.states import State
from feedback_app.tickets.workflow.step import ALL, Gate, Goes, Step

_S = State
_BEFORE_SIGNING = frozenset({_S.ACCEPTED, _S.LEADER_ASSIGNED, _S.INVESTIGATING, _S.FINDING_DRAFTED})
_BEFORE_ANSWER = _BEFORE_SIGNING | {_S.CORRECTING, _S.CLARIFYING, _S.TAKING_DOWN, _S.PUBLISHING}
_ANSWERED = frozenset({_S.REPLIED, _S.ROOT_CAUSE, _S.ACCOUNTABILITY, _S.CLOSED})
_LEADING = (Seat.LEADER, Seat.ANY_LEADER)

BESIDE = (
    Step(
        "ask_supplement", frozenset({_S.ACCEPTED, _S.LEADER_ASSIGNED, _S.INVESTIGATING}), _S.AWAITING_SUPPLEMENT,
        (Seat.CLERK, Seat.INVESTIGATOR, Seat.LEADER), "请反映人补充", "Ask the reporter for more", "15", ALL,
        optional=True, pauses=True,
    ),
    Step(
        "supply", frozenset({_S.AWAITING_SUPPLEMENT}), Goes.BACK, (Seat.REPORTER, Seat.CLERK),
        "登记反映人的补充", "Record what the reporter added", "15", ALL, resumes=True,
    ),
    Step(
        "suspend", _BEFORE_SIGNING, _S.SUSPENDED, _LEADING, "中止办理", "Suspend", "15", ALL,
        optional=True, pauses=True, needs_reason=True,
    ),
    Step(
        "resume", frozenset({_S.SUSPENDED}), Goes.BACK, _LEADING, "恢复办理", "Resume", "15", ALL,
        resumes=True, needs_reason=True,
    ),
    Step(
        "go_on", frozenset({_S.AWAITING_SUPPLEMENT, _S.SUSPENDED}), Goes.BACK, (Seat.TIME,),
        "到期接着办", "Go on when the time is up", "15", ALL, optional=True, resumes=True,
    ),
    Step(
        "extend", _BEFORE_ANSWER, Goes.NOWHERE, _LEADING, "延长办理期限", "Extend the limit", "15", ALL,
        optional=True, needs_reason=True, once="extensions",
    ),
    # A report that something published is wrong is never passed on: whether it is ours is for the finding to say.
    Step(
        "transfer", frozenset({_S.ACCEPTED}), _S.TRANSFERRED, (Seat.CLERK,), "转办", "Transfer", "4",
        frozenset({Route.ANSWER}), optional=True, once="transfers",
    ),
    Step(
        "decline", frozenset({_S.RECEIVED, _S.ACCEPTED}), _S.NOT_ACCEPTED, _LEADING,
        "不予受理", "Do not accept", "15", ALL, optional=True, needs_reason=True,
    ),
    Step(
        "withdraw", _BEFORE_SIGNING | {_S.RECEIVED, _S.AWAITING_SUPPLEMENT, _S.SUSPENDED, _S.TRANSFERRED, _S.OBJECTION},
        _S.WITHDRAWN, (Seat.REPORTER,), "撤回反映", "Withdraw the report", "15", ALL,
        optional=True, resumes=True, once="withdrawals",
    ),
    Step(
        "end_withdrawn", frozenset({_S.WITHDRAWN}), _S.CLOSED, (Seat.CLERK, *_LEADING),
        "没有明显错误，办结", "No apparent error: close", "15", ALL, gate=Gate.EVERYTHING, needs_reason=True,
    ),
    Step(
        "mend_anyway", frozenset({_S.WITHDRAWN}), Goes.BACK, (Seat.CLERK, *_LEADING),
        "仍有明显错误，继续核实", "An apparent error: go on", "15", needs_reason=True,
    ),
    Step(
        "object", _ANSWERED, _S.OBJECTION, (Seat.REPORTER,), "提出异议", "Object to the answer", "15", ALL,
        optional=True, next_round=True, once="objections", once_ever=True,
    ),
    Step(
        "reopen", frozenset({_S.CLOSED, _S.NOT_ACCEPTED}), _S.ACCEPTED, (*_LEADING, Seat.HEAD),
        "重新办理", "Take up again", "15", ALL, optional=True, needs_reason=True, next_round=True,
    ),
    Step(
        "split", _BEFORE_ANSWER | {_S.RECEIVED}, Goes.NOWHERE, (Seat.CLERK,), "分出另一件", "Split off another matter",
        "15", frozenset(Route), optional=True, repeatable=True,
    ),
)  # fmt: skip
