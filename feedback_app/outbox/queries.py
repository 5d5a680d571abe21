"""Reading the outbox."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from feedback_app.extensions import db
from feedback_app.outbox.models import FAILED, OWED, SENDING, OwedMessage

PAGE = 50


def messages_about(subject: str) -> list[OwedMessage]:
    """Every message owed about one ticket, oldest first."""
    return list(
        db.session.scalars(select(OwedMessage).where(OwedMessage.about == subject).order_by(OwedMessage.id))
    )


def newest(
    *,
    before: int | None = None,
    limit: int = PAGE,
    failed: bool = False,
    only: ColumnElement[bool] | None = None,
) -> list[OwedMessage]:
    """The latest messages, newest first; `before` pages on; `failed`: only those that were given up; `only`: those of a
    condition."""
    wanted = select(OwedMessage).order_by(OwedMessage.id.desc()).limit(limit)
    wanted = wanted if only is None else wanted.where(only)
    if failed:
        wanted = wanted.where(OwedMessage.state.in_(FAILED))
    return list(db.session.scalars(wanted.where(OwedMessage.id < before) if before else wanted))


def failures(*, only: ColumnElement[bool] | None = None) -> int:
    """How many messages were given up and not sent again."""
    failed = select(func.count()).select_from(OwedMessage).where(OwedMessage.state.in_(FAILED))
    return db.session.scalar(failed if only is None else failed.where(only)) or 0


def untold_failures(limit: int = 100) -> list[OwedMessage]:
    """Messages given up of which no person has been told, oldest first; but none of those that tell of it."""
    return list(
        db.session.scalars(
            select(OwedMessage)
            .where(
                OwedMessage.state.in_(FAILED),
                OwedMessage.told_at.is_(None),
                OwedMessage.kind != "message_failed",
            )
            .order_by(OwedMessage.id)
            .limit(limit)
        )
    )


def oldest_due() -> datetime | None:
    """Since when the message waits that should have been tried longest ago."""
    return db.session.scalar(
        select(func.min(OwedMessage.due_again_at)).where(OwedMessage.state.in_((OWED, SENDING)))
    )


def counts_by_state() -> dict[tuple[str, str], int]:
    """How many messages are not out, by channel and state."""
    rows = db.session.execute(
        select(OwedMessage.channel, OwedMessage.state, func.count())
        .where(OwedMessage.state.in_((OWED, SENDING, *FAILED)))
        .group_by(OwedMessage.channel, OwedMessage.state)
    )
    return {(channel, state): count for channel, state, count in rows}


def message(number: int, *, only: ColumnElement[bool] | None = None) -> OwedMessage | None:
    wanted = select(OwedMessage).where(OwedMessage.id == number)
    return db.session.scalar(wanted if only is None else wanted.where(only))


def waiting_by_state() -> dict[str, tuple[int, datetime]]:
    """How many messages are not sent yet, by state, and since when the oldest waits."""
    rows = db.session.execute(
        select(OwedMessage.state, func.count(), func.min(OwedMessage.owed_at))
        .where(OwedMessage.state.in_((OWED, SENDING, *FAILED)))
        .group_by(OwedMessage.state)
    )
    return {state: (count, oldest) for state, count, oldest in rows}
