"""Several reporters of one matter: joined, merged, grouped, taken apart, each answered; nobody reads another's words (C-5, C-6)."""

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm.attributes import set_committed_value

from feedback_app import clock
from feedback_app.deadlines import queries as deadlines
from feedback_app.extensions import db, keyring
from feedback_app.tickets import jobs_telling, operations, queries
from feedback_app.tickets.likeness.candidates import candidates
from feedback_app.tickets.likeness.sketch import bands, essence, pairs, shared
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import Outer
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import State
from tests.factories import (
    _SEEDS,
    beijing,
    code_of,
    people,
    published_penalty,
    report,
    ticket_after,
    ticket_at,
)
from tests.tickets.desk import Browse, fresh, send, url
from tests.tickets.keeping_away import granted
from tests.tickets.reporting import ReportPage

pytestmark = pytest.mark.one_database
SECRET = "这是头一位反映人自己的话"
HOTLINE_WORDS = "来电人称是晋庭化工职工，反映公司罚款公示金额多写了十倍，影响工人工资发放，要求更正。"


def came_in(at: str, **how: Any) -> Ticket:
    """A report that has just come in, at this moment."""
    with clock.at(beijing(at)):
        said = report(**how)
        ticket = operations.submit(said, code_hash=keyring.code_hash(operations.receipt_code(said.seed)))
        _SEEDS[ticket.submission_hash] = said.seed
        db.session.commit()
    return ticket


def standing_of(ticket: Ticket) -> dict[str, Any]:
    """All that undoing must bring back."""
    found = fresh(ticket)
    open_clocks = deadlines.open_clocks("ticket", found.ref)
    kept = ("state", "resumes_to", "duplicate_of_id", "next_step", "waits_for", "due_at", "leader_id")
    return {name: getattr(found, name) for name in kept} | {
        "clocks": sorted((one.rule, one.due_at) for one in open_clocks)
    }


# ---- C-5: a duplicate that another office sent ----


def test_c5_a_duplicate_is_merged_and_keeps_its_own_limit_and_answer(browse: Browse, freeze: Any) -> None:
    main = ticket_after("publish_correction")
    freeze("2026-11-11 10:00")
    outer = Outer("CJ20261111-03317", sender="12345")
    other = came_in(
        "2026-11-11 09:30", record=main.record, channel="transfer_12345", outer=outer, words=HOTLINE_WORDS
    )
    clerk = browse("sunlei")
    page = clerk.get(url(other, "merge")).text
    assert main.ref in page
    assert "同一条信息" in page
    assert send(clerk, other, "merge", main=main.ref, reason="同一条处罚、同一栏").status_code == 303
    merged = fresh(other)
    assert (merged.at_state, merged.duplicate_of_id) == (State.MERGED, main.id)
    assert merged.due_at is not None, "its own limit runs on"
    assert merged.waits_for is None, "it waits for the other"
    assert send(clerk, other, "reply", text="太早了").status_code == 409
    assert send(clerk, main, "reply", text="经核实有误，已于11月10日更正。").status_code == 303
    assert fresh(other).waits_for == "clerk", "now it can be answered"
    answered = clerk.post(
        url(main, "merged-answers"),
        data={"lock": fresh(main).lock, "refs": other.ref, "text": "罚款金额已更正。"},
    )
    assert answered.status_code == 303
    assert fresh(other).reply.text == "罚款金额已更正。"  # type: ignore[union-attr]
    assert not [one for one in deadlines.open_clocks("ticket", other.ref) if one.rule.startswith("TICKET_")]
    assert send(clerk, other, "closing").status_code == 303
    assert fresh(other).at_state is State.CLOSED


def test_undoing_puts_everything_back_where_it_was(browse: Browse, freeze: Any) -> None:
    main = ticket_at("investigating")
    freeze("2026-11-10 16:00")
    for place in ("received", "accepted", "leader_assigned"):
        other = ticket_at(place, record=main.record, words=f"也写错了，{place}。")
        before = standing_of(other)
        operations.merge(fresh(other), fresh(main), by=people().sunlei, reason="同一件事")
        db.session.commit()
        assert standing_of(other) != before
        operations.unmerge(fresh(other), by=people().sunlei, reason="不是一件事")
        db.session.commit()
        assert standing_of(other) == before, place


def test_what_cannot_be_one_is_refused_with_the_reason(browse: Browse) -> None:
    main, other = ticket_at("accepted"), ticket_at("accepted", words="另一件事，请看一看。")
    third = ticket_at("accepted", words="第三件事，也请看一看。")
    by = people().sunlei
    with pytest.raises(StepNotAllowed, match="没有并到别处"):
        operations.merge(main, main, by=by, reason="x")
    operations.merge(other, main, by=by, reason="x")
    with pytest.raises(StepNotAllowed, match="没有并到别处"):
        operations.merge(third, other, by=by, reason="x")
    with pytest.raises(StepNotAllowed, match="反过来并"):
        operations.merge(main, third, by=by, reason="x")
    db.session.commit()
    set_committed_value(other, "duplicate_of_id", None)  # read here before somebody merged it
    with pytest.raises(StepNotAllowed, match="没有并到别处"):
        operations.merge(third, other, by=by, reason="x")
    refused = send(browse("sunlei"), third, "merge", main="other", number="FK-JC-19990101-0001", reason="x")
    assert refused.status_code == 422
    assert "没有找到这个工单" in refused.text


