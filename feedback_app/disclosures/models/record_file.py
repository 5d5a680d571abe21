"""The files of a record, version by version, and what two people let stand of what the guard found."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.extensions import Sealed, UtcDateTime, db
from feedback_app.files.models import Attachment


class RecordFile(db.Model):
    """A file of one version (附件). The original is kept and never published; its safe copy is, if it is chosen.

    A new version takes the rows of the one before over, under the same `number`, which its public address names. `name` is
    what the public sees, and sealed: until the guard has passed it, it may say whose file it is.
    """

    __tablename__ = "record_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"))
    version_number: Mapped[int]
    number: Mapped[int]
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), index=True)
    name: Mapped[str] = mapped_column(Sealed("record_file.name"))
    media_type: Mapped[str] = mapped_column(String(100))
    copy_sha256: Mapped[str] = mapped_column(String(64))
    copy_size: Mapped[int]  # bytes
    pages: Mapped[int]
    is_published: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    description: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # of guard.FileFinding
    removed: Mapped[list[list[str]]] = mapped_column(
        JSON, default=list
    )  # [[zh, en]]: what the copy no longer carries
    words: Mapped[str] = mapped_column(
        Text, default=""
    )  # for the search; only of a file in which nothing was found
    looked_at_by: Mapped[str] = mapped_column(
        String(120), default=""
    )  # who looked at pages no machine can read
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)

    original: Mapped[Attachment] = relationship(lazy="joined")

    __table_args__ = (Index("ix_record_file_version", "record_id", "version_number", "number", unique=True),)

    @property
    def is_looked_at(self) -> bool:
        return self.looked_at is not None

    def is_found(self, keys: frozenset[str]) -> bool:
        """Whether its inspection found anything of these kinds."""
        return any(one["key"] in keys for one in self.findings)

    def values(self) -> dict[str, Any]:
        """Everything a new version takes over."""
        own = {"id", "version_number"}
        return {
            column.key: getattr(self, column.key)
            for column in self.__table__.columns
            if column.key not in own
        }


class GuardOverride(db.Model):
    """Two people let one place stand, each with a reason (放行). It holds for that place in that version's content alone."""

    __tablename__ = "guard_override"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"))
    version_number: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(32))  # see checks.Finding
    check: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(
        Sealed("guard_override.place")
    )  # where, in words: a file's name may be in it
    masked: Mapped[str] = mapped_column(String(80), default="")
    first_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    first_name: Mapped[str] = mapped_column(String(120))
    first_post: Mapped[str] = mapped_column(String(120))
    first_reason: Mapped[str] = mapped_column(Text)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    second_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    second_name: Mapped[str] = mapped_column(String(120), default="")
    second_post: Mapped[str] = mapped_column(String(120), default="")
    second_reason: Mapped[str] = mapped_column(Text, default="")
    second_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_guard_override_place", "record_id", "version_number", "fingerprint", unique=True),
    )

    @property
    def is_complete(self) -> bool:
        return self.second_at is not None
