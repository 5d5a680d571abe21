"""The figures of one month, from the log and from the limits that ended in it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.models import LogEntry
from feedback_app.clock import to_local
from feedback_app.deadlines.models import Clock
from feedback_app.extensions import db
from feedback_app.oversight.models import ReviewSheet, SupervisorNote
from feedback_app.oversight.month import Month

# The figures a reader looks for first: name → the actions they count.
COUNTED: dict[str, tuple[str, ...]] = {
    "tickets_opened": ("ticket.submit", "ticket.split_off"),
    "tickets_closed": ("ticket.close", "ticket.end_withdrawn"),
    "extensions": ("ticket.extend",),
    "records_published": ("record.publish",),
    "corrections": ("record.correct",),
    "taken_down": ("record.take_down", "record.hide"),
    "deadlines_missed": ("deadline.missed",),
    "reveals": ("ticket.reveal_reporter",),
}


def figures(month: Month) -> dict[str, Any]:
    """What happened: plain JSON, ready to be kept and signed."""
    by_action = counts(month)
    by_kind: dict[str, int] = {}
    for action, count in by_action.items():
        kind = ACTIONS[action].kind if action in ACTIONS else "other"
        by_kind[kind] = by_kind.get(kind, 0) + count
    said = {name: sum(by_action.get(one, 0) for one in actions) for name, actions in COUNTED.items()}
    return {
        "entries": sum(by_action.values()),
        "by_kind": by_kind,
        **said,
        **_limits(month),
        "checked": _checked(month),
    }


def counts(month: Month) -> dict[str, int]:
    """How often each action was done."""
    rows = db.session.execute(
        select(LogEntry.action, func.count())
        .where(LogEntry.at >= month.begins_at, LogEntry.at < month.ends_at)
        .group_by(LogEntry.action)
    )
    return {row[0]: row[1] for row in rows}


def last_entry(month: Month) -> LogEntry | None:
    """The last entry written by the end of the month."""
    wanted = select(LogEntry).where(LogEntry.at < month.ends_at)
    return db.session.scalars(wanted.order_by(LogEntry.at.desc(), LogEntry.number.desc()).limit(1)).first()


def first_month() -> Month | None:
    """The month of the earliest entry; None while the log is empty."""
    at = db.session.scalar(select(LogEntry.at).order_by(LogEntry.at, LogEntry.number).limit(1))
    return Month.of(at) if at else None


def sheets(month: Month) -> list[ReviewSheet]:
    """The sheets signed for a month, in the order of signing."""
    return list(
        db.session.scalars(
            select(ReviewSheet).where(ReviewSheet.month == str(month)).order_by(ReviewSheet.id)
        )
    )


def signed_months() -> dict[str, int]:
    """How many sheets were signed for each month."""
    rows = db.session.execute(select(ReviewSheet.month, func.count()).group_by(ReviewSheet.month))
    return {row[0]: row[1] for row in rows}


def sheet(month: Month, number: int) -> ReviewSheet | None:
    return db.session.scalar(
        select(ReviewSheet).where(ReviewSheet.month == str(month), ReviewSheet.id == number)
    )


def notes_on(*subjects: str) -> list[SupervisorNote]:
    """The notes on these subjects, in the order they were written."""
    return list(
        db.session.scalars(
            select(SupervisorNote).where(SupervisorNote.subject.in_(subjects)).order_by(SupervisorNote.id)
        )
    )


def notes_by_number(numbers: Sequence[int]) -> list[SupervisorNote]:
    """Just these notes, in the order they were written."""
    wanted = select(SupervisorNote).where(SupervisorNote.id.in_(numbers))
    return list(db.session.scalars(wanted.order_by(SupervisorNote.id)))


def _limits(month: Month) -> dict[str, int]:
    """Limits that ended in the month, kept and late, of tickets and of records."""
    rows = db.session.execute(
        select(Clock.subject_kind, Clock.outcome, func.count())
        .where(Clock.stopped_at >= month.begins_at, Clock.stopped_at < month.ends_at)
        .group_by(Clock.subject_kind, Clock.outcome)
    )
    found = {f"{kind}_limits_{outcome}": count for kind, outcome, count in rows}
    names = ("ticket_limits_kept", "ticket_limits_late", "record_limits_kept", "record_limits_late")
    return {name: found.get(name, 0) for name in names}


def _checked(month: Month) -> dict[str, Any] | None:
    """The last check of the log in the month, as it was logged."""
    checks = select(LogEntry).where(
        LogEntry.action == "log.verify", LogEntry.at >= month.begins_at, LogEntry.at < month.ends_at
    )
    last = db.session.scalars(checks.order_by(LogEntry.at.desc(), LogEntry.number.desc()).limit(1)).first()
    if last is None:
        return None
    return {"at": f"{to_local(last.at):%Y-%m-%d %H:%M}", **last.fact_values}
