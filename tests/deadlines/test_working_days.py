"""Working days as domain reference and State Council notices have them; the worked examples stand here exactly."""

import datetime as dt
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.deadlines.national_days import Status
from feedback_app.deadlines.working_days import (
    LONGEST,
    Calendar,
    Override,
    Pause,
    count,
    working_days_between,
)
from feedback_app.refusals import Refusal

NATIONAL = Calendar()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# event day, {working days: due}; 2026 as announced in 国办发明电〔2025〕7号.
WORKED_EXAMPLES = {
    "2026-09-17": {1: "2026-09-18", 3: "2026-09-21", 5: "2026-09-23", 20: "2026-10-21"},
    "2026-09-18": {1: "2026-09-20", 3: "2026-09-22", 5: "2026-09-24", 7: "2026-09-29", 20: "2026-10-22"},
    "2026-09-28": {1: "2026-09-29", 3: "2026-10-08", 5: "2026-10-10", 7: "2026-10-13", 20: "2026-10-30"},
    "2026-11-20": {1: "2026-11-23", 3: "2026-11-25", 5: "2026-11-27", 7: "2026-12-01", 20: "2026-12-18"},
    "2026-11-21": {1: "2026-11-23", 3: "2026-11-25", 5: "2026-11-27", 7: "2026-12-01", 20: "2026-12-18"},
    "2026-11-23": {1: "2026-11-24", 3: "2026-11-26", 5: "2026-11-30", 7: "2026-12-02", 20: "2026-12-21"},
    "2026-08-15": {1: "2026-08-17", 20: "2026-09-11"},
    # the limits of the example records and tickets
    "2026-09-24": {20: "2026-10-29"},
    "2026-09-09": {1: "2026-09-10"},
    "2026-10-13": {5: "2026-10-20"},
    "2026-10-20": {5: "2026-10-27"},
    "2026-11-06": {5: "2026-11-13"},
    "2026-11-09": {2: "2026-11-11", 5: "2026-11-16"},
    "2026-11-10": {5: "2026-11-17"},
    "2026-11-13": {15: "2026-12-04"},
    "2026-11-14": {5: "2026-11-20"},
    "2026-11-11": {5: "2026-11-18"},
    "2026-11-18": {3: "2026-11-23"},
    "2026-09-23": {5: "2026-10-08"},
}
EXAMPLES = [(event, n, due) for event, dues in WORKED_EXAMPLES.items() for n, due in dues.items()]


@pytest.mark.parametrize(("event", "n", "due"), EXAMPLES)
def test_a_worked_example_comes_out_exactly(event: str, n: int, due: str) -> None:
    counted = count(day(event), n, NATIONAL)
    assert counted.due_on == day(due)
    assert not counted.provisional


def test_the_days_counted_are_numbered_and_the_others_say_why_not() -> None:
    days = count(day("2026-09-18"), 2, NATIONAL).days
    assert [(d.date.isoformat(), d.number, d.name_zh, d.name_en) for d in days] == [
        ("2026-09-19", None, "周末", "weekend"),
        ("2026-09-20", 1, "国庆节调休上班", "make-up working day for National Day"),
        ("2026-09-21", 2, "工作日", "working day"),
    ]


@pytest.mark.parametrize(
    "make_up",
    ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
)
def test_a_make_up_day_of_2026_is_a_working_day_and_is_named_so(make_up: str) -> None:
    told = NATIONAL.day(day(make_up))
    assert told.is_working
    assert told.name_zh.endswith("调休上班")
    assert (told.status, told.layer) == (Status.OFFICIAL, "national")


def test_every_day_off_of_2026_is_the_one_announced() -> None:
    spans = [
        "01-01 01-03",
        "02-15 02-23",
        "04-04 04-06",
        "05-01 05-05",
        "06-19 06-21",
        "09-25 09-27",
        "10-01 10-07",
    ]
    announced = set()
    for span in spans:
        first, last = (day(f"2026-{end}") for end in span.split())
        announced |= {first + dt.timedelta(days=k) for k in range((last - first).days + 1)}
    year = [day("2026-01-01") + dt.timedelta(days=k) for k in range(365)]
    assert {
        on for on in year if not NATIONAL.day(on).is_working and NATIONAL.day(on).name_zh != "周末"
    } == announced


def test_the_special_extension_of_2020_is_known() -> None:
    assert not NATIONAL.day(day("2020-01-31")).is_working
    assert not NATIONAL.day(day("2020-02-02")).is_working


def test_a_one_time_holiday_carries_its_own_name() -> None:
    assert "抗日战争" in NATIONAL.day(day("2015-09-03")).name_zh


def test_a_limit_from_a_saturday_starts_on_monday() -> None:
    # chinese_calendar.find_workday counts one day too many from a day off.
    assert count(day("2026-11-21"), 1, NATIONAL).due_on == day("2026-11-23")


