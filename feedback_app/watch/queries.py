"""Reading what the watch knows."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from feedback_app.extensions import db
from feedback_app.watch.models import CheckpointMailing, LogAlarm, LogCheck


def open_alarms() -> Sequence[LogAlarm]:
    """Alarms no supervisor has closed, the newest first."""
    return db.session.scalars(
        select(LogAlarm).where(LogAlarm.closed_at.is_(None)).order_by(LogAlarm.id.desc())
    ).all()


def alarms(limit: int = 100) -> Sequence[LogAlarm]:
    """The newest alarms, open ones first."""
    return db.session.scalars(
        select(LogAlarm).order_by(LogAlarm.closed_at.is_not(None), LogAlarm.id.desc()).limit(limit)
    ).all()


def alarm(number: int) -> LogAlarm | None:
    return db.session.get(LogAlarm, number)


def open_count() -> int:
    """How many alarms are open."""
    return (
        db.session.scalar(select(func.count()).select_from(LogAlarm).where(LogAlarm.closed_at.is_(None))) or 0
    )


def last_check() -> LogCheck | None:
    """The newest verification by the system."""
    return db.session.scalars(select(LogCheck).order_by(LogCheck.id.desc()).limit(1)).first()


def was_mailed(on_day: date) -> bool:
    return db.session.get(CheckpointMailing, on_day) is not None
