"""Clocks started and stopped in bulk. A count depends only on the rule and the day, so each is made once."""

from datetime import date, datetime
from typing import Any

from feedback_app.audit.actor import Actor
from feedback_app.clock import to_local
from feedback_app.deadlines import reckoning
from feedback_app.deadlines.models import KEPT, LATE, START, STOP, Clock, ClockEvent
from feedback_app.deadlines.working_days import Calendar, working_days_between
from feedback_app.sample.sheets import Row, Sheets

_COUNTED = ("started_on", "length", "due_on", "due_at", "alarm_on", "provisional", "counted")


class RunningClock:
    """One clock: its row, and the rows of its events."""

    def __init__(self, row: Row, start: Row) -> None:
        self.row, self.events = row, [start]

    @property
    def rule(self) -> str:
        rule: str = self.row["rule"]
        return rule


class Clocks:
    def __init__(self, calendar: Calendar, sheets: Sheets) -> None:
        self._calendar, self._sheets = calendar, sheets
        self._counts: dict[tuple[str, date], Row] = {}
        self._late: dict[tuple[date, date], int] = {}

    def start(
        self, rule: str, kind: str, ref: str, started_on: date, *, by: Actor, at: datetime
    ) -> RunningClock:
        """As `deadlines.operations.start` does."""
        counted = self._counted(rule, started_on)
        row = {
            "id": self._sheets.number(Clock), "rule": rule, "subject_kind": kind, "subject_ref": ref, **counted,
            "paused_on": None, "extended_to": None, "missed_on": None, "stopped_at": None, "stopped_on": None,
            "outcome": None, "late_by": None, "row_version": 1,
        }  # fmt: skip
        return RunningClock(row, self._event(row, START, by, at, before=None, counted=row["counted"]))

    def stop(self, running: RunningClock, *, by: Actor, at: datetime) -> None:
        """As `deadlines.operations.stop` does."""
        row, on = running.row, to_local(at).date()
        is_late = on > row["due_on"]
        row["stopped_at"], row["stopped_on"] = at, on
        row["outcome"] = LATE if is_late else KEPT
        row["late_by"] = self._late_by(row["due_on"], on) if is_late else 0
        running.events.append(self._event(row, STOP, by, at, before=row["due_on"], counted=None))

    def due_on(self, rule: str, started_on: date) -> date:
        """The last day of a limit, without a clock that runs."""
        due: date = self._counted(rule, started_on)["due_on"]
        return due

    def write(self, running: RunningClock) -> None:
        """Into the sheets, when nothing more happens to it."""
        self._sheets.add(Clock, running.row)
        for event in running.events:
            self._sheets.add(ClockEvent, event)

    def _event(
        self, row: Row, kind: str, by: Actor, at: datetime, *, before: date | None, counted: Any
    ) -> Row:
        return {
            "id": self._sheets.number(ClockEvent), "clock_id": row["id"], "kind": kind, "at": at, "due_on_before": before,
            "due_on_after": row["due_on"], "alarm_on_after": row["alarm_on"], "counted": counted, "by_kind": by.kind,
            "by_id": by.id, "by_name": by.name, "note": None,
        }  # fmt: skip

    def _counted(self, rule: str, started_on: date) -> Row:
        known = self._counts.get((rule, started_on))
        if known is None:
            draft = reckoning.draft(
                rule, subject_kind="", subject_ref="", calendar=self._calendar, started_on=started_on
            )
            known = self._counts[rule, started_on] = {name: getattr(draft, name) for name in _COUNTED}
        return known

    def _late_by(self, due_on: date, on: date) -> int:
        key = (due_on, on)
        if key not in self._late:
            self._late[key] = max(working_days_between(due_on, on, self._calendar), 0)
        return self._late[key]
