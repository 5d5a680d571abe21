"""A published record changes by another version, which takes the same way; what was published stays as it was."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import JSON, text
from sqlalchemy.exc import DBAPIError

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import operations, queries
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.fields.old_names import under_new_names
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.operations import NotAllowedHere, NotYourOwnWork
from feedback_app.disclosures.workflow import VersionStatus
from feedback_app.extensions import db
from tests.factories import RIGHT_AMOUNT, beijing, changed, people, published_penalty

S = VersionStatus
CHANGED_ON = date(2026, 11, 6)  # due 2026-11-13


@pytest.fixture
def cast(db_session: Any, freeze: Any) -> SimpleNamespace:
    found = people()
    freeze("2026-11-09 16:00")
    return found


def begin(record: DisclosureRecord, kind: ChangeKind = ChangeKind.UPDATE, **values: Any) -> RecordVersion:
    live = record.live
    assert live is not None
    return operations.prepare_change(
        record, kind, live.field_values | (values or {"performance": "已缴清"}),
        note_zh="罚款已缴清。", changed_on=CHANGED_ON, by=people().zhaoming,
    )  # fmt: skip


def test_a_change_is_a_draft_that_the_public_does_not_see(cast: SimpleNamespace) -> None:
    record = published_penalty()
    title, seen = record.title_zh, record.published_at
    version = begin(record, party="阜康市另一家有限公司")
    db.session.commit()
    assert (version.number, version.state, version.change_kind) == (2, S.DRAFT, "update")
    assert (record.live_number, record.is_public, record.title_zh) == (1, True, title)
    assert record.published_at == seen
    entry = log.entries(subject=record.subject, limit=1)[0]
    assert entry.action == "record.prepare_change"
    assert entry.fact_values == {"version": 2, "kind": "change_update", "changed_on": "2026-11-06"}
    act = queries.history(record)[-1]
    assert (act.act, act.version_number, act.user_name) == ("prepare", 2, "赵明")
    [running] = deadlines.open_clocks("record", record.ref)
    assert (running.rule, running.due_on) == ("RESULT_PUBLISH", date(2026, 11, 13))


def test_a_change_takes_the_whole_way_and_only_then_is_public(cast: SimpleNamespace) -> None:
    record = published_penalty()
    begin(record)
    operations.submit_for_review(record, by=cast.zhaoming)
    with pytest.raises(NotAllowedHere, match="还没有审核通过"):
        operations.approve(record, by=cast.gulinaer)
    operations.review(record, by=cast.yeerken)
    operations.check_secrecy(record, by=cast.wangxiaoyan)
    operations.approve(record, by=cast.gulinaer)
    assert (record.newest.state, record.status, record.live_number) == (S.APPROVED, "published", 1)
    operations.publish(record, by=cast.zhouting)
    db.session.commit()
    assert (record.newest.state, record.live_number) == (S.PUBLISHED, 2)
    assert record.live.field_values["performance"] == "已缴清"
    assert deadlines.open_clocks("record", record.ref) == []


@pytest.mark.one_database
def test_nobody_passes_the_change_they_prepared(cast: SimpleNamespace) -> None:
    from tests.factories import person

    both = person("both", "handler", "section_head", "supervising_leader")
    record = published_penalty()
    operations.prepare_change(
        record, ChangeKind.UPDATE, record.live.field_values | {"performance": "已缴清"},
        note_zh="已缴清。", changed_on=CHANGED_ON, by=both,
    )  # fmt: skip
    operations.submit_for_review(record, by=both)
    with pytest.raises(NotYourOwnWork):
        operations.review(record, by=both)


@pytest.mark.one_database
def test_only_the_posts_of_the_category_begin_a_change(cast: SimpleNamespace) -> None:
    record = published_penalty()
    with pytest.raises(NotAllowedHere, match="不能拟制"):
        operations.prepare_change(
            record, ChangeKind.UPDATE, record.live.field_values | {"performance": "已缴清"},
            note_zh="已缴清。", changed_on=CHANGED_ON, by=cast.zhouting,
        )  # fmt: skip


@pytest.mark.one_database
def test_one_change_at_a_time(cast: SimpleNamespace) -> None:
    record = published_penalty()
    begin(record)
    with pytest.raises(NotAllowedHere, match="已经有一处更新"):
        begin(record)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("kind", "values", "note", "changed_on", "where"),
    [
        (ChangeKind.UPDATE, {}, "改了", CHANGED_ON, ""),
        (ChangeKind.UPDATE, {"performance": "已缴清"}, "  ", CHANGED_ON, "note_zh"),
        (ChangeKind.UPDATE, {"performance": "已缴清"}, "改了", date(2026, 11, 10), "changed_on"),
        (ChangeKind.UPDATE, {"performance": "已缴清"}, "改了", date(2026, 9, 27), "changed_on"),
        (ChangeKind.TYPING_ERROR, {"amount": RIGHT_AMOUNT}, "改了", CHANGED_ON, "amount"),
        (ChangeKind.TYPING_ERROR, {"content": "罚款人民币9.8万元。"}, "改了", CHANGED_ON, "content"),
        (ChangeKind.TYPING_ERROR, {"content": "罚款人民币陆拾捌万元整。"}, "改了", CHANGED_ON, "content"),
        (ChangeKind.TYPING_ERROR, {"facts": "检查发现，共六十八处没有遮盖。"}, "改了", CHANGED_ON, "facts"),
        (ChangeKind.CORRECTION, {"amount": RIGHT_AMOUNT}, "改了", CHANGED_ON, ""),
        (ChangeKind.INITIAL, {"amount": RIGHT_AMOUNT}, "改了", CHANGED_ON, ""),
    ],
)
def test_what_is_wrong_with_a_change_is_said_where_it_stands(
    cast: SimpleNamespace, kind: ChangeKind, values: dict[str, Any], note: str, changed_on: date, where: str
) -> None:
    record = published_penalty()
    new = record.live.field_values | values
    faults = operations.faults_of_change(record, kind, new, note_zh=note, changed_on=changed_on)
    assert list(faults) == [where]
    with pytest.raises(NotAllowedHere):
        operations.prepare_change(record, kind, new, note_zh=note, changed_on=changed_on, by=cast.zhaoming)
    assert len(record.versions) == 1


def test_a_typing_error_needs_no_review_and_has_no_limit(cast: SimpleNamespace) -> None:
    record = published_penalty()
    facts = record.live.field_values["facts"].replace("检查发现", "检查时发现")
    begin(record, ChangeKind.TYPING_ERROR, facts=facts)
    operations.submit_for_review(record, by=cast.zhaoming)
    assert [one.name for one in operations.missing_gates(record)] == ["check_secrecy"]
    operations.check_secrecy(record, by=cast.wangxiaoyan)
    assert {row.name for row in operations.offers(record, cast.gulinaer)} == {"approve", "send_back"}
    operations.approve(record, by=cast.gulinaer)
    operations.publish(record, by=cast.zhouting)
    assert record.live_number == 2
    assert len([one for one in deadlines.clocks("record", record.ref) if not one.row.is_shadow]) == 1


def test_a_change_sent_back_is_edited_and_its_limit_follows_the_day(cast: SimpleNamespace) -> None:
    record = published_penalty()
    begin(record)
    operations.submit_for_review(record, by=cast.zhaoming)
    operations.send_back(record, by=cast.yeerken, reason="日期请核对")
    assert (record.newest.state, record.status) == (S.RETURNED, "published")
    operations.edit_change(
        record, ChangeKind.UPDATE, record.newest.field_values, note_zh="已缴清。",
        changed_on=date(2026, 11, 5), by=cast.zhaoming,
    )  # fmt: skip
    [running] = deadlines.open_clocks("record", record.ref)
    assert running.started_on == date(2026, 11, 5)
    with pytest.raises(NotAllowedHere, match="已经公示"):
        operations.edit(
            record, record.newest.field_values, formed_on=CHANGED_ON, party_kind=None, by=cast.zhaoming
        )


def test_a_change_given_up_leaves_what_is_public_and_its_words(cast: SimpleNamespace) -> None:
    record = published_penalty()
    begin(record)
    operations.drop_change(record, by=cast.zhaoming, reason="写错了记录")
    db.session.commit()
    assert (record.newest.state, record.live_number, record.in_work) == (S.DROPPED, 1, None)
    entry = log.entries(subject=record.subject, limit=1)[0]
    assert (entry.action, entry.reason, entry.to_state) == ("record.drop", "写错了记录", "dropped")
    assert deadlines.open_clocks("record", record.ref) == []
    assert begin(record).number == 3, "its number is not used again"


@pytest.mark.one_database
def test_a_first_draft_cannot_be_given_up_like_a_change(cast: SimpleNamespace) -> None:
    record = operations.prepare(
        "penalty", published_penalty().live.field_values, formed_on=CHANGED_ON, by=cast.zhaoming
    )
    assert "drop_change" not in {row.name for row in operations.offers(record, cast.zhaoming)}
    with pytest.raises(NotAllowedHere):
        operations.drop_change(record, by=cast.zhaoming, reason="x")


def test_a_correction_sets_a_change_on_its_way_aside(cast: SimpleNamespace) -> None:
    """The change was written on top of the error: published later, it would bring it back."""
    record = published_penalty()
    begin(record)
    operations.submit_for_review(record, by=cast.zhaoming)
    operations.publish_correction(record, {"amount": RIGHT_AMOUNT}, by=cast.liufang, about="ticket:FK-1")
    db.session.commit()
    assert [one.state for one in record.versions] == [S.PUBLISHED, S.DROPPED, S.PUBLISHED]
    assert (record.live_number, record.live.field_values["amount"]) == (3, RIGHT_AMOUNT)
    entry = log.entries(subject=record.subject, action="record.set_aside", limit=1)[0]
    assert (entry.about, entry.fact_values) == ("ticket:FK-1", {"version": 2})
    assert [one.rule for one in deadlines.open_clocks("record", record.ref)] == ["RESULT_PUBLISH"], (
        "still owed"
    )
    assert record.before(record.newest).number == 1


def test_the_credit_platform_is_told_when_the_party_turns_out_to_be_another_kind(
    cast: SimpleNamespace,
) -> None:
    record = published_penalty()
    changed(record, CHANGED_ON, party_kind="individual_business")
    assert record.party_kind == "individual_business"


# ---- what was published is never edited ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_version SET field_values = '{}' WHERE number = 1",
        "UPDATE record_version SET notice_zh = 'x' WHERE number = 1",
        "UPDATE record_version SET published_at = NULL WHERE number = 1",
        "UPDATE record_version SET status = 'draft' WHERE number = 1",
        "DELETE FROM record_version WHERE number = 1",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_published(
    cast: SimpleNamespace, statement: str
) -> None:
    record = published_penalty()
    begin(record)
    db.session.commit()
    with pytest.raises(DBAPIError, match="published version is never"):
        db.session.execute(text(statement))
    db.session.rollback()
    db.session.execute(text("UPDATE record_version SET notice_zh = 'x' WHERE number = 2"))


def test_whoever_changes_a_published_version_through_the_models_is_refused(cast: SimpleNamespace) -> None:
    record = published_penalty()
    record.live.field_values = record.live.field_values | {"amount": RIGHT_AMOUNT}
    with pytest.raises(DBAPIError, match="published version is never"), clock.at(beijing("2026-11-10 09:00")):
        db.session.commit()
    db.session.rollback()


def test_what_an_edit_of_a_change_overwrites_is_kept_in_the_log(cast: SimpleNamespace) -> None:
    record = published_penalty()
    begin(record)
    before = record.newest.field_values["performance"]
    operations.edit_change(
        record, ChangeKind.UPDATE, record.newest.field_values | {"performance": "分期缴纳"}, note_zh="分期缴纳。",
        changed_on=CHANGED_ON, by=cast.zhaoming,
    )  # fmt: skip
    entry = log.entries(subject=record.subject, action="record.edit", limit=1)[0]
    assert entry.fact_values["fields"] == ["performance"]
    assert entry.sealed is not None
    assert entry.sealed.words["changes"] == [{"field": "performance", "old": before, "new": "分期缴纳"}]


@pytest.mark.one_database
def test_giving_a_change_up_and_beginning_anew_gains_no_time(cast: SimpleNamespace, freeze: Any) -> None:
    """The limit of the first change was over on 13 November; whoever drops it and begins anew is late all the same."""
    record = published_penalty()
    begin(record)
    freeze("2026-11-20 10:00")
    operations.drop_change(record, by=cast.zhaoming, reason="重新起草")
    again = {"note_zh": "罚款已缴清。", "changed_on": date(2026, 11, 19), "by": cast.zhaoming}
    values = record.live.field_values | {"performance": "已缴清"}
    operations.prepare_change(record, ChangeKind.UPDATE, values, **again)
    db.session.commit()
    [running] = deadlines.open_clocks("record", record.ref)
    assert (running.started_on, running.due_on) == (CHANGED_ON, date(2026, 11, 13))
    operations.edit_change(record, ChangeKind.UPDATE, values | {"performance": "缴清"}, **again)
    [running] = deadlines.open_clocks("record", record.ref)
    assert running.started_on == CHANGED_ON, "nor by an edit of the day"
    operations.submit_for_review(record, by=cast.zhaoming)
    operations.review(record, by=cast.yeerken)
    operations.check_secrecy(record, by=cast.wangxiaoyan)
    operations.approve(record, by=cast.gulinaer)
    operations.publish(record, by=cast.zhouting)
    assert (running.outcome, running.late_by) == ("late", 5)
    with pytest.raises(NotAllowedHere):
        operations.drop_change(record, by=cast.zhaoming, reason="x")
    operations.prepare_change(record, ChangeKind.UPDATE, values | {"performance": "分期"}, **again)
    [running] = deadlines.open_clocks("record", record.ref)
    assert running.started_on == date(2026, 11, 19), "what was published closes the account"


@pytest.mark.one_database
def test_a_version_that_bears_an_old_name_of_a_field_is_read_by_the_new_one(cast: SimpleNamespace) -> None:
    """Published versions are never edited, so the name in the table stays; everything reads it by the name of today."""
    record = published_penalty(conduct_to="2026-09-03")
    stored = text("SELECT field_values FROM record_version").columns(field_values=JSON)
    values = db.session.execute(stored).scalar()
    values["conduct_ended_on"] = values.pop("conduct_to")
    old = RecordVersion(
        record_id=record.id, number=9, status="dropped", field_values=values, change_kind="update",
        formed_on=CHANGED_ON, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(old)
    db.session.commit()
    db.session.expire_all()
    assert old.field_values["conduct_to"] == "2026-09-03"
    assert "conduct_ended_on" not in old.field_values
    assert old not in db.session.dirty, "reading it is no edit"
    assert under_new_names({"result": "x"}) == {"result": "x"}, (
        "of an order to correct it is the name of today"
    )
    assert under_new_names({"result": "x", "case_kind": "y"})["result_records"] == "x"
