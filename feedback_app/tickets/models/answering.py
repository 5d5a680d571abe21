"""What the reporter was told, why it happened, who answers for it, and the end of the file."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.extensions import db
from feedback_app.tickets.models.deed import Deed


class Reply(Deed, db.Model):
    """答复: what the reporter was told."""

    __tablename__ = "reply"

    text: Mapped[str] = mapped_column(Text)
    object_until: Mapped[date | None]  # the last day on which the reporter may object (TICKET_OBJECTION)


class CauseAnalysis(Deed, db.Model):
    """原因分析: why the error came about and what will prevent the next."""

    __tablename__ = "cause_analysis"

    words: Mapped[str] = mapped_column(Text)
    prevention: Mapped[str] = mapped_column(Text)
    categories: Mapped[list["CauseCategory"]] = relationship(order_by="CauseCategory.id", lazy="selectin")


class CauseCategory(db.Model):
    """One cause of the taxonomy (causes.py); an error often has several."""

    __tablename__ = "cause_category"

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("cause_analysis.id"), index=True)
    cause: Mapped[str] = mapped_column(String(30), index=True)


class Accountability(Deed, db.Model):
    """倒查责任: who answers, by which measure, decided by whom; or why nobody is at fault.

    The system records what was decided or referred; it never issues a sanction itself.
    """

    __tablename__ = "accountability"

    subject: Mapped[str] = mapped_column(
        String(200)
    )  # the person or unit, as named then; empty when no fault
    subject_user_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    measure: Mapped[str] = mapped_column(String(30))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    reasons: Mapped[str] = mapped_column(Text)


class Closing(Deed, db.Model):
    """办结."""

    __tablename__ = "closing"
