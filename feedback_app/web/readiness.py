"""Whether the installation does its work: for a monitor (`/readyz`) and for the page of the queues. Reads only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import text

from feedback_app import clock, runs
from feedback_app.extensions import db
from feedback_app.intake import queries as mail_in
from feedback_app.outbox import jobs as outbox
from feedback_app.outbox import queries as owed

RELAY_SILENT = timedelta(seconds=90)  # the relay writes down what it did every 20 seconds


@dataclass(frozen=True)
class Check:
    """One thing that must be so. `is_well` may raise: then it is not."""

    name: str
    label_zh: str
    label_en: str
    is_well: Callable[[], bool]


def _database() -> bool:
    return bool(db.session.scalar(text("SELECT 1")))


def _relay() -> bool:
    return not runs.is_silent("outbox.enqueue", RELAY_SILENT)


def _outbox() -> bool:
    oldest = owed.oldest_due()
    return oldest is None or clock.now() - oldest <= timedelta(
        minutes=current_app.config["READY_OUTBOX_MINUTES"]
    )


def _mail_in() -> bool:
    """Mail that has stopped coming in is a failure; where none is fetched, there is none to stop."""
    if not current_app.config.get("IMAP_HOST"):
        return True
    look = mail_in.last_look()
    longest = timedelta(minutes=current_app.config["READY_MAIL_IN_MINUTES"])
    return look is not None and look.succeeded_at is not None and clock.now() - look.succeeded_at <= longest


CHECKS = (
    Check("database", "数据库", "Database", _database),
    Check("redis", "Redis 队列", "Redis queue", outbox.queue_answers),
    Check("relay", "待办转送", "Relay", _relay),
    Check("outbox", "待发消息按时发出", "What is owed goes out in time", _outbox),
    Check("mail_in", "收信", "Mail comes in", _mail_in),
)


def standing() -> dict[str, bool]:
    """Each check and whether it holds; one that cannot be made does not, and keeps no other from being made."""
    return {row.name: _holds(row) for row in CHECKS}


def _holds(row: Check) -> bool:
    try:
        return row.is_well()
    except Exception:  # noqa: BLE001 - a monitor gets an answer, whatever is broken
        db.session.rollback()
        return False