def test_whoever_objects_is_heard_alone_again(browse: Browse, freeze: Any) -> None:
    main = ticket_after("reply")
    freeze("2026-11-11 10:00")
    other = came_in("2026-11-11 09:30", record=main.record, words="也写错了，请改正。")
    operations.merge(other, main, by=people().sunlei, reason="同一件事")
    operations.answer_merged(other, "已更正。", by=people().sunlei)
    db.session.commit()
    operations.object_to_answer(fresh(other), "没有改全。")
    db.session.commit()
    assert fresh(other).duplicate_of is None
    assert fresh(other).at_state is State.OBJECTION


def test_when_the_main_one_is_taken_up_again_those_merged_wait_again(browse: Browse, freeze: Any) -> None:
    main, cast = ticket_after("reply"), people()
    freeze("2026-11-11 10:00")
    other = came_in("2026-11-11 09:30", record=main.record, words="也写错了，请改正。")
    operations.merge(other, main, by=cast.sunlei, reason="同一件事")
    assert other.waits_for == "clerk", "the main one is answered already"
    operations.object_to_answer(main, "没有改全。")
    db.session.commit()
    assert fresh(other).waits_for is None, "nobody is asked to pass on an answer that does not stand"


# ---- joining ----


def test_a_citizen_joins_with_one_press_and_reads_nobodys_words(client: FlaskClient, browse: Browse) -> None:
    record = published_penalty()
    main = ticket_at("investigating", record=record, words=SECRET)
    page = ReportPage(client, record.ref)
    assert "这条信息已经有人反映" in page.html
    assert "1 人反映过" in page.html
    assert SECRET not in page.html
    assert main.ref not in page.html
    assert page.send(join="amount", field="", should_say="", words="").status_code == 303
    assert SECRET not in client.get("/receipt").text
    [joined] = queries.merged_into(fresh(main))
    assert (joined.at_state, joined.merges[-1].how) == (State.MERGED, "joined")
    assert joined.code_hash != main.code_hash
    assert joined.words == "我也遇到同样的问题。"
    assert "2 人反映过" in ReportPage(client, record.ref).html


def test_what_somebody_typed_before_joining_is_their_own_report(client: FlaskClient, browse: Browse) -> None:
    record = published_penalty()
    main = ticket_at("investigating", record=record)
    page = ReportPage(client, record.ref)
    assert (
        page.send(join="amount", field="", should_say="", words="我是他的客户。", email="wrong").status_code
        == 422
    )
    assert page.send(join="amount", field="", should_say="", words="我是他的客户。").status_code == 303
    [joined] = queries.merged_into(fresh(main))
    assert joined.words == "我是他的客户。"


# ---- C-6: a flood ----

ANGRY = "你们全是骗子！！博峰山煤场照片是P的，我手里有你们的料，天天投诉到你们下课。"


def test_c6_the_same_words_again_and_again_are_one_matter_with_a_counter(browse: Browse, freeze: Any) -> None:
    record = published_penalty()
    freeze("2026-11-16 10:00")
    main = came_in("2026-11-16 09:00", record=record, words=ANGRY, claims=())
    for minute in range(5):
        copy = came_in(f"2026-11-16 09:{minute + 10}", record=record, words=ANGRY + " ！" * minute, claims=())
        operations.group(copy, within=timedelta(hours=24))
        db.session.commit()
        assert fresh(copy).duplicate_of_id == main.id
        assert fresh(copy).words.startswith(ANGRY), "every original is kept"
    page = browse("sunlei").get(url(main)).text
    assert "共 6 人反映" in page
    assert page.count("FK-JC-20261116") >= 6
    inbox = browse("sunlei").get("/staff/").text
    assert inbox.count("row-ref") == 1, "one line for all of them"


def test_the_same_words_about_another_record_or_long_after_are_another_matter(
    freeze: Any, db_session: Any
) -> None:
    record, elsewhere = published_penalty(), published_penalty(document_number="昌州环阜罚〔2026〕9号")
    freeze("2026-11-18 10:00")
    came_in("2026-11-16 09:00", record=record, words=ANGRY, claims=())
    other = came_in("2026-11-16 09:10", record=elsewhere, words=ANGRY, claims=())
    late = came_in("2026-11-18 09:30", record=record, words=ANGRY, claims=())
    for one in (other, late):
        operations.group(one, within=timedelta(hours=24))
        assert one.duplicate_of_id is None


# ---- likeness ----


