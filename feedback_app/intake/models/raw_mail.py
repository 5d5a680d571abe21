"""Mail as it came in. The bytes lie sealed on disk under their own hash; the row says what became of them."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.extensions import Sealed, UtcDateTime, db
from feedback_app.intake.mail_states import MAIL_STATES, MailState
from feedback_app.tickets.models import Ticket

KEPT, TICKETED, JOINED, SET_ASIDE, UNREADABLE, FILED = (
    "kept", "ticketed", "joined", "set_aside", "unreadable", "filed",
)  # fmt: skip


class RawMail(db.Model):
    """One mail, kept byte for byte before anybody tries to read it. Who wrote it and of what is sealed."""

    __tablename__ = "raw_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    came_by: Mapped[str] = mapped_column(String(10))  # imap, lmtp, import
    # Where a mailbox has it: folder, UIDVALIDITY and UID. None for what was handed to us.
    place: Mapped[str | None] = mapped_column(String(200), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))  # of all its bytes
    size: Mapped[int]  # bytes
    # What makes it this mail whichever way it travelled: brought twice, it is kept once.
    essence: Mapped[str] = mapped_column(String(64), unique=True)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)  # every limit counts from here
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    due_again_at: Mapped[datetime] = mapped_column(UtcDateTime)  # while kept: not to be read before
    nature: Mapped[str | None] = mapped_column(String(12))
    caught_by: Mapped[str] = mapped_column(String(30), default="")
    faults: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes of faults.py
    file_count: Mapped[int] = mapped_column(default=0)
    subject: Mapped[str] = mapped_column(Sealed("raw_mail.subject"), default="")
    from_name: Mapped[str] = mapped_column(Sealed("raw_mail.from_name"), default="")
    from_address: Mapped[str] = mapped_column(Sealed("raw_mail.from_address"), default="")
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    # Of which ticket it speaks without having shown that it may write into it: for a clerk to see.
    may_belong_to_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    filed_by_name: Mapped[str] = mapped_column(String(120), default="")
    filed_reason: Mapped[str] = mapped_column(Text, default="")

    ticket: Mapped[Ticket | None] = relationship(foreign_keys=ticket_id)
    may_belong_to: Mapped[Ticket | None] = relationship(foreign_keys=may_belong_to_id)

    __table_args__ = (
        Index("ix_raw_mail_state", "state", "arrived_at", "id"),
        Index("ix_raw_mail_arrived", "arrived_at", "id"),
        Index("ix_raw_mail_due", "state", "due_again_at", "id"),
    )

    @property
    def ref(self) -> str:
        """How the log and the pages name this mail."""
        return f"mail:{self.id}"

    @property
    def state_row(self) -> MailState:
        return MAIL_STATES[self.state]

    @property
    def waits_for_a_person(self) -> bool:
        """Whether a clerk can still decide what becomes of it."""
        return self.state_row.may_be_decided


class MailboxLook(db.Model):
    """The last look into a mailbox: when, with what success, and how far its mail has been fetched."""

    __tablename__ = "mailbox_look"

    place: Mapped[str] = mapped_column(String(150), primary_key=True)  # host and folder
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    succeeded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(Text, default="")
    uidvalidity: Mapped[int | None] = mapped_column(BigInteger)
    last_uid: Mapped[int | None] = mapped_column(BigInteger)  # everything up to here is kept


class AutomaticAnswer(db.Model):
    """That an address got its automatic answer on a day: there is no second one. Of the address a keyed hash only."""

    __tablename__ = "automatic_answer"

    address: Mapped[str] = mapped_column(String(32), primary_key=True)
    on_day: Mapped[date] = mapped_column(primary_key=True)
