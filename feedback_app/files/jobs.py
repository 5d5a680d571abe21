"""Safe copies, drawn by a worker; and the sweep of what nobody names.

The table is the truth: the relay puts what is owed into the slow queue, and Redis may be wiped. The file is opened in a
process of its own (guard/files/apart.py); while that works, no transaction is open.
"""

from dataclasses import replace
from datetime import timedelta

from flask import current_app
from redis.exceptions import RedisError
from rq import Queue

from feedback_app import clock
from feedback_app.extensions import db, reading_only
from feedback_app.files import copying, sweeping
from feedback_app.files.handing_over import files_folder
from feedback_app.files.models import Attachment
from feedback_app.files.operations import FileRefused, KeptBytes, store
from feedback_app.files.shelf import laid_open
from feedback_app.guard import CannotPublish, inspect_apart
from feedback_app.guard.settled import limits
from feedback_app.outbox.jobs import SLOW, connect
from feedback_app.sealing import SealBroken

LONGEST_SIDE = 2_000  # dots: enough to read a photographed page
COPY_GROWTH = 4  # a picture drawn anew may be larger than the one handed in
LONGEST = 120  # seconds a worker may take for one file
SWEEP_EVERY = 300  # seconds between two shelves; all 256 in a day
YOUNGEST_ORPHAN = timedelta(days=4)  # longer than a form stays good (tickets/carried.py)


def enqueue_copies() -> int:
    """Put every file that waits for its safe copy into the queue, once. How many were put."""
    with reading_only():
        ids = copying.due_ids()
        db.session.rollback()
    if not ids:
        return 0
    try:
        queue = Queue(SLOW, connection=connect())
        waiting = set(queue.get_job_ids())
        put = [number for number in ids if _job_name(number) not in waiting]
        for number in put:
            queue.enqueue(
                make_copy,
                number,
                job_id=_job_name(number),
                job_timeout=LONGEST,
                result_ttl=0,
                failure_ttl=3600,
            )
    except RedisError as fault:
        current_app.logger.warning("queue away: %s", type(fault).__name__)
        return 0
    return len(put)


def make_copy(number: int) -> None:
    """Draw the safe copy of one file. Safe to call twice, from two workers, or after a crash."""
    attachment = copying.claim(number)
    if attachment is not None:
        db.session.expunge(attachment)
    db.session.commit()
    if attachment is None:
        return
    copy = _drawn(attachment)
    copying.settle(db.session.get_one(Attachment, number), copy)
    db.session.commit()


def make_copies_due() -> int:
    """Draw what is owed without the queue. How many files that were."""
    ids = copying.due_ids()
    db.session.rollback()
    for number in ids:
        make_copy(number)
    return len(ids)


def sweep() -> int:
    """Look through one shelf, by turns, and what crashes left behind. How many files were taken away."""
    older_than = max(timedelta(days=current_app.config["ORPHAN_DAYS"]), YOUNGEST_ORPHAN)
    folder, turn = files_folder(), int(clock.now().timestamp()) // SWEEP_EVERY
    with reading_only():
        gone = sweeping.sweep_shelf(folder, turn % sweeping.SHELVES, older_than=older_than)
        db.session.rollback()
    gone += sweeping.sweep_scratch(folder, older_than=older_than)
    if gone:
        current_app.logger.info("%s stored files that nothing names were swept", gone)
    return gone


def _drawn(attachment: Attachment) -> KeptBytes | None:
    """The safe copy, stored; None when none can be made."""
    folder, kind = files_folder(), attachment.kind
    try:
        with laid_open(folder, attachment.sha256) as original:
            copy = original.with_name("copy")
            # The copy is looked at by who works on the ticket: what stands in it is nobody's finding here.
            inspect_apart(
                original,
                attachment.media_type,
                "",
                copy=copy,
                limits=replace(limits(), longest_side=LONGEST_SIDE),
            )
            with copy.open("rb") as made:
                most = (current_app.config["MAX_UPLOAD_MB"] << 20) * COPY_GROWTH
                return store(made, f"copy.{kind.endings[0]}", folder=folder, limit=most)
    except (CannotPublish, FileRefused, FileNotFoundError, SealBroken) as fault:
        current_app.logger.info("no safe copy of file %s: %s", attachment.id, type(fault).__name__)
        return None


def _job_name(number: int) -> str:
    return f"copy-{number}"
