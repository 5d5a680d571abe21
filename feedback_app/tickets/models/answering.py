"""What the reporter was told, why it happened, who answers for it, and the end of the file."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.extensions import db
from feedback_app.tickets.accountability import OUTCOMES, Outcome
from feedback_app.tickets.models.deed import Deed
from feedback_app.tickets.models.hearing import AccountabilityOutcome, Statement

EMPTY = text("''")


class Reply(Deed, db.Model):
    """答复: what the reporter was told."""

    __tablename__ = "reply"

    text: Mapped[str] = mapped_column(Text)
    object_until: Mapped[date | None]  # the last day on which the reporter may object (TICKET_OBJECTION)


class CauseAnalysis(Deed, db.Model):
    """原因分析: why the error came about and what will prevent the next."""

    __tablename__ = "cause_analysis"

    words: Mapped[str] = mapped_column(Text)
    fault: Mapped[str] = mapped_column(
        String(20), default="", server_default=EMPTY
    )  # of causes.FAULTS; the gravest
    prevention: Mapped[str] = mapped_column(Text)
    prevention_by: Mapped[str] = mapped_column(
        String(120), default="", server_default=EMPTY
    )  # who sees to it
    prevention_due_on: Mapped[date | None]
    prevention_done_on: Mapped[date | None]
    prevention_done_by: Mapped[str] = mapped_column(String(120), default="", server_default=EMPTY)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))  # whose record it was
    same_as_id: Mapped[int | None] = mapped_column(
        ForeignKey("cause_analysis.id")
    )  # found for another report already
    categories: Mapped[list["CauseCategory"]] = relationship(order_by="CauseCategory.id", lazy="selectin")
    fields: Mapped[list["CauseField"]] = relationship(order_by="CauseField.id")

    __table_args__ = (
        Index("ix_cause_analysis_unit", "unit_id", "at", "id"),
        Index("ix_cause_analysis_at", "at", "id"),
    )


class CauseCategory(db.Model):
    """One cause of the taxonomy (causes.py); an error often has several."""

    __tablename__ = "cause_category"

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("cause_analysis.id"), index=True)
    cause: Mapped[str] = mapped_column(String(30), index=True)


class CauseField(db.Model):
    """A field the error was in: by it an error that comes back is known."""

    __tablename__ = "cause_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("cause_analysis.id"), index=True)
    field_key: Mapped[str] = mapped_column(String(40), index=True)


class Accountability(Deed, db.Model):
    """倒查责任: who answers, by which measure, decided by whom; or why nobody is at fault.

    The system records what was decided or referred; it never issues a sanction itself.
    """

    __tablename__ = "accountability"

    subject: Mapped[str] = mapped_column(
        String(200)
    )  # the person or unit, as named then; empty when no fault
    subject_user_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    violation: Mapped[str] = mapped_column(
        String(30), default="", server_default=EMPTY
    )  # of measures.VIOLATIONS
    measure: Mapped[str] = mapped_column(String(30))
    status: Mapped[str] = mapped_column(
        String(20), server_default="decided_here"
    )  # of accountability.Outcome
    decided_by: Mapped[str] = mapped_column(String(200))  # who decided it, or where it was referred to
    decided_on: Mapped[date | None]
    reasons: Mapped[str] = mapped_column(Text)
    same_as_id: Mapped[int | None] = mapped_column(
        ForeignKey("accountability.id")
    )  # settled for another report

    statements: Mapped[list[Statement]] = relationship(order_by="Statement.id")
    outcomes: Mapped[list[AccountabilityOutcome]] = relationship(order_by="AccountabilityOutcome.id")

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.status)

    @property
    def is_settled(self) -> bool:
        """Decided, referred or found to be nobody's; a proposal is not."""
        return OUTCOMES[self.outcome].is_settled


class Closing(Deed, db.Model):
    """办结."""

    __tablename__ = "closing"
