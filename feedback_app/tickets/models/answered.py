"""What comes after the answer: the paper it is printed on, what the public may read of it, what the reporter thought of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import Sealed, UtcDateTime, db
from feedback_app.tickets.models.deed import Deed


class Letter(Deed, db.Model):
    """答复函: the answer printed for the seal. To whom it goes is sealed."""

    __tablename__ = "letter"

    to: Mapped[str] = mapped_column(Sealed("letter.to"))
    text: Mapped[str] = mapped_column(Sealed("letter.text"))
    is_large: Mapped[bool]


class Permission(db.Model):
    """The reporter's word that the answer may be made public without saying who they are, for one round."""

    __tablename__ = "publication_permission"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    round: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("ticket_id", "round"),)


class PublicAnswer(Deed, db.Model):
    """公开答复: what was asked and answered, in words from which nobody can be guessed."""

    __tablename__ = "public_answer"

    ref: Mapped[str] = mapped_column(String(30), unique=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_record.id"))
    asked: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_name: Mapped[str] = mapped_column(String(120), default="")
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    record: Mapped[DisclosureRecord | None] = relationship()

    __table_args__ = (
        Index("ix_public_answer_newest", "at", "id"),
        Index("ix_public_answer_record", "record_id", "id"),
    )


class Satisfaction(db.Model):
    """满意度: one to five, with words if they like; once for each answer."""

    __tablename__ = "satisfaction"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    round: Mapped[int]
    score: Mapped[int]
    words: Mapped[str] = mapped_column(Sealed("satisfaction.words"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("ticket_id", "round"), Index("ix_satisfaction_at", "at"))
