"""What supervisors write of their own: notes, and the sheet they sign for a month. Neither is ever changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import Sealed, UtcDateTime, db


class SupervisorNote(db.Model):
    """A note on an entry, a ticket, a record or a month, read by supervisors only; followed by another, never edited."""

    __tablename__ = "supervisor_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(
        String(80)
    )  # "entry:17", "ticket:FK-JC-…", "record:…", "month:2026-10"
    text: Mapped[str] = mapped_column(Sealed("supervisor_note.text"))
    by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    by_name: Mapped[str] = mapped_column(String(120))  # as they were called then
    by_post: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_supervisor_note_subject", "subject", "id"),)


class ReviewSheet(db.Model):
    """A month as one supervisor reviewed and signed it (监督审阅单): the figures as they stood, and the conclusion."""

    __tablename__ = "review_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(String(7))  # "2026-10"
    by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    by_name: Mapped[str] = mapped_column(String(120))
    by_post: Mapped[str] = mapped_column(String(120))
    by_unit: Mapped[str] = mapped_column(String(120))
    conclusion: Mapped[str] = mapped_column(Text)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # see queries.month.figures
    checkpoint: Mapped[str] = mapped_column(
        Text
    )  # the log's state at the end of the month, as a checkpoint's text
    content_hash: Mapped[str] = mapped_column(
        String(64)
    )  # SHA-256 of `sheets.canonical`, which the log holds too
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    # One for each supervisor and month, whatever two requests do at once.
    __table_args__ = (Index("ix_review_sheet_month", "month", "by_id", unique=True),)
