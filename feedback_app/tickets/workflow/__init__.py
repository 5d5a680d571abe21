"""The life of a ticket as a table: every state, every step, who takes it and what it needs (Article 15).

Article 15 asks for six things: the report goes to the leader in charge, is verified, clarified or corrected in time,
its cause analysed, the responsibility traced. Each is a step here; what a finding demands stands in findings.py, and
`close` needs all of it. Pages draw their buttons from this table, operations obey it, tests walk every cell of it.
How to add a step: see the head of table.py.
"""

from feedback_app.tickets.workflow.beside import BESIDE
from feedback_app.tickets.workflow.seats import SEATS, Seat, SeatRow
from feedback_app.tickets.workflow.states import ENDS, RETURNING, STATES, State, StateRow, row_of
from feedback_app.tickets.workflow.step import OPENS, REMEDIES, Gate, Goes, Starts, Step, target
from feedback_app.tickets.workflow.table import ANSWER_CLOCKS, ASIDE, STEPS
from feedback_app.tickets.workflow.words import ARTICLE_STEPS, DEMANDS, ArticleStep, DemandRow

__all__ = [
    "ANSWER_CLOCKS",
    "ARTICLE_STEPS",
    "ASIDE",
    "BESIDE",
    "DEMANDS",
    "ENDS",
    "OPENS",
    "REMEDIES",
    "RETURNING",
    "SEATS",
    "STATES",
    "STEPS",
    "ArticleStep",
    "DemandRow",
    "Gate",
    "Goes",
    "Seat",
    "SeatRow",
    "Starts",
    "State",
    "StateRow",
    "Step",
    "row_of",
    "target",
]
