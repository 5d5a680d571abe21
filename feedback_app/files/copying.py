"""Which safe copies are owed, and how one is settled. Drawing it is in jobs.py, outside any transaction."""

from sqlalchemy import select, update

from feedback_app.extensions import db
from feedback_app.files.models import FAILED, READY, WAITING, Attachment
from feedback_app.files.operations import KeptBytes

MOST_TRIES = 3  # a file that ends the process that draws it is left alone after this


def due_ids(limit: int = 50) -> list[int]:
    """The files whose safe copy is to be made, oldest first."""
    return list(
        db.session.scalars(
            select(Attachment.id).where(Attachment.copy_state == WAITING).order_by(Attachment.id).limit(limit)
        )
    )


def claim(number: int) -> Attachment | None:
    """Count one more try for a file; None when nothing is owed for it (any more)."""
    counted = db.session.execute(
        update(Attachment)
        .where(Attachment.id == number, Attachment.copy_state == WAITING)
        .values(copy_tries=Attachment.copy_tries + 1)
        .execution_options(synchronize_session=False)
    )
    if counted.rowcount != 1:  # type: ignore[attr-defined]
        return None
    found = db.session.get_one(Attachment, number, populate_existing=True)
    if found.copy_tries > MOST_TRIES:
        found.copy_state = FAILED
        return None
    return found


def settle(attachment: Attachment, copy: KeptBytes | None) -> None:
    """The safe copy lies on disk; or none can be made of this file."""
    if copy is None:
        attachment.copy_state = FAILED
        return
    attachment.copy_state, attachment.copy_sha256, attachment.copy_size = READY, copy.sha256, copy.size
