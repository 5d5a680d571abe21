"""Who reported, and what they say of which field."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.extensions import Sealable, Sealed, db

if TYPE_CHECKING:
    from feedback_app.tickets.models.ticket import Ticket


class Claim(db.Model):
    """What the reporter says of one field: what stands there, what should."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    field_key: Mapped[str | None] = mapped_column(String(40))  # None: the record as a whole
    says: Mapped[str] = mapped_column(Sealable("claim.says"))  # encrypted where the type says so
    should_say: Mapped[str] = mapped_column(Sealable("claim.should_say"))


class Particular(db.Model):
    """What the reporter answered to one question of their kind of report (asks.py); choices by their codes, with commas."""

    __tablename__ = "particular"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    ask: Mapped[str] = mapped_column(String(30))
    words: Mapped[str] = mapped_column(Sealed("particular.words"))


class Reporter(db.Model):
    """Who reported. Everything that says who it is, is sealed; an anonymous reporter has nothing here."""

    __tablename__ = "reporter"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), unique=True)
    is_anonymous: Mapped[bool]
    name: Mapped[str] = mapped_column(Sealed("reporter.name"))
    email: Mapped[str] = mapped_column(Sealed("reporter.email"))
    phone: Mapped[str] = mapped_column(Sealed("reporter.phone"))

    ticket: Mapped["Ticket"] = relationship(back_populates="reporter")
