"""What time itself does for the log: while it grows, a signed checkpoint every so many minutes."""

from datetime import datetime, timedelta

from flask import current_app

from feedback_app import clock
from feedback_app.audit import operations, queries
from feedback_app.audit.actor import SYSTEM
from feedback_app.extensions import db, reading_only


def issue_due() -> bool:
    """Sign and keep a checkpoint when the log grew and the last one is old enough; whether one was made.

    Harmless in two relays at once: the second finds the checkpoint of the first. Raises checkpoints.NotSigned and
    tree.TreeDamaged, for its caller to alarm whoever must know (watch/jobs.py).
    """
    if not _is_due():
        return False
    operations.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    return True


def _is_due() -> bool:
    """Asked without the write lock, once a minute. A log that became shorter is due at once: signing it will be refused."""
    pause = timedelta(minutes=current_app.config["CHECKPOINT_MINUTES"])
    with reading_only():
        last, size = queries.latest_issued(), queries.size()
        if last is None:
            due = size > 0
        else:
            due = size < last.size or (size > last.size and is_due(last.issued_at, pause))
        db.session.rollback()
    return due


def is_due(last_at: datetime, pause: timedelta) -> bool:
    """Whether so much time has passed. What was done in the future is due: the clock was ahead then and has been put right."""
    return not timedelta(0) <= clock.now() - last_at < pause