def test_2027_is_provisional_and_says_so() -> None:
    counted = count(day("2026-12-28"), 5, NATIONAL)
    assert counted.due_on == day("2027-01-05")
    assert counted.provisional
    assert counted.unsure_years == {2027: Status.PROVISIONAL}
    names = {
        on: NATIONAL.day(day(on)).name_zh for on in ("2027-02-05", "2027-02-12", "2027-06-09", "2027-09-15")
    }
    assert list(names.values()) == ["春节", "春节", "端午节", "中秋节"]
    assert NATIONAL.day(day("2027-02-15")).is_working


@pytest.mark.parametrize(
    ("event", "n"),
    [("2026-12-03", 20), ("2026-12-10", 15), ("2026-12-17", 10), ("2026-12-22", 7), ("2026-12-24", 5)],
)
def test_the_last_event_days_that_still_end_in_2026_are_sure(event: str, n: int) -> None:
    assert not count(day(event), n, NATIONAL).provisional
    following = day(event) + dt.timedelta(days=1)
    while not NATIONAL.day(following).is_working:
        following += dt.timedelta(days=1)
    assert count(following, n, NATIONAL).provisional


@pytest.mark.parametrize("event", ["2030-09-27", "2028-04-28", "1999-09-30"])
def test_a_year_without_a_list_counts_weekends_and_fixed_days_and_says_so(event: str) -> None:
    counted = count(day(event), 5, NATIONAL)
    assert counted.provisional
    assert set(counted.unsure_years.values()) == {Status.MISSING}


def test_fixed_days_of_a_missing_year() -> None:
    off = ["2030-01-01", "2030-05-01", "2030-05-02", "2030-10-01", "2030-10-02", "2030-10-03"]
    assert [NATIONAL.day(day(on)).is_working for on in off] == [False] * 6
    assert NATIONAL.day(day("2030-05-03")).is_working
    assert NATIONAL.day(day("2030-10-04")).is_working


EID = Override(day("2026-11-25"), "XJ", False, "古尔邦节", "Eid al-Adha")


def test_a_regional_day_off_is_not_counted_but_the_national_calendar_counts_it() -> None:
    regional = Calendar([EID])
    assert count(day("2026-11-23"), 2, regional).due_on == day("2026-11-26")
    assert count(day("2026-11-23"), 2, regional.national()).due_on == day("2026-11-25")
    told = regional.day(day("2026-11-25"))
    assert (told.is_working, told.name_zh, told.layer) == (False, "古尔邦节", "XJ")


def test_the_upper_layer_decides_and_within_a_layer_the_later_row() -> None:
    on = EID.date
    moved = Override(on, "XJ", True, "古尔邦节调休上班", "make-up working day")
    local = Override(on, "local", False, "停电", "power cut")
    assert Calendar([local, EID]).day(on).name_zh == "停电"
    assert Calendar([EID, moved]).day(on).is_working
    assert not Calendar([moved, EID]).day(on).is_working


def test_a_special_national_notice_overrides_the_library_and_stays_national() -> None:
    extra = Override(day("2026-11-24"), "national", False, "特别放假", "special holiday")
    assert count(day("2026-11-23"), 1, Calendar([extra]).national()).due_on == day("2026-11-25")


def test_a_year_entered_by_hand_is_official_and_no_longer_provisional() -> None:
    rows = [
        Override(day("2027-01-01"), "national", False, "元旦", "New Year's Day"),
        Override(
            day("2027-01-02"), "national", True, "元旦调休上班", "make-up working day for New Year's Day"
        ),
    ]
    entered = Calendar(rows, entered_years=[2027])
    counted = count(day("2026-12-31"), 1, entered)
    assert (counted.due_on, counted.provisional) == (day("2027-01-02"), False)
    assert entered.day(
        day("2027-02-08")
    ).is_working  # the provisional 春节 is gone: only what was entered holds


def test_a_single_row_does_not_make_the_rest_of_its_year_official() -> None:
    calendar = Calendar([Override(day("2027-01-04"), "national", False, "补休", "day off")])
    assert calendar.status_of(2027) is Status.PROVISIONAL
    assert count(day("2026-12-31"), 1, calendar).provisional


def test_paused_days_are_left_out_and_named() -> None:
    counted = count(day("2026-11-09"), 5, NATIONAL, [Pause(day("2026-11-10"), day("2026-11-13"))])
    assert counted.due_on == day("2026-11-20")
    paused = [d.date.isoformat() for d in counted.days if d.name_zh == "计时中止"]
    assert paused == ["2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13"]


