"""What a finding brings about besides a correction or a clarification: sent to who is responsible, taken down, published."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import UtcDateTime, db
from feedback_app.tickets.models.deed import Deed


class Redirection(Deed, db.Model):
    """告知归谁管: whose matter it is, how to reach them, what the reporter was told."""

    __tablename__ = "redirection"

    to_whom: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(300))
    told: Mapped[str] = mapped_column(Text)


class TicketTakedown(Deed, db.Model):
    """撤下或者遮盖: how what must not be public left the public's sight. The act itself is in the record's own history."""

    __tablename__ = "ticket_takedown"

    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"), index=True)
    way: Mapped[str] = mapped_column(String(20))  # a key of exposures.WAYS
    version_number: Mapped[int | None]  # the masked version that stands there now
    takedown_id: Mapped[int | None] = mapped_column(ForeignKey("takedown.id"), index=True)


class OmittedPublication(Deed, db.Model):
    """补充公示: the record that should have been public, named by the investigator; and how late it was in the end."""

    __tablename__ = "omitted_publication"

    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"), index=True)
    due_on: Mapped[date | None]  # the last day of the record's own limit
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    days_late: Mapped[int | None]  # calendar days after due_on; 0 in time; None until it is public

    record: Mapped[DisclosureRecord] = relationship()
