"""Working days: what a date is, when a limit ends, how late something was. Pure: the rows of the database come in.

The day of the event is not counted (民法典 201); only working days are; a make-up Saturday or Sunday counts. Layers lie
one above the other: national notices, the region's own holidays (XJ), local overrides; the upper one decides.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.deadlines.national_days import NATIONAL, Day, Status, national_day, status_of_year
from feedback_app.refusals import Refusal

LAYERS = (NATIONAL, "XJ", "local")  # lowest first
LONGEST = 1000  # no limit in the registry comes near; a slip of the keyboard does
EARLIEST, LATEST = 1949, 2999  # years a date may lie in
PAUSED = ("计时中止", "clock paused")
ONE_DAY = dt.timedelta(days=1)


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Override:
    """One approved row of the database: a date a notice makes a day off or a working day."""

    date: dt.date
    layer: str
    is_working: bool
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A stop of the clock: `from_on`, `until_on` and the days between are not counted.

    The day a clock goes on again is an event day like any other, so counting starts with the next (民法典 201)."""

    from_on: dt.date
    until_on: dt.date


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day looked at while counting; `number` is None when it was not counted, the names say why."""

    date: dt.date
    number: int | None
    name_zh: str
    name_en: str
    status: Status = Status.OFFICIAL


@dataclass(frozen=True, slots=True)
class Count:
    """How a due date was reached. `due_on` is its last day (it ends at 24:00 in Asia/Shanghai)."""

    event_on: dt.date
    length: int
    due_on: dt.date
    days: tuple[CountedDay, ...]
    provisional: bool  # a day that decides lies in a year whose notice is not out
    unit: Unit = Unit.WORKING_DAY
    pauses: tuple[Pause, ...] = ()
    started_at: dt.datetime | None = None  # hours only
    due_at: dt.datetime | None = None  # hours only

    @property
    def unsure_years(self) -> dict[int, Status]:
        """The years whose notice is not out, among the days looked at: empty unless `provisional`."""
        looked_at = self.days if self.provisional else ()
        return {day.date.year: day.status for day in looked_at if day.status is not Status.OFFICIAL}


class Calendar:
    """Answers `day(date)` from the national layer and the rows given; of two rows for one date the upper layer, and
    within a layer the later row, decides."""

    def __init__(self, overrides: Iterable[Override] = (), entered_years: Iterable[int] = ()) -> None:
        self._rows = tuple(overrides)
        self._entered_years = frozenset(entered_years)
        self._decides = {row.date: row for row in sorted(self._rows, key=lambda row: LAYERS.index(row.layer))}

    def day(self, on: dt.date) -> Day:
        """Never raises for a date it has no notice for: the status says how far to trust the answer.

        A datetime is refused: its civil date depends on a zone that is not ours to choose here."""
        if isinstance(on, dt.datetime):
            raise Refusal("请用日期，不用时刻。", "A date is needed, not a moment.")
        if row := self._decides.get(on):
            return Day(row.is_working, row.name_zh, row.name_en, Status.OFFICIAL, row.layer)
        return national_day(on, self._entered_years)

    def status_of(self, year: int) -> Status:
        return status_of_year(year, self._entered_years)

    def national(self) -> "Calendar":
        """The same without regional and local days: what a court that disregards them would count."""
        return Calendar((row for row in self._rows if row.layer == NATIONAL), self._entered_years)


def count(event_on: dt.date, working_days: int, calendar: Calendar, pauses: Iterable[Pause] = ()) -> Count:
    """The `working_days`-th working day after `event_on` (民法典 201), leaving out paused days.

    Raises Refusal when the length is not 1…1000 or the date is out of range."""
    refuse_length(working_days)
    refuse_date(event_on)
    paused = tuple(pauses)
    days = tuple(_counted_days(event_on, working_days, calendar, paused))
    provisional = any(day.status is not Status.OFFICIAL for day in days)
    return Count(event_on, working_days, days[-1].date, days, provisional, pauses=paused)


def _counted_days(
    event_on: dt.date, length: int, calendar: Calendar, pauses: tuple[Pause, ...]
) -> Iterator[CountedDay]:
    on, number = event_on, 0
    while number < length:
        on += ONE_DAY
        day = calendar.day(on)
        is_paused = any(pause.from_on <= on <= pause.until_on for pause in pauses)
        is_counted = day.is_working and not is_paused
        number += is_counted
        names = PAUSED if is_paused and day.is_working else (day.name_zh, day.name_en)
        yield CountedDay(on, number if is_counted else None, *names, day.status)


def working_days_between(start_on: dt.date, end_on: dt.date, calendar: Calendar) -> int:
    """Working days after `start_on` up to and with `end_on`; negative when `end_on` is the earlier.

    Between an event and its n-working-day due date it is n; between a due date and a later act, how late the act was
    (0 for an act on the free days just after)."""
    if end_on < start_on:
        return -working_days_between(end_on, start_on, calendar)
    span = (end_on - start_on).days
    return sum(calendar.day(start_on + dt.timedelta(days=k)).is_working for k in range(1, span + 1))


def refuse_length(length: int) -> None:
    """A limit is a whole number from 1 to 1000; `True` and 5.0 are slips of a caller, not limits."""
    if type(length) is not int or not 1 <= length <= LONGEST:
        raise Refusal(
            f"时限应当是1到{LONGEST}的整数，不能是“{length}”。",
            f"A limit is a whole number from 1 to {LONGEST}, not “{length}”.",
        )


def refuse_date(on: dt.date) -> None:
    if isinstance(on, dt.datetime):
        raise Refusal("请用日期，不用时刻。", "A date is needed, not a moment.")
    if not EARLIEST <= on.year <= LATEST:
        raise Refusal(
            f"日期应当在{EARLIEST}年到{LATEST}年之间。",
            f"The date must lie in the years {EARLIEST} to {LATEST}.",
        )
