"""A count as it is kept with a clock: what a plain weekday rule would not tell, and nothing else.

An explanation shown years later must be the one that was true when the date was set, so it is read back from here and
never counted again. Ordinary weekdays and weekends are left out and put back on reading; a row stays small.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from feedback_app.deadlines.national_days import SATURDAY, WEEKEND, WORKING, Status
from feedback_app.deadlines.working_days import ONE_DAY, Count, CountedDay, Pause, Unit


def to_json(count: Count) -> dict[str, Any]:
    """Plain JSON: dates as ISO texts; `notable` rows are [date, is counted, name_zh, name_en, status]."""
    return {
        "unit": count.unit.value,
        "event_on": count.event_on.isoformat(),
        "length": count.length,
        "due_on": count.due_on.isoformat(),
        "provisional": count.provisional,
        "pauses": [[pause.from_on.isoformat(), pause.until_on.isoformat()] for pause in count.pauses],
        "unsure": {str(year): status.value for year, status in count.unsure_years.items()},
        "notable": [_row(day) for day in count.days if not _is_plain(day, count)],
        "started_at": count.started_at and count.started_at.isoformat(),
        "due_at": count.due_at and count.due_at.isoformat(),
    }


def from_json(kept: dict[str, Any]) -> Count:
    """The count exactly as it was stored."""
    shell = Count(
        event_on=dt.date.fromisoformat(kept["event_on"]),
        length=kept["length"],
        due_on=dt.date.fromisoformat(kept["due_on"]),
        days=(),
        provisional=kept["provisional"],
        unit=Unit(kept["unit"]),
        pauses=tuple(Pause(*map(dt.date.fromisoformat, pair)) for pair in kept["pauses"]),
        started_at=_moment(kept["started_at"]),
        due_at=_moment(kept["due_at"]),
    )
    return replace(shell, days=_days(shell, kept))


def _row(day: CountedDay) -> list[Any]:
    return [day.date.isoformat(), day.number is not None, day.name_zh, day.name_en, day.status.value]


def _is_plain(day: CountedDay, count: Count) -> bool:
    return _row(day)[1:] == _plain(day.date, count, count.unsure_years)


def _plain(on: dt.date, count: Count, unsure: Mapping[int, str]) -> list[Any]:
    """What a day is taken for when nothing is stored about it."""
    is_counted = is_weekday = on.weekday() < SATURDAY
    if count.unit is Unit.CALENDAR_DAY:
        is_counted = (on - count.event_on).days <= count.length
    return [is_counted, *(WORKING if is_weekday else WEEKEND), unsure.get(on.year, Status.OFFICIAL)]


def _days(count: Count, kept: dict[str, Any]) -> tuple[CountedDay, ...]:
    if count.unit not in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        return ()
    notable = {row[0]: row[1:] for row in kept["notable"]}
    unsure = {int(year): status for year, status in kept["unsure"].items()}
    days, number, on = [], 0, count.event_on
    while on < count.due_on:
        on += ONE_DAY
        is_counted, zh, en, status = notable.get(on.isoformat()) or _plain(on, count, unsure)
        number += is_counted
        days.append(CountedDay(on, number if is_counted else None, zh, en, Status(status)))
    return tuple(days)


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
