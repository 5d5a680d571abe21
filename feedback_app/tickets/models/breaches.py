"""The register of what was exposed (泄露登记): one row for each report that was found right, kept for those who check."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import UtcDateTime, db
from feedback_app.tickets.models.deed import Deed

if TYPE_CHECKING:
    from feedback_app.tickets.models.ticket import Ticket


class Breach(Deed, db.Model):
    """What was exposed, from when to when, seen by how many as far as is known; who was told (个人信息保护法 57).

    What the exposed data said stands nowhere in it.
    """

    __tablename__ = "breach"

    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"), index=True)
    exposures: Mapped[list[str]] = mapped_column(JSON)  # keys of exposures.EXPOSURES
    exposed_from: Mapped[datetime] = mapped_column(UtcDateTime)
    exposed_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    views: Mapped[int | None]
    downloads: Mapped[int | None]
    figures_from: Mapped[str] = mapped_column(
        Text, default=""
    )  # where the two figures were read, or why there are none
    authority: Mapped[str] = mapped_column(String(200), default="")
    authority_told_on: Mapped[date | None]
    person_told_on: Mapped[date | None]
    assessed_on: Mapped[
        date | None
    ]  # when the assessment of the category's publication was gone over again (55-56)

    record: Mapped[DisclosureRecord] = relationship()
    ticket: Mapped["Ticket"] = relationship(back_populates="breaches")
    removals: Mapped[list["SearchRemoval"]] = relationship(order_by="SearchRemoval.id")

    __table_args__ = (Index("ix_breach_at", "at", "id"),)


class SearchRemoval(db.Model):
    """A search engine asked to forget the page, and when it had."""

    __tablename__ = "search_removal"

    id: Mapped[int] = mapped_column(primary_key=True)
    breach_id: Mapped[int] = mapped_column(ForeignKey("breach.id"), index=True)
    engine: Mapped[str] = mapped_column(String(120))
    asked_on: Mapped[date]
    gone_on: Mapped[date | None]
    by_name: Mapped[str] = mapped_column(String(120))
