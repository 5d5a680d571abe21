"""Limits that are not counted in working days: hours, calendar days, months and years (民法典 200–203)."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable

from feedback_app.clock import LEGAL_ZONE, to_local
from feedback_app.deadlines.national_days import Status
from feedback_app.deadlines.working_days import (
    ONE_DAY,
    Calendar,
    Count,
    CountedDay,
    Pause,
    Unit,
    count,
    refuse_date,
    refuse_length,
)
from feedback_app.refusals import Refusal


def end_of(on: dt.date) -> dt.datetime:
    """The legal end of a day, 23:59:59 in Asia/Shanghai: what falls due on it is late from 24:00 (民法典 203)."""
    return dt.datetime.combine(on, dt.time(23, 59, 59), LEGAL_ZONE)


def count_calendar_days(event_on: dt.date, length: int, calendar: Calendar) -> Count:
    """Natural days from the day after; a last day that is a day off moves to the next working day (民法典 201, 203)."""
    refuse_length(length)
    refuse_date(event_on)
    on = event_on + dt.timedelta(days=length)
    days = [_counted(event_on + dt.timedelta(days=k), k, calendar) for k in range(1, length + 1)]
    while not calendar.day(on).is_working:
        on += ONE_DAY
        days.append(_counted(on, None, calendar))
    provisional = any(day.status is not Status.OFFICIAL for day in days[length - 1 :])
    return Count(event_on, length, on, tuple(days), provisional, Unit.CALENDAR_DAY)


def _counted(on: dt.date, number: int | None, calendar: Calendar) -> CountedDay:
    day = calendar.day(on)
    return CountedDay(on, number, day.name_zh, day.name_en, day.status)


def count_months(event_on: dt.date, length: int, unit: Unit = Unit.MONTH) -> Count:
    """The corresponding day `length` months (or years) on, else the last day of that month (民法典 202).

    Not moved off holidays: these are periods something stays published, not limits for an act."""
    refuse_length(length)
    refuse_date(event_on)
    months = event_on.month - 1 + length * (12 if unit is Unit.YEAR else 1)
    year, month = event_on.year + months // 12, months % 12 + 1
    due_on = dt.date(year, month, min(event_on.day, monthrange(year, month)[1]))
    return Count(event_on, length, due_on, (), False, unit)


def count_years(event_on: dt.date, length: int) -> Count:
    """Full years (满N年), see `count_months`."""
    return count_months(event_on, length, Unit.YEAR)


def count_hours(started_at: dt.datetime, length: int) -> Count:
    """Hours run from the moment itself, through nights and holidays; `started_at` is aware."""
    refuse_length(length)
    if started_at.tzinfo is None:
        raise Refusal("起算时刻没有注明时区。", "The starting moment has no time zone.")
    refuse_date(to_local(started_at).date())
    due_at = started_at.astimezone(dt.UTC) + dt.timedelta(hours=length)
    event_on, due_on = to_local(started_at).date(), to_local(due_at).date()
    return Count(event_on, length, due_on, (), False, Unit.HOUR, started_at=started_at, due_at=due_at)


def count_in(
    unit: Unit, started_at: dt.datetime, length: int, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> Count:
    """Count in any unit from a moment; for all but hours only its civil date in Asia/Shanghai matters."""
    event_on = to_local(started_at).date()
    if unit is Unit.HOUR:
        return count_hours(started_at, length)
    if unit is Unit.CALENDAR_DAY:
        return count_calendar_days(event_on, length, calendar)
    if unit in (Unit.MONTH, Unit.YEAR):
        return count_months(event_on, length, unit)
    return count(event_on, length, calendar, pauses)
