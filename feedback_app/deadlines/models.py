"""Clocks that run, what happened to each of them, and the calendar rows typed in from notices.

A clock's due date is never silently overwritten: whatever moves it leaves a ClockEvent with the date before, the date
after and the count that led there.
"""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.clock import to_local
from feedback_app.deadlines.explaining import explain, explain_alarm
from feedback_app.deadlines.rules import RULES, ClockRule
from feedback_app.deadlines.stored_count import from_json
from feedback_app.deadlines.working_days import Count, Override
from feedback_app.extensions import Sealed, UtcDateTime, db

KEPT, LATE, VOIDED = "kept", "late", "void"
START, PAUSE, RESUME, EXTEND, STOP, RECOMPUTE, MISSED, VOID = (
    "start", "pause", "resume", "extend", "stop", "recompute", "missed", "void",
)  # fmt: skip
LAST_SECOND = timedelta(seconds=1)  # due_at is 23:59:59; the limit runs until 24:00 (民法典 203)


class Clock(db.Model):
    """One limit running, or stopped, for one subject such as a record or a ticket."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(40))  # key of rules.RULES
    subject_kind: Mapped[str] = mapped_column(String(20))  # "record", "ticket" …
    subject_ref: Mapped[str] = mapped_column(String(64))
    started_on: Mapped[date]  # the event day, which is not counted
    length: Mapped[int]  # in the rule's unit, extensions included
    due_on: Mapped[date]
    due_at: Mapped[datetime] = mapped_column(
        UtcDateTime
    )  # 23:59:59 Asia/Shanghai of due_on; for hours the moment
    alarm_on: Mapped[date]  # not after due_on: for outer legal limits also counted without regional days off
    provisional: Mapped[bool] = mapped_column(default=False)
    counted: Mapped[dict[str, Any]] = mapped_column(JSON)  # the count behind due_on, see stored_count
    paused_on: Mapped[date | None]
    extended_to: Mapped[str | None] = mapped_column(String(40))  # a rule, or the number of working days
    missed_on: Mapped[date | None]  # the due date whose passing has been noted
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_on: Mapped[date | None]  # the civil date the outcome was judged by
    outcome: Mapped[str | None] = mapped_column(String(4))
    late_by: Mapped[int | None]  # working days; 0 with outcome "late": done on the free days just after
    row_version: Mapped[int] = mapped_column()

    events: Mapped[list["ClockEvent"]] = relationship(viewonly=True, order_by="ClockEvent.id")

    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        Index("ix_clock_open_due", "stopped_at", "due_at", "id"),
        Index("ix_clock_subject", "subject_kind", "subject_ref"),
        # One running clock per rule and subject, whatever two processes do at once.
        Index(
            "uq_clock_running", "rule", "subject_kind", "subject_ref", unique=True,
            sqlite_where=text("stopped_at IS NULL"), postgresql_where=text("stopped_at IS NULL"),
        ),
    )  # fmt: skip

    @property
    def row(self) -> ClockRule:
        """The rule it runs under: label, owner, citation."""
        return RULES[self.rule]

    @property
    def count(self) -> Count:
        """The count behind the present due date, as it was stored."""
        return from_json(self.counted)

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None

    @property
    def is_void(self) -> bool:
        """Ended without a judgement: it had begun from a wrong day, or what it was for was given up."""
        return self.outcome == VOIDED

    def is_overdue(self, now: datetime) -> bool:
        """Running, and past 24:00 of its last day (or past its hour)."""
        return self.is_open and now >= self.due_at + LAST_SECOND

    def is_paused(self, now: datetime) -> bool:
        """Paused and the pause's cap not reached: after it the clock runs on by itself."""
        if self.paused_on is None or not self.is_open:
            return False
        return to_local(now).date() <= self.count.pauses[-1].until_on

    def days_left(self, now: datetime) -> int:
        """Days still to come, today not counted: working days for limits in working days, else calendar days. Never
        negative; 0 on the last day. Read from the stored count, so no calendar is needed."""
        today, counted = to_local(now).date(), self.count
        if not counted.days:
            return max((self.due_on - today).days, 0)
        return sum(day.number is not None and day.date > today for day in counted.days)

    def days_overdue(self, now: datetime) -> int:
        """Calendar days past the last one; 0 when not overdue. For working days see working_days_between."""
        return max((to_local(now).date() - self.due_on).days, 0) if self.is_overdue(now) else 0

    def explanation(self, lang: str) -> str:
        """How the due date was counted when it was set, in "zh" or "en"."""
        said = [explain(self.count, lang)]
        if self.alarm_on < self.due_on:
            said.append(explain_alarm(self.alarm_on, lang))
        return (" " if lang.startswith("en") else "").join(said)


class ClockEvent(db.Model):
    """One thing that happened to a clock. Never changed, never deleted."""

    __tablename__ = "clock_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on_before: Mapped[date | None]
    due_on_after: Mapped[date]
    alarm_on_after: Mapped[date]
    counted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # when a count was made
    by_kind: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(100))  # as it was then
    note: Mapped[str | None] = mapped_column(Sealed("clock_event.note"))  # reasons may speak of reporters

    clock: Mapped[Clock] = relationship()

    def explanation(self, lang: str) -> str:
        """The count made then, as sentences; empty when none was made."""
        return explain(from_json(self.counted), lang) if self.counted else ""


class ClockNotice(db.Model):
    """That somebody was told about a clock: once for each stage and due date, whatever happens twice."""

    __tablename__ = "clock_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"))
    due_on: Mapped[date]
    stage: Mapped[str] = mapped_column(String(20))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("uq_clock_notice", "clock_id", "due_on", "stage", unique=True),)


def new_stamp() -> int:
    return secrets.randbelow(2**31)


class EnteredByTwo:
    """Something typed in from a notice by one person; it counts from its approval by another."""

    source_document: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by: Mapped[str] = mapped_column(String(100))
    entered_by_id: Mapped[int | None]
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(String(100))
    approved_by_id: Mapped[int | None]
    # Drawn anew with every change of the row: a sum over all of them tells a reader whether anything changed.
    stamp: Mapped[int] = mapped_column(default=new_stamp)


class CalendarDay(EnteredByTwo, db.Model):
    """A date that a notice makes a day off or a working day. A mistake is mended by a later row for the same date."""

    __tablename__ = "calendar_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    day_on: Mapped[date] = mapped_column(index=True)
    layer: Mapped[str] = mapped_column(String(10))  # of working_days.LAYERS
    is_working: Mapped[bool]
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))

    @property
    def override(self) -> Override:
        return Override(self.day_on, self.layer, self.is_working, self.name_zh, self.name_en)


class CalendarYear(EnteredByTwo, db.Model):
    """A year whose national notice has been typed in completely: from here on its days are official."""

    __tablename__ = "calendar_year"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
