"""Where each version is live, carrier by carrier (公示载体, Article 10)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import UtcDateTime, db

LIVE, PENDING = "live", "pending"
WITHDRAWING, WITHDRAWN = "withdrawing", "withdrawn"


@dataclass(frozen=True)
class Term:
    """How long something may stand on a carrier: full years from its first publication there, or to a day that is known
    already. Neither: the regulation sets no end."""

    years: int | None = None
    until: date | None = None


class ChannelPublication(db.Model):
    """One version of one record on one carrier. A correction makes new rows; the old ones stay as history."""

    __tablename__ = "channel_publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_ref: Mapped[str] = mapped_column(String(40))
    version_number: Mapped[int]
    channel: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20))  # pending → live; then withdrawing → withdrawn
    pushed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    evidence: Mapped[str] = mapped_column(Text, default="")  # an address or a sentence that shows it
    keeps_years: Mapped[int | None]  # from the first publication on this carrier
    public_until: Mapped[
        date | None
    ]  # the last day here; None as long as it does not show, or where nothing ends it
    withdrawal_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    withdrawal_evidence: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("ix_channel_publication_record", "record_ref", "version_number", "channel", unique=True),
        Index("ix_channel_publication_state", "state", "id"),
        Index("ix_channel_publication_over", "state", "public_until", "id"),
    )

    @property
    def stands_since(self) -> datetime | None:
        """Since when it stands as it does: confirmed, asked to let go of it, or gone."""
        asked_or_gone = {WITHDRAWING: self.withdrawal_asked_at, WITHDRAWN: self.withdrawn_at}
        return asked_or_gone.get(self.state, self.confirmed_at)

    @property
    def shown_by(self) -> str:
        """What shows that it stands so; nothing while it is only asked for."""
        gone = {WITHDRAWING: "", WITHDRAWN: self.withdrawal_evidence or ""}
        return gone.get(self.state, self.evidence)
