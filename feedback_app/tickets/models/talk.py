"""What reporter and bureau write to each other, and the reporter's reading at this or that device."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.extensions import Sealed, UtcDateTime, db

if TYPE_CHECKING:
    from feedback_app.tickets.models.ticket import Ticket


class TicketMessage(db.Model):
    """One message about a ticket (往来), from its reporter or from the bureau. The words are sealed.

    `number` counts within the ticket; its files are attachments of the ticket with the part "message:NUMBER".
    """

    __tablename__ = "ticket_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    number: Mapped[int]
    is_from_reporter: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    by_post: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(Sealed("ticket_message.words"))
    # What the log's entry commits to, as with the report itself (said.py).
    said_text: Mapped[str | None] = mapped_column(
        Sealed("ticket_message.said_text"), deferred=True, deferred_group="proof"
    )
    proof_salt: Mapped[str | None] = mapped_column(
        Sealed("ticket_message.proof_salt"), deferred=True, deferred_group="proof"
    )
    entry_number: Mapped[int]  # its line in the accountability log: the receipt
    submission_hash: Mapped[str] = mapped_column(
        String(64), unique=True
    )  # the same form sent twice: one message
    seen_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # by the other side, who said so or wrote back

    __table_args__ = (
        Index("ix_ticket_message_number", "ticket_id", "number", unique=True),
        Index(
            "ix_ticket_message_unseen", "ticket_id", "is_from_reporter",
            sqlite_where=text("seen_at IS NULL"), postgresql_where=text("seen_at IS NULL"),
        ),
    )  # fmt: skip

    @property
    def part(self) -> str:
        """How its files name it."""
        return f"message:{self.number}"


class Reading(db.Model):
    """A reporter who has typed their code at some device. The browser holds a random token, here lies only its hash.

    `new_seed`: of the code that is shown and not yet taken over; `must_change`: a clerk has seen the code that was typed.
    """

    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    must_change: Mapped[bool] = mapped_column(default=False)
    new_seed: Mapped[str | None] = mapped_column(Sealed("reading.new_seed"))

    ticket: Mapped["Ticket"] = relationship()
