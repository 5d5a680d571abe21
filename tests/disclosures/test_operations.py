"""What can be done to a record: each act with its state, its history, its log entry, its clock and its carriers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from feedback_app import clock
from feedback_app.accounts.roles import Role
from feedback_app.audit import queries as log
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.models import LIVE, PENDING
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import operations, queries
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations import NotAllowedHere, NotYourOwnWork
from feedback_app.disclosures.workflow import GATES, STEPS, RecordStatus, VersionStatus
from feedback_app.extensions import db
from feedback_app.starting_content.examples import D2
from feedback_app.starting_content.load import read_values
from tests.factories import RIGHT_AMOUNT, WRONG_AMOUNT, beijing, changed, people, person, published_penalty

S = VersionStatus
WAY = [S.DRAFT, S.IN_REVIEW, S.RETURNED, S.APPROVED, S.PUBLISHED]
FORMED_ON = date(2026, 9, 28)  # due 2026-10-10, a Saturday that is a working day


@pytest.fixture
def cast(db_session: Any) -> SimpleNamespace:
    return people()


def values(**other: Any) -> dict[str, Any]:
    """Record D-2 as the decision has it: with its error it would get no further than the draft."""
    return read_values(category("penalty"), D2.values) | {"amount": RIGHT_AMOUNT} | other


def prepare(by: Any, **other: Any) -> DisclosureRecord:
    return operations.prepare(
        "penalty", values(**other), formed_on=FORMED_ON, party_kind="organization", by=by
    )


def record_at(status: VersionStatus, cast: SimpleNamespace, reviewed: bool = True) -> DisclosureRecord:
    """Prepared by 赵明, reviewed by 叶尔肯, approved by 古丽娜尔, published by 周婷, as far as that."""
    with clock.at(beijing("2026-10-08 11:00")):
        record = prepare(cast.zhaoming)
        if status is not S.DRAFT:
            operations.submit_for_review(record, by=cast.zhaoming)
        if status in (S.IN_REVIEW, S.APPROVED, S.PUBLISHED) and reviewed:
            operations.review(record, by=cast.yeerken)
            operations.check_secrecy(record, by=cast.wangxiaoyan)
        if status is S.RETURNED:
            operations.send_back(record, by=cast.yeerken, reason="金额请核对")
        if status in (S.APPROVED, S.PUBLISHED):
            operations.approve(record, by=cast.gulinaer)
        if status is S.PUBLISHED:
            operations.publish(record, by=cast.zhouting)
    db.session.commit()
    assert record.newest.state is status
    assert record.state is RecordStatus(status.value)
    return record


def own(found: Any) -> list[Any]:
    """The regulation's own limits, without the national one that runs beside them."""
    return [one for one in found if not one.row.is_shadow]


def last_entry(record: DisclosureRecord) -> Any:
    return log.entries(subject=record.subject, limit=1)[0]


# ---- the table -------------------------------------------------------------------------------------------------------

