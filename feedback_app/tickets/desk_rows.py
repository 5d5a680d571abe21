"""Reading what the staff leave at their desk: notes, drafts, who has a ticket open, saved filters."""

from datetime import timedelta

from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.extensions import db
from feedback_app.tickets.models import Draft, Note, Presence, SavedFilter, Ticket

OPEN_FOR = timedelta(seconds=75)  # a page says every 30 seconds that it is still open
MOST_FILTERS = 20


def draft(ticket: Ticket, place: str, user: StaffUser) -> Draft | None:
    """This person's own draft of this form."""
    return db.session.scalar(
        select(Draft).where(Draft.ticket_id == ticket.id, Draft.user_id == user.id, Draft.place == place)
    )


def others_at(ticket: Ticket, user: StaffUser) -> list[StaffUser]:
    """Colleagues who have the ticket open."""
    wanted = select(StaffUser).join(Presence, Presence.user_id == StaffUser.id).where(
        Presence.ticket_id == ticket.id,
        Presence.user_id != user.id,
        Presence.seen_at > clock.now() - OPEN_FOR,
    )  # fmt: skip
    return list(db.session.scalars(wanted.order_by(StaffUser.id)))


def filters_of(user: StaffUser) -> list[SavedFilter]:
    """A person's saved filters, by name."""
    wanted = select(SavedFilter).where(SavedFilter.user_id == user.id)
    return list(db.session.scalars(wanted.order_by(SavedFilter.name).limit(MOST_FILTERS)))


def notes_of(ticket: Ticket) -> list[Note]:
    """The internal notes of a ticket, oldest first."""
    return list(db.session.scalars(select(Note).where(Note.ticket_id == ticket.id).order_by(Note.id)))
