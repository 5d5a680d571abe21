"""What time itself asks of tickets, one call of `rounds.py` each."""

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations
from feedback_app.tickets.models import Supplement, Suspension, Ticket
from feedback_app.tickets.operations import desk, reading
from feedback_app.tickets.workflow import State

AT_ONCE = 100
_WAITING = ((State.AWAITING_SUPPLEMENT, Supplement), (State.SUSPENDED, Suspension))


def go_on_when_time_is_up() -> int:
    """Tickets whose limits may stand still no longer go on with what there is. Each is committed by itself; one on which
    somebody acts at this moment is left to the next time. Returns how many went on."""
    gone_on = 0
    for number in _lapsed():
        ticket = db.session.get(Ticket, number)
        try:
            if ticket is not None:
                operations.go_on(ticket)
                db.session.commit()
                gone_on += 1
        except (Refusal, StaleDataError):
            db.session.rollback()
    return gone_on


def _lapsed() -> list[int]:
    found: list[int] = []
    for state, noun in _WAITING:
        is_over = (noun.ended_at.is_(None)) & (noun.until_on < clock.today())
        waiting = select(Ticket.id).join(noun).where(Ticket.state == state.value, is_over)
        found += db.session.scalars(waiting.order_by(Ticket.id).limit(AT_ONCE))
    db.session.rollback()
    return found


def forget_readings() -> int:
    """Delete the rows of readings that are over; how many they were."""
    gone = reading.forget_expired()
    db.session.commit()
    return gone


def forget_old_desk_rows() -> int:
    """Delete drafts nobody came back to for a month and marks of open pages that are over; how many they were."""
    gone = desk.forget_old()
    db.session.commit()
    return gone
