"""Reading attachments."""

from sqlalchemy import select

from feedback_app.extensions import db
from feedback_app.files.models import Attachment


def attachments_of(subject: str) -> list[Attachment]:
    """What belongs to a subject, in the order it came."""
    return list(
        db.session.scalars(select(Attachment).where(Attachment.subject == subject).order_by(Attachment.id))
    )


def attachment(subject: str, number: int) -> Attachment | None:
    """One attachment, found only together with what it belongs to (so no one reaches it by counting)."""
    return db.session.scalar(select(Attachment).where(Attachment.subject == subject, Attachment.id == number))
