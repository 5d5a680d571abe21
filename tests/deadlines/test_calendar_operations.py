"""Typing a notice in: two persons, a log entry each, and running clocks counted again."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from feedback_app import clock
from feedback_app.audit.actor import Actor
from feedback_app.audit.models import LogEntry
from feedback_app.deadlines import calendar_operations, operations, queries
from feedback_app.deadlines.models import CalendarDay, Clock
from feedback_app.deadlines.national_days import Status
from feedback_app.deadlines.refused import CalendarNotAllowed
from feedback_app.extensions import db
from feedback_app.refusals import Refusal

ZHOU = Actor("staff", 5, "周婷", "科员", "法制科")
WANG = Actor("staff", 4, "王晓燕", "科长", "法制科")
NOTICE = "国办发明电〔2026〕示例"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _december(db_session: object) -> Iterator[None]:
    with clock.at(dt.datetime(2026, 12, 28, 4, tzinfo=dt.UTC)):
        yield


def entered(on: str, **given: Any) -> CalendarDay:
    row = {
        "is_working": False, "layer": "XJ", "name_zh": "肉孜节", "name_en": "Eid al-Fitr", "source_document": NOTICE,
    }  # fmt: skip
    return calendar_operations.enter_day(day(on), by=ZHOU, **(row | given))


def running(rule: str, started_on: str, ref: str = "FK-1") -> Clock:
    one = operations.start(rule, subject_kind="ticket", subject_ref=ref, started_on=day(started_on), by=ZHOU)
    db.session.commit()
    return one


def test_a_row_counts_from_its_approval_by_a_second_person() -> None:
    row = entered("2026-12-29")
    db.session.commit()
    assert queries.calendar().day(day("2026-12-29")).is_working
    assert queries.unapproved_days() == [row]
    calendar_operations.approve([row], by=WANG)
    db.session.commit()
    assert not queries.calendar().day(day("2026-12-29")).is_working
    assert queries.unapproved_days() == []
    assert (row.entered_by, row.approved_by) == ("周婷", "王晓燕")


def test_entering_and_approving_are_logged() -> None:
    calendar_operations.approve([entered("2026-12-29")], by=WANG)
    db.session.commit()
    entries = db.session.scalars(select(LogEntry).order_by(LogEntry.number)).all()
    assert [(e.action, e.actor_name, e.subject, e.from_state, e.to_state) for e in entries] == [
        ("calendar.enter", "周婷", "calendar:XJ-2026-12-29", None, "entered"),
        ("calendar.approve", "王晓燕", "calendar:XJ-2026-12-29", "entered", "approved"),
    ]
    assert entries[0].fact_values["year"] == 2026
    assert entries[0].fact_values["source"] == NOTICE


def test_one_person_cannot_do_both_nor_approve_twice() -> None:
    row = entered("2026-12-29")
    with pytest.raises(CalendarNotAllowed, match="同一个人"):
        calendar_operations.approve([row], by=Actor("staff", ZHOU.id, "周婷（改名）"))
    calendar_operations.approve([row], by=WANG)
    with pytest.raises(CalendarNotAllowed, match="已经复核过"):
        calendar_operations.approve([row], by=WANG)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"layer": "moon"}, CalendarNotAllowed),
        ({"name_zh": " "}, CalendarNotAllowed),
        ({"source_document": ""}, CalendarNotAllowed),
        ({"on": "1066-10-14"}, Refusal),
    ],
)
def test_a_row_that_says_too_little_is_refused(given: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        entered(**({"on": "2026-12-29"} | given))
    assert db.session.scalars(select(CalendarDay)).all() == []


def test_a_later_row_mends_an_earlier_one() -> None:
    wrong = entered("2026-12-29")
    right = entered("2026-12-29", is_working=True, name_zh="工作日", name_en="working day")
    calendar_operations.approve([wrong, right], by=WANG)
    assert queries.calendar().day(day("2026-12-29")).is_working


def test_the_official_notice_recounts_running_clocks_and_leaves_old_and_new() -> None:
    open_one, closed = (
        running("RESULT_PUBLISH", "2026-12-28"),
        running("RESULT_PUBLISH", "2026-12-28", "FK-2"),
    )
    operations.stop(closed, by=ZHOU)
    assert (open_one.due_on, open_one.provisional) == (day("2027-01-05"), True)
    rows = [
        entered(f"2027-01-0{k}", layer="national", name_zh="元旦", name_en="New Year's Day")
        for k in (1, 2, 3)
    ]
    work = entered(
        "2027-01-02", layer="national", is_working=True, name_zh="元旦调休上班", name_en="make-up working day"
    )
    year = calendar_operations.enter_year(2027, source_document=NOTICE, by=ZHOU)
    changed = calendar_operations.approve([*rows, work, year], by=WANG)
    db.session.commit()
    assert changed == [open_one]
    assert (open_one.due_on, open_one.provisional) == (day("2027-01-04"), False)
    assert queries.calendar().status_of(2027) is Status.OFFICIAL
    event = queries.history(open_one)[-1]
    assert (event.kind, event.due_on_before, event.due_on_after) == (
        "recompute",
        day("2027-01-05"),
        day("2027-01-04"),
    )
    assert (event.by_name, event.note) == ("王晓燕", NOTICE)
    assert "暂按" not in open_one.explanation("zh")
    assert "元旦调休上班" in open_one.explanation("zh")
    assert (closed.due_on, [one.kind for one in queries.history(closed)]) == (
        day("2027-01-05"),
        ["start", "stop"],
    )


def test_a_notice_that_changes_no_date_leaves_an_event_only_where_the_wording_changes() -> None:
    one = running("RESULT_PUBLISH", "2026-12-28")
    assert calendar_operations.approve([entered("2027-06-10")], by=WANG) == []
    year = calendar_operations.enter_year(2027, source_document=NOTICE, by=ZHOU)
    rows = [
        entered(f"2027-01-0{k}", layer="national", name_zh="元旦", name_en="New Year's Day")
        for k in (1, 2, 3)
    ]
    assert calendar_operations.approve([year, *rows], by=WANG) == [one]
    assert queries.history(one)[-1].due_on_before == queries.history(one)[-1].due_on_after


def test_a_regional_day_moves_own_dates_and_the_alarm_of_legal_ones_stays() -> None:
    legal = running("RESULT_PUBLISH", "2026-12-22")
    assert legal.due_on == day("2026-12-29")
    calendar_operations.approve([entered("2026-12-29")], by=WANG)
    assert (legal.due_on, legal.alarm_on) == (day("2026-12-30"), day("2026-12-29"))


def test_recounting_keeps_extensions_and_pauses() -> None:
    one = running("TICKET_NORMAL", "2026-12-28")
    operations.extend(one, working_days=8, by=ZHOU, reason="复杂")
    with clock.at(dt.datetime(2026, 12, 29, 4, tzinfo=dt.UTC)):
        operations.pause(one, by=ZHOU, reason="等待", settings={"CLOCK_TICKET_PAUSE_CAP": 1})
    assert one.due_on == day("2027-01-11")
    calendar_operations.approve([entered("2026-12-30")], by=WANG)
    assert (one.due_on, one.length) == (day("2027-01-12"), 8)
    assert "计时中止" in one.explanation("zh")


def test_hours_and_years_are_not_touched_by_a_calendar() -> None:
    years = running("RETENTION_NATURAL", "2026-12-28")
    calendar_operations.approve([entered("2026-12-29")], by=WANG)
    assert [one.kind for one in queries.history(years)] == ["start"]
