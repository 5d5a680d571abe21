"""Who is told about the limit of a report, and when: before it is over, when it is, and later, as a table (Articles 15, 17)."""

from feedback_app.accounts.roles import Role
from feedback_app.deadlines.rules import RULES
from feedback_app.disclosures.reminders import Stage

_ROWS = (
    Stage("ticket_soon", "REMIND_LAST", 1, False, "ticket_due_soon", "到期前提醒", "reminder"),
    Stage(
        "ticket_overdue", "ESCALATE_HEAD", 0, True, "ticket_overdue", "逾期报主管领导", "overdue, to the leader in charge",
        (Role.SUPERVISING_LEADER,),
    ),
    Stage(
        "ticket_escalate", "ESCALATE_LEADER", 2, True, "ticket_overdue", "逾期报主要领导", "overdue, to the principal head",
        (Role.PRINCIPAL_LEADER,),
    ),
)  # fmt: skip
STAGES = {row.name: row for row in _ROWS}
# The limits that are the bureau's to keep; the time a citizen has is nobody's to be reminded of.
TOLD_OF = frozenset(name for name, row in RULES.items() if not row.is_shadow and row.owner != "public")
