"""When an approved version is to go before the public by itself, and what came of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.models.record import DisclosureRecord
from feedback_app.extensions import UtcDateTime, db

WAITING, DONE, CANCELLED, FAILED = "waiting", "done", "cancelled", "failed"


class PublicationPlan(db.Model):
    """One planned publication (定时发布). A new time is a new row; what is no longer waiting never changes."""

    __tablename__ = "publication_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"))
    version_number: Mapped[int]
    publish_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault_zh: Mapped[str] = mapped_column(Text, default="")  # why it did not go out
    fault_en: Mapped[str] = mapped_column(Text, default="")

    record: Mapped[DisclosureRecord] = relationship()
    planned_by: Mapped[StaffUser] = relationship()

    __table_args__ = (
        Index("ix_publication_plan_due", "state", "publish_at", "id"),
        Index("ix_publication_plan_record", "record_id", "id"),
    )

    @property
    def is_waiting(self) -> bool:
        return self.state == WAITING

    @property
    def has_failed(self) -> bool:
        return self.state == FAILED