# Who may take which step from where, written out again: the code's own table has to agree (Articles 11, 12, 14).
MAY = {
    "submit_for_review": ({S.DRAFT, S.RETURNED}, {Role.HANDLER}),
    "review": ({S.IN_REVIEW}, {Role.SECTION_HEAD}),
    "check_secrecy": ({S.IN_REVIEW}, {Role.DISCLOSURE_REVIEWER}),
    "send_back": ({S.IN_REVIEW, S.APPROVED}, {Role.SECTION_HEAD, Role.SUPERVISING_LEADER, Role.PUBLISHER, Role.LEGAL_SECTION_HEAD, Role.DISCLOSURE_REVIEWER}),
    "approve": ({S.IN_REVIEW}, {Role.SECTION_HEAD, Role.SUPERVISING_LEADER}),
    "publish": ({S.APPROVED}, {Role.PUBLISHER, Role.LEGAL_SECTION_HEAD}),
    "plan_publication": ({S.APPROVED}, {Role.SECTION_HEAD, Role.SUPERVISING_LEADER, Role.PUBLISHER, Role.LEGAL_SECTION_HEAD}),
    "cancel_plan": (set(), set()),  # only where something is planned, see test_planning.py
    "drop_change": (set(), set()),  # only of a later version, see test_changing.py
}  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize("status", WAY)
def test_every_step_from_every_status_by_every_role(
    cast: SimpleNamespace, status: VersionStatus, freeze: Any
) -> None:
    assert MAY.keys() == STEPS.keys()
    ref = record_at(status, cast).ref
    freeze("2026-10-08 12:00")  # in time: late, only a leader approves
    holders = {role: person(f"p-{role.value}", role.value).id for role in Role}
    wrong = []
    for step, (statuses, roles) in MAY.items():
        for role, number in holders.items():
            record, by = queries.record_by_ref(ref), db.session.get_one(type(cast.sunlei), number)
            offered = step in {row.name for row in operations.offers(record, by)}
            more: dict[str, Any] = {"reason": "请核对"} if step in ("send_back", "drop_change") else {}
            if step == "plan_publication":
                more = {"publish_at": beijing("2026-10-09 09:30")}
            try:
                getattr(operations, step)(record, by=by, **more)
                got = True
            except NotAllowedHere:
                got = False
            db.session.rollback()
            allowed = status in statuses and role in roles
            if got != allowed or (offered != allowed and step not in GATES):
                wrong.append(f"{step} at {status} by {role}: {got}, offered {offered}, expected {allowed}")
    assert wrong == []


@pytest.mark.one_database
def test_no_approval_before_the_review(cast: SimpleNamespace) -> None:
    record = record_at(S.IN_REVIEW, cast, reviewed=False)
    with pytest.raises(NotAllowedHere, match="还没有审核通过"):
        operations.approve(record, by=cast.gulinaer)
    assert "approve" not in {row.name for row in operations.offers(record, cast.gulinaer)}


@pytest.mark.one_database
def test_what_was_sent_back_needs_its_review_again(cast: SimpleNamespace) -> None:
    record = record_at(S.APPROVED, cast)
    operations.send_back(record, by=cast.zhouting, reason="金额请核对")
    operations.edit(record, values(), formed_on=FORMED_ON, party_kind="organization", by=cast.zhaoming)
    operations.submit_for_review(record, by=cast.zhaoming)
    with pytest.raises(NotAllowedHere, match="还没有审核通过"):
        operations.approve(record, by=cast.gulinaer)


# ---- nobody checks their own work ------------------------------------------------------------------------------------


def test_nobody_reviews_approves_or_returns_what_they_prepared(cast: SimpleNamespace) -> None:
    both = person("both", "handler", "section_head", "supervising_leader")
    record = prepare(both)
    operations.submit_for_review(record, by=both)
    for act in (operations.review, operations.approve):
        with pytest.raises(NotAllowedHere):
            act(record, by=both)
    operations.review(record, by=cast.yeerken)
    operations.check_secrecy(record, by=cast.wangxiaoyan)
    with pytest.raises(NotYourOwnWork):
        operations.approve(record, by=both)
    with pytest.raises(NotYourOwnWork):
        operations.send_back(record, by=both, reason="x")
    assert operations.offers(record, both) == []


def test_a_colleagues_last_touch_does_not_make_it_somebody_elses(cast: SimpleNamespace) -> None:
    both = person("both", "handler", "section_head")
    record = prepare(both)
    operations.edit(record, values(), formed_on=FORMED_ON, party_kind="organization", by=cast.zhaoming)
    operations.submit_for_review(record, by=cast.zhaoming)
    with pytest.raises(NotYourOwnWork):
        operations.review(record, by=both)


