"""Reading messages: those of one ticket with their files, and which tickets hold new ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select

from feedback_app.extensions import db
from feedback_app.files import queries as files
from feedback_app.files.models import Attachment
from feedback_app.tickets.models import Ticket, TicketMessage


@dataclass(frozen=True)
class Spoken:
    """One message and the files that came with it."""

    message: TicketMessage
    files: list[Attachment]


def spoken(ticket: Ticket) -> list[Spoken]:
    """Everything both sides wrote, in order; two queries."""
    found = db.session.scalars(
        select(TicketMessage).where(TicketMessage.ticket_id == ticket.id).order_by(TicketMessage.number)
    )
    by_part: dict[str, list[Attachment]] = {}
    for one in files.attachments_of(ticket.subject):
        by_part.setdefault(one.part or "", []).append(one)
    return [Spoken(message, by_part.get(message.part, [])) for message in found]


def new_from_reporters(ticket_ids: Iterable[int]) -> dict[int, int]:
    """How many messages nobody has read yet, for each of these tickets that has any; one query for a list."""
    found = db.session.execute(
        select(TicketMessage.ticket_id, func.count())
        .where(TicketMessage.ticket_id.in_(list(ticket_ids)), *_unseen(from_reporter=True))
        .group_by(TicketMessage.ticket_id)
    )
    return {row[0]: row[1] for row in found}


def has_new_from_reporter() -> ColumnElement[bool]:
    """For a list of tickets: whether the reporter wrote something nobody has read yet."""
    return exists().where(TicketMessage.ticket_id == Ticket.id, *_unseen(from_reporter=True))


def _unseen(*, from_reporter: bool) -> tuple[ColumnElement[bool], ...]:
    return TicketMessage.is_from_reporter.is_(from_reporter), TicketMessage.seen_at.is_(None)
