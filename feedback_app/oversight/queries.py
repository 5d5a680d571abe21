"""What supervisors read: log lines found by what they type, and the list of tickets with their deadlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback_app.accounts.models import StaffUser
from feedback_app.audit import queries as audit
from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db
from feedback_app.paging import After, Page, newest_first
from feedback_app.tickets.models import Ticket

LINES = 50


@dataclass(frozen=True)
class LogFilter:
    """The filters of the log page, as understood; `faults` names what was typed and not understood."""

    kind: str = ""
    person: int | None = None
    subject: str = ""
    from_on: date | None = None
    to_on: date | None = None
    before: int | None = None
    faults: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.person or self.subject or self.from_on or self.to_on)

    def query(self) -> dict[str, str]:
        """As it stands in an address, without the place in the list."""
        shown = {
            "kind": self.kind,
            "person": self.person,
            "subject": self.subject,
            "from_on": self.from_on,
            "to_on": self.to_on,
        }
        return {name: str(value) for name, value in shown.items() if value}


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


def tickets(*, after: After | None = None, limit: int = 30) -> Page[Ticket]:
    """All tickets, newest first, for the register supervisors read."""
    wanted = select(Ticket).options(joinedload(Ticket.record), joinedload(Ticket.leader))
    return newest_first(wanted, Ticket.received_at, Ticket.id, after=after, limit=limit)