@pytest.mark.one_database
def test_only_the_posts_of_the_category_prepare_and_edit(cast: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedHere, match="不能拟制"):
        prepare(cast.sunlei)
    with pytest.raises(NotAllowedHere, match="不能拟制"):
        operations.edit(
            record_at(S.DRAFT, cast), values(), formed_on=FORMED_ON, party_kind=None, by=cast.zhouting
        )


# ---- preparing -------------------------------------------------------------------------------------------------------


def test_a_draft_leaves_its_version_its_history_its_entry_and_its_clock(cast: SimpleNamespace) -> None:
    with clock.at(beijing("2026-09-30 16:20")):
        record = prepare(cast.zhaoming)
    assert (record.ref, record.state, record.live_number, record.is_public) == (
        "C4-2026-0001",
        S.DRAFT,
        None,
        False,
    )
    assert record.title_zh == "阜康市晋庭精细化工有限责任公司行政处罚决定（昌州环阜罚〔2026〕3号）"
    assert record.newest.field_values["amount"] == RIGHT_AMOUNT
    [act] = queries.history(record)
    assert (act.act, act.user_name, act.version_number) == ("prepare", "赵明", 1)
    entry = last_entry(record)
    assert (entry.action, entry.actor_name, entry.subject) == (
        "record.prepare",
        "赵明",
        "record:C4-2026-0001",
    )
    [running] = own(deadlines.open_clocks("record", record.ref))
    assert (running.rule, running.due_on) == ("RESULT_PUBLISH", date(2026, 10, 10))


def test_numbers_have_no_holes_and_no_doubles(app: Flask, cast: SimpleNamespace) -> None:
    prepare(cast.zhaoming)
    db.session.rollback()
    number = cast.zhaoming.id
    db.session.commit()

    def one(_thread: int) -> str:
        with app.app_context(), clock.at(beijing("2026-10-08 11:00")):
            ref = prepare(db.session.get_one(type(cast.zhaoming), number)).ref
            db.session.commit()
            return ref

    with ThreadPoolExecutor(4) as threads:
        refs = sorted(threads.map(one, range(8)))
    assert refs == [f"C4-2026-{number:04d}" for number in range(1, 9)]


def test_editing_a_draft_changes_it_in_place_and_is_told(cast: SimpleNamespace) -> None:
    record = record_at(S.RETURNED, cast)
    operations.edit(
        record,
        values(amount=RIGHT_AMOUNT),
        formed_on=FORMED_ON,
        party_kind="organization",
        by=cast.chenzhiqiang,
    )
    db.session.commit()
    assert len(record.versions) == 1
    assert record.newest.field_values["amount"] == RIGHT_AMOUNT
    assert last_entry(record).action == "record.edit"
    assert queries.history(record)[-1].user_name == "陈志强"


@pytest.mark.parametrize("status", [S.IN_REVIEW, S.APPROVED, S.PUBLISHED])
@pytest.mark.one_database
def test_what_is_under_way_or_public_is_never_edited(cast: SimpleNamespace, status: VersionStatus) -> None:
    record = record_at(status, cast)
    with pytest.raises(NotAllowedHere, match="请先退回"):
        operations.edit(record, values(), formed_on=FORMED_ON, party_kind="organization", by=cast.zhaoming)


def test_another_day_of_formation_starts_the_clock_anew(cast: SimpleNamespace, freeze: Any) -> None:
    freeze("2026-10-08 11:00")
    record = prepare(cast.zhaoming)
    operations.edit(
        record, values(), formed_on=date(2026, 9, 30), party_kind="organization", by=cast.zhaoming
    )
    [running] = own(deadlines.open_clocks("record", record.ref))
    assert running.started_on == date(2026, 9, 30)
    past = [one for one in deadlines.clocks("record", record.ref) if not one.is_open]
    assert {one.is_void for one in past} == {True}, "the clock before stays as history, judged by nobody"


