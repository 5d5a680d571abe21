"""What a clerk takes down while somebody speaks, beside the tickets made of it. Whatever says who it was, is sealed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.extensions import Sealed, SealedJson, UtcDateTime, db
from feedback_app.tickets.models import Ticket


class DeskNote(db.Model):
    """How one call, letter or visit was taken down: once for all tickets made of it."""

    __tablename__ = "desk_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), unique=True)  # the first of them
    submission_ref: Mapped[str] = mapped_column(String(40), unique=True)
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    typed_by_name: Mapped[str] = mapped_column(String(120))
    typed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int | None]  # how long the call took
    read_back: Mapped[str] = mapped_column(Sealed("desk_note.read_back"))  # what was read aloud
    is_confirmed: Mapped[bool]  # … and confirmed by who had said it
    said_time: Mapped[str] = mapped_column(Sealed("desk_note.said_time"))  # on both clocks
    wants_large_print: Mapped[bool]
    address: Mapped[str] = mapped_column(Sealed("desk_note.address"))  # where a letter goes
    warnings: Mapped[list[str]] = mapped_column(JSON)  # codes of desk.missing.MISSING
    call_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    call_back_to: Mapped[str] = mapped_column(Sealed("desk_note.call_back_to"))
    called_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_back_by_name: Mapped[str] = mapped_column(String(120), default="")
    called_back_words: Mapped[str] = mapped_column(Sealed("desk_note.called_back_words"), default="")

    ticket: Mapped[Ticket] = relationship()

    __table_args__ = (Index("ix_desk_note_call_back", "called_back_at", "call_back_at", "id"),)


class DeskDraft(db.Model):
    """What a clerk has typed and not registered yet, by the way it comes in."""

    __tablename__ = "desk_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    channel: Mapped[str] = mapped_column(String(20))
    typed: Mapped[Any] = mapped_column(SealedJson("desk_draft.typed"))  # name → values, as the form sent them
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("user_id", "channel"),)


class PastedBack(db.Model):
    """The answer as it was entered in the system of the office that passed the case on."""

    __tablename__ = "pasted_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    on_day: Mapped[date]
    text: Mapped[str] = mapped_column(Sealed("pasted_back.text"))