@pytest.mark.parametrize("length", [0, -1, LONGEST + 1, True, 2.0, "5", None])
def test_a_length_that_is_no_limit_is_refused_with_a_sentence(length: object) -> None:
    with pytest.raises(Refusal, match="时限应当是1到1000的整数") as refused:
        count(day("2026-11-23"), length, NATIONAL)  # type: ignore[arg-type]
    assert refused.value.en.startswith("A limit is a whole number")


@pytest.mark.parametrize("on", [dt.date(1948, 12, 31), dt.date(3000, 1, 1), dt.date.max, dt.date.min])
def test_a_date_out_of_range_is_refused(on: dt.date) -> None:
    with pytest.raises(Refusal, match="1949"):
        count(on, 1, NATIONAL)


def test_a_moment_is_refused_because_its_date_depends_on_a_zone() -> None:
    late = dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC)  # already the 24th in Beijing
    with pytest.raises(Refusal):
        count(late, 1, NATIONAL)
    with pytest.raises(Refusal):
        NATIONAL.day(late)


def test_how_late_something_was() -> None:
    assert working_days_between(day("2026-10-08"), day("2026-11-17"), NATIONAL) == 29
    assert (
        working_days_between(day("2026-11-27"), day("2026-11-28"), NATIONAL) == 0
    )  # a Friday limit, done on Saturday
    assert working_days_between(day("2026-11-24"), day("2026-11-23"), NATIONAL) == -1
    assert working_days_between(day("2026-11-23"), day("2026-11-23"), NATIONAL) == 0


dates = st.dates(min_value=dt.date(2003, 12, 1), max_value=dt.date(2031, 12, 31))
lengths = st.integers(min_value=1, max_value=60)
overrides = st.lists(
    st.builds(
        Override,
        st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
        st.sampled_from(["national", "XJ", "local"]),
        st.booleans(),
        st.just("名"),
        st.just("name"),
    ),
    max_size=20,
)


@given(dates, lengths, overrides)
def test_due_is_a_working_day_and_exactly_n_lie_between(event: dt.date, n: int, rows: list[Override]) -> None:
    calendar = Calendar(rows)
    counted = count(event, n, calendar)
    assert calendar.day(counted.due_on).is_working
    assert working_days_between(event, counted.due_on, calendar) == n
    assert [d.number for d in counted.days if d.number] == list(range(1, n + 1))
    assert [d.date for d in counted.days] == [
        event + dt.timedelta(days=k) for k in range(1, (counted.due_on - event).days + 1)
    ]


@given(dates, lengths, overrides)
def test_a_longer_limit_and_a_later_event_never_end_earlier(
    event: dt.date, n: int, rows: list[Override]
) -> None:
    calendar = Calendar(rows)
    due = count(event, n, calendar).due_on
    assert count(event, n + 1, calendar).due_on > due
    assert count(event + dt.timedelta(days=1), n, calendar).due_on >= due


@given(dates, lengths, st.integers(1, 40), st.integers(0, 20))
def test_a_pause_moves_the_limit_by_the_working_days_it_took(
    event: dt.date, n: int, begins: int, lasts: int
) -> None:
    plain = count(event, n, NATIONAL)
    first = min(event + dt.timedelta(days=begins), plain.due_on)
    pause = Pause(first, first + dt.timedelta(days=lasts))
    took = working_days_between(first - dt.timedelta(days=1), pause.until_on, NATIONAL)
    shifted = count(event, n, NATIONAL, [pause]).due_on
    assert working_days_between(plain.due_on, shifted, NATIONAL) == took


@given(dates, lengths)
def test_regional_days_off_never_bring_the_limit_forward(event: dt.date, n: int) -> None:
    rows = [Override(event + dt.timedelta(days=k), "XJ", False, "节", "holiday") for k in (1, 2, 3)]
    calendar = Calendar(rows)
    assert count(event, n, calendar).due_on >= count(event, n, calendar.national()).due_on


@pytest.mark.parametrize(
    "zone", ["UTC", "Asia/Urumqi", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"]
)
def test_the_zone_of_the_server_changes_nothing(zone: str) -> None:
    program = (
        "import datetime as dt\n"
        "from feedback_app import clock\n"
        "from feedback_app.deadlines.periods import count_hours, end_of\n"
        "from feedback_app.deadlines.working_days import Calendar, count\n"
        "with clock.at(dt.datetime(2026, 11, 23, 16, 30, tzinfo=dt.UTC)):\n"
        "    event = clock.today()\n"
        "due = count(event, 5, Calendar()).due_on\n"
        "hour = count_hours(dt.datetime(2026, 11, 23, 15, 30, tzinfo=dt.UTC), 2).due_on\n"
        "print(event, due, end_of(due).astimezone(dt.UTC).isoformat(), hour)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["2026-11-24", "2026-12-01", "2026-12-01T15:59:59+00:00", "2026-11-24"]
