"""Reading clocks: constant numbers of queries, pages by key, a calendar that is never stale."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from feedback_app import clock
from feedback_app.audit.actor import SYSTEM
from feedback_app.deadlines import operations, queries
from feedback_app.deadlines.models import CalendarDay
from feedback_app.extensions import db

NINTH = dt.date(2026, 11, 9)
FAR = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _ninth_of_november(db_session: object) -> Iterator[None]:
    with clock.at(dt.datetime(2026, 11, 9, 4, tzinfo=dt.UTC)):
        yield


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def start(rule: str, ref: str, days_ago: int = 0) -> None:
    operations.start(
        rule,
        subject_kind="ticket",
        subject_ref=ref,
        started_on=NINTH - dt.timedelta(days=days_ago),
        by=SYSTEM,
    )


def row(on: dt.date, name: str) -> CalendarDay:
    now = clock.now()
    return CalendarDay(
        day_on=on, layer="local", is_working=False, name_zh=name, name_en=name, source_document="通知",
        entered_at=now, entered_by="甲", approved_at=now, approved_by="乙",
    )  # fmt: skip


def test_open_clocks_of_one_subject_come_earliest_first_and_without_stopped_ones() -> None:
    for rule in ("TICKET_OUTER", "TICKET_ACCEPT", "TICKET_NORMAL"):
        start(rule, "FK-1")
    start("TICKET_ACCEPT", "FK-2")
    operations.stop(queries.open_clocks("ticket", "FK-1")[0], by=SYSTEM)
    assert [one.rule for one in queries.open_clocks("ticket", "FK-1")] == ["TICKET_NORMAL", "TICKET_OUTER"]
    rules = [one.rule for one in queries.clocks("ticket", "FK-1")]
    assert rules == ["TICKET_ACCEPT", "TICKET_NORMAL", "TICKET_OUTER"]
    assert queries.open_clocks("record", "FK-1") == []


def test_clocks_of_a_whole_list_cost_one_query_with_their_explanations() -> None:
    refs = [f"FK-{k}" for k in range(30)]
    for ref in refs:
        start("TICKET_NORMAL", ref)
    db.session.commit()
    with counted_queries() as seen:
        found = queries.clocks_of("ticket", refs)
        told = [one.explanation("zh") + str(one.days_left(clock.now())) for ref in refs for one in found[ref]]
    assert len(told) == 30
    assert len(seen) == 1


def test_due_soon_pages_by_key_without_repeats_or_gaps() -> None:
    for k in range(7):
        start("TICKET_NORMAL", f"FK-{k}", days_ago=k // 3)
    start("TICKET_NORMAL", "FK-stopped")
    operations.stop(queries.open_clocks("ticket", "FK-stopped")[0], by=SYSTEM)
    db.session.commit()
    seen, after = [], None
    while page := queries.due_soon(until=FAR, after=after, limit=2):
        seen += [one.subject_ref for one in page]
        after = (page[-1].due_at, page[-1].id)
    assert sorted(seen) == [f"FK-{k}" for k in range(7)]
    assert queries.due_soon(until=dt.datetime(2026, 11, 9, tzinfo=dt.UTC)) == []


def test_the_calendar_costs_one_query_when_nothing_changed_and_is_read_anew_when_something_did() -> None:
    on = dt.date(2026, 11, 12)
    queries.calendar()
    with counted_queries() as seen:
        first = queries.calendar()
    assert len(seen) == 1
    assert queries.calendar() is first
    db.session.add(row(on, "甲"))
    assert not queries.calendar().day(on).is_working
    db.session.rollback()
    assert queries.calendar().day(on).is_working


def test_a_row_rolled_back_is_forgotten_though_its_number_is_used_again() -> None:
    first, second = dt.date(2026, 11, 12), dt.date(2026, 11, 13)
    db.session.add(row(first, "甲"))
    queries.calendar()
    db.session.rollback()
    db.session.add(row(second, "乙"))
    calendar = queries.calendar()
    assert calendar.day(first).is_working
    assert not calendar.day(second).is_working
