"""An approved version goes out by itself at its time: once, in the planner's name, or not and why."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from feedback_app import clock
from feedback_app.accounts import operations as accounts
from feedback_app.audit import queries as log
from feedback_app.disclosures import jobs, operations, queries
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations import NoSuchMoment, NotAllowedHere
from feedback_app.disclosures.workflow import VersionStatus
from feedback_app.extensions import db
from feedback_app.outbox import queries as outbox
from tests.disclosures.test_operations import record_at
from tests.factories import beijing, people

AT = "2026-10-09 09:30"


@pytest.fixture
def cast(db_session: Any) -> SimpleNamespace:
    return people()


def planned(cast: SimpleNamespace) -> DisclosureRecord:
    record = record_at(VersionStatus.APPROVED, cast)
    with clock.at(beijing("2026-10-08 12:00")):
        operations.plan_publication(record, beijing(AT), by=cast.zhouting)
    db.session.commit()
    return record


def test_at_its_time_it_is_published_by_the_system_for_whoever_planned_it(
    app: Flask, cast: SimpleNamespace, freeze: Any
) -> None:
    record = planned(cast)
    freeze("2026-10-09 09:29")
    assert jobs.publish_planned() == 0
    freeze("2026-10-09 09:31")
    assert jobs.publish_planned() == 1
    assert jobs.publish_planned() == 0
    record = queries.record_by_ref(record.ref)
    assert (record.is_public, record.live_number) == (True, 1)
    entry = log.entries(subject=record.subject, action="record.publish", limit=1)[0]
    assert (entry.actor_kind, entry.on_behalf_of) == ("system", "周婷（法制科信息发布员）")


def test_two_relays_publish_it_once(app: Flask, cast: SimpleNamespace) -> None:
    subject = planned(cast).subject
    db.session.commit()

    def one(_thread: int) -> int:
        with app.app_context(), clock.at(beijing("2026-10-09 09:31")):
            return jobs.publish_planned()

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(one, range(2))) == 1
    assert len(log.entries(subject=subject, action="record.publish", limit=9)) == 1


@pytest.mark.one_database
def test_what_may_not_go_out_says_why_and_tells_the_publisher(
    app: Flask, cast: SimpleNamespace, freeze: Any
) -> None:
    record = planned(cast)
    accounts.deactivate(cast.zhouting, by=cast.gaoxiang.actor, reason="调离")
    db.session.commit()
    freeze("2026-10-09 09:31")
    assert jobs.publish_planned() == 0
    record = queries.record_by_ref(record.ref)
    assert not record.is_public
    [plan] = queries.plans(record)
    assert (plan.state, plan.fault_zh) == ("failed", "设定人的账号已经停用。")
    assert "wangxiaoyan" in " ".join(one.to_address for one in outbox.messages_about(record.subject))
    assert log.entries(subject=record.subject, action="record.plan_failed", limit=1)


@pytest.mark.one_database
def test_a_return_puts_the_plan_off_for_good(app: Flask, cast: SimpleNamespace, freeze: Any) -> None:
    record = planned(cast)
    freeze("2026-10-08 15:00")
    operations.send_back(record, by=cast.zhouting, reason="金额请核对")
    db.session.commit()
    assert queries.waiting_plan(record) is None
    freeze("2026-10-09 09:31")
    assert jobs.publish_planned() == 0


@pytest.mark.one_database
def test_another_time_takes_the_place_of_the_first_and_cancelling_ends_it(
    cast: SimpleNamespace, freeze: Any
) -> None:
    record = planned(cast)
    freeze("2026-10-08 15:00")
    operations.plan_publication(record, beijing("2026-10-10 09:30"), by=cast.gulinaer)
    assert [one.state for one in queries.plans(record)] == ["waiting", "cancelled"]
    operations.cancel_plan(record, by=cast.zhouting)
    assert queries.waiting_plan(record) is None
    with pytest.raises(NotAllowedHere, match="没有等着"):
        operations.cancel_plan(record, by=cast.zhouting)


@pytest.mark.one_database
@pytest.mark.parametrize("moment", ["2026-10-08 11:59", "2028-01-01 09:00"])
def test_a_time_that_is_past_or_far_away_is_refused(cast: SimpleNamespace, freeze: Any, moment: str) -> None:
    record = record_at(VersionStatus.APPROVED, cast)
    freeze("2026-10-08 12:00")
    with pytest.raises(NoSuchMoment):
        operations.plan_publication(record, beijing(moment), by=cast.zhouting)


@pytest.mark.one_database
def test_whoever_neither_approves_nor_publishes_plans_nothing(cast: SimpleNamespace, freeze: Any) -> None:
    record = record_at(VersionStatus.APPROVED, cast)
    freeze("2026-10-08 12:00")
    with pytest.raises(NotAllowedHere):
        operations.plan_publication(record, beijing(AT), by=cast.zhaoming)
