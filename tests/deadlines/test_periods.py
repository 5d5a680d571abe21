"""Hours, calendar days, months and years: 民法典 201–203."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.clock import LEGAL_ZONE
from feedback_app.deadlines.periods import (
    count_calendar_days,
    count_hours,
    count_in,
    count_months,
    count_years,
    end_of,
)
from feedback_app.deadlines.working_days import Calendar, Unit
from feedback_app.refusals import Refusal

NATIONAL = Calendar()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("event", "years", "due"),
    [
        ("2026-09-23", 5, "2031-09-23"),
        ("2026-10-16", 2, "2028-10-16"),
        ("2028-02-29", 5, "2033-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2026-12-31", 1, "2027-12-31"),
    ],
)
def test_full_years_end_on_the_corresponding_day(event: str, years: int, due: str) -> None:
    counted = count_years(day(event), years)
    assert (counted.due_on, counted.provisional) == (day(due), False)


@pytest.mark.parametrize(
    ("event", "months", "due"),
    [("2026-11-30", 3, "2027-02-28"), ("2026-08-31", 1, "2026-09-30"), ("2026-12-15", 1, "2027-01-15")],
)
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(
    event: str, months: int, due: str
) -> None:
    assert count_months(day(event), months).due_on == day(due)


@pytest.mark.parametrize(
    ("event", "days", "due"),
    [
        ("2026-11-09", 15, "2026-11-24"),
        ("2026-09-18", 15, "2026-10-08"),  # 10-03 lies in the National Day holiday
        ("2026-09-05", 15, "2026-09-20"),  # a Sunday on which people work
        ("2026-11-06", 15, "2026-11-23"),  # 11-21 is a Saturday
    ],
)
def test_a_last_day_that_is_a_day_off_moves_on(event: str, days: int, due: str) -> None:
    assert count_calendar_days(day(event), days, NATIONAL).due_on == day(due)


def test_calendar_days_are_provisional_only_when_the_last_day_is() -> None:
    assert count_calendar_days(day("2026-12-20"), 15, NATIONAL).provisional
    assert not count_calendar_days(day("2026-12-01"), 15, NATIONAL).provisional


@given(st.dates(dt.date(2004, 1, 1), dt.date(2031, 1, 1)), st.integers(1, 90))
def test_calendar_days_end_on_a_working_day_not_before_their_number(event: dt.date, days: int) -> None:
    counted = count_calendar_days(event, days, NATIONAL)
    assert counted.due_on >= event + dt.timedelta(days=days)
    assert NATIONAL.day(counted.due_on).is_working
    assert [d.number for d in counted.days][:days] == list(range(1, days + 1))


def test_hours_run_through_the_night_and_over_midnight_in_beijing() -> None:
    started_at = dt.datetime(2026, 11, 21, 22, 40, tzinfo=LEGAL_ZONE)
    counted = count_hours(started_at, 12)
    assert counted.due_at == dt.datetime(2026, 11, 22, 10, 40, tzinfo=LEGAL_ZONE)
    assert (counted.event_on, counted.due_on) == (day("2026-11-21"), day("2026-11-22"))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(Refusal, match="时区"):
        count_hours(dt.datetime(2026, 11, 21, 22, 40), 2)


def test_a_day_ends_at_the_last_second_in_beijing() -> None:
    assert end_of(day("2026-11-27")).astimezone(dt.UTC) == dt.datetime(
        2026, 11, 27, 15, 59, 59, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(
    ("unit", "length", "due"),
    [
        (Unit.HOUR, 2, "2026-11-24"),
        (Unit.WORKING_DAY, 5, "2026-12-01"),
        (Unit.CALENDAR_DAY, 5, "2026-11-30"),
        (Unit.MONTH, 1, "2026-12-24"),
        (Unit.YEAR, 2, "2028-11-24"),
    ],
)
def test_every_unit_takes_its_civil_date_from_beijing(unit: Unit, length: int, due: str) -> None:
    started_at = dt.datetime(2026, 11, 23, 16, 30, tzinfo=dt.UTC)  # 00:30 on the 24th in Beijing
    counted = count_in(unit, started_at, length, NATIONAL)
    assert (counted.unit, counted.due_on) == (unit, day(due))


@pytest.mark.parametrize("length", [0, -3, 1001])
def test_a_length_that_is_no_limit_is_refused(length: int) -> None:
    for call in (
        lambda: count_years(day("2026-11-23"), length),
        lambda: count_months(day("2026-11-23"), length),
        lambda: count_calendar_days(day("2026-11-23"), length, NATIONAL),
        lambda: count_hours(dt.datetime(2026, 11, 23, tzinfo=dt.UTC), length),
    ):
        with pytest.raises(Refusal):
            call()
