"""Clocks: each change of a due date is stated together with the event it leaves."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from feedback_app import clock
from feedback_app.audit.actor import SYSTEM, Actor
from feedback_app.deadlines import operations, queries
from feedback_app.deadlines.models import CalendarDay, Clock, ClockEvent
from feedback_app.deadlines.reckoning import draft
from feedback_app.deadlines.refused import AlreadyRunning, ExtensionNotAllowed, NotRunning, PauseNotAllowed
from feedback_app.extensions import db
from feedback_app.refusals import Refusal

LI = Actor("staff", 2, "李卫东", "副局长", "局领导")
NINTH = dt.date(2026, 11, 9)


def beijing(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.LEGAL_ZONE)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _ninth_of_november(db_session: object) -> Iterator[None]:
    with clock.at(beijing("2026-11-09 15:12")):
        yield


def started(rule: str = "TICKET_NORMAL", ref: str = "FK-1", **given: Any) -> Clock:
    given = {"started_on": NINTH} | given
    running = operations.start(rule, subject_kind="ticket", subject_ref=ref, by=LI, **given)
    db.session.commit()
    return running


def trail(running: Clock) -> list[tuple[str, str | None, str]]:
    return [
        (one.kind, one.due_on_before and one.due_on_before.isoformat(), one.due_on_after.isoformat())
        for one in queries.history(running)
    ]


def test_a_clock_starts_with_its_due_date_its_end_in_beijing_and_its_reasons() -> None:
    running = started()
    assert (running.started_on, running.due_on, running.alarm_on) == (
        NINTH,
        day("2026-11-16"),
        day("2026-11-16"),
    )
    assert running.due_at == beijing("2026-11-16 23:59:59")
    assert not running.provisional
    assert running.explanation("zh") == (
        "从2026年11月9日（星期一）的次日起数5个工作日，到2026年11月16日（星期一）截止。不计：11月14日至15日（周末）。"
    )
    assert "Not counted: 14–15 November (weekend)" in running.explanation("en")
    (event,) = queries.history(running)
    assert (event.kind, event.due_on_before, event.due_on_after) == ("start", None, day("2026-11-16"))
    assert (event.by_name, event.at) == ("李卫东", beijing("2026-11-09 15:12"))
    assert event.explanation("zh") == running.explanation("zh")


def test_an_unknown_rule_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        started("NO_SUCH_RULE")


def test_the_same_limit_runs_once_for_a_subject() -> None:
    running = started()
    with pytest.raises(AlreadyRunning, match="核实、更正并答复"):
        started()
    started(ref="FK-2")
    operations.stop(running, by=LI)
    started()


def test_the_database_refuses_a_second_running_clock_too() -> None:
    started()
    twin = draft(
        "TICKET_NORMAL",
        subject_kind="ticket",
        subject_ref="FK-1",
        calendar=queries.calendar(),
        started_on=NINTH,
    )
    db.session.add(twin)
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_a_setting_changes_a_length_the_bureau_settled() -> None:
    assert started(settings={"CLOCK_TICKET_NORMAL": 2}).due_on == day("2026-11-11")
    assert started("RESULT_PUBLISH", settings={"CLOCK_RESULT_PUBLISH": 30}).due_on == day("2026-11-16")


def test_only_a_stamped_limit_takes_a_length_from_outside() -> None:
    assert started("OUTER_12345", started_on=day("2026-11-11"), length=3).due_on == day("2026-11-16")
    assert started("TICKET_NORMAL", length=3).due_on == day("2026-11-16")


@pytest.mark.parametrize(
    ("alert", "due"),
    [("2026-11-23 11:00", "2026-11-23 13:00"), ("2026-11-21 22:40", "2026-11-22 10:40")],
    ids=["in office hours", "at the weekend"],
)
def test_an_emergency_runs_in_hours_from_the_moment(alert: str, due: str) -> None:
    running = started("EMERGENCY_HIDE", started_on=None, started_at=beijing(alert))
    assert running.due_at == beijing(due)
    assert running.due_on == beijing(due).date()
    assert not running.is_overdue(beijing(due))
    assert running.is_overdue(beijing(due) + dt.timedelta(seconds=1))


def test_hours_start_now_when_only_today_is_given_and_never_from_another_day() -> None:
    assert started("EMERGENCY_HIDE").due_at == beijing(
        "2026-11-10 03:12"
    )  # 15:12 lies in the winter noon break
    with pytest.raises(ValueError, match="started_at"):
        started("EMERGENCY_HIDE", ref="FK-2", started_on=day("2026-11-08"))


def test_years_of_disclosure() -> None:
    running = started("RETENTION_NATURAL", started_on=day("2026-10-16"))
    assert running.due_at == beijing("2028-10-16 23:59:59")
    assert "满2年" in running.explanation("zh")


def test_overdue_from_midnight_in_beijing_and_not_a_second_before() -> None:
    running = started()
    assert not running.is_overdue(beijing("2026-11-16 23:59:59") + dt.timedelta(milliseconds=999))
    assert running.is_overdue(beijing("2026-11-17 00:00:00"))
    assert running.days_overdue(beijing("2026-11-19 08:00")) == 3
    assert running.days_overdue(beijing("2026-11-16 08:00")) == 0


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-09 23:59", 5),
        ("2026-11-13 09:00", 1),
        ("2026-11-14 09:00", 1),
        ("2026-11-16 23:00", 0),
        ("2026-11-20 00:00", 0),
    ],
)
def test_days_left_are_working_days_after_today(now: str, left: int) -> None:
    assert started().days_left(beijing(now)) == left


def test_days_left_of_a_period_in_years_are_calendar_days() -> None:
    running = started("RETENTION_NATURAL", started_on=day("2026-10-16"))
    assert running.days_left(beijing("2028-10-06 12:00")) == 10


def test_stopped_in_time_is_kept() -> None:
    running = started()
    with clock.at(beijing("2026-11-16 23:59")):
        operations.stop(running, by=LI)
    db.session.commit()
    assert (running.outcome, running.late_by, running.stopped_on) == ("kept", 0, day("2026-11-16"))
    assert not running.is_open
    assert not running.is_overdue(beijing("2027-01-01 00:00"))
    assert trail(running)[-1] == ("stop", "2026-11-16", "2026-11-16")


@pytest.mark.parametrize(("done", "late_by"), [("2026-11-17 00:00", 1), ("2026-11-23 09:00", 5)])
def test_stopped_afterwards_is_late_by_working_days(done: str, late_by: int) -> None:
    running = started()
    with clock.at(beijing(done)):
        operations.stop(running, by=LI)
    assert (running.outcome, running.late_by) == ("late", late_by)


def test_done_on_the_free_days_after_the_last_day_is_late_by_no_working_day() -> None:
    running = started(started_on=day("2026-11-06"))  # due Friday 13
    with clock.at(beijing("2026-11-14 10:00")):
        operations.stop(running, by=LI)
    assert (running.outcome, running.late_by) == ("late", 0)


def test_an_act_of_an_earlier_day_is_judged_by_that_day() -> None:
    running = started()
    with clock.at(beijing("2026-11-20 10:00")):
        operations.stop(running, by=LI, on=day("2026-11-16"))
    assert (running.outcome, running.stopped_on) == ("kept", day("2026-11-16"))


def test_an_act_of_a_day_to_come_is_refused() -> None:
    running = started()
    with pytest.raises(Refusal, match="不能晚于今天"):
        operations.stop(running, by=LI, on=day("2026-11-10"))
    assert running.is_open


def test_what_is_done_before_the_day_that_obliges_to_it_is_kept() -> None:
    running = started("EXANTE_CHANGE", started_on=day("2026-11-20"))
    operations.stop(running, by=LI)
    assert (running.outcome, running.late_by) == ("kept", 0)


def test_an_hour_limit_is_judged_by_the_moment() -> None:
    running = started("EMERGENCY_HIDE", started_on=None, started_at=beijing("2026-11-09 11:00"))
    operations.stop(running, by=LI)  # at 15:12, due 13:00 the same day
    assert (running.outcome, running.late_by) == ("late", 0)


def test_stopping_twice_is_an_error() -> None:
    running = started()
    operations.stop(running, by=LI)
    for act in (
        lambda: operations.stop(running, by=LI),
        lambda: operations.extend(running, to_rule="TICKET_COMPLEX", by=LI, reason="复杂"),
        lambda: operations.pause(running, by=LI, reason="等待"),
        lambda: operations.resume(running, by=LI),
    ):
        with pytest.raises(NotRunning):
            act()


def test_two_people_stopping_at_once_do_not_both_succeed(app: Flask) -> None:
    running = started()
    number = running.id
    db.session.expunge(running)
    operations.stop(db.session.get_one(Clock, number), by=LI)
    db.session.commit()
    stale = db.session.merge(running, load=False)  # what the second one read before
    operations.stop(stale, by=LI)
    with pytest.raises(StaleDataError):
        db.session.flush()
    db.session.rollback()


def test_one_extension_to_the_complex_limit_leaves_its_reason() -> None:
    running = started(started_on=day("2026-11-13"))
    operations.extend(running, to_rule="TICKET_COMPLEX", by=LI, reason="需要现场复查")
    db.session.commit()
    assert (running.due_on, running.length, running.extended_to) == (day("2026-12-04"), 15, "TICKET_COMPLEX")
    assert running.due_at == beijing("2026-12-04 23:59:59")
    assert trail(running) == [("start", None, "2026-11-20"), ("extend", "2026-11-20", "2026-12-04")]
    assert queries.history(running)[-1].note == "需要现场复查"
    with pytest.raises(ExtensionNotAllowed, match="已经延长过一次"):
        operations.extend(running, working_days=20, by=LI, reason="再延")


def test_the_reason_of_an_event_is_unreadable_in_the_database() -> None:
    running = started()
    operations.extend(running, to_rule="TICKET_COMPLEX", by=LI, reason="等何静补材料")
    db.session.commit()
    raw = db.session.connection().exec_driver_sql("SELECT note FROM clock_event ORDER BY id DESC").scalar()
    assert "何静" not in str(raw)


@pytest.mark.parametrize(
    ("rule", "given", "error"),
    [
        ("TICKET_NORMAL", {"to_rule": "FOI_EXT"}, ExtensionNotAllowed),
        ("TICKET_NORMAL", {"working_days": 21}, ExtensionNotAllowed),
        ("TICKET_NORMAL", {"working_days": 5}, ExtensionNotAllowed),
        ("TICKET_NORMAL", {"working_days": 10, "to_rule": "TICKET_COMPLEX"}, ValueError),
        ("TICKET_NORMAL", {}, ValueError),
        ("TICKET_NORMAL", {"working_days": 10, "reason": " "}, Refusal),
        ("RESULT_PUBLISH", {"working_days": 10}, ExtensionNotAllowed),
    ],
)
def test_an_extension_no_row_allows_is_refused(
    rule: str, given: dict[str, Any], error: type[Exception]
) -> None:
    running = started(rule)
    with pytest.raises(error):
        operations.extend(running, **({"reason": "复杂"} | given), by=LI)
    assert running.due_on == day("2026-11-16")


def test_an_extension_by_days_counts_from_the_start() -> None:
    running = operations.extend(started(), working_days=10, by=LI, reason="复杂")
    assert running.due_on == day("2026-11-23")


def test_an_extension_of_law_is_added_to_its_limit() -> None:
    running = started("FOI_REPLY")
    assert operations.extend(running, to_rule="FOI_EXT", by=LI, reason="量大").length == 40
    petition = started("PETITION_FINISH")
    operations.extend(petition, to_rule="PETITION_EXT", by=LI, reason="复杂")
    assert petition.length == 90


def test_what_is_over_can_no_longer_be_extended_or_paused() -> None:
    running = started()
    with clock.at(beijing("2026-11-17 09:00")):
        with pytest.raises(NotRunning, match="已经过了"):
            operations.extend(running, to_rule="TICKET_COMPLEX", by=LI, reason="复杂")
        with pytest.raises(NotRunning, match="已经过了"):
            operations.pause(running, by=LI, reason="等待")


def test_a_pause_gives_back_the_working_days_it_took() -> None:
    running = started()
    with clock.at(beijing("2026-11-11 10:00")):
        operations.pause(running, by=LI, reason="请反映人补充决定书")
    assert running.due_on == day("2026-11-30")  # as if it took all its 10 working days
    assert running.is_paused(beijing("2026-11-20 10:00"))
    with clock.at(beijing("2026-11-12 18:00")):
        operations.resume(running, by=LI)
    db.session.commit()
    assert (running.due_on, running.paused_on) == (day("2026-11-18"), None)
    assert trail(running)[1:] == [
        ("pause", "2026-11-16", "2026-11-30"),
        ("resume", "2026-11-30", "2026-11-18"),
    ]
    assert "11月11日至12日（计时中止）" in running.explanation("zh")


def test_a_pause_on_the_last_day_keeps_that_day() -> None:
    running = started()
    with clock.at(beijing("2026-11-16 18:00")):
        operations.pause(running, by=LI, reason="等待鉴定")
    with clock.at(beijing("2026-11-18 10:00")):
        operations.resume(running, by=LI)
    assert running.due_on == day("2026-11-19")


def test_a_forgotten_pause_ends_by_itself() -> None:
    running = started()
    operations.pause(running, by=LI, reason="等待")
    due_on = running.due_on
    assert due_on == day("2026-11-27")
    assert not running.is_paused(beijing("2026-11-21 08:00"))
    assert running.is_overdue(beijing("2026-11-28 00:00"))
    with clock.at(beijing("2026-12-08 10:00")):
        assert operations.resume(running, by=LI).due_on == due_on


def test_all_pauses_together_take_no_longer_than_the_cap() -> None:
    running, settings = started(), {"CLOCK_TICKET_PAUSE_CAP": "2"}
    operations.pause(running, by=LI, reason="等待", settings=settings)
    with pytest.raises(PauseNotAllowed, match="已经中止"):
        operations.pause(running, by=LI, reason="等待", settings=settings)
    with clock.at(beijing("2026-11-10 09:00")):
        operations.resume(running, by=LI)
        with pytest.raises(PauseNotAllowed, match="用完"):
            operations.pause(running, by=LI, reason="再等", settings=settings)


def test_a_limit_of_law_does_not_pause() -> None:
    with pytest.raises(PauseNotAllowed, match="不能中止"):
        operations.pause(started("RESULT_PUBLISH"), by=LI, reason="等待")


def test_resuming_what_is_not_paused_is_an_error() -> None:
    with pytest.raises(NotRunning, match="没有中止"):
        operations.resume(started(), by=LI)


def test_stopping_a_paused_clock_ends_the_pause_first() -> None:
    running = started()
    operations.pause(running, by=LI, reason="等待")
    with clock.at(beijing("2026-11-10 09:00")):
        operations.stop(running, by=LI)
    db.session.flush()
    assert [one.kind for one in queries.history(running)] == ["start", "pause", "resume", "stop"]
    assert (running.outcome, running.due_on) == ("kept", day("2026-11-17"))


def regional(on: str) -> None:
    now = clock.now()
    db.session.add(
        CalendarDay(
            day_on=day(on), layer="XJ", is_working=False, name_zh="古尔邦节", name_en="Eid al-Adha",
            source_document="通知", entered_at=now, entered_by="甲", approved_at=now, approved_by="乙",
        )
    )  # fmt: skip
    db.session.commit()


def test_an_outer_legal_limit_alarms_by_the_national_calendar_when_that_is_earlier() -> None:
    regional("2026-11-12")
    legal, own = started("RESULT_PUBLISH"), started("CORRECT_ALL_CHANNELS")
    assert (legal.due_on, legal.alarm_on) == (day("2026-11-17"), day("2026-11-16"))
    assert (own.due_on, own.alarm_on) == (day("2026-11-17"), day("2026-11-17"))
    assert legal.explanation("zh").endswith(
        "不计地区和本地的休息日，则为2026年11月16日（星期一），按这一天预警。"
    )
    assert legal.explanation("en").endswith("the alarm goes by that day.")
    assert "预警" not in own.explanation("zh")


def test_a_date_in_a_year_without_notice_is_provisional_and_says_so() -> None:
    running = started(started_on=day("2026-12-28"))
    assert (running.due_on, running.provisional) == (day("2027-01-05"), True)
    assert "暂按" in running.explanation("zh")


def test_the_explanation_stays_what_it_was_when_the_calendar_changes() -> None:
    running = started()
    told = running.explanation("zh")
    regional("2026-11-12")
    db.session.expire_all()
    assert running.explanation("zh") == told


def test_a_missed_limit_is_noted_once() -> None:
    running, other = started(), started(ref="FK-2")
    operations.stop(other, by=LI)
    db.session.commit()
    assert operations.note_missed(beijing("2026-11-16 23:59:59")) == []
    assert operations.note_missed(beijing("2026-11-17 00:00")) == [running]
    db.session.commit()
    assert operations.note_missed(beijing("2026-11-19 00:00")) == []
    event = queries.history(running)[-1]
    assert (event.kind, event.by_name, event.due_on_after) == ("missed", SYSTEM.name, day("2026-11-16"))


def test_a_clock_that_jumps_both_ways_notes_nothing_twice() -> None:
    running = started()
    for now in ("2026-11-17 00:00", "2026-11-15 00:00", "2026-11-19 00:00", "2026-11-17 00:00"):
        operations.note_missed(beijing(now))
        db.session.commit()
    assert [one.kind for one in queries.history(running)].count("missed") == 1


def test_two_workers_at_once_note_each_missed_limit_once(app: Flask) -> None:
    for k in range(20):
        started(ref=f"FK-{k}")
    db.session.commit()

    def sweep(_turn: int) -> None:
        with app.app_context():
            for _ in range(3):
                operations.note_missed(beijing("2026-11-17 00:00"), limit=8)
                db.session.commit()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(sweep, range(4)))
    noted = db.session.scalars(select(ClockEvent.clock_id).where(ClockEvent.kind == "missed")).all()
    assert sorted(noted) == sorted(db.session.scalars(select(Clock.id)))


def test_many_missed_limits_are_noted_in_portions_oldest_first() -> None:
    for k in range(5):
        started(ref=f"FK-{k}", started_on=NINTH - dt.timedelta(days=k))
    first = operations.note_missed(beijing("2026-12-01 00:00"), limit=3)
    db.session.commit()
    second = operations.note_missed(beijing("2026-12-01 00:00"), limit=3)
    assert (len(first), len(second)) == (3, 2)
    assert first[0].due_on <= first[-1].due_on <= second[0].due_on


def test_a_draft_touches_no_database(app: Flask) -> None:
    calendar = queries.calendar()
    db.session.rollback()
    one = draft(
        "TICKET_ACCEPT", subject_kind="ticket", subject_ref="FK-9", calendar=calendar, started_on=NINTH
    )
    assert one.due_on == day("2026-11-11")
    assert one not in db.session
    assert db.session.scalars(select(Clock)).all() == []


def test_an_event_cannot_lose_its_clock() -> None:
    running = started()
    with pytest.raises(IntegrityError):
        db.session.execute(delete(Clock).where(Clock.id == running.id))
    db.session.rollback()
    assert db.session.scalars(select(ClockEvent)).all()
