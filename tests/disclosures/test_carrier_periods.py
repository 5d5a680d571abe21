"""How long a record stays on each carrier, and how it leaves one of them (I25; 信用修复管理办法; Article 12(二))."""

from contextlib import AbstractContextManager
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.carriers import operations as sending
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.models import ChannelPublication
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import jobs, operations, queries
from feedback_app.disclosures.models import DisclosureRecord, Takedown
from feedback_app.disclosures.operations import NotAllowedHere
from feedback_app.extensions import db
from tests.factories import beijing, people, published_penalty, sign_in

pytestmark = pytest.mark.one_database


def at(moment: str) -> AbstractContextManager[Any]:
    return clock.at(beijing(moment))


@pytest.fixture
def cast(db_session: Any) -> SimpleNamespace:
    return people()


def on_credit(record: DisclosureRecord) -> ChannelPublication:
    return next(one for one in carriers.latest_of(record.ref) if one.channel == "credit_push")


def shown_there(cast: SimpleNamespace, **values: Any) -> DisclosureRecord:
    """Record D-2, decided on 28 September 2026, confirmed on the credit platform in October."""
    record = published_penalty(**values)
    with at("2026-10-12 10:00"):
        sending.confirm(on_credit(record), evidence="已核对", by=cast.zhouting.actor)
        db.session.commit()
    return record


def over(record: DisclosureRecord) -> Takedown:
    """Its year there is over, and the round has found it."""
    with at("2027-09-29 09:00"):
        assert jobs.look_at_expiry() == 1
        assert jobs.look_at_expiry() == 0, "once, whoever looks and however often"
    return queries.waiting_of(record)[0]


def approved(proposal: Takedown, cast: SimpleNamespace) -> None:
    with at("2027-09-30 10:00"):
        operations.review_takedown(proposal, by=cast.zhouting)
        operations.approve_takedown(proposal, by=cast.majianxin)
        db.session.commit()


def test_each_carrier_keeps_its_own_period(cast: SimpleNamespace) -> None:
    record = published_penalty()
    own, credit = carriers.publications_of(record.ref, 1)
    assert own.public_until == queries.public_until(record)
    assert (own.keeps_years, credit.keeps_years) == (5, None)
    assert credit.public_until == date(2027, 9, 28), (
        "ordinary: twelve months from the decision, not from here"
    )


def test_where_nothing_else_counts_the_period_runs_from_the_first_confirmation_there(
    cast: SimpleNamespace,
) -> None:
    record = published_penalty(credit_class=None)
    assert on_credit(record).public_until is None
    with at("2026-10-12 10:00"):
        sending.confirm(on_credit(record), evidence="已核对", by=cast.zhouting.actor)
        db.session.commit()
    assert on_credit(record).public_until == date(2031, 10, 12)
    with at("2026-11-13 10:00"):
        operations.publish_correction(
            record, {"facts": "改过的事实。"}, by=cast.zhouting, about="ticket:FK-JC-1"
        )
    assert on_credit(record).version_number == 2
    assert on_credit(record).public_until == date(2031, 10, 12), "a later version begins no new period"


def test_what_is_over_on_one_carrier_leaves_it_with_the_heads_approval_and_stays_on_our_own_site(
    cast: SimpleNamespace,
) -> None:
    record = shown_there(cast)
    with at("2027-09-28 23:00"):
        assert jobs.look_at_expiry() == 0, "its last day"
    proposal = over(record)
    assert (proposal.ground, proposal.channel) == ("expired", "credit_push")
    assert record.is_public
    assert record.expiry_pending_on is None
    with at("2027-09-30 09:00"), pytest.raises(NotAllowedHere):
        operations.approve_takedown(proposal, by=cast.majianxin)  # the legal section looks first
    approved(proposal, cast)
    assert record.is_public
    assert on_credit(record).state == "withdrawing"
    running = {one.rule: one for one in deadlines.clocks("record", record.ref)}
    assert running["EXPIRY_APPROVE"].outcome == "kept"
    assert running["WITHDRAW_ALL_CHANNELS"].is_open, "a person confirms it there within three working days"
    entry = log.entries(subject=record.subject, action="record.leave_carrier")[0]
    assert entry.fact_values == {"channel": "credit_push"}
    with at("2027-10-08 10:00"):
        operations.confirm_withdrawal(record, on_credit(record), evidence="查不到了", by=cast.zhouting)
    assert not running["WITHDRAW_ALL_CHANNELS"].is_open


def test_a_later_version_goes_back_only_where_its_period_is_not_over(cast: SimpleNamespace) -> None:
    record = shown_there(cast)
    approved(over(record), cast)
    with at("2027-10-08 10:00"):
        operations.confirm_withdrawal(record, on_credit(record), evidence="查不到了", by=cast.zhouting)
        operations.publish_correction(
            record, {"facts": "改过的事实。"}, by=cast.zhouting, about="ticket:FK-JC-1"
        )
    assert [one.channel for one in carriers.publications_of(record.ref, 2)] == ["branch_site"]
    with at("2027-10-09 10:00"):
        hiding = operations.hide(record, "grave_error", by=cast.zhouting)
        operations.lift(hiding, by=cast.liweidong, reason="核对无误")
        db.session.commit()
    assert on_credit(record).state == "withdrawn", "showing it again brings it back to no carrier it has left"


def test_what_comes_down_as_a_whole_waits_on_no_carrier_any_more(cast: SimpleNamespace) -> None:
    record = shown_there(cast)
    over(record)
    with at("2027-09-30 10:00"):
        paper = operations.register_instrument(
            record, "revoked", issuer="州人民政府", number="昌州政复决〔2027〕1号",
            issued_on=date(2027, 9, 28), received_on=date(2027, 9, 29), by=cast.sunlei,
        )  # fmt: skip
        down = operations.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=paper)
        db.session.commit()
    assert down.down_at is not None
    assert queries.waiting_of(record) == []
    assert queries.takedown_of(record) is down, "the notice speaks of the record, not of one carrier"


def test_the_pages_say_until_when_and_what_waits(cast: SimpleNamespace, client: Any) -> None:
    record = shown_there(cast)
    with at("2027-09-01 09:00"):
        page = client.get(f"/records/{record.ref}").text
        assert "2027年9月28日" in page
    over(record)
    with at("2027-09-29 10:00"):
        sign_in(client, "zhouting")
        assert "公开期限已满，等法制科审核" in client.get(f"/staff/records/{record.ref}").text
        listed = client.get("/staff/records/coming-down").text
        assert "只从“信用中国（经信用主管部门推送）”撤下" in listed
