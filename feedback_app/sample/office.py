"""Moments at which something is done: in office hours of working days, as the calendar has them."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from feedback_app.clock import LEGAL_ZONE, to_local
from feedback_app.deadlines.office_hours import SUMMER, WINTER
from feedback_app.deadlines.working_days import Calendar

_BEYOND = timedelta(days=150)
_BREATH = timedelta(minutes=4)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
Span = tuple[datetime, datetime]


class Office:
    """The working days from `first_on` until some months after `last_on`."""

    def __init__(self, calendar: Calendar, first_on: date, last_on: date) -> None:
        days = (last_on + _BEYOND - first_on).days
        every = (first_on + timedelta(days=k) for k in range(days))
        self._days = [on for on in every if calendar.day(on).is_working]
        self._spans = [_spans(on) for on in self._days]

    def later(self, after: datetime, rng: Random, least: int = 0, most: int = 1) -> datetime:
        """A moment `least` to `most` working days after the day of `after`; on the same day only after that moment."""
        place = bisect_left(self._days, to_local(after).date()) + rng.randint(least, most)
        for spans in self._spans[place : place + 2]:
            left = [
                (max(begins, after + _BREATH), ends) for begins, ends in spans if ends > after + 2 * _BREATH
            ]
            if left:
                return _within(left, rng)
        return NEVER


def _spans(on: date) -> list[Span]:
    is_summer = SUMMER[0] <= (on.month, on.day) < WINTER[0]
    hours = SUMMER[1] if is_summer else WINTER[1]
    return [(_moment(on, begins), _moment(on, ends)) for begins, ends in hours]


def _moment(on: date, at: time) -> datetime:
    return datetime.combine(on, at, LEGAL_ZONE).astimezone(UTC)


def _within(spans: Sequence[Span], rng: Random) -> datetime:
    begins, ends = spans[int(rng.random() * len(spans))]
    return begins + timedelta(seconds=int(rng.random() * (ends - begins).total_seconds()))
