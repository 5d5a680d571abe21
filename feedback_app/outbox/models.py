"""Messages the bureau owes. A row is written with the change that owes it; the queue only carries it."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import Sealed, SealedJson, UtcDateTime, db

OWED, SENDING, SENT = "owed", "sending", "sent"
# For good: by the server at once; after the server had taken it; after the last try.
REFUSED, BOUNCED, DEAD = "refused", "bounced", "dead"
FAILED = (REFUSED, BOUNCED, DEAD)


class OwedMessage(db.Model):
    """One message to one address. Address and content are sealed: both can say who reported."""

    __tablename__ = "owed_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(80))  # "ticket:FK-JC-…"
    to_address: Mapped[str] = mapped_column(Sealed("owed_message.to_address"))
    to_role: Mapped[str] = mapped_column(
        String(20)
    )  # "reporter" or "staff": whether the address may be shown
    locale: Mapped[str] = mapped_column(String(5), default="zh")
    context: Mapped[dict[str, str]] = mapped_column(SealedJson("owed_message.context"))
    state: Mapped[str] = mapped_column(String(10), default=OWED)
    attempts: Mapped[int] = mapped_column(default=0)
    owed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_again_at: Mapped[datetime] = mapped_column(UtcDateTime)  # not to be tried before
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_fault: Mapped[str] = mapped_column(Text, default="")  # the server's words, without the address
    channel: Mapped[str] = mapped_column(String(10), default="smtp")
    # Whether no more may be said than that something is new: the reader asked not to be known.
    is_discreet: Mapped[bool] = mapped_column(default=False)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was given up
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when a person was told that it failed

    __table_args__ = (
        Index("ix_owed_message_due", "state", "due_again_at", "id"),
        Index("ix_owed_message_about", "about", "id"),
        Index("ix_owed_message_failed", "state", "told_at", "id"),
    )

    @property
    def has_failed(self) -> bool:
        """Whether it was given up: nobody tries it again unless a person asks."""
        return self.state in FAILED
