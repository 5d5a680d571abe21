"""The register of what is not disclosed by law: by whose hands, on which papers, what stays sealed, what comes back (Article 9)."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from feedback_app import clock
from feedback_app.accounts import delegating
from feedback_app.accounts import queries as accounts
from feedback_app.audit.models import LogEntry
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import jobs, operations, queries, withheld
from feedback_app.disclosures.checks.numbers_in_order import gaps
from feedback_app.disclosures.models import NonDisclosure
from feedback_app.disclosures.operations import NotAllowedHere
from feedback_app.disclosures.withholding import (
    LEVELS,
    WITHHELD_STATES,
    WITHHELD_STEPS,
    Group,
    WithheldState,
    grouped,
)
from feedback_app.disclosures.workflow import RecordStatus
from feedback_app.extensions import db
from feedback_app.files.operations import store
from feedback_app.guard import FileReport
from feedback_app.outbox.models import OwedMessage
from feedback_app.refusals import Refusal
from tests.disclosures.withheld_story import NUMBER, SECRET, drafted, grounds, in_force, proposed, step
from tests.factories import beijing, people, person, published_penalty, sign_in

NOW = beijing("2026-11-10 11:00")
TYPED = {
    "kind": "trade_secret", "extent": "whole", "basis_level": "administrative_regulation", "basis_title": "《政府信息公开条例》",
    "basis_article": "第十五条", "description": SECRET,
}  # fmt: skip


@pytest.fixture
def cast(db_session: object) -> SimpleNamespace:
    return people()


def in_clear() -> str:
    """Everything the database holds, as whoever stole its file would read it."""
    db.session.flush()
    return json.dumps(
        [
            [str(value) for value in row]
            for table in db.metadata.sorted_tables
            for row in db.session.execute(text(f"SELECT * FROM {table.name}"))
        ],
        ensure_ascii=False,
    )


# ---- by whose hands --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(WithheldState))
def test_each_step_at_each_state_is_for_whom_the_table_says(
    cast: SimpleNamespace, state: WithheldState
) -> None:
    entry = proposed()
    entry.state = state.value
    for role in ("handler", "section_head", "legal_clerk", "legal_section_head", "supervising_leader", "principal_leader",
                 "disclosure_reviewer", "publisher", "audit_admin"):  # fmt: skip
        someone = person(f"{role}-{state}", role)
        offered = {
            one.act for one in withheld.offers(entry, withheld.acts_of(entry), accounts.standings(someone))
        }
        assert offered == {
            row.act for row in WITHHELD_STEPS.values() if state in row.frm and role in row.by
        }, role
        for act in WITHHELD_STEPS.keys() - offered:
            with pytest.raises(NotAllowedHere):
                step(entry, act, by=someone)
    assert entry.state == state


def test_whoever_wrote_or_reviewed_it_does_not_decide_it(cast: SimpleNamespace) -> None:
    both = person("both", "legal_clerk", "supervising_leader")
    entry = operations.propose_withholding(grounds(), category_key="penalty", by=both)
    with pytest.raises(NotAllowedHere, match="其他人"):
        step(entry, "review", by=both)
    other = proposed()
    step(other, "review", by=both)
    with pytest.raises(NotAllowedHere, match="其他人"):
        step(other, "approve", by=both)
    step(other, "approve")
    step(other, "assess", by=both)
    with pytest.raises(NotAllowedHere, match="其他人"):
        step(other, "keep", by=both)


def test_a_delegate_may_decide_but_not_what_the_absent_leader_wrote(cast: SimpleNamespace) -> None:
    standin, leader = (
        person("standin", "supervising_leader"),
        person("away", "supervising_leader", "legal_clerk"),
    )
    with clock.at(NOW):
        delegating.delegate(
            leader, standin, from_on=clock.today(), to_on=clock.today(), by=leader, reason="出差"
        )
        entry = proposed()
        step(entry, "review", by=leader)
        step(entry, "approve", by=standin)  # in their own name
        only = person("only", "handler")
        delegating.delegate(
            leader, only, from_on=clock.today(), to_on=clock.today(), by=leader, reason="出差"
        )
        other = proposed()
        step(other, "review", by=leader)
        with pytest.raises(NotAllowedHere, match="其他人"):
            step(other, "approve", by=only)


def test_only_the_posts_of_the_table_propose(cast: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedHere):
        operations.propose_withholding(grounds(), category_key="penalty", by=cast.liweidong)


def test_doubt_is_asked_about_and_reviewed_anew_after_the_answer(cast: SimpleNamespace) -> None:
    entry = proposed()
    step(entry, "review")
    step(entry, "ask", by=cast.liweidong, body="secrecy", reason="拿不准是不是商业秘密")
    assert entry.at_state is WithheldState.ASKED
    with pytest.raises(NotAllowedHere):
        step(entry, "approve")
    step(entry, "note_answer", reason="州保密局复函：不是")
    assert entry.at_state is WithheldState.PROPOSED
    assert [one.body for one in withheld.acts_of(entry)] == ["", "", "secrecy", ""]


# ---- on which papers -------------------------------------------------------------------------------------------------


def test_only_what_article_9_names_is_high_enough() -> None:
    assert {key for key, row in LEVELS.items() if not row.is_enough} == {"other"}


@pytest.mark.parametrize(
    ("level", "title", "where"),
    [
        ("other", "政府信息公开条例", "basis_level"),
        ("nonsense", "政府信息公开条例", "basis_level"),
        ("rule", "关于做好信息公开工作的通知", "basis_title"),
        ("law", "某市政务公开工作要点", "basis_title"),
        ("rule", "局长办公会议纪要", "basis_title"),
        ("rule", "《内部管理制度》", "basis_title"),
        ("law", "中华人民共和国保守国家秘密法", None),
        ("administrative_regulation", "政府信息公开条例（2019修订）", None),
        ("rule", "生态环境行政处罚办法", None),
    ],
)
def test_a_lower_paper_is_refused_with_words(
    cast: SimpleNamespace, level: str, title: str, where: str | None
) -> None:
    found = operations.basis_fault(level, title)
    assert (found and found[0]) == where
    if found:
        with pytest.raises(Refusal, match="第九条"):
            proposed(basis_level=level, basis_title=title)
        assert db.session.scalar(select(NonDisclosure.id)) is None


@pytest.mark.with_content
def test_a_basis_that_is_no_longer_in_force_is_refused(cast: SimpleNamespace) -> None:
    assert operations.basis_fault("law", "中华人民共和国大气污染防治法", date(2026, 8, 1)) is None
    found = operations.basis_fault("law", "大气污染防治法", date(2026, 11, 10))
    assert found is not None
    assert "有效期" in found[1].zh


# ---- what stays sealed -----------------------------------------------------------------------------------------------


def test_nothing_of_what_is_withheld_stands_in_clear_anywhere(cast: SimpleNamespace) -> None:
    entry = in_force()
    step(entry, "assess", reason=f"{SECRET}还在保密期")
    assert operations.open_withheld(entry, by=cast.wangxiaoyan) == {
        "description": SECRET,
        "document_number": NUMBER,
    }
    found = in_clear()
    assert SECRET not in found
    assert NUMBER not in found


def test_the_log_tells_the_act_and_nothing_to_guess_from(cast: SimpleNamespace) -> None:
    record = drafted()
    entry = in_force(record)
    rows = db.session.scalars(select(LogEntry).where(LogEntry.subject == entry.subject)).all()
    assert [row.action for row in rows] == ["withheld.propose", "withheld.review", "withheld.approve"]
    for row in rows:
        assert (row.facts, row.about) == (None, None)
    assert rows[-1].to_state == "nd_in_force"
    assert rows[-1].sealed.words["record"] == record.ref
    operations.open_withheld(entry, by=cast.wangxiaoyan)
    assert (
        db.session.scalar(select(LogEntry.action).order_by(LogEntry.number.desc()).limit(1))
        == "withheld.view"
    )


def test_a_message_names_only_the_number(cast: SimpleNamespace) -> None:
    entry = in_force()
    owed = db.session.scalars(select(OwedMessage).where(OwedMessage.about == entry.subject)).all()
    assert {one.context["what"] for one in owed} == {"review", "decide"}
    assert {one.context["ref"] for one in owed} == {entry.ref}


# ---- a record on its way ---------------------------------------------------------------------------------------------


def test_a_record_withheld_stops_its_clock_and_keeps_no_word_in_clear(cast: SimpleNamespace) -> None:
    with clock.at(NOW):
        record = drafted()
        party = record.newest.field_values["party"]
        assert deadlines.open_clocks("record", record.ref)
        entry = in_force(record)
    assert record.state is RecordStatus.WITHHELD
    assert not deadlines.open_clocks("record", record.ref)
    reasons = {one.events[-1].note for one in deadlines.clocks("record", record.ref)}
    assert reasons == {f"依法不予公开（{entry.ref}）。"}
    assert (record.newest.field_values, record.document_number) == ({}, "")
    assert party not in record.title_zh
    assert NUMBER not in in_clear()
    assert party not in in_clear()
    assert queries.public_record(record.ref) is None
    with pytest.raises(NotAllowedHere):
        operations.submit_for_review(record, by=cast.zhaoming)


def test_while_somebody_asks_a_record_does_not_go_out(cast: SimpleNamespace) -> None:
    record = drafted()
    operations.submit_for_review(record, by=cast.zhaoming)
    operations.review(record, by=cast.yeerken)
    operations.check_secrecy(record, by=cast.wangxiaoyan)
    entry = proposed(record)
    with pytest.raises(NotAllowedHere, match="不予公开"):
        operations.approve(record, by=cast.gulinaer)
    with pytest.raises(NotAllowedHere, match="已经有人申请"):
        proposed(record)
    step(entry, "review")
    step(entry, "refuse")
    operations.approve(record, by=cast.gulinaer)
    assert record.state is RecordStatus.APPROVED


def test_where_only_a_part_is_withheld_the_rest_goes_on_its_way(cast: SimpleNamespace) -> None:
    record = drafted()
    in_force(record, extent="part")
    assert record.state is RecordStatus.DRAFT
    assert record.document_number == NUMBER
    assert deadlines.open_clocks("record", record.ref)
    operations.submit_for_review(record, by=cast.zhaoming)


def test_what_is_public_is_taken_down_and_never_withheld(cast: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedHere, match="撤下"):
        proposed(published_penalty())


def test_a_record_released_says_what_it_said_and_is_due_from_that_day(cast: SimpleNamespace) -> None:
    with clock.at(NOW):
        record = drafted()
        said, title = dict(record.newest.field_values), record.title_zh
        entry = in_force(record)
    with clock.at(NOW + timedelta(days=366)):
        step(entry, "assess")
        step(entry, "disclose")
        assert (record.state, record.newest.field_values, record.title_zh) == (
            RecordStatus.DRAFT,
            said,
            title,
        )
        assert record.document_number == NUMBER
        assert {one.started_on for one in deadlines.open_clocks("record", record.ref)} == {clock.today()}
        running = {one.id for one in deadlines.open_clocks("record", record.ref)}
        operations.edit(
            record, said, formed_on=record.formed_on, party_kind=record.party_kind, by=cast.zhaoming
        )
        assert {one.id for one in deadlines.open_clocks("record", record.ref)} == running, (
            "nothing is counted anew"
        )
        operations.submit_for_review(record, by=cast.zhaoming)
    assert (entry.at_state, entry.review_on) == (WithheldState.DISCLOSED, None)


def test_what_was_never_entered_becomes_a_draft_when_it_is_released(cast: SimpleNamespace) -> None:
    entry = in_force()
    step(entry, "assess")
    step(entry, "disclose")
    record = operations.begin_released_record(entry, by=cast.zhaoming)
    assert (record.state, record.document_number, entry.record_id) == (RecordStatus.DRAFT, NUMBER, record.id)
    with pytest.raises(NotAllowedHere):
        operations.begin_released_record(entry, by=cast.zhaoming)


# ---- looked at again -------------------------------------------------------------------------------------------------


def test_it_is_looked_at_again_after_the_months_of_the_setting_and_people_are_told_twice(
    cast: SimpleNamespace,
) -> None:
    with clock.at(NOW):
        entry = in_force()
        db.session.commit()
        assert entry.review_on == date(2027, 11, 10)
        assert jobs.remind_of_withheld() == 0

    def told(days: int) -> int:
        with clock.at(NOW + timedelta(days=days)):
            return jobs.remind_of_withheld()

    assert [told(350), told(352), told(352), told(365), told(366), told(366), told(400)] == [
        0,
        1,
        0,
        0,
        1,
        0,
        0,
    ]
    owed = db.session.scalars(select(OwedMessage).where(OwedMessage.about == entry.subject)).all()
    late = {one.to_address for one in owed if one.context["what"] == "overdue"}
    assert late == {cast.wangxiaoyan.email, cast.liweidong.email, cast.gulinaer.email}
    with clock.at(NOW + timedelta(days=401)):
        step(entry, "assess")
        step(entry, "keep")
        assert entry.review_on == date(2028, 12, 16)


# ---- figures and gaps ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, []),
        ({"a": 2}, []),
        ({"a": 1, "b": 1}, []),
        ({"a": 3}, [("a", 3)]),
        ({"a": 5, "b": 1}, [(None, 6)]),  # a alone would tell that b is 1
        ({"a": 5, "b": 4, "c": 1}, [("a", 5), (None, 5)]),
        ({"a": 5, "b": 2, "c": 1}, [("a", 5), (None, 3)]),
        ({"a": 1, "b": 1, "c": 1}, [(None, 3)]),
    ],
)
def test_no_figure_is_so_small_or_so_singular_that_it_can_be_guessed(
    counts: dict[str, int], shown: list[tuple[str | None, int]]
) -> None:
    assert grouped(counts, 3) == [Group(*pair) for pair in shown]


def test_a_number_kept_back_by_law_is_no_gap_and_tells_nothing_of_itself() -> None:
    known = [f"昌州环阜罚〔2026〕{number}号" for number in (1, 2, 5)]
    assert [one.label for one in gaps(known, ["昌州环阜罚〔2026〕3号"])] == ["昌州环阜罚〔2026〕4号"]
    behind = gaps(known, ["昌州环阜罚〔2026〕3号", "昌州环阜罚〔2026〕9号", "昌州环阜秘〔2026〕2号"])
    assert [(one.label, one.highest) for one in behind] == [("昌州环阜罚〔2026〕4号", 5)]


@pytest.mark.one_database
def test_the_page_of_gaps_leaves_out_what_law_keeps_back(
    app: Flask, cast: SimpleNamespace, client: FlaskClient
) -> None:
    published_penalty(document_number="昌州环阜罚〔2026〕3号")
    entry = in_force(document_number="昌州环阜罚〔2026〕2号")
    db.session.commit()
    page = sign_in(client, "zhouting").get("/staff/records/gaps").text
    assert "昌州环阜罚〔2026〕1号" in page
    assert "昌州环阜罚〔2026〕2号" not in page
    step(entry, "assess")
    step(entry, "disclose")
    db.session.commit()
    assert "2号" in client.get("/staff/records/gaps").text, "released and not published: a gap again"


@pytest.mark.one_database
def test_the_public_page_tells_numbers_and_bases_and_no_content(
    cast: SimpleNamespace, client: FlaskClient
) -> None:
    with clock.at(NOW):
        for _ in range(3):
            in_force()
        in_force(kind="privacy", basis_title="个人信息保护法", basis_level="law")
        db.session.commit()
        assert "没有一件" in client.get("/withheld").text, "this month's are not told before it is over"
    with clock.at(NOW + timedelta(days=30)):
        page = client.get("/withheld").text
        assert "共 4 件" in page
        assert "各种理由合计" in page
        assert "各种依据都很少" in page or "其他法律" in page
        for hidden in (SECRET, NUMBER, "个人隐私", "个人信息保护法", "商业秘密", "N-2026"):
            assert hidden not in page, hidden


@pytest.mark.one_database
def test_fewer_than_the_setting_are_only_said_to_be_few(cast: SimpleNamespace, client: FlaskClient) -> None:
    with clock.at(NOW):
        in_force()
        db.session.commit()
    with clock.at(NOW + timedelta(days=30)):
        page = client.get("/withheld").text
    assert "少于 3 件" in page
    assert "商业秘密" not in page


# ---- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.one_database
def test_propose_refuses_an_empty_form_and_a_lower_paper_beside_its_field(
    cast: SimpleNamespace, client: FlaskClient
) -> None:
    sign_in(client, "zhaoming")
    empty = client.post("/staff/withheld/new", data={})
    assert empty.status_code == 422
    for words in (
        "请选一类。",
        "请选依据的级别。",
        "请填写依据的全称。",
        "请写到条、款、项。",
        "请写明是哪一件",
    ):
        assert words in empty.text
    typed = {**TYPED, "category": "penalty", "basis_level": "other"}
    lower = client.post("/staff/withheld/new", data=typed)
    assert (lower.status_code, "只允许法律、法规、规章明确规定" in lower.text) == (422, True)
    assert SECRET in lower.text, "what was typed is kept"
    notice = client.post(
        "/staff/withheld/new", data={**typed, "basis_level": "rule", "basis_title": "关于保密的通知"}
    )
    assert (notice.status_code, "从名称看" in notice.text) == (422, True)
    assert db.session.scalar(select(NonDisclosure.id)) is None


@pytest.mark.one_database
def test_a_record_is_withheld_by_three_people_on_their_pages(cast: SimpleNamespace, app: Flask) -> None:
    record = drafted()
    db.session.commit()
    handler, legal, leader = (
        sign_in(app.test_client(), one) for one in ("zhaoming", "wangxiaoyan", "liweidong")
    )
    assert f"/staff/withheld/records/{record.ref}" in handler.get(f"/staff/records/{record.ref}").text
    sent = handler.post(f"/staff/withheld/records/{record.ref}", data={**TYPED, "lock": record.lock})
    assert sent.status_code == 303
    at = sent.location
    assert "决定以前不能批准" in handler.get(f"/staff/records/{record.ref}").text
    assert SECRET not in legal.get(at).text
    assert SECRET in legal.post(f"{at}/content").text
    assert legal.post(f"{at}/decision", data={"step": "ask"}).status_code == 422
    assert legal.post(f"{at}/decision", data={"step": "review"}).status_code == 303
    assert legal.post(f"{at}/decision", data={"step": "approve"}).status_code == 422, "no choice of theirs"
    assert leader.post(f"{at}/decision", data={"step": "refuse"}).status_code == 422, (
        "a refusal needs its reason"
    )
    assert leader.post(f"{at}/decision", data={"step": "approve"}).status_code == 303
    page = handler.get(f"/staff/records/{record.ref}").text
    assert "内容已经封存" in page
    assert "晋庭" not in page
    assert WITHHELD_STATES[WithheldState.IN_FORCE].label_zh in leader.get(at).text


@pytest.mark.one_database
def test_an_entry_is_seen_by_the_readers_and_whoever_wrote_it(cast: SimpleNamespace, app: Flask) -> None:
    entry = proposed()
    db.session.commit()
    at = f"/staff/withheld/{entry.ref}"
    seen = {
        login: sign_in(app.test_client(), login).get(at).status_code
        for login in ("zhaoming", "wangxiaoyan", "liweidong", "zhengmin", "chenzhiqiang", "sunlei")
    }
    assert seen == {
        "zhaoming": 200, "wangxiaoyan": 200, "liweidong": 200, "zhengmin": 200, "chenzhiqiang": 404, "sunlei": 404,
    }  # fmt: skip
    other = sign_in(app.test_client(), "chenzhiqiang")
    assert entry.ref not in other.get("/staff/withheld/").text
    assert other.post(f"{at}/content").status_code == 404


@pytest.mark.one_database
def test_a_page_drawn_before_somebody_elses_step_is_stale(cast: SimpleNamespace, client: FlaskClient) -> None:
    entry = proposed()
    lock = entry.lock
    step(entry, "review")
    db.session.commit()
    sign_in(client, "wangxiaoyan")
    sent = client.post(
        f"/staff/withheld/{entry.ref}/decision", data={"step": "ask", "lock": lock, "words": "我写的"}
    )
    assert (sent.status_code, "我写的" in sent.text) == (409, True)


@pytest.mark.one_database
def test_a_returned_entry_is_mended_and_a_released_one_begun_on_their_pages(
    cast: SimpleNamespace, app: Flask
) -> None:
    entry = proposed()
    step(entry, "send_back", reason="请写到款")
    db.session.commit()
    handler = sign_in(app.test_client(), "zhaoming")
    drawn = handler.get(f"/staff/withheld/{entry.ref}/draft").text
    assert "政府信息公开条例" in drawn
    assert SECRET not in drawn
    sent = handler.post(
        f"/staff/withheld/{entry.ref}/draft", data={**TYPED, "basis_article": "第十五条第一款"}
    )
    assert sent.status_code == 303
    db.session.expire_all()
    assert (entry.at_state, entry.basis_article) == (WithheldState.PROPOSED, "第十五条第一款")
    for act in ("review", "approve", "assess", "disclose"):
        step(entry, act)
    db.session.commit()
    begun = handler.post(f"/staff/withheld/{entry.ref}/record")
    assert begun.status_code == 303
    assert handler.get(begun.location).status_code == 200


@pytest.mark.one_database
def test_a_withheld_record_is_no_page_for_whoever_may_not_see_its_entry(
    cast: SimpleNamespace, app: Flask
) -> None:
    record = drafted()
    db.session.commit()
    desk, legal = (sign_in(app.test_client(), one) for one in ("chenzhiqiang", "wangxiaoyan"))
    at = f"/staff/records/{record.ref}"
    assert (desk.get(at).status_code, legal.get(f"{at}/files").status_code) == (200, 200)
    in_force(record)
    db.session.commit()
    assert (desk.get(at).status_code, legal.get(at).status_code) == (404, 200)
    assert legal.get(f"{at}/files").status_code == 404


@pytest.mark.one_database
def test_the_words_of_a_withheld_record_can_still_be_judged_from_the_archive(
    cast: SimpleNamespace, app: Flask
) -> None:
    record = drafted()
    in_force(record)
    db.session.commit()
    legal = sign_in(app.test_client(), "wangxiaoyan")
    opened = legal.post(f"/staff/records/{record.ref}/archive", data={"reason": "复查"})
    assert (opened.status_code, NUMBER in opened.text) == (200, True)


def test_files_come_back_with_a_released_record_and_none_goes_out_by_itself(
    cast: SimpleNamespace, app: Flask
) -> None:
    record = drafted()
    folder = Path(app.config["DATA_DIR"]) / "files"
    kept = store(io.BytesIO(b"%PDF-1.4 evidence"), "证据.pdf", folder=folder, limit=99)
    operations.add_file(record, kept, kept, FileReport(words=SECRET), by=cast.zhaoming)
    db.session.flush()
    file = queries.files_of(record, 1)[0]
    file.words, file.is_published = SECRET, True
    entry = in_force(record)
    assert SECRET not in in_clear()
    step(entry, "assess")
    step(entry, "disclose")
    assert (file.words, file.is_published) == (SECRET, False)


@pytest.mark.one_database
def test_the_desk_names_the_entries_that_wait_for_this_person(cast: SimpleNamespace, app: Flask) -> None:
    with clock.at(NOW):
        first, second = proposed(), proposed()
        step(second, "review")
        db.session.commit()
        seen = {
            login: {
                entry.ref
                for entry in (first, second)
                if entry.ref in sign_in(app.test_client(), login).get("/staff/records/desk").text
            }
            for login in ("wangxiaoyan", "liweidong", "zhaoming")
        }
        assert seen == {"wangxiaoyan": {first.ref}, "liweidong": {second.ref}, "zhaoming": set()}
        step(second, "approve")
        db.session.commit()
    with clock.at(NOW + timedelta(days=360)):
        legal = sign_in(app.test_client(), "wangxiaoyan").get("/staff/records/desk").text
        assert second.ref in legal, "to be looked at again soon"
