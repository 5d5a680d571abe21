"""Carrying owed messages: the relay puts their numbers into the queue, a worker sends them.

The table is the truth. Redis may be down, wiped or behind: the relay asks the table again every second, the queue's
job name stops doubles, and a message is claimed in its own short transaction before it is sent and settled after.
Between the two no transaction is open, so a mail server that hangs holds up nobody.
"""

import logging
import os
import re
import smtplib
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_mail import Message
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy.exc import OperationalError

from feedback_app import clock
from feedback_app.extensions import db, mail, reading_only
from feedback_app.outbox import operations, queries
from feedback_app.outbox.models import OwedMessage

QUEUE = "outbox"
SLOW = "slow"  # what takes long has a queue of its own: the mail goes first
# Less than the lease: a try that hangs is over before anybody may begin another.
LONGEST_TRY = int(operations.LEASE.total_seconds()) - 20
log = logging.getLogger(__name__)


def connect() -> Redis:
    """The Redis of the settings; gives up quickly, because nobody may wait for it."""
    return Redis.from_url(current_app.config["REDIS_URL"], socket_connect_timeout=1, socket_timeout=5)


def queue_answers() -> bool:
    """Whether Redis answers."""
    try:
        return bool(current_app.config["REDIS_URL"]) and bool(connect().ping())
    except RedisError:
        return False


def waiting() -> dict[str, Any]:
    """Messages not sent yet, by state, with the age of the oldest in seconds."""
    now = clock.now()
    return {
        state: {"count": count, "oldest_seconds": int((now - oldest).total_seconds())}
        for state, (count, oldest) in queries.waiting_by_state().items()
    }


def enqueue_quietly() -> None:
    """One look of the relay; a queue or database that is away is tried again at the next."""
    try:
        enqueue_due()
    except (RedisError, OperationalError) as fault:
        log.warning("queue or database away: %s", type(fault).__name__)
    finally:
        db.session.remove()


def enqueue_due() -> int:
    """Put every due message into the queue; one that is there already is left alone. Returns how many were put."""
    with reading_only():  # a look every second must not stand in the way of writers
        ids = operations.due_ids()
        db.session.rollback()
    if not ids:
        return 0
    queue = Queue(QUEUE, connection=connect())
    waiting_ids = set(queue.get_job_ids())
    put = [number for number in ids if job_name(number) not in waiting_ids]
    for number in put:
        queue.enqueue(
            deliver,
            number,
            job_id=job_name(number),
            job_timeout=LONGEST_TRY,
            result_ttl=0,
            failure_ttl=3600,
        )
    return len(put)


def job_name(number: int) -> str:
    return f"ob-{number}"


def deliver(number: int) -> None:
    """Send one owed message. Safe to call twice, from two workers, or after a crash half-way."""
    message = operations.claim(number)
    db.session.commit()
    if message is None:
        return
    fault = _try_to_send(message)
    if fault is None:
        operations.settle_sent(message)
    else:
        operations.settle_failed(message, fault)
    db.session.commit()


def deliver_due() -> int:
    """Send everything that is due without the queue (the operator's command). Returns how many were tried."""
    ids = operations.due_ids(limit=10_000)
    db.session.rollback()
    for number in ids:
        deliver(number)
    return len(ids)


def compose(message: OwedMessage) -> Message:
    """The mail itself, from its template, in the reader's language; the first line of the template is the subject."""
    with force_locale(message.locale):
        text = render_template(f"emails/{message.kind}.txt", **message.context, lang=message.locale)
    subject, _, body = text.partition("\n")
    domain = current_app.config["SITE_DOMAIN"] or "localhost"
    composed = Message(
        # An English subject goes out as it stands: nothing in it may be read as an encoded word.
        subject=subject.strip().replace("=?", "= ?"),
        recipients=[message.to_address],
        body=body.strip() + "\n",
        sender=current_app.config["MAIL_DEFAULT_SENDER"] or f"noreply@{domain}",
        extra_headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    # The same Message-ID at every try: a doubled delivery shows as one mail.
    composed.msgId = f"<owed-{message.id}.{int(message.owed_at.timestamp())}@{domain}>"
    return composed


def _try_to_send(message: OwedMessage) -> str | None:
    """None when it went out, else what went wrong in words a person can act on."""
    address = message.to_address
    try:
        composed = compose(message)
        db.session.rollback()
        if current_app.config["MAIL_SERVER"]:
            with _patience(current_app.config["MAIL_TIMEOUT"]):
                _hand_over(composed)
        else:
            _write_file(message.id, composed)
    except (smtplib.SMTPException, OSError) as fault:
        return _without(address, fault)
    except Exception as fault:
        log.exception("message %s cannot be sent", message.id)
        return _without(address, fault)
    return None


def _hand_over(composed: Message) -> None:
    """Give the mail to the server. Once it has taken it, a line that breaks at the goodbye changes nothing."""
    taken = False
    try:
        with mail.connect() as connection:
            connection.send(composed)
            taken = True
    except (smtplib.SMTPException, OSError):
        if not taken:
            raise


@contextmanager
def _patience(seconds: int) -> Iterator[None]:
    """Flask-Mail sets no limit of its own: a server that says nothing would hold the worker for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _without(address: str, fault: BaseException) -> str:
    """The fault in words. Mail servers repeat the address, which may say who reported and is kept sealed only."""
    # Saying goodbye after a failure often fails as well; what came first is what a person can act on.
    first = fault.__context__ if isinstance(fault, smtplib.SMTPServerDisconnected) else None
    told = first or fault
    return re.sub(re.escape(address), "…", f"{type(told).__name__}: {told}", flags=re.IGNORECASE)


def _write_file(number: int, composed: Message) -> None:
    """With no mail server set, a mail becomes a file that opens in any mail program; written whole or not at all."""
    folder = Path(current_app.config["DATA_DIR"]) / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=folder, prefix=".new-")
    with os.fdopen(handle, "wb") as out:
        out.write(composed.as_bytes())
        out.flush()
        os.fsync(out.fileno())
    Path(scratch).replace(folder / f"{number:08d}.eml")
