"""What makes the staff's work easier and is seen by nobody outside: notes, drafts, who has a ticket open, filters."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.accounts.models import StaffUser
from feedback_app.extensions import Sealed, SealedJson, UtcDateTime, db
from feedback_app.tickets.models.deed import Deed


class Note(Deed, db.Model):
    """An internal note (内部备注): for whoever sees the ticket among the staff, never for its reporter."""

    __tablename__ = "ticket_note"

    words: Mapped[str] = mapped_column(Sealed("ticket_note.words"))


class Draft(db.Model):
    """What a person has typed into a form of a ticket and not sent yet. `place`: the last part of the form's address."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    place: Mapped[str] = mapped_column(String(60))
    typed: Mapped[dict[str, Any]] = mapped_column(SealedJson("draft.typed"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_draft_place", "ticket_id", "user_id", "place", unique=True),)


class Presence(db.Model):
    """That a person had a ticket open a moment ago."""

    __tablename__ = "presence"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    user: Mapped[StaffUser] = relationship()

    __table_args__ = (Index("ix_presence_person", "ticket_id", "user_id", unique=True),)


class SavedFilter(db.Model):
    """A view of the list a person comes back to: a name and the query of the address. One may be where they begin."""

    __tablename__ = "saved_filter"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(500))
    is_default: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_saved_filter_name", "user_id", "name", unique=True),)
