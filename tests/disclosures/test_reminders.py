"""Limits remind before and escalate after, once each, and say so in the log."""

import html
import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from feedback_app.audit import queries as log
from feedback_app.deadlines import jobs as deadline_jobs
from feedback_app.disclosures import jobs, operations
from feedback_app.disclosures.views_staff import desk
from feedback_app.extensions import db
from feedback_app.outbox import queries as outbox
from tests.disclosures.test_operations import prepare
from tests.factories import people, sign_in

pytestmark = pytest.mark.one_database


@pytest.fixture
def cast(db_session: Any) -> SimpleNamespace:
    return people()


def told(record: Any) -> list[tuple[str, str]]:
    return sorted((one.kind, one.to_address.split("@")[0]) for one in outbox.messages_about(record.subject))


def test_the_stages_of_a_limit_each_once(app: Flask, cast: SimpleNamespace, freeze: Any) -> None:
    """Formed on Monday 28 September, due on Saturday 10 October, a working day; 1 to 7 October are a holiday."""
    freeze("2026-09-29 11:00")
    record = prepare(cast.zhaoming)
    db.session.commit()
    assert jobs.tell_about_limits() == 0
    freeze("2026-10-08 11:00")
    assert jobs.tell_about_limits() == 1
    assert jobs.tell_about_limits() == 0, "the same stage is told once"
    assert told(record) == [("record_due_soon", "zhaoming")]
    freeze("2026-10-09 11:00")
    assert jobs.tell_about_limits() == 1
    freeze("2026-10-11 11:00")
    assert jobs.tell_about_limits() == 1
    assert ("record_overdue", "yeerken") in told(record)
    assert ("record_overdue", "liufang") not in told(record), "the head of its own unit"
    freeze("2026-10-13 11:00")
    assert jobs.tell_about_limits() == 1
    assert {who for kind, who in told(record) if kind == "record_overdue"} == {
        "yeerken",
        "liweidong",
        "gulinaer",
    }
    entries = log.entries(subject=record.subject, action="deadline.remind", limit=9)
    assert [one.fact_values["stage"] for one in reversed(entries)] == [
        "remind_first", "remind_last", "overdue", "escalate",
    ]  # fmt: skip


def test_what_was_published_is_reminded_of_no_more(app: Flask, cast: SimpleNamespace, freeze: Any) -> None:
    from tests.factories import published_penalty

    published_penalty()
    freeze("2026-10-20 11:00")
    assert jobs.tell_about_limits() == 0


def test_a_late_record_needs_the_leader_in_charge(cast: SimpleNamespace, freeze: Any) -> None:
    freeze("2026-10-09 11:00")
    record = prepare(cast.zhaoming)
    operations.submit_for_review(record, by=cast.zhaoming)
    operations.review(record, by=cast.yeerken)
    operations.check_secrecy(record, by=cast.wangxiaoyan)
    assert "approve" in {one.name for one in operations.offers(record, cast.liufang)}
    freeze("2026-10-12 11:00")
    assert "approve" not in {one.name for one in operations.offers(record, cast.liufang)}
    with pytest.raises(operations.NotAllowedHere, match=r"须由主管领导批准：已经超过公示时限"):
        operations.approve(record, by=cast.liufang)
    operations.approve(record, by=cast.gulinaer)


def test_next_years_calendar_is_asked_for_once_from_december(
    app: Flask, cast: SimpleNamespace, freeze: Any
) -> None:
    freeze("2026-11-30 11:00")
    assert not deadline_jobs.remind_of_calendar()
    freeze("2026-12-01 11:00")
    assert deadline_jobs.remind_of_calendar()
    assert not deadline_jobs.remind_of_calendar()
    assert [one.to_address.split("@")[0] for one in outbox.messages_about("calendar:2027")] == ["wangxiaoyan"]


def test_many_that_are_long_overdue_keep_no_other_limit_from_its_reminder(
    app: Flask, cast: SimpleNamespace, freeze: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_app.disclosures.operations.reminding.AT_ONCE", 2)
    freeze("2026-09-29 11:00")
    late = prepare(cast.zhaoming)
    for _number in range(3):  # formed a month before
        operations.prepare(
            "penalty", late.newest.field_values, formed_on=date(2026, 8, 31), party_kind="organization", by=cast.zhaoming
        )  # fmt: skip
    db.session.commit()
    while jobs.tell_about_limits():  # they are told of, up to the last stage
        pass
    assert told(late) == []
    freeze("2026-10-08 11:00")
    assert jobs.tell_about_limits() == 1
    assert told(late) == [("record_due_soon", "zhaoming")]


def test_the_page_of_limits_leads_to_every_one_and_counts_them_all(
    app: Flask, cast: SimpleNamespace, freeze: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "LIMITS", 2)
    freeze("2026-09-29 11:00")
    records = [prepare(cast.zhaoming) for _ in range(5)]
    db.session.commit()
    freeze("2026-10-12 11:00")
    client = sign_in(app.test_client(), "wangxiaoyan")
    seen, address = set(), "/staff/records/deadlines"
    for _ in range(3):
        page = client.get(address).text
        assert "已逾期 5 件" in page
        seen |= {record.ref for record in records if f"/staff/records/{record.ref}" in page}
        further = re.search(r'href="(/staff/records/deadlines\?after=[^"]+)"', page)
        address = html.unescape(further[1]) if further else ""
    assert seen == {record.ref for record in records}
    assert not address, "the last page leads no further"