@pytest.mark.one_database
def test_before_enforcement_the_clock_runs_from_the_approval(cast: SimpleNamespace, freeze: Any) -> None:
    """Article 11(一): one working day after the approval of the item list."""
    freeze("2026-11-09 10:00")
    typed, _ = category("item_list").read(category("item_list").example)
    record = operations.prepare("item_list", typed, formed_on=date(2026, 11, 2), by=cast.zhouting)
    assert deadlines.open_clocks("record", record.ref) == []
    operations.submit_for_review(record, by=cast.zhouting)
    operations.approve(record, by=cast.majianxin)
    [running] = deadlines.open_clocks("record", record.ref)
    assert (running.rule, running.due_on) == ("EXANTE_AFTER_APPROVAL", date(2026, 11, 10))


# ---- steps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "status", "by", "action", "to"),
    [
        ("submit_for_review", S.DRAFT, "zhaoming", "record.submit", S.IN_REVIEW),
        ("review", S.IN_REVIEW, "liufang", "record.review", S.IN_REVIEW),
        ("send_back", S.IN_REVIEW, "yeerken", "record.return", S.RETURNED),
        ("approve", S.IN_REVIEW, "gulinaer", "record.approve", S.APPROVED),
        ("publish", S.APPROVED, "zhouting", "record.publish", S.PUBLISHED),
    ],
)
def test_a_step_changes_the_status_and_leaves_history_and_entry(
    cast: SimpleNamespace, step: str, status: VersionStatus, by: str, action: str, to: RecordStatus
) -> None:
    record = record_at(status, cast)
    reason = {"reason": "请核对金额"} if step == "send_back" else {}
    getattr(operations, step)(record, by=getattr(cast, by), **reason)
    db.session.commit()
    assert record.newest.state is to
    entry, act = log.entries(subject=record.subject, action=action, limit=1)[0], queries.history(record)[-1]
    assert (entry.from_state, entry.to_state, entry.actor_name) == (status, to, getattr(cast, by).name)
    assert (act.act, act.user_id) == (STEPS[step].act, getattr(cast, by).id)
    assert (entry.reason, act.reason) == ((reason["reason"],) * 2 if reason else (None, ""))


def test_two_hands_on_one_record_are_noticed(app: Flask, cast: SimpleNamespace) -> None:
    """Both looked at the same state; the second one is told, not obeyed."""
    from sqlalchemy.orm.exc import StaleDataError

    record = record_at(S.APPROVED, cast)
    ref, number = record.ref, cast.zhouting.id
    held = queries.record_by_ref(ref)
    db.session.expunge_all()
    operations.publish(queries.record_by_ref(ref), by=db.session.get_one(type(cast.zhouting), number))
    db.session.commit()
    db.session.expunge_all()
    db.session.add(held)
    held.title_en = "changed in the meantime"
    with pytest.raises(StaleDataError):
        db.session.flush()


def test_of_two_who_approve_at_once_one_does(app: Flask, cast: SimpleNamespace) -> None:
    from sqlalchemy.orm.exc import StaleDataError

    record = record_at(S.IN_REVIEW, cast)
    ref, subject, people_there = record.ref, record.subject, [cast.gulinaer.id, cast.liweidong.id]
    db.session.commit()

    def approve(number: int) -> bool:
        with app.app_context(), clock.at(beijing("2026-10-08 12:00")):
            try:
                operations.approve(
                    queries.record_by_ref(ref), by=db.session.get_one(type(cast.sunlei), number)
                )
                db.session.commit()
            except (NotAllowedHere, StaleDataError):
                db.session.rollback()
                return False
            return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(approve, people_there)) == [False, True]
    assert len(log.entries(subject=subject, action="record.approve", limit=9)) == 1


# ---- publishing ------------------------------------------------------------------------------------------------------


