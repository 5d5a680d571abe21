"""The one way in for mail, and working off what was kept.

`take_in` keeps the bytes and commits before anything else; then the mail is read in a process of its own and settled in a
short transaction. Whatever breaks in between, the row is found again by the next look, and the same mail never makes two
tickets: its essence is unique, and so is the submission made of it.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from flask import current_app
from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy.exc import IntegrityError, OperationalError

from feedback_app.extensions import db, keyring, reading_only
from feedback_app.files import operations as files
from feedback_app.intake import operations, queries
from feedback_app.intake.apart import read_apart
from feedback_app.intake.models import KEPT, RawMail
from feedback_app.intake.operations import Reading
from feedback_app.intake.operations.registering import seed_of
from feedback_app.intake.read_mail import ReadFile, ReadMail
from feedback_app.outbox.jobs import SLOW, connect
from feedback_app.sealing import SealBroken
from feedback_app.tickets import operations as tickets

LONGEST = 300  # seconds a worker may take in one go
_MOST_FILES = 40  # files of one mail that are kept with its ticket
log = logging.getLogger(__name__)


def folder() -> Path:
    """Where mail lies, sealed, byte for byte as it came."""
    return Path(current_app.config["DATA_DIR"]) / "mail-in"


def take_in(
    raw: bytes,
    *,
    came_by: str,
    arrived_at: datetime | None = None,
    place: str | None = None,
    settle: bool = True,
) -> int:
    """Take in one mail: kept and committed when this returns, and settled as far as it can be now. The row's number.

    `came_by`: imap, lmtp or import. `place`: where a mailbox has it. `settle` False leaves the reading to the next round.
    Raises what keeps the mail from being kept (disk full, database away), so that its sender is told to try again.
    """
    number, is_new = keep(raw, came_by=came_by, arrived_at=arrived_at, place=place)
    if settle and is_new:
        settle_one(number)
    return number


def keep(
    raw: bytes, *, came_by: str, arrived_at: datetime | None = None, place: str | None = None
) -> tuple[int, bool]:
    """Kept and committed: the row's number, and whether it still waits to be read."""
    try:
        mail = operations.keep(raw, folder=folder(), came_by=came_by, arrived_at=arrived_at, place=place)
        number, waits = mail.id, mail.state == KEPT
        db.session.commit()
    except IntegrityError:  # somebody else is keeping the same mail at this moment
        db.session.rollback()
        mail = operations.keep(raw, folder=folder(), came_by=came_by, arrived_at=arrived_at, place=place)
        number, waits = mail.id, mail.state == KEPT
        db.session.commit()
    return number, waits


def enqueue_due() -> None:
    """One look of the relay: when mail waits to be read, a worker is asked to."""
    with reading_only():
        waits = queries.is_waiting()
        db.session.rollback()
    if waits:
        ask_worker(settle_due, "mail-in")


def settle_due() -> int:
    """Read and settle what was kept, for as long as one job may take. How many mails were looked at."""
    begun, done = time.monotonic(), 0
    while time.monotonic() - begun < LONGEST - 60:
        ids = operations.due_ids()
        db.session.rollback()
        if not ids:
            break
        for number in ids:
            settle_one(number)
        done += len(ids)
    return done


def settle_one(number: int) -> None:
    """Read one kept mail and settle it. Safe to call twice, from two workers, or after a crash."""
    mail = operations.claim(number)
    db.session.commit()
    if mail is None:
        return
    try:
        reading = reading_of(mail)
        operations.settle(mail, reading)
        db.session.commit()
    except OperationalError:
        db.session.rollback()
        log.warning("mail %s waits for the database", number)
    except Exception as fault:  # one mail must not stop the others
        db.session.rollback()
        log.warning("mail %s cannot be settled: %s", number, type(fault).__name__, exc_info=True)
        _stumbled(number, fault)
    finally:
        db.session.rollback()


def reading_of(mail: RawMail) -> Reading:
    """The mail read apart, its files stored, its code hashed: all that takes time, outside any transaction."""
    raw, seed = operations.opened(mail, folder=folder()), seed_of(mail)
    db.session.rollback()
    read = read_apart(raw, own_domains=own_domains())
    kept = tuple(one for one in map(_stored, read.files[:_MOST_FILES]) if one is not None)
    return Reading(read, kept, keyring.code_hash(tickets.receipt_code(seed)))


def read_again(mail: RawMail) -> ReadMail:
    """For a page: what the mail says, read once more from the original."""
    return read_apart(operations.opened(mail, folder=folder()), own_domains=own_domains())


def own_domains() -> tuple[str, ...]:
    """The domains under which we issue Message-IDs."""
    return tuple(filter(None, (current_app.config["SITE_DOMAIN"],)))


def _stored(file: ReadFile) -> files.KeptBytes | None:
    """A file of a kind tickets take; what they do not take stays one click away in the original."""
    kept_in = Path(current_app.config["DATA_DIR"]) / "files"
    try:
        return files.store(BytesIO(file.content), file.name, folder=kept_in, limit=len(file.content))
    except files.FileRefused:
        return None


def _stumbled(number: int, fault: Exception) -> None:
    mail = db.session.get(RawMail, number)
    if mail is None or mail.state != KEPT:
        return
    if isinstance(fault, (SealBroken, FileNotFoundError)) or not operations.put_off(mail):
        operations.give_up(mail, "gave_up")
    db.session.commit()


def ask_worker(work: Callable[[], object], name: str) -> None:
    """Put a piece of work into the slow queue, unless it waits there already; a queue that is away is asked at the next look."""
    try:
        queue = Queue(SLOW, connection=connect())
        if name not in set(queue.get_job_ids()):
            queue.enqueue(work, job_id=name, job_timeout=LONGEST, result_ttl=0, failure_ttl=3600)
    except RedisError as fault:
        log.warning("queue away: %s", type(fault).__name__)
