"""Reading the looks at a reporter that need a second person."""

from sqlalchemy import select

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import LEADERS, Role
from feedback_app.extensions import db
from feedback_app.tickets import recusals
from feedback_app.tickets.models import Reveal, Ticket


def of(ticket: Ticket) -> list[Reveal]:
    """Every one asked for on a ticket, in order."""
    return list(db.session.scalars(select(Reveal).where(Reveal.ticket_id == ticket.id).order_by(Reveal.id)))


def one(ticket: Ticket, number: int) -> Reveal | None:
    return db.session.scalar(select(Reveal).where(Reveal.ticket_id == ticket.id, Reveal.id == number))


def consenters(ticket: Ticket, asker: StaffUser) -> list[StaffUser]:
    """Who may consent: the leader of the ticket; when there is none or it is the asker, another leader who is free,
    or the head of the legal section.

    Of a sealed ticket: its leader or the discipline liaison alone.
    """
    out = recusals.blocked(ticket) | {asker.id}
    seated = [ticket.leader] if ticket.leader is not None else []
    others = (
        accounts.holders(Role.DISCIPLINE_LIAISON)
        if ticket.is_sealed
        else [*accounts.holders(*LEADERS), *accounts.holders(Role.LEGAL_SECTION_HEAD)]
    )
    free = [person for person in (*seated, *others) if person.id not in out and person.active]
    return free[:1] if seated and free[:1] == seated else free


def may_consent(reveal: Reveal, user: StaffUser) -> bool:
    """Whether this person is a second person for this look."""
    asker = db.session.get(StaffUser, reveal.asked_by_id)
    return asker is not None and user.id in {person.id for person in consenters(reveal.ticket, asker)}
