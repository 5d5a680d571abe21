"""A clock's due date and everything that follows from it, counted from its event. Adds nothing to the database."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from feedback_app import clock
from feedback_app.deadlines.models import Clock
from feedback_app.deadlines.office_hours import is_open
from feedback_app.deadlines.periods import count_in, end_of
from feedback_app.deadlines.rules import RULES, ClockRule, length_of
from feedback_app.deadlines.stored_count import to_json
from feedback_app.deadlines.working_days import Calendar, Count, Pause, Unit

Settings = Mapping[str, Any]
NOON = dt.time(12)


def draft(
    rule_id: str,
    *,
    subject_kind: str,
    subject_ref: str,
    calendar: Calendar,
    started_on: dt.date | None = None,
    started_at: dt.datetime | None = None,
    length: int | None = None,
    settings: Settings | None = None,
) -> Clock:
    """A clock as `start` would start it, added nowhere and asking the database nothing (for loading many at once)."""
    rule = RULES[rule_id]
    moment = _event(rule, started_on, started_at)
    is_off_hours = bool(rule.off_hours_length) and not is_open(moment, calendar)
    stamped = length if rule.is_stamped else None
    chosen = stamped or length_of(rule, settings, is_off_hours=is_off_hours)
    running = Clock(rule=rule_id, subject_kind=subject_kind, subject_ref=subject_ref, counted={})
    count_anew(running, calendar, length=chosen, pauses=(), started_at=moment)
    running.started_on = clock.to_local(moment).date()
    return running


def count_anew(
    running: Clock,
    calendar: Calendar,
    *,
    length: int | None = None,
    pauses: Sequence[Pause] | None = None,
    started_at: dt.datetime | None = None,
) -> None:
    """Set everything that follows from a count; what is not given stays as it was counted before."""
    known = running.count if running.counted else None
    if known and started_at is None:
        started_at = known.started_at or dt.datetime.combine(known.event_on, NOON, clock.LEGAL_ZONE)
    assert started_at is not None
    length = length or running.length
    pauses = known.pauses if pauses is None and known else pauses or ()

    def counted_by(one: Calendar) -> Count:
        return count_in(running.row.unit, started_at, length, one, pauses)

    counted = counted_by(calendar)
    running.length, running.due_on, running.provisional = length, counted.due_on, counted.provisional
    running.due_at = (counted.due_at or end_of(counted.due_on)).astimezone(dt.UTC)
    running.alarm_on = _alarm_on(running.row, counted, counted_by, calendar)
    running.counted = to_json(counted)


def _event(rule: ClockRule, started_on: dt.date | None, started_at: dt.datetime | None) -> dt.datetime:
    """The moment counting starts from; a bare date stands for its noon in Beijing."""
    if started_at is not None:
        return started_at
    if rule.unit is Unit.HOUR and started_on in (None, clock.today()):
        return clock.now()
    if started_on is None or rule.unit is Unit.HOUR:
        raise ValueError(f"{rule.id} needs {'started_at' if rule.unit is Unit.HOUR else 'started_on'}")
    return dt.datetime.combine(started_on, NOON, clock.LEGAL_ZONE)


def _alarm_on(
    rule: ClockRule, counted: Count, counted_by: Callable[[Calendar], Count], calendar: Calendar
) -> dt.date:
    if not rule.outer_legal:
        return counted.due_on
    return min(counted.due_on, counted_by(calendar.national()).due_on)
