"""Files that were handed in. The bytes lie on disk under their own hash; the row says what they are."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import Sealed, UtcDateTime, db
from feedback_app.files.kinds import BY_MEDIA_TYPE, FileKind

# How a safe copy stands: none is made of this kind; it is being made; it is there; none could be made.
NO_COPY, WAITING, READY, FAILED = "none", "waiting", "ready", "failed"


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
    part: Mapped[str | None] = mapped_column(String(40))  # with what of the subject it came: "message:3"
    # The safe copy (副本): drawn anew, without what says where and with what a picture was taken.
    copy_state: Mapped[str] = mapped_column(String(10), default=NO_COPY, server_default=NO_COPY)
    copy_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    copy_sha256: Mapped[str | None] = mapped_column(String(64))
    copy_size: Mapped[int | None]  # bytes

    __table_args__ = (
        Index("ix_attachment_subject", "subject", "id"),
        Index("ix_attachment_sha256", "sha256"),
        Index("ix_attachment_copy_sha256", "copy_sha256"),
        Index(
            "ix_attachment_copy_waiting", "id",
            sqlite_where=text("copy_state = 'waiting'"), postgresql_where=text("copy_state = 'waiting'"),
        ),
    )  # fmt: skip

    @property
    def kind(self) -> FileKind:
        """What sort of file it is."""
        return BY_MEDIA_TYPE[self.media_type]

    @property
    def is_copied(self) -> bool:
        """Whether a safe copy can be looked at."""
        return self.copy_state == READY
