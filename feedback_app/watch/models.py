"""Alarms about the log, verifications of it, and the days on which checkpoints were mailed."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import UtcDateTime, db


class LogAlarm(db.Model):
    """One thing found wrong with the log. Found again while it is open, it is the same alarm.

    No foreign key: like the log's own entries, it stays as it was written.
    """

    __tablename__ = "log_alarm"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    words_zh: Mapped[str] = mapped_column(Text)
    words_en: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)  # the last time it was found again
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_log_alarm_open", "closed_at", "id"),)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class LogCheck(db.Model):
    """One verification of the whole log by the system itself."""

    __tablename__ = "log_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    entries: Mapped[int] = mapped_column(BigInteger)
    holds: Mapped[bool]


class CheckpointMailing(db.Model):
    """The checkpoint that was mailed on a day (Beijing). The day is the key: two relays cannot both mail."""

    __tablename__ = "checkpoint_mailing"

    on_day: Mapped[date] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
