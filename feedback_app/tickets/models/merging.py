"""Several reporters of one matter: what was merged into what, the marks by which copies are found, the suspicion of malice.

A duplicate stays a ticket of its own, with its receipt, limits, answer and privacy; see operations/merging.py.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.extensions import Sealed, UtcDateTime, db
from feedback_app.tickets.models.deed import Deed

if TYPE_CHECKING:
    from feedback_app.tickets.models.ticket import Ticket

CLERK, JOINED, SAME_TEXT = "by_clerk", "joined", "same_text"


class Merge(db.Model):
    """并单: into which ticket, how it came about, by whom; and if it was undone, by whom and why."""

    __tablename__ = "merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    main_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    how: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_name: Mapped[str] = mapped_column(String(120), default="")
    undone_reason: Mapped[str] = mapped_column(Text, default="")


class Likeness(db.Model):
    """One mark of a ticket's words (likeness/sketch.py); tickets that share one are alike."""

    __tablename__ = "likeness"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True)

    __table_args__ = (Index("ix_likeness_mark", "mark", "ticket_id"),)


class MaliceLabel(Deed, db.Model):
    """疑似恶意: proposed by the head of the legal section, valid with the leader's signature, looked at again after a while.

    It never takes away the right to report; later reports of the same contact get one standard answer and are read.
    """

    __tablename__ = "malice_label"

    ticket: Mapped["Ticket"] = relationship(back_populates="labels")
    contact_mark: Mapped[str | None] = mapped_column(String(32), index=True)
    reasons: Mapped[str] = mapped_column(Sealed("malice_label.reasons"))
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    signed_by_name: Mapped[str] = mapped_column(String(120), default="")
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    review_on: Mapped[date | None] = mapped_column(index=True)
    review_told_on: Mapped[date | None]  # for which day of review the legal section was reminded
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_name: Mapped[str] = mapped_column(String(120), default="")
    lifted_reason: Mapped[str] = mapped_column(Text, default="")
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_over_to: Mapped[str] = mapped_column(String(200), default="")
