"""Carrying owed messages: the relay rings, a worker empties the table.

The table is the truth. Redis only carries bells: a job says that something is due, never what. So a job that is lost, or
stands there twice, changes nothing, and the relay rings again within seconds for as long as anything is due. A message is
claimed in its own short transaction before it is sent and settled after; between the two no transaction is open, so a mail
server that hangs holds up nobody. Whoever dies half-way loses its message to the next one after the lease.
"""

import logging
import time
from typing import Any

from flask import current_app
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy.exc import OperationalError

from feedback_app import clock
from feedback_app.extensions import db, reading_only
from feedback_app.outbox import operations, queries
from feedback_app.outbox.channels import NotNow, Refused
from feedback_app.outbox.channels.open import Lines, lines
from feedback_app.outbox.models import OwedMessage

QUEUE = "outbox"
SLOW = "slow"  # what takes long has a queue of its own: the mail goes first
BELLS = 2  # as many as there are workers to hear them
ROUND = 10  # seconds a worker goes on taking messages before it looks for other work
# A try that hangs is over before its lease is, whenever in the round it began: nobody begins a second one beside it.
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
    """Ring for what is due, unless bells enough are waiting to be heard. Returns how many were rung."""
    with reading_only():  # a look every second must not stand in the way of writers
        due = len(operations.due_ids(limit=BELLS))
        db.session.rollback()
    if not due:
        return 0
    queue = Queue(QUEUE, connection=connect())
    missing = max(min(due, BELLS) - queue.count, 0)
    for _bell in range(missing):
        queue.enqueue(drain, job_timeout=LONGEST_TRY, result_ttl=0, failure_ttl=3600)
    return missing


def drain(seconds: float = ROUND) -> int:
    """Send what is due, one after the other by one open line, for so long. Returns how many were tried.

    Safe to call twice, from two workers, or after a crash half-way.
    """
    until, tried = time.monotonic() + seconds, 0
    with lines() as held:
        message = _hold(operations.claim_next())
        db.session.commit()
        while message is not None:
            fault = _try_to_send(message, held)
            tried += 1
            _settle(message.id, fault)
            goes_on = time.monotonic() < until and not (isinstance(fault, NotNow) and fault.line_is_down)
            # In one transaction with what was settled: half as many, and a crash between the two is none.
            message = _hold(operations.claim_next()) if goes_on else None
            db.session.commit()
    return tried


def deliver(number: int) -> None:
    """Send one owed message, if it is due and in nobody's hands."""
    message = _hold(operations.claim(number))
    db.session.commit()
    if message is None:
        return
    with lines() as held:
        fault = _try_to_send(message, held)
    _settle(message.id, fault)
    db.session.commit()


def deliver_due() -> int:
    """Send everything that is due without the queue (the operator's command). Returns how many were tried."""
    ids = operations.due_ids(limit=10_000)
    db.session.rollback()
    for number in ids:
        deliver(number)
    return len(ids)


def _hold(message: OwedMessage | None) -> OwedMessage | None:
    """A copy that can be read while no transaction is open."""
    if message is not None:
        db.session.expunge(message)
    return message


def _settle(number: int, fault: Refused | NotNow | None) -> None:
    message = db.session.get_one(OwedMessage, number)
    if fault is None:
        operations.settle_sent(message)
    else:
        words = operations.without_address(str(fault), message.to_address)
        operations.settle_failed(message, words, for_good=isinstance(fault, Refused))


def _try_to_send(message: OwedMessage, held: Lines) -> Refused | NotNow | None:
    """None when it went out, else what went wrong, in words a person can act on."""
    try:
        channel = held.to(message.channel)
        channel.hand_over(channel.pack(message))
    except (Refused, NotNow) as fault:
        return fault
    except OSError as fault:
        return NotNow(f"{type(fault).__name__}: {fault}")
    except Exception as fault:
        log.exception("message %s cannot be sent", message.id)
        return NotNow(f"{type(fault).__name__}: {fault}")
    return None
