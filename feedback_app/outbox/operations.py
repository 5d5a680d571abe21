"""Owing, claiming and settling messages. Sending itself is in jobs.py, outside any transaction."""

import re
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM, Actor
from feedback_app.extensions import db
from feedback_app.outbox import threads
from feedback_app.outbox.kinds import KINDS, Discreet
from feedback_app.outbox.models import BOUNCED, DEAD, OWED, REFUSED, SENDING, SENT, OwedMessage

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
LONGEST_FAULT = 1000
MAY_BE_SENT_AGAIN = (OWED, REFUSED, BOUNCED, DEAD)


def owe(
    kind: str,
    *,
    to_address: str,
    to_role: str,
    about: str,
    context: dict[str, str],
    locale: str = "zh",
    channel: str = "smtp",
    is_discreet: bool = False,
) -> None:
    """Write down a message the bureau owes, in the caller's transaction. No address, no message.

    `is_discreet`: the reader asked not to be known; what may be said then stands in the kind's row.
    """
    row = KINDS[kind]
    if not to_address or (is_discreet and row.when_discreet is Discreet.NOTHING):
        return
    missing = row.needs - context.keys()
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
        channel=channel,
        is_discreet=is_discreet,
        owed_at=now,
        due_again_at=now,
        state=OWED,
        attempts=0,
        last_fault="",
    )
    db.session.add(message)


def claim_next() -> OwedMessage | None:
    """Take the message that has been due longest; None when none is. Two who ask at once get two different ones."""
    number = db.session.scalar(
        select(OwedMessage.id)
        .where(_is_due(clock.now()))
        .order_by(OwedMessage.due_again_at, OwedMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return None if number is None else claim(number)


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
    if message.context.get("code"):  # it is told once, and kept nowhere after
        message.context = {name: words for name, words in message.context.items() if name != "code"}
    audit.append(
        "message.sent", by=SYSTEM, subject=message.about, facts={"kind": message.kind, "message": message.id}
    )


def settle_failed(message: OwedMessage, fault: str, *, for_good: bool = False) -> None:
    """Put a message back for a later try, or give it up: at once when it was refused `for_good`, else after the last try."""
    message.last_fault = fault[:LONGEST_FAULT]
    if for_good:
        _give_up(message, REFUSED, "message.refused")
    elif message.attempts > len(PAUSES):
        _give_up(message, DEAD, "message.failed")
    else:
        message.state = OWED
        message.due_again_at = clock.now() + timedelta(seconds=PAUSES[message.attempts - 1])


def bounced(message_id: str, words: str) -> OwedMessage | None:
    """A mail server sent word that it could not deliver what we had handed over under this Message-ID.

    Returns the message, or None when the Message-ID is none of ours or its message is not out (told twice, forged): then
    nothing changes. `words` are the server's; the address is taken out of them.
    """
    ours = threads.issued_as(message_id)
    if ours is None:
        return None
    message = db.session.get(OwedMessage, ours[1], with_for_update=True)
    if message is None or message.about != ours[0] or message.state != SENT:
        return None
    message.last_fault = without_address(words, message.to_address)[:LONGEST_FAULT]
    _give_up(message, BOUNCED, "message.bounced")
    return message


def send_again(message: OwedMessage, *, by: Actor) -> None:
    """A person asks for a message that waits or was given up to be tried now."""
    if message.state not in MAY_BE_SENT_AGAIN:
        raise ValueError("already sent")
    message.state, message.attempts, message.due_again_at = OWED, 0, clock.now()
    message.sent_at = message.failed_at = message.told_at = None
    audit.append(
        "message.resend", by=by, subject=message.about, facts={"kind": message.kind, "message": message.id}
    )


def without_address(words: str, address: str) -> str:
    """Mail servers repeat the address, which may say who reported and is kept sealed only."""
    return re.sub(re.escape(address), "…", words, flags=re.IGNORECASE) if address else words


def _give_up(message: OwedMessage, state: str, action: str) -> None:
    message.state, message.failed_at, message.told_at = state, clock.now(), None
    audit.append(
        action, by=SYSTEM, subject=message.about, facts={"kind": message.kind, "message": message.id}
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
