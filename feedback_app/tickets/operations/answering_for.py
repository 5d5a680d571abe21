"""The closing of the file, and the look at who reported."""

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.tickets import steps
from feedback_app.tickets.models import Closing, Reporter, Ticket
from feedback_app.tickets.operations.remedying import clear_mark
from feedback_app.tickets.operations.taking import deed, guard, take
from feedback_app.tickets.workflow import ASIDE


def close(ticket: Ticket, *, by: StaffUser) -> None:
    """Close the file. Raises StepNotAllowed naming whatever the finding demands and the file lacks."""
    guard(ticket, "close", by)
    ticket.closings.append(Closing(**deed(ticket, by)))
    ticket.closed_at = clock.now()
    take(ticket, "close", by=by)
    clear_mark(ticket, by)


def reveal_reporter(ticket: Ticket, *, by: StaffUser, reason: str) -> Reporter:
    """Look at who reported: only for who takes in or verifies this ticket; every look is in the log."""
    steps.check(steps.standing(ticket), ASIDE["reveal_reporter"], by)
    audit.append("ticket.reveal_reporter", by=by.actor, subject=ticket.subject, reason=reason)
    return ticket.reporter
