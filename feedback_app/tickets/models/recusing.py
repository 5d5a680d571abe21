"""Who must keep away from a ticket and why, what staff declared of their own, and looks at a reporter that needed consent."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.accounts.models import StaffUser
from feedback_app.extensions import Sealed, UtcDateTime, db
from feedback_app.tickets.models.ticket import Ticket
from feedback_app.tickets.recusal import GRANTED, GROUNDS, REFUSED, Ground


class Recusal(db.Model):
    """回避: that somebody keeps away from one ticket: asked for, and then granted or refused by whoever is next above.

    `user_id` None: the reporter named somebody in words, and the clerk has yet to say who is meant.
    """

    __tablename__ = "recusal"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    person_name: Mapped[str] = mapped_column(String(120), default="")
    person_post: Mapped[str] = mapped_column(String(120), default="")
    asked_by: Mapped[str] = mapped_column(String(20))  # of recusal.ASKERS
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ground: Mapped[str] = mapped_column(String(30), default="")  # of recusal.GROUNDS; empty: not said yet
    words: Mapped[str] = mapped_column(Sealed("recusal.words"), default="")
    rung: Mapped[int] = mapped_column(default=0)  # of recusal.LADDER: where it waits to be decided
    outcome: Mapped[str | None] = mapped_column(String(10))  # None: waits for the decision
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    decided_by_name: Mapped[str] = mapped_column(String(120), default="")
    decided_by_post: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(Sealed("recusal.decision"), default="")

    ticket: Mapped[Ticket] = relationship()
    person: Mapped[StaffUser | None] = relationship(foreign_keys=user_id)

    __table_args__ = (
        Index("ix_recusal_person", "user_id", "outcome", "ticket_id"),
        Index("ix_recusal_waiting", "outcome", "rung", "id"),
    )

    @property
    def is_waiting(self) -> bool:
        return self.outcome is None

    @property
    def is_granted(self) -> bool:
        return self.outcome == GRANTED

    @property
    def is_refused(self) -> bool:
        return self.outcome == REFUSED

    @property
    def ground_row(self) -> Ground | None:
        return GROUNDS.get(self.ground)


class DeclaredRelation(db.Model):
    """利害关系: what a member of staff declared of their own with one party, by name or credit code."""

    __tablename__ = "declared_relation"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), index=True)
    party: Mapped[str] = mapped_column(String(200), index=True)
    credit_code: Mapped[str] = mapped_column(String(18), default="", index=True)
    ground: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Sealed("declared_relation.reason"))
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[StaffUser] = relationship()

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def ground_row(self) -> Ground:
        return GROUNDS[self.ground]


class Reveal(db.Model):
    """查看反映人的申请: a look at who reported by somebody whose step does not need it; a second person consents, for a day."""

    __tablename__ = "reveal"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    asked_by_name: Mapped[str] = mapped_column(String(120))
    asked_by_post: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Sealed("reveal.reason"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(10))  # None: waits; granted | refused
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    decided_by_name: Mapped[str] = mapped_column(String(120), default="")
    decided_by_post: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(Sealed("reveal.decision"), default="")
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last look taken with this consent

    ticket: Mapped[Ticket] = relationship()

    def is_open_at(self, now: datetime) -> bool:
        """Whether the consent can be used."""
        return self.outcome == GRANTED and self.expires_at is not None and now < self.expires_at
