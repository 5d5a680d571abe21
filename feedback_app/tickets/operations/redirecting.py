"""Not our matter (非本机关职责): the reporter is told whose it is and how to reach them."""

from feedback_app.accounts.models import StaffUser
from feedback_app.tickets.models import Redirection, Ticket
from feedback_app.tickets.operations.remedying import clear_mark
from feedback_app.tickets.operations.taking import deed, guard, take


def redirect(ticket: Ticket, *, to_whom: str, contact: str, told: str, by: StaffUser) -> None:
    """Put on record who is responsible, how to reach them and what the reporter is told of it."""
    guard(ticket, "redirect", by)
    ticket.redirections.append(Redirection(to_whom=to_whom, contact=contact, told=told, **deed(ticket, by)))
    take(ticket, "redirect", by=by, private={"to_whom": to_whom, "contact": contact, "told": told})
    clear_mark(ticket, by)
