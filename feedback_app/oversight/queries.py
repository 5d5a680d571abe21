"""What supervisors read: log lines found by what they type, and the list of tickets with their deadlines."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback_app.accounts.models import StaffUser
from feedback_app.audit import queries as audit
from feedback_app.audit.models import LogEntry
from feedback_app.disclosures.queries import After, Page
from feedback_app.extensions import db
from feedback_app.oversight.forms import LogFilter
from feedback_app.tickets.models import Ticket

LINES = 50


def log_lines(wanted: LogFilter) -> tuple[Sequence[LogEntry], int | None]:
    """The lines a filter asks for, newest first, and the number the next page begins below."""
    lines = audit.entries(
        person=wanted.person,
        kind=wanted.kind or None,
        subject=subject_of(wanted.subject) if wanted.subject else None,
        from_on=wanted.from_on,
        to_on=wanted.to_on,
        before=wanted.before,
        limit=LINES + 1,
    )
    more = len(lines) > LINES
    return lines[:LINES], lines[LINES - 1].number if more else None


def subject_of(typed: str) -> str:
    """A ticket's or record's number as people type it, as the log names it."""
    if ":" in typed:
        return typed
    number = typed.upper()
    return f"ticket:{number}" if number.startswith("FK-") else f"record:{number}"


def staff() -> list[StaffUser]:
    """Everyone who can have acted, for the filter by person."""
    return list(db.session.scalars(select(StaffUser).order_by(StaffUser.unit_id, StaffUser.id)))


def tickets(*, after: After | None = None, limit: int = 30) -> "Page[Ticket]":
    """All tickets, newest first, for the register supervisors read."""
    wanted = select(Ticket).options(joinedload(Ticket.record), joinedload(Ticket.leader))
    if after is not None:
        wanted = wanted.where(Ticket.id < after.id)
    rows = list(db.session.scalars(wanted.order_by(Ticket.id.desc()).limit(limit + 1)))
    more, rows = len(rows) > limit, rows[:limit]
    return Page(rows, After(rows[-1].received_at, rows[-1].id) if more else None)