def test_alike_words_share_a_mark_and_others_do_not() -> None:
    key = b"k" * 32
    first = "你局公示的昌州环阜罚〔2026〕3号，我公司是被罚6.8万元，网上写成68万元，银行都来问我们了，请尽快更正并出一个说明。"
    again = "你局公示的昌州环阜罚〔2026〕3号，我公司被罚6.8万元，网上写成68万元，银行都来问我们，请尽快更正并出个说明。"
    assert shared(pairs(first), pairs(again)) > 0.7
    assert set(bands(first, key)) & set(bands(again, key))
    assert not set(bands(first, key)) & set(bands(HOTLINE_WORDS, key))
    assert set(bands(first, key)).isdisjoint(bands(first, b"other" * 8)), (
        "without the key the marks say nothing"
    )
    assert essence("Ａ，b ｃ！") == "abc"
    assert bands("太短", key) == ()


def test_candidates_come_the_likeliest_first_with_why(db_session: Any) -> None:
    record = published_penalty()
    same_field = ticket_at("accepted", record=record, words="金额写成了十倍。")
    same_record = ticket_at("accepted", record=record, words="这条信息有问题，请核对。", claims=())
    ticket = ticket_at("accepted", record=record, words="金额写成了十倍，请改正。")
    found = candidates(ticket, people().sunlei)
    assert [one.ticket.ref for one in found] == [same_field.ref, same_record.ref]
    assert {why.key for why in found[0].whys} == {"record", "field", "words"}
    assert candidates(ticket, people().zhaoming) == [], "nobody finds what they may not see"


# ---- C-6: suspected malice ----


def test_c6_the_label_needs_two_people_and_takes_no_right_away(
    browse: Browse, client: FlaskClient, freeze: Any
) -> None:
    freeze("2026-11-16 10:00")
    ticket = came_in("2026-11-16 09:00", words=ANGRY, claims=())
    legal, leader = browse("wangxiaoyan"), browse("liweidong")
    where = url(ticket, "malice")
    assert "提出标记" not in browse("sunlei").get(where).text, "not for clerks to say"
    assert browse("sunlei").post(where, data={"act": "propose", "reasons": "骂人"}).status_code == 409
    assert legal.post(where, data={"act": "propose", "reasons": " "}).status_code == 422
    assert legal.post(where, data={"act": "propose", "reasons": "索要5万元，威胁外发。"}).status_code == 303
    assert legal.post(where, data={"act": "hand_over", "to": "阜康市公安局"}).status_code == 409, (
        "not valid yet"
    )
    assert legal.post(where, data={"act": "sign"}).status_code == 409, "not by the same person"
    assert "索要5万元" not in browse("sunlei").get(where).text
    assert leader.post(where, data={"act": "sign"}).status_code == 303
    assert legal.post(where, data={"act": "hand_over", "to": "阜康市公安局"}).status_code == 303
    label = fresh(ticket).labels[-1]
    assert (label.signed_by_name, str(label.review_on)) == ("李卫东", "2026-12-16")
    again = came_in("2026-11-16 09:30", words="还是那句话，你们等着。", claims=())
    assert again.at_state is State.RECEIVED, "whoever is labelled may report as before"
    assert "此前被标为疑似恶意" in browse("sunlei").get(url(again)).text
    client.post("/status", data={"code": code_of(ticket)})
    assert "恶意" not in client.get("/status/ticket").text


def test_a_label_is_looked_at_again_and_the_legal_section_reminded_once(browse: Browse, freeze: Any) -> None:
    freeze("2026-11-16 10:00")
    ticket = came_in("2026-11-16 09:00", words=ANGRY, claims=())
    cast = people()
    operations.label_malice(ticket, reasons="索要5万元。", by=cast.wangxiaoyan)
    operations.sign_label(ticket, by=cast.liweidong)
    db.session.commit()
    assert jobs_telling.remind_of_labels() == 0
    freeze("2026-12-16 10:00")
    assert [jobs_telling.remind_of_labels() for _ in range(2)] == [1, 0]
    operations.keep_label(fresh(ticket), by=people().wangxiaoyan, reason="仍在威胁")
    db.session.commit()
    freeze("2027-01-15 10:00")
    assert jobs_telling.remind_of_labels() == 1
    operations.lift_label(fresh(ticket), by=people().liweidong, reason="没有再来")
    db.session.commit()
    freeze("2027-02-20 10:00")
    assert jobs_telling.remind_of_labels() == 0


def test_the_evidence_holds_every_copy_with_its_hash_and_nobodys_name(browse: Browse, freeze: Any) -> None:
    record = published_penalty()
    freeze("2026-11-16 10:00")
    main = came_in("2026-11-16 09:00", record=record, words=ANGRY, claims=())
    copy = came_in("2026-11-16 09:10", record=record, words=ANGRY + "！", claims=())
    operations.group(copy, within=timedelta(hours=24))
    db.session.commit()
    pack = browse("wangxiaoyan").post(url(main, "evidence")).data
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        assert sorted(archive.namelist()) == sorted([f"{main.ref}.txt", f"{copy.ref}.txt", "list.csv"])
        listed, words = archive.read("list.csv").decode(), archive.read(f"{copy.ref}.txt")
    assert hashlib.sha256(words).hexdigest() in listed
    assert "何静" not in listed + words.decode()
    granted(copy, people().wangxiaoyan)
    pack = browse("wangxiaoyan").post(url(main, "evidence")).data
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        assert f"{copy.ref}.txt" not in archive.namelist(), "not the words of one she keeps away from"
