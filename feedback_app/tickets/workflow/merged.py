"""Several reporters of one matter (并单): a ticket waits for the answer of another and then gets its own."""

from feedback_app.tickets.findings import Demand
from feedback_app.tickets.types import Route
from feedback_app.tickets.workflow.seats import Seat
from feedback_app.tickets.workflow.states import State
from feedback_app.tickets.workflow.step import Gate, Goes, Step

_S = State
# Not a report about an officer's conduct: nobody learns that somebody else reported the same.
_OPEN = frozenset({Route.VERIFY, Route.ANSWER})

MERGED = (
    Step(
        "merge", frozenset({_S.RECEIVED, _S.ACCEPTED, _S.LEADER_ASSIGNED}), _S.MERGED,
        (Seat.CLERK, Seat.REPORTER, Seat.TIME), "并到另一件", "Merge into another", "15", _OPEN,
        optional=True, stops=("TICKET_ACCEPT",), needs_reason=True,
    ),
    Step(
        "unmerge", frozenset({_S.MERGED}), Goes.BACK, (Seat.CLERK,), "取消并单", "Undo the merging", "15", _OPEN,
        optional=True, needs_reason=True,
    ),
    Step(
        "answer_merged", frozenset({_S.MERGED}), _S.REPLIED, (Seat.CLERK, Seat.INVESTIGATOR),
        "答复反映人", "Answer the reporter", "15", _OPEN, makes=Demand.REPLY, gate=Gate.REMEDY,
        stops=("TICKET_NORMAL", "TICKET_SIMPLE", "TICKET_COMPLEX", "TICKET_OUTER", "OUTER_12345"),
    ),
)  # fmt: skip
