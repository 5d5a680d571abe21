"""Errors that come back (重复发生): the same cause, in the same unit, in the same field, within a time the bureau sets.

Read from the analyses themselves, so that nothing has to be kept in step with them.
"""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from feedback_app import clock
from feedback_app.accounts.models import OrgUnit
from feedback_app.disclosures.catalogue import CATEGORIES
from feedback_app.extensions import db
from feedback_app.tickets.causes import CAUSES, Cause
from feedback_app.tickets.models import CauseAnalysis, CauseCategory, CauseField, Ticket

MOST = 20
FIELDS = {field.key: field for row in CATEGORIES for field in row.fields}


@dataclass(frozen=True)
class Earlier:
    """An error found before in the same unit and field: in which ticket, when, from which causes."""

    ref: str
    at: datetime
    field_key: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Recurring:
    """A cause that came back: how often in one unit and field, and last when."""

    cause: Cause
    unit: OrgUnit
    field_key: str
    count: int
    last_at: datetime


def fields_of(ticket: Ticket) -> list[str]:
    """The fields an error was in: those the finding puts right, else those the reporter named."""
    verification = ticket.verification
    found = list(verification.new_values) if verification else []
    return found or sorted({claim.field_key for claim in ticket.claims if claim.field_key})


def unit_of(ticket: Ticket) -> int | None:
    """The unit whose record it was."""
    return ticket.record.handling_unit_id if ticket.record else None


def since(months: int) -> datetime:
    """The moment from which an earlier error counts: the same day so many months ago, else the last of that month."""
    today = clock.today()
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    day = min(today.day, monthrange(years, month + 1)[1])
    return datetime(years, month + 1, day, tzinfo=clock.LEGAL_ZONE)


def earlier(ticket: Ticket, *, months: int, causes: Collection[str] = ()) -> list[Earlier]:
    """Errors of the same unit and field before this one, the newest first; with `causes`, only those that share one."""
    unit, fields = unit_of(ticket), fields_of(ticket)
    if unit is None or not fields:
        return []
    wanted = (
        select(CauseAnalysis, Ticket.ref, CauseField.field_key)
        .join(Ticket, Ticket.id == CauseAnalysis.ticket_id)
        .join(CauseField, CauseField.analysis_id == CauseAnalysis.id)
        .where(
            CauseAnalysis.unit_id == unit,
            CauseAnalysis.at >= since(months),
            CauseAnalysis.ticket_id != ticket.id,
            CauseAnalysis.same_as_id.is_(None),
            CauseField.field_key.in_(fields),
        )
        .order_by(CauseAnalysis.at.desc(), CauseAnalysis.id.desc())
        .limit(MOST)
    )
    found = [
        Earlier(ref, row.at, field, tuple(CAUSES[one.cause] for one in row.categories))
        for row, ref, field in db.session.execute(wanted)
    ]
    return [one for one in found if not causes or {row.code for row in one.causes} & set(causes)]


def recurring(*, months: int, limit: int = 50) -> list[Recurring]:
    """Every cause that came back in one unit and field since then, the most frequent first: for those who supervise."""
    times = func.count(func.distinct(CauseAnalysis.id))
    wanted = (
        select(CauseCategory.cause, OrgUnit, CauseField.field_key, times, func.max(CauseAnalysis.at))
        .join(CauseAnalysis, CauseAnalysis.id == CauseCategory.analysis_id)
        .join(CauseField, CauseField.analysis_id == CauseAnalysis.id)
        .join(OrgUnit, OrgUnit.id == CauseAnalysis.unit_id)
        .where(CauseAnalysis.at >= since(months), CauseAnalysis.same_as_id.is_(None))
        .group_by(CauseCategory.cause, OrgUnit.id, CauseField.field_key)
        .having(times > 1)
        .order_by(times.desc(), func.max(CauseAnalysis.at).desc())
        .limit(limit)
    )
    return [
        Recurring(CAUSES[cause], unit, field, count, last)
        for cause, unit, field, count, last in db.session.execute(wanted)
    ]