def test_publication_is_on_its_carriers_in_time_and_told(cast: SimpleNamespace, freeze: Any) -> None:
    record = record_at(S.APPROVED, cast)
    freeze("2026-10-09 11:20")
    operations.publish(record, by=cast.zhouting)
    db.session.commit()
    assert record.is_public
    assert record.live_number == 1
    assert record.first_published_at == record.published_at == record.live.published_at == clock.now()
    states = {row.channel: row.state for row in carriers.publications_of(record.ref, 1)}
    assert states == {"branch_site": LIVE, "credit_push": PENDING}
    [done] = own(deadlines.clocks("record", record.ref))
    assert (done.outcome, done.late_by) == ("kept", 0)


@pytest.mark.one_database
def test_what_comes_late_is_kept_as_late(cast: SimpleNamespace, freeze: Any) -> None:
    record = record_at(S.APPROVED, cast)
    freeze("2026-10-13 10:00")  # due on Saturday 10 October, a working day
    operations.publish(record, by=cast.zhouting)
    [done] = own(deadlines.clocks("record", record.ref))
    assert (done.outcome, done.late_by) == ("late", 2)


@pytest.mark.one_database
def test_natural_persons_are_not_pushed_to_the_credit_platform(cast: SimpleNamespace, freeze: Any) -> None:
    """Article 14 names legal persons only."""
    freeze("2026-10-08 11:00")
    record = operations.prepare(
        "penalty", values(), formed_on=FORMED_ON, party_kind="natural_person", by=cast.zhaoming
    )
    operations.submit_for_review(record, by=cast.zhaoming)
    operations.review(record, by=cast.yeerken)
    operations.check_secrecy(record, by=cast.wangxiaoyan)
    operations.approve(record, by=cast.gulinaer)
    operations.publish(record, by=cast.zhouting)
    assert [row.channel for row in carriers.publications_of(record.ref, 1)] == ["branch_site"]


# ---- after publication -----------------------------------------------------------------------------------------------


def test_a_correction_is_a_new_version_with_a_public_notice(cast: SimpleNamespace, freeze: Any) -> None:
    record = published_penalty()
    freeze("2026-11-10 17:40")
    version = operations.publish_correction(
        record, {"amount": RIGHT_AMOUNT}, by=cast.liufang, about="ticket:FK-JC-20261109-0001"
    )
    db.session.commit()
    assert (version.number, version.change_kind, record.live_number) == (2, "correction", 2)
    assert version.notice_zh == "2026-11-10 更正：罚款金额由“68万元”更正为“6.8万元”。"
    assert version.notice_en.startswith("2026-11-10: ")
    assert version.changes == [{"field": "amount", "old": WRONG_AMOUNT, "new": RIGHT_AMOUNT}]
    assert record.version(1).field_values["amount"] == WRONG_AMOUNT, "what was published stays on record"
    assert record.first_published_at < record.published_at
    entry = log.entries(subject=record.subject, action="record.correct", limit=1)[0]
    assert entry.about == "ticket:FK-JC-20261109-0001"
    assert entry.fact_values == {"version": 2, "fields": ["amount"]}
    assert {row.channel: row.state for row in carriers.publications_of(record.ref, 2)} == {
        "branch_site": LIVE,
        "credit_push": PENDING,
    }
    assert [one.id for one in queries.corrections().rows] == [version.id]


@pytest.mark.parametrize("new", [{}, {"amount": WRONG_AMOUNT}])
@pytest.mark.one_database
def test_a_correction_that_changes_nothing_is_refused(cast: SimpleNamespace, new: dict[str, Any]) -> None:
    with pytest.raises(NotAllowedHere, match="一样"):
        operations.publish_correction(published_penalty(), new, by=cast.liufang, about="ticket:FK-1")


@pytest.mark.one_database
def test_only_what_is_public_can_be_corrected(cast: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedHere, match="现在没有公示"):
        operations.publish_correction(
            record_at(S.APPROVED, cast), {"amount": 1}, by=cast.liufang, about="ticket:FK-1"
        )
    with pytest.raises(NotAllowedHere, match="内部"):
        operations.publish_correction(
            published_penalty(), {"served_on": "2026-10-01"}, by=cast.liufang, about="ticket:FK-1"
        )


