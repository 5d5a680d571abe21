"""Files that were handed in. The bytes lie on disk under their own hash; the row says what they are."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import Sealed, UtcDateTime, db


class Attachment(db.Model):
    """A file as it was received (原件). Its name may say who the sender is, so the name is sealed."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))  # "ticket:FK-JC-…": what it belongs to
    kept_by: Mapped[str] = mapped_column(String(20))  # who handed it in: "reporter" or "staff"
    name: Mapped[str] = mapped_column(Sealed("attachment.name"))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_attachment_subject", "subject", "id"),)
