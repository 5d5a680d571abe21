"""Owing, claiming and settling messages. Sending itself is in jobs.py, outside any transaction."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM, Actor
from feedback_app.extensions import db
from feedback_app.outbox.kinds import KINDS
from feedback_app.outbox.models import DEAD, OWED, SENDING, SENT, OwedMessage

LEASE = timedelta(minutes=2)  # a worker that was killed while sending is believed dead after this
PAUSES = (
    5,
    30,
    120,
    600,
    3600,
    4 * 3600,
    12 * 3600,
    24 * 3600,
)  # seconds between tries; then a person must look


def owe(
    kind: str, *, to_address: str, to_role: str, about: str, context: dict[str, str], locale: str = "zh"
) -> None:
    """Write down a message the bureau owes, in the caller's transaction. No address, no message."""
    if not to_address:
        return
    missing = KINDS[kind].needs - context.keys()
    if missing:
        raise ValueError(f"message {kind} lacks {sorted(missing)}")
    now = clock.now()
    message = OwedMessage(
        kind=kind,
        about=about,
        to_address=to_address,
        to_role=to_role,
        locale=locale,
        context=context,
        owed_at=now,
        due_again_at=now,
        state=OWED,
        attempts=0,
        last_fault="",
    )
    db.session.add(message)


def claim(message_id: int) -> OwedMessage | None:
    """Take a due message for sending; None when it is sent, dead, not due yet or in another worker's hands."""
    now = clock.now()
    taken = db.session.execute(
        update(OwedMessage)
        .where(OwedMessage.id == message_id, _is_due(now))
        .values(state=SENDING, attempts=OwedMessage.attempts + 1, due_again_at=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return db.session.get_one(OwedMessage, message_id, populate_existing=True)


def settle_sent(message: OwedMessage) -> None:
    """Mark a message as handed to the mail server."""
    message.state, message.sent_at, message.last_fault = SENT, clock.now(), ""
    audit.append(
        "message.sent", by=SYSTEM, subject=message.about, facts={"kind": message.kind, "message": message.id}
    )


def settle_failed(message: OwedMessage, fault: str) -> None:
    """Put a message back for a later try, or call it dead after the last one."""
    message.last_fault = fault[:1000]
    if message.attempts > len(PAUSES):
        message.state = DEAD
        audit.append(
            "message.failed",
            by=SYSTEM,
            subject=message.about,
            facts={"kind": message.kind, "message": message.id},
        )
        return
    message.state = OWED
    message.due_again_at = clock.now() + timedelta(seconds=PAUSES[message.attempts - 1])


def send_again(message: OwedMessage, *, by: Actor) -> None:
    """A person asks for a dead or waiting message to be tried now."""
    if message.state == SENT:
        raise ValueError("already sent")
    message.state, message.attempts, message.due_again_at = OWED, 0, clock.now()
    audit.append(
        "message.resend", by=by, subject=message.about, facts={"kind": message.kind, "message": message.id}
    )


def due_ids(limit: int = 200) -> list[int]:
    """The messages to be sent now, oldest first."""
    return list(
        db.session.scalars(
            select(OwedMessage.id)
            .where(_is_due(clock.now()))
            .order_by(OwedMessage.due_again_at, OwedMessage.id)
            .limit(limit)
        )
    )


def _is_due(now: datetime):  # type: ignore[no-untyped-def]
    # A row still SENDING when its lease has run out belonged to a worker that died.
    return or_(OwedMessage.state == OWED, OwedMessage.state == SENDING) & (OwedMessage.due_again_at <= now)
