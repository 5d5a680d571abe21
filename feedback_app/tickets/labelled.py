"""Reading the labels of suspected malice: of one ticket, of the same contact, due for a second look."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from feedback_app.extensions import db
from feedback_app.tickets import sight
from feedback_app.tickets.models import MaliceLabel, Ticket

MOST_DUE = 50


def running(ticket: Ticket) -> MaliceLabel | None:
    """The label of this ticket that was not lifted."""
    last = ticket.labels[-1] if ticket.labels else None
    return last if last is not None and last.lifted_at is None else None


def of_contact(ticket: Ticket) -> Ticket | None:
    """An earlier ticket of the same telephone or address under a signed label that stands."""
    if ticket.contact_mark is None:
        return None
    wanted = (
        select(Ticket)
        .join(MaliceLabel, MaliceLabel.ticket_id == Ticket.id)
        .where(
            MaliceLabel.contact_mark == ticket.contact_mark,
            MaliceLabel.signed_at.is_not(None),
            MaliceLabel.lifted_at.is_(None),
            Ticket.id != ticket.id,
            ~sight.is_sealed(),  # nobody learns of a sealed report by its number
        )
        .order_by(Ticket.id)
        .limit(1)
    )
    return db.session.scalar(wanted)


def due(today: date) -> list[MaliceLabel]:
    """The labels whose second look is due and of which nobody has been reminded."""
    wanted = (
        select(MaliceLabel)
        .where(
            MaliceLabel.review_on <= today,
            MaliceLabel.lifted_at.is_(None),
            or_(MaliceLabel.review_told_on.is_(None), MaliceLabel.review_told_on < MaliceLabel.review_on),
        )
        .order_by(MaliceLabel.review_on, MaliceLabel.id)
        .limit(MOST_DUE)
        .options(joinedload(MaliceLabel.ticket))
    )
    return list(db.session.scalars(wanted))
