"""The worker's part of an import: looking through a table, and writing it once it is confirmed.

The relay puts what is owed into the slow queue; the batch's row is the truth, so Redis may be wiped. A table is looked
through in pieces, each kept in a short transaction, so that the page can say how far it is; it is written in one.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from flask import current_app
from redis.exceptions import RedisError
from rq import Queue

from feedback_app.audit.actor import SYSTEM
from feedback_app.disclosures.importing import CannotRead, CheckedRow, Checker, Table, read
from feedback_app.disclosures.models import ImportBatch
from feedback_app.disclosures.operations import importing as operations
from feedback_app.disclosures.operations.taking import NotAllowedHere, check_prepares
from feedback_app.extensions import db, reading_only
from feedback_app.outbox.jobs import SLOW, connect

AT_ONCE = 200  # rows between two signs of life
LONGEST = 900  # seconds a worker may take for one batch


def folder() -> Path:
    """Where uploaded tables lie, sealed, until they are imported or given up."""
    return Path(current_app.config["DATA_DIR"]) / "imports"


def enqueue_due() -> int:
    """Put every batch for which something is owed into the queue, once. How many were put."""
    with reading_only():
        ids = operations.due_ids()
        db.session.rollback()
    if not ids:
        return 0
    try:
        queue = Queue(SLOW, connection=connect())
        waiting = set(queue.get_job_ids())
        put = [number for number in ids if _job_name(number) not in waiting]
        for number in put:
            queue.enqueue(
                run, number, job_id=_job_name(number), job_timeout=LONGEST, result_ttl=0, failure_ttl=3600
            )
    except RedisError as fault:
        current_app.logger.warning("queue away: %s", type(fault).__name__)
        return 0
    return len(put)


def run_due() -> int:
    """Do what is owed without the queue. How many batches that were."""
    ids = operations.due_ids()
    db.session.rollback()
    for number in ids:
        run(number)
    return len(ids)


def run(number: int) -> None:
    """Look a batch through and, if it is confirmed, write it. Safe to call twice, from two workers, or after a crash."""
    batch = operations.claim(number)
    db.session.commit()
    if batch is None:
        return
    attempt = batch.attempt
    if batch.is_imported:
        while operations.take_step_on_some(batch, attempt):
            db.session.commit()
        db.session.commit()
        return
    try:
        fit = _look_through(batch, attempt)
        if fit is not None:
            _settle(batch, attempt, fit)
    except (CannotRead, NotAllowedHere) as why:
        db.session.rollback()
        operations.settle_refused(batch, attempt, why)
        db.session.commit()


def _job_name(number: int) -> str:
    return f"import-{number}"


def clear_away() -> None:
    """Give up batches nobody went on with, and delete files that are needed no more."""
    for number in operations.forgotten_ids():
        operations.forget(number, by=SYSTEM)
        db.session.commit()
    with reading_only():
        operations.clear_away(folder())
        db.session.rollback()


def _look_through(batch: ImportBatch, attempt: int) -> list[CheckedRow] | None:
    """Every row, looked through; kept only where they are to be written. None when another worker took over."""
    with reading_only():
        check_prepares(batch.category, batch.by)
        table = read(operations.opened(batch, folder()), batch.name, batch.category)
        category, is_to_be_written = batch.category, batch.is_confirmed
        db.session.rollback()
    if not operations.note_faults(batch, attempt, table.faults):
        return None
    db.session.commit()
    kept: list[CheckedRow] = []
    for piece in _pieces(table, Checker(category, table.place)):
        if not operations.note_progress(batch, attempt, piece, table.total):
            return None
        db.session.commit()
        kept += piece if is_to_be_written else []
    return kept


def _pieces(table: Table, checker: Checker) -> Iterator[list[CheckedRow]]:
    """Looked through with nothing held: nobody who writes waits meanwhile."""
    while True:
        with reading_only():
            piece = [checker.check(typed) for typed in islice(table.rows, AT_ONCE)]
            db.session.rollback()
        if not piece:
            return
        yield piece


def _settle(batch: ImportBatch, attempt: int, fit: list[CheckedRow]) -> None:
    if batch.is_confirmed and batch.fault_count == 0 and fit:
        operations.write(batch, attempt, fit)
    else:
        operations.settle_checked(batch, attempt)
    db.session.commit()
    if batch.is_imported:
        (folder() / batch.token).unlink(missing_ok=True)