def test_a_correction_leaves_the_limit_of_a_change_that_is_still_owed(
    cast: SimpleNamespace, freeze: Any
) -> None:
    """D-6: the seal was lifted and that is still to be published; correcting a figure meanwhile must not hide it."""
    from feedback_app.deadlines import operations as clocks

    record = published_penalty()
    freeze("2026-11-20 19:00")
    clocks.start(
        "RESULT_PUBLISH",
        subject_kind="record",
        subject_ref=record.ref,
        started_on=date(2026, 11, 20),
        by=cast.zhaoming.actor,
    )
    operations.publish_correction(record, {"amount": RIGHT_AMOUNT}, by=cast.liufang, about="ticket:FK-1")
    [owed] = deadlines.open_clocks("record", record.ref)
    assert owed.due_on == date(2026, 11, 27)
    changed(record, date(2026, 11, 20), performance="已缴清")
    assert deadlines.open_clocks("record", record.ref) == []


def test_an_update_is_a_new_version_under_its_own_clock(cast: SimpleNamespace, freeze: Any) -> None:
    record = published_penalty()
    freeze("2026-11-12 16:30")
    version = changed(record, date(2026, 11, 6), performance="已于2026年11月6日缴清。")
    assert (version.number, version.change_kind, version.notice_zh) == (2, "update", "罚款已缴清。")
    assert queries.corrections().rows == [], "facts that moved on are no error"
    done = deadlines.clocks("record", record.ref)[-1]
    assert (done.started_on, done.due_on, done.outcome) == (date(2026, 11, 6), date(2026, 11, 13), "kept")
    assert log.entries(subject=record.subject, action="record.prepare_change", limit=1)


def test_a_correction_goes_wherever_the_error_was_shown(cast: SimpleNamespace) -> None:
    from feedback_app.carriers import operations as carrying

    record = published_penalty()
    carrying.push(record.ref, 1, ("wechat",), by=cast.zhouting.actor)
    operations.publish_correction(record, {"amount": RIGHT_AMOUNT}, by=cast.liufang, about="ticket:FK-1")
    assert {row.channel for row in carriers.publications_of(record.ref, 2)} == {
        "branch_site",
        "credit_push",
        "wechat",
    }


def test_a_clarification_stands_beside_a_record_that_stays_as_it_is(cast: SimpleNamespace) -> None:
    record = published_penalty()
    operations.clarify(record, "经核对原件，公示内容准确。", by=cast.liufang, about="ticket:FK-1")
    db.session.commit()
    assert [one.text for one in queries.clarifications(record)] == ["经核对原件，公示内容准确。"]
    assert len(record.versions) == 1
    assert log.entries(subject=record.subject, action="record.clarify", limit=1)[0].about == "ticket:FK-1"


def test_being_verified_is_marked_once_and_cleared_once(cast: SimpleNamespace) -> None:
    record = published_penalty()
    before = log.head().number
    for under in (True, True, False, False):
        operations.mark_under_verification(record, under, by=cast.sunlei, about="ticket:FK-1")
    db.session.commit()
    assert log.head().number == before + 2
    assert not record.under_verification


# ---- recusal is read from here ---------------------------------------------------------------------------------------


def test_who_had_a_hand_in_a_record_is_told_by_its_history(cast: SimpleNamespace) -> None:
    record = published_penalty()
    involved = queries.involvements(record.id)
    assert involved == {
        cast.zhaoming.id: ["prepare"], cast.yeerken.id: ["review"], cast.gulinaer.id: ["approve"], cast.zhouting.id: ["publish"],
    }  # fmt: skip
    operations.publish_correction(record, {"amount": RIGHT_AMOUNT}, by=cast.liufang, about="ticket:FK-1")
    assert cast.liufang.id not in queries.involvements(record.id), "putting it right is no part in the error"
