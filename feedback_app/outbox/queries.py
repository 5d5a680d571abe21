"""Reading the outbox."""

from datetime import datetime

from sqlalchemy import func, select

from feedback_app.extensions import db
from feedback_app.outbox.models import OwedMessage

PAGE = 50


def messages_about(subject: str) -> list[OwedMessage]:
    """Every message owed about one ticket, oldest first."""
    return list(
        db.session.scalars(select(OwedMessage).where(OwedMessage.about == subject).order_by(OwedMessage.id))
    )


def newest(*, before: int | None = None, limit: int = PAGE) -> list[OwedMessage]:
    """The latest messages, newest first; `before` pages on."""
    wanted = select(OwedMessage).order_by(OwedMessage.id.desc()).limit(limit)
    return list(db.session.scalars(wanted.where(OwedMessage.id < before) if before else wanted))


def message(number: int) -> OwedMessage | None:
    return db.session.get(OwedMessage, number)


def waiting_by_state() -> dict[str, tuple[int, datetime]]:
    """How many messages are not sent yet, by state, and since when the oldest waits."""
    rows = db.session.execute(
        select(OwedMessage.state, func.count(), func.min(OwedMessage.owed_at))
        .where(OwedMessage.state.in_(("owed", "sending", "dead")))
        .group_by(OwedMessage.state)
    )
    return {state: (count, oldest) for state, count, oldest in rows}
