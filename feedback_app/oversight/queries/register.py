"""The list of tickets with their deadlines."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback_app.accounts.models import StaffUser
from feedback_app.paging import After, Page, newest_first
from feedback_app.tickets import sight
from feedback_app.tickets.models import Ticket


def tickets(user: StaffUser, *, after: After | None = None, limit: int = 30) -> Page[Ticket]:
    """All tickets, newest first, for the register supervisors read; none about the reader's own conduct."""
    wanted = select(Ticket).options(joinedload(Ticket.record), joinedload(Ticket.leader))
    wanted = wanted.where(sight.supervised_by(user))
    return newest_first(wanted, Ticket.received_at, Ticket.id, after=after, limit=limit)
