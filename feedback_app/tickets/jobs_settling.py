"""What happens to a record outside its ticket (a carrier confirmed, the record published, taken down) may be what the
ticket waits for: looked at again now and then, so that the queue asks the right person."""

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from feedback_app.extensions import db
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations.taking import settle
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.workflow import State

URGENT_TYPES = sorted(code for code, row in TYPES.items() if row.urgent_clock)
MOST = 200


def look_again() -> int:
    """Settle the open tickets that wait for something a record's own page can bring about. Returns how many."""
    waiting = select(Ticket.id).where(
        Ticket.closed_at.is_(None),
        Ticket.next_step.in_(("confirm_carrier", "confirm_publication", "take_down"))
        | (Ticket.type.in_(URGENT_TYPES) & (Ticket.state != State.RECEIVED.value)),
    )
    ids = list(db.session.scalars(waiting.order_by(Ticket.urgency_at, Ticket.id).limit(MOST)))
    db.session.rollback()
    for number in ids:
        _settle_one(number)
    return len(ids)


def _settle_one(number: int) -> None:
    ticket = db.session.get(Ticket, number)
    if ticket is None or not ticket.is_open:
        return
    try:
        settle(ticket)
        db.session.commit()
    except StaleDataError:  # somebody took a step meanwhile, which settles it, too
        db.session.rollback()
