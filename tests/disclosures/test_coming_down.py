"""How a record leaves the public's sight and what is owed on the way (Article 12(二), 行政处罚法 48; examples C-7 and C-8)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from feedback_app import clock
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.audit import queries as log
from feedback_app.audit.commitments import commitment, digest
from feedback_app.carriers import operations as sending
from feedback_app.carriers import queries as carriers
from feedback_app.deadlines import jobs as deadline_jobs
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.models import Clock
from feedback_app.disclosures import jobs, operations, queries
from feedback_app.disclosures.catalogue import bureau, category
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.grounds import GROUNDS, HIDERS, HIDING_REASONS, Approval
from feedback_app.disclosures.models import DisclosureRecord, GuardOverride, SealedOriginal, Takedown
from feedback_app.disclosures.operations import NotAllowedHere
from feedback_app.disclosures.retention import count_of
from feedback_app.disclosures.workflow import RecordStatus
from feedback_app.extensions import db
from feedback_app.outbox.models import OwedMessage
from feedback_app.refusals import Refusal
from feedback_app.starting_content.examples import D1
from feedback_app.starting_content.load import read_values
from tests.factories import beijing, people, person, published_penalty

PENALTY = category("penalty")


def at(moment: str) -> AbstractContextManager[Any]:
    return clock.at(beijing(moment))


@pytest.fixture
def cast(db_session: Any) -> SimpleNamespace:
    return people()


def d1(**values: Any) -> DisclosureRecord:
    """Record D-1, confirmed on its carriers."""
    cast = people()
    record = published_penalty(**read_values(PENALTY, D1.values), **values)
    for carried in carriers.publications_of(record.ref, 1):
        if carried.state == "pending":
            sending.confirm(carried, evidence="已核对", by=cast.zhouting.actor)
    db.session.commit()
    return record


def instrument_of(
    record: DisclosureRecord, by: Any, ground: str = "revoked", received: date = date(2026, 11, 18)
) -> Any:
    return operations.register_instrument(
        record, ground, issuer="昌吉回族自治州人民政府", number="昌州政复决〔2026〕12号",
        issued_on=date(2026, 11, 16), received_on=received, by=by,
    )  # fmt: skip


def clock_of(record: DisclosureRecord, rule: str) -> Clock:
    return next(one for one in deadlines.clocks("record", record.ref) if one.rule == rule)


def mails(what: str) -> list[str]:
    found = db.session.scalars(select(OwedMessage).where(OwedMessage.kind == "record_coming_down"))
    return sorted(one.to_address.split("@")[0] for one in found if one.context["what"] == what)


def clear_text() -> str:
    """Everything the database holds of records in clear, as a thief of the file would read it."""
    tables = (
        "disclosure_record",
        "record_version",
        "record_clarification",
        "sealed_original",
        "takedown",
        "log_entry",
    )
    db.session.commit()
    return "\n".join(
        str(row) for table in tables for row in db.session.execute(text(f"SELECT * FROM {table}"))
    )


# ---- example C-8 -----------------------------------------------------------------------------------------------------


def test_a_revoked_decision_comes_down_within_three_working_days_of_the_instruments_receipt(
    cast: SimpleNamespace,
) -> None:
    record = d1()
    with at("2026-11-19 10:50"):
        paper = instrument_of(record, cast.sunlei)
        running = clock_of(record, "REVOKED_WITHDRAW")
        assert (running.started_on, running.due_on) == (date(2026, 11, 18), date(2026, 11, 23))
        assert mails("instrument") == ["wangxiaoyan"]
    with at("2026-11-19 16:30"):
        down = operations.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=paper)
        db.session.commit()
    assert record.state is RecordStatus.WITHDRAWN
    assert (running.outcome, running.stopped_on, down.late_by) == ("kept", date(2026, 11, 19), 0)
    assert down.document_number == "昌州环罚字〔2026〕2-017号"
    assert not paper.is_open
    assert mails("down") == ["majianxin"], "the head of the branch is told, and is no gate"
    entry = log.entries(subject=record.subject, action="record.take_down")[0]
    assert entry.fact_values["ground"] == "revoked"
    assert entry.actor_name == "王晓燕"


def test_the_other_carriers_are_asked_and_confirmed_by_a_person_by_the_same_day(
    cast: SimpleNamespace,
) -> None:
    record = d1()
    with at("2026-11-19 16:30"):
        operations.withdraw(
            record, "revoked", by=cast.wangxiaoyan, instrument=instrument_of(record, cast.sunlei)
        )
        states = {one.channel: one.state for one in carriers.latest_of(record.ref)}
        assert states == {"branch_site": "withdrawn", "credit_push": "withdrawing"}
        everywhere = clock_of(record, "WITHDRAW_ALL_CHANNELS")
        assert everywhere.due_on == date(2026, 11, 23)
        assert everywhere.is_open
    with at("2026-11-20 11:00"):
        waiting = next(one for one in carriers.latest_of(record.ref) if one.state == "withdrawing")
        with pytest.raises(NotAllowedHere):
            operations.confirm_withdrawal(record, waiting, evidence="x", by=cast.zhaoming)
        operations.confirm_withdrawal(record, waiting, evidence="已打开页面，查不到。", by=cast.zhouting)
    assert (everywhere.outcome, everywhere.stopped_on) == ("kept", date(2026, 11, 20))
    assert waiting.withdrawal_evidence == "已打开页面，查不到。"


def test_one_that_comes_down_late_says_by_how_many_working_days(cast: SimpleNamespace) -> None:
    record = d1()
    with at("2026-11-18 17:00"):
        paper = instrument_of(record, cast.zhouting)
        db.session.commit()
    with at("2026-11-24 09:00"):
        deadline_jobs.note_missed()
    with at("2026-11-25 11:00"):
        down = operations.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=paper)
    assert down.late_by == 2
    missed = log.entries(subject=record.subject, action="deadline.missed")[0]
    assert missed.fact_values["clock"] == "REVOKED_WITHDRAW"


def test_only_the_legal_sections_head_takes_a_revoked_decision_down_and_only_with_the_instrument(
    cast: SimpleNamespace,
) -> None:
    record, other = d1(), published_penalty(document_number="昌州环阜罚〔2026〕8号")
    with at("2026-11-19 10:50"):
        paper = instrument_of(record, cast.sunlei)
        for who in (cast.zhouting, cast.majianxin, cast.liweidong, cast.zhaoming):
            with pytest.raises(NotAllowedHere, match="岗位"):
                operations.withdraw(record, "revoked", by=who, instrument=paper)
        for wrong in (None, instrument_of(record, cast.sunlei, "void"), instrument_of(other, cast.sunlei)):
            with pytest.raises(NotAllowedHere, match="文书"):
                operations.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=wrong)
    assert record.is_public


def test_an_instrument_that_changes_nothing_is_dismissed_with_a_reason_and_its_clock_ends(
    cast: SimpleNamespace,
) -> None:
    record = d1()
    with at("2026-11-19 10:50"):
        paper = instrument_of(record, cast.sunlei)
        with pytest.raises(NotAllowedHere):
            operations.dismiss_instrument(paper, by=cast.zhouting, reason="不是这一件")
        operations.dismiss_instrument(paper, by=cast.wangxiaoyan, reason="撤销的是另一份决定。")
        with pytest.raises(NotAllowedHere):
            operations.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=paper)
    assert record.is_public
    assert not clock_of(record, "REVOKED_WITHDRAW").is_open
    assert (
        log.entries(subject=record.subject, action="record.dismiss_instrument")[0].reason
        == "撤销的是另一份决定。"
    )


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("issued", "received"),
    [(date(2026, 11, 19), date(2026, 11, 18)), (date(2026, 11, 16), date(2026, 11, 20))],
)
def test_an_instrument_is_not_received_before_it_was_issued_nor_in_the_future(
    cast: SimpleNamespace, issued: date, received: date
) -> None:
    record = d1()
    with at("2026-11-19 10:50"), pytest.raises(Refusal, match="日期"):
        operations.register_instrument(
            record,
            "revoked",
            issuer="某机关",
            number="1号",
            issued_on=issued,
            received_on=received,
            by=cast.sunlei,
        )


# ---- the sealed archive ----------------------------------------------------------------------------------------------


def test_nothing_of_it_stays_in_clear_and_the_archive_proves_what_was_published(
    cast: SimpleNamespace,
) -> None:
    record = d1()
    with at("2026-11-10 11:00"):
        operations.publish_correction(record, {"amount": 2_000_000}, by=cast.zhouting, about="ticket:FK-JC-1")
        operations.clarify(record, "博峰山公司的数额以决定书为准。", by=cast.zhouting, about="ticket:FK-JC-1")
    secrets = ("博峰山", "韩立军", "91652302MAXX0A1B0G", "2000吨", "罚款人民币3万元", "3000000", "2000000")
    with at("2026-11-19 16:30"):
        operations.withdraw(
            record, "revoked", by=cast.wangxiaoyan, instrument=instrument_of(record, cast.sunlei)
        )
    kept = clear_text()
    assert [one for one in secrets if one in kept] == []
    assert record.title_zh == f"已撤下的公示信息（{record.ref}）"
    assert record.document_number == "", "only the notice names it, where its ground does"
    with at("2026-11-23 09:00"):
        found = operations.open_archive(record, by=cast.wangxiaoyan, reason="复议后重新作出决定，核对原文。")
    assert [one.version_number for one in found] == [0, 1, 2]
    assert found[0].content["title_zh"].startswith("阜康市博峰山")
    assert found[0].content["clarifications"][0]["text"] == "博峰山公司的数额以决定书为准。"
    first = found[1].content
    assert first["field_values"]["party"] == "阜康市博峰山煤炭储运有限公司"
    attested = next(
        one
        for one in log.entries(subject=record.subject, action="record.attest")
        if one.fact_values["version"] == 1
    )
    assert attested.fact_values["content_hash"] == commitment(
        first["proof_salt"], digest(first["proof_text"])
    )
    assert record.version(1).proof_salt is None
    viewed = log.entries(subject=record.subject, action="archive.view")[0]
    assert (viewed.actor_name, viewed.reason) == ("王晓燕", "复议后重新作出决定，核对原文。")


@pytest.mark.one_database
def test_the_archive_opens_for_the_legal_sections_head_and_supervisors_alone(cast: SimpleNamespace) -> None:
    record = d1()
    operations.withdraw(
        record,
        "revoked",
        by=cast.wangxiaoyan,
        instrument=instrument_of(record, cast.sunlei, received=clock.today()),
    )
    for who in (cast.majianxin, cast.liweidong, cast.zhouting, cast.zhaoming, cast.gaoxiang, cast.sunlei):
        with pytest.raises(NotAllowedHere):
            operations.open_archive(record, by=who, reason="想看看")
    for who in (cast.wangxiaoyan, cast.zhengmin, cast.hewenbo):
        assert operations.open_archive(record, by=who, reason="监督检查")


def test_nothing_more_happens_to_what_is_down(cast: SimpleNamespace) -> None:
    record = d1()
    with at("2026-11-19 16:30"):
        operations.withdraw(
            record, "revoked", by=cast.wangxiaoyan, instrument=instrument_of(record, cast.sunlei)
        )
        with pytest.raises(NotAllowedHere):
            operations.publish_correction(record, {"amount": 1}, by=cast.zhouting, about="ticket:FK-JC-1")
        with pytest.raises(NotAllowedHere):
            operations.hide(record, "privacy", by=cast.sunlei)
        with pytest.raises(NotAllowedHere):
            instrument_of(record, cast.sunlei)
    assert db.session.scalars(select(SealedOriginal)).all()


@pytest.mark.one_database
def test_reasons_people_wrote_go_into_the_archive_when_it_comes_down_for_privacy(
    cast: SimpleNamespace,
) -> None:
    """A reason may name the very thing that must not be read; of other grounds it stays with the history."""
    private, other = d1(), published_penalty()
    said = "当事人周建国住准噶尔路12号，须撤下。"
    for record in (private, other):
        record_act = queries.history(record)[-1]
        record_act.reason = said
    db.session.add(
        GuardOverride(
            record_id=private.id, version_number=1, fingerprint="f", check="mobile", place="x", first_id=cast.sunlei.id,
            first_name="孙蕾", first_post="受理员", first_reason=said, first_at=clock.now(),
        )
    )  # fmt: skip
    with at("2026-11-19 16:30"):
        for record, ground in ((private, "privacy"), (other, "other_by_law")):
            proposal = operations.withdraw(
                record,
                ground,
                by=cast.wangxiaoyan,
                law="《某条例》第三条" if ground == "other_by_law" else "",
            )
            approver = cast.liweidong if ground == "privacy" else cast.majianxin
            operations.approve_takedown(proposal, by=approver)
        db.session.commit()
        rows = db.session.execute(text("SELECT record_id, reason FROM record_act")).all()
        assert [row.record_id for row in rows if said in row.reason] == [other.id]
        assert said not in str(db.session.execute(text("SELECT * FROM guard_override")).all())
        found = operations.open_archive(private, by=cast.wangxiaoyan, reason="核对")
        assert [one["reason"] for one in found[0].content["reasons"]] == [said, said]


# ---- the period of disclosure ----------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("kind", "first_on", "last_on"),
    [
        ("organization", date(2026, 9, 23), date(2031, 9, 23)),  # D-1
        ("natural_person", date(2026, 10, 16), date(2028, 10, 16)),  # D-3
        ("individual_business", date(2026, 10, 16), date(2028, 10, 16)),
        ("organization", date(2024, 2, 29), date(2029, 2, 28)),  # no corresponding day: the last of the month
        ("natural_person", date(2024, 2, 29), date(2026, 2, 28)),
        ("natural_person", date(2026, 2, 28), date(2028, 2, 28)),  # not the 29th
    ],
)
def test_the_period_is_full_years_from_first_publication(kind: str, first_on: date, last_on: date) -> None:
    assert count_of(PENALTY, kind, first_on).due_on == last_on


def published_on(day: datetime, kind: str = "organization") -> DisclosureRecord:
    record = published_penalty()
    record.first_published_at, record.party_kind = day, kind
    db.session.commit()
    return record


@pytest.mark.parametrize(
    ("kind", "first", "still", "over"),
    [
        ("organization", "2026-09-23 16:05", "2031-09-23 23:59", "2031-09-24 00:01"),
        ("natural_person", "2026-10-16 00:01", "2028-10-16 23:59", "2028-10-17 00:01"),
        ("natural_person", "2024-02-29 10:00", "2026-02-28 23:59", "2026-03-01 00:01"),
        ("natural_person", "2026-02-28 23:59", "2028-02-28 23:59", "2028-02-29 00:01"),
        ("organization", "2024-02-29 10:00", "2029-02-28 23:59", "2029-03-01 00:01"),
    ],
)
def test_it_is_put_down_for_removal_when_its_last_day_is_over_and_not_before(
    cast: SimpleNamespace, kind: str, first: str, still: str, over: str
) -> None:
    record = published_on(beijing(first), kind)
    with at(still):
        assert jobs.look_at_expiry() == 0
    with at(over):
        assert jobs.look_at_expiry() == 1
        assert jobs.look_at_expiry() == 0, "once"
        db.session.refresh(record)
        assert record.is_public
        assert record.is_kept_from_search_engines
        assert record.expiry_pending_on == clock.today()


def test_the_bureau_may_settle_another_period_for_individual_businesses(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bureau._bureau, "INDIVIDUAL_BUSINESS_RETENTION_YEARS", 5)
    published_on(beijing("2026-10-16 10:00"), "individual_business")
    with at("2028-10-17 00:01"):
        assert jobs.look_at_expiry() == 0
    with at("2031-10-17 00:01"):
        assert jobs.look_at_expiry() == 1


def test_an_expired_record_comes_down_when_the_legal_section_has_looked_and_the_head_approves(
    cast: SimpleNamespace,
) -> None:
    record = published_on(beijing("2026-09-23 16:05"))
    with at("2031-09-24 00:10"):
        jobs.look_at_expiry()
    proposal = queries.waiting_takedown(record)
    with at("2031-09-24 10:00"):
        with pytest.raises(NotAllowedHere, match="法制科"):
            operations.approve_takedown(proposal, by=cast.majianxin)
        with pytest.raises(NotAllowedHere):
            operations.review_takedown(proposal, by=cast.zhaoming)
        operations.review_takedown(proposal, by=cast.zhouting)
        for who in (cast.liweidong, cast.wangxiaoyan, cast.zhouting):
            with pytest.raises(NotAllowedHere):
                operations.approve_takedown(proposal, by=who)
        with pytest.raises(NotAllowedHere, match="期限已满"):
            operations.refuse_takedown(proposal, by=cast.majianxin, reason="再挂几年")
        operations.approve_takedown(proposal, by=cast.majianxin)
    assert record.is_withdrawn
    assert clock_of(record, "EXPIRY_APPROVE").outcome == "kept"
    assert proposal.late_by == 0
    assert proposal.document_number == "", "its sentence names no document"


def test_the_head_is_reminded_once_each_working_day_and_after_ten_it_is_reported_further_up(
    cast: SimpleNamespace,
) -> None:
    record = published_on(beijing("2024-11-20 16:05"), "natural_person")  # over on Friday 20 November 2026
    with at("2026-11-21 08:00"):  # Saturday
        jobs.look_at_expiry()
        assert mails("expiry") == []
    with at("2026-11-23 08:00"):
        jobs.look_at_expiry()
        jobs.look_at_expiry()
        assert mails("expiry") == ["majianxin", "wangxiaoyan"]
    with at("2026-11-24 08:00"):
        jobs.look_at_expiry()
        assert len(mails("expiry")) == 4
    due_on = clock_of(record, "EXPIRY_APPROVE").due_on
    assert due_on == date(2026, 12, 4)
    with at("2026-12-04 22:00"):
        jobs.look_at_expiry()
        assert mails("expiry_late") == []
    with at("2026-12-05 00:10"):
        jobs.look_at_expiry()
        jobs.look_at_expiry()
        assert mails("expiry_late") == ["hewenbo"], "the superior authority, once"
    entry = log.entries(subject=record.subject, action="record.escalate")[0]
    assert entry.fact_values["clock"] == "EXPIRY_APPROVE"


def test_what_waits_for_its_end_can_be_revoked_meanwhile(cast: SimpleNamespace) -> None:
    record = published_on(beijing("2024-11-20 16:05"), "natural_person")
    with at("2026-11-21 08:00"):
        jobs.look_at_expiry()
        paper = instrument_of(record, cast.sunlei)
        operations.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=paper)
    assert record.is_withdrawn
    assert queries.waiting_takedown(record) is None
    assert queries.takedown_of(record).ground == "revoked"


# ---- the emergency path ----------------------------------------------------------------------------------------------


@pytest.mark.one_database
def test_who_may_hide_at_once(cast: SimpleNamespace) -> None:
    record = published_penalty()
    for role in Role:
        who = person(f"h-{role.value}", role.value)
        if role in HIDERS:
            operations.hide(record, "privacy", by=who)
        else:
            with pytest.raises(NotAllowedHere):
                operations.hide(record, "privacy", by=who)
        db.session.rollback()


def test_hiding_at_the_weekend_is_approved_on_monday_by_somebody_else(cast: SimpleNamespace) -> None:
    record = d1()
    with at("2026-11-21 23:05"):
        hiding = operations.hide(record, "privacy", by=cast.sunlei, alerted_at=beijing("2026-11-21 22:40"))
        db.session.commit()
    assert record.state is RecordStatus.HIDDEN
    alert = clock_of(record, "EMERGENCY_HIDE")
    assert (alert.outcome, alert.length) == ("kept", 12), "out of office hours twelve hours"
    approval = clock_of(record, "EMERGENCY_HIDE_APPROVE")
    assert approval.due_on == date(2026, 11, 23)
    assert mails("hidden") == ["gulinaer", "liweidong"]
    assert {one.state for one in carriers.latest_of(record.ref)} == {"withdrawn", "withdrawing"}
    with at("2026-11-23 10:30"):
        for who in (cast.sunlei, cast.wangxiaoyan, cast.zhouting):
            with pytest.raises(NotAllowedHere):
                operations.confirm_hiding(hiding, by=who)
        operations.confirm_hiding(hiding, by=cast.liweidong)
        with pytest.raises(NotAllowedHere, match="审批过"):
            operations.confirm_hiding(hiding, by=cast.gulinaer)
    assert approval.outcome == "kept"
    assert record.is_hidden, "it stays hidden until it is mended or taken down"


def test_nobody_approves_or_lifts_their_own_hiding(cast: SimpleNamespace) -> None:
    record = published_penalty()
    hiding = operations.hide(record, "grave_error", by=cast.liweidong)
    for act in (operations.confirm_hiding, operations.lift):
        with pytest.raises(NotAllowedHere, match="另一位领导"):
            act(hiding, by=cast.liweidong, reason="没有问题")
    operations.lift(hiding, by=cast.gulinaer, reason="核对原件，没有错误。")
    assert record.is_public
    assert hiding.ending == "lifted"
    assert log.entries(subject=record.subject, action="record.lift")[0].reason == "核对原件，没有错误。"


def test_lifted_it_stands_everywhere_as_before(cast: SimpleNamespace) -> None:
    record = d1()
    hiding = operations.hide(record, "secret", by=cast.sunlei)
    waiting = next(one for one in carriers.latest_of(record.ref) if one.state == "withdrawing")
    operations.confirm_withdrawal(record, waiting, evidence="已撤", by=cast.zhouting)
    operations.lift(hiding, by=cast.liweidong, reason="不涉密")
    states = {one.channel: one.state for one in carriers.latest_of(record.ref)}
    assert states == {"branch_site": "live", "credit_push": "pending"}, (
        "what had taken it away shows it again only when confirmed"
    )
    assert deadlines.open_clocks("record", record.ref) == []


def test_a_hiding_nobody_approved_in_time_is_reported_to_the_head(cast: SimpleNamespace) -> None:
    record = published_penalty()
    with at("2026-11-21 23:05"):
        operations.hide(record, "privacy", by=cast.sunlei)
        db.session.commit()
    with at("2026-11-23 23:00"):
        jobs.look_at_expiry()
        assert mails("hiding_unapproved") == []
    with at("2026-11-24 00:10"):
        jobs.look_at_expiry()
        jobs.look_at_expiry()
    assert mails("hiding_unapproved") == ["majianxin"]


def test_a_mended_version_brings_it_back_and_what_was_exposed_stays_sealed(cast: SimpleNamespace) -> None:
    record = published_penalty(facts="当事人周某某，小名铁蛋，未依法填报。")
    with at("2026-11-21 23:05"):
        hiding = operations.hide(record, "privacy", by=cast.sunlei)
    with at("2026-11-23 10:30"):
        operations.confirm_hiding(hiding, by=cast.liweidong)
    with at("2026-11-24 11:00"):
        operations.publish_correction(
            record, {"facts": "当事人周某某，未依法填报。"}, by=cast.zhouting, about="ticket:FK-JC-1"
        )
    assert record.is_public
    assert hiding.ending == "mended"
    assert record.version(1).sealed_at is not None
    assert "铁蛋" not in clear_text()
    assert "删去了不应当公开的内容" in record.live.notice_zh
    assert record.live.changes == []


def test_after_a_grave_error_the_old_version_stays_readable(cast: SimpleNamespace) -> None:
    record = published_penalty()
    operations.hide(record, "grave_error", by=cast.sunlei)
    operations.publish_correction(record, {"amount": 6_800_000}, by=cast.zhouting, about="ticket:FK-JC-1")
    assert record.is_public
    assert record.version(1).sealed_at is None
    assert "6.8万元" in record.live.notice_zh
    assert clock_of(record, "EMERGENCY_HIDE_APPROVE").is_open, (
        "the leader still says whether the hiding was right"
    )


def test_a_privacy_takedown_hides_at_once_and_comes_down_with_the_leaders_approval(
    cast: SimpleNamespace,
) -> None:
    record = published_penalty()
    proposal = operations.withdraw(record, "privacy", by=cast.wangxiaoyan)
    assert record.is_hidden
    assert mails("waiting") == ["gulinaer", "liweidong"]
    with pytest.raises(NotAllowedHere, match="先审批撤下"):
        operations.lift(queries.open_hiding(record), by=cast.liweidong, reason="x")
    operations.approve_takedown(proposal, by=cast.liweidong)
    assert record.is_withdrawn
    assert queries.hidings_to_decide() == []


def test_a_refused_takedown_leaves_the_record_where_it_was(cast: SimpleNamespace) -> None:
    record = published_penalty()
    with pytest.raises(Refusal, match="依据"):
        operations.withdraw(record, "other_by_law", by=cast.wangxiaoyan)
    proposal = operations.withdraw(record, "other_by_law", by=cast.wangxiaoyan, law="《某条例》第三条")
    with pytest.raises(NotAllowedHere, match="已经有人提出"):
        operations.withdraw(record, "privacy", by=cast.zhouting)
    operations.refuse_takedown(proposal, by=cast.majianxin, reason="依据不足。")
    assert record.is_public
    assert not proposal.is_waiting


def test_a_repaired_credit_leaves_the_record_with_a_mark(cast: SimpleNamespace) -> None:
    record = published_penalty()
    with at("2026-11-19 10:00"):
        paper = instrument_of(record, cast.sunlei, "credit_repaired")
        operations.mark_credit_repaired(record, by=cast.wangxiaoyan, instrument=paper)
    assert record.is_public
    assert record.credit_repaired_on == date(2026, 11, 19)
    assert record.is_kept_from_search_engines


# ---- the tables ------------------------------------------------------------------------------------------------------


@pytest.mark.one_database
def test_every_ground_has_its_sentence_law_and_people() -> None:
    for row in GROUNDS.values():
        assert row.sentence_zh.endswith("。"), row.key
        assert row.sentence_en.endswith("."), row.key
        assert row.law_zh or row.asks_citation, row.key
        assert row.acts or row.is_by_time, row.key
        assert ("{document}" in row.sentence_zh) == row.names_document, row.key
        if row.clock:
            assert row.needs_instrument, f"{row.key}: nothing says from when its clock runs"
    assert {key for key, row in GROUNDS.items() if row.approval is Approval.INFORMED} == {
        "revoked", "changed", "unlawful", "void", "redo", "credit_repaired",
    }  # fmt: skip
    assert len(HIDING_REASONS) == 3


def test_statistics_still_count_what_came_down(cast: SimpleNamespace) -> None:
    record = d1()
    operations.withdraw(
        record,
        "revoked",
        by=cast.wangxiaoyan,
        instrument=instrument_of(record, cast.sunlei, received=clock.today()),
    )
    row = db.session.scalars(select(DisclosureRecord).where(DisclosureRecord.ref == record.ref)).one()
    assert (row.category_key, row.party_kind, row.formed_on) == ("penalty", "organization", record.formed_on)
    assert row.first_published_at is not None
    assert db.session.scalars(select(Takedown)).one().ground == "revoked"


def test_what_was_approved_before_the_hiding_brings_nothing_back_by_hand_or_by_the_clock(
    app: Flask, cast: SimpleNamespace
) -> None:
    record = published_penalty()
    with at("2026-11-16 09:00"):
        live = record.live
        assert live is not None
        operations.prepare_change(
            record, ChangeKind.UPDATE, {**live.field_values, "performance": "已缴清。"}, note_zh="罚款已缴清。",
            changed_on=date(2026, 11, 13), by=cast.zhaoming,
        )  # fmt: skip
        operations.submit_for_review(record, by=cast.zhaoming)
        operations.review(record, by=cast.yeerken)
        operations.check_secrecy(record, by=cast.wangxiaoyan)
        operations.approve(record, by=cast.gulinaer)
        operations.plan_publication(record, beijing("2026-11-18 09:00"), by=cast.zhouting)
    with at("2026-11-17 09:00"):
        operations.hide(record, "privacy", by=cast.sunlei)
        db.session.commit()
        with pytest.raises(NotAllowedHere, match="暂停公示以前"):
            operations.publish(record, by=cast.zhouting)
        db.session.rollback()
    with at("2026-11-18 09:01"):
        assert jobs.publish_planned() == 0
        record = queries.record_by_ref(record.ref)
        assert (record.is_hidden, record.live_number, queries.plans(record)[0].has_failed) == (True, 1, True)
        operations.send_back(record, by=cast.yeerken, reason="删去个人信息")
        operations.submit_for_review(record, by=cast.zhaoming)
        operations.review(record, by=cast.yeerken)
        operations.check_secrecy(record, by=cast.wangxiaoyan)
        operations.approve(record, by=cast.gulinaer)
    with at("2026-11-18 15:00"):
        operations.publish(record, by=cast.zhouting)
        db.session.commit()
    assert (record.is_public, record.live_number) == (True, 2)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "words",
    ["当事人身份证号11010519491231002X", "请联系13912345678", "{party}的处罚已撤销", "代码{code}"],
)
def test_the_notice_repeats_nothing_of_what_comes_down(cast: SimpleNamespace, words: str) -> None:
    record = published_penalty()
    assert record.live is not None
    kept = record.live.field_values
    typed = words.format(party=kept["party"], code=kept["credit_code"])
    for where in ("words_zh", "words_en", "law"):
        with at("2026-11-18 09:00"), pytest.raises(Refusal):
            operations.withdraw(
                record, "other_by_law", by=cast.wangxiaoyan, **({"law": "《某条例》第三条"} | {where: typed})
            )
        db.session.rollback()
    assert queries.waiting_takedown(record) is None


def test_a_step_somebody_else_takes_at_the_same_moment_does_not_stop_an_emergency(
    app: Flask, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = published_penalty().ref
    is_sqlite = db.engine.dialect.name == "sqlite"  # there the other could not have begun
    db.session.rollback()
    record = queries.record_by_ref(ref)
    assert record is not None
    hold = audit.hold

    def other() -> None:
        with app.app_context(), at("2026-11-19 16:30"):
            begun = queries.record_by_ref(ref)
            assert begun is not None
            assert begun.live is not None
            operations.prepare_change(
                begun, ChangeKind.UPDATE, {**begun.live.field_values, "performance": "已缴清。"}, note_zh="罚款已缴清。",
                changed_on=date(2026, 11, 13), by=people().zhaoming,
            )  # fmt: skip
            db.session.commit()

    def held() -> None:
        monkeypatch.setattr(audit, "hold", hold)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(other).result()
        hold()

    if not is_sqlite:
        monkeypatch.setattr(audit, "hold", held)
    with at("2026-11-19 16:30"):
        operations.hide(record, "privacy", by=people().sunlei)
        db.session.commit()
    assert queries.record_by_ref(ref).is_hidden
    assert len(queries.record_by_ref(ref).versions) == (1 if is_sqlite else 2)
