"""The desk: a call is never refused for its form, nothing typed is lost, the clock starts at the call."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app import clock
from feedback_app.audit.models import LogEntry
from feedback_app.deadlines import queries as deadlines
from feedback_app.extensions import db
from feedback_app.intake.desk.doors import DOORS
from feedback_app.intake.desk.said_times import minutes_of, on_both
from feedback_app.intake.models import DeskDraft, DeskNote
from feedback_app.tickets.models import Ticket
from tests.factories import beijing, people, published_penalty, sign_in

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("db_session")]
NOW = beijing("2026-11-02 11:33")
CALL = {
    "channel": "phone", "nonce": "0" * 32, "count": "1", "arrived_on": "2026-11-02", "arrived_at": "11:20",
    "m1-words": "网上写屹丰建材未发现问题，这不是糊弄人吗？", "name": "韩某", "phone": "13900000000", "is_confirmed": "y",
}  # fmt: skip


@pytest.fixture
def clerk(app: Flask, freeze: Any) -> FlaskClient:
    freeze(NOW)
    people()
    db.session.commit()
    return sign_in(app.test_client(), "sunlei")


def register(clerk: FlaskClient, **typed: str) -> Any:
    return clerk.post("/staff/desk/", data=CALL | {"do": "register"} | typed)


def tickets() -> list[Ticket]:
    return list(db.session.scalars(select(Ticket).order_by(Ticket.id)))


def note() -> DeskNote:
    return db.session.scalars(select(DeskNote)).one()


def actions() -> list[str]:
    return list(db.session.scalars(select(LogEntry.action).order_by(LogEntry.number)))


def test_a_call_becomes_a_ticket_whose_limits_count_from_its_beginning(clerk: FlaskClient) -> None:
    answer = register(clerk)
    assert (answer.status_code, answer.location) == (303, f"/staff/desk/written/{tickets()[0].ref}")
    ticket = tickets()[0]
    assert (ticket.channel, ticket.received_at, ticket.registered_at) == (
        "phone",
        beijing("2026-11-02 11:20"),
        NOW,
    )
    started = {one.started_on for one in deadlines.open_clocks("ticket", ticket.ref)}
    assert started == {beijing("2026-11-02 11:20").date()}
    assert (note().minutes, note().is_confirmed, note().typed_by_name) == (13, True, "孙蕾")
    assert "您说：“网上写屹丰建材未发现问题" in note().read_back
    assert ticket.reporter.phone == "13900000000"
    assert actions()[-1] == "desk.write_down"


def test_what_is_missing_from_a_call_is_a_warning_and_never_a_refusal(clerk: FlaskClient) -> None:
    typed = {
        "arrived_on": "昨天", "arrived_at": "上午", "phone": "12", "name": "", "minutes": "很久", "is_confirmed": "",
        "said_time": "天黑以后", "call_back_on": "改天", "call_back_at": "下班后", "m1-field": "nonsense",
        "m1-record": "X-1", "m1-type": "nonsense",
    }  # fmt: skip
    assert register(clerk, **typed).status_code == 303
    assert set(note().warnings) == {
        "odd_arrival",
        "odd_phone",
        "odd_said_time",
        "odd_call_back",
        "not_read_back",
    }
    assert tickets()[0].received_at == NOW
    page = clerk.get(f"/staff/desk/written/{tickets()[0].ref}").text
    assert "电话号码看着不完整" in page
    assert "没有看懂约的回电时间" in page


def test_a_year_nobody_means_is_warned_of_and_the_call_is_registered(clerk: FlaskClient) -> None:
    for year in ("0001", "9999"):
        typed = {"arrived_on": f"{year}-01-01", "arrived_at": "00:00", "nonce": year * 8}
        assert register(clerk, **typed).status_code == 303, year
    assert [one.received_at for one in tickets()] == [NOW, NOW]


def test_only_a_form_on_which_nothing_is_typed_is_not_registered(clerk: FlaskClient) -> None:
    answer = register(clerk, **{"m1-words": "", "name": "", "phone": ""})
    assert (answer.status_code, "还没有记下任何内容" in answer.text) == (422, True)
    assert register(clerk, **{"m1-words": "", "name": ""}).status_code == 303
    assert tickets()[0].words == "（没有记下原话。）"
    assert "no_words" in note().warnings


def test_the_same_form_sent_twice_is_one_call(clerk: FlaskClient) -> None:
    assert register(clerk).location == register(clerk).location
    assert len(tickets()) == 1


def test_two_matters_are_two_tickets_of_one_submission_and_the_second_is_passed_on(
    clerk: FlaskClient,
) -> None:
    record = published_penalty()
    db.session.commit()
    more = {
        "count": "2", "m1-record": record.ref, "m1-field": "amount", "m1-should_say": "6.8万元",
        "m2-words": "晚上一点往后灰大得很。", "m2-type": "pollution_report", "m2-to_whom": "执法大队",
        "m2-contact": "12345", "m2-feedback_owed": "y",
    }  # fmt: skip
    assert register(clerk, **more).status_code == 303
    first, second = tickets()
    assert first.submission_ref == second.submission_ref == first.ref
    assert (first.type, first.record_id, first.claims[0].should_say) == (
        "inaccuracy_report",
        record.id,
        "6.8万元",
    )
    assert (second.type, second.state, second.transfer.to_whom) == (
        "pollution_report",
        "transferred",
        "执法大队",
    )
    assert second.received_at == first.received_at
    page = clerk.get(f"/staff/desk/written/{first.ref}").text
    assert first.ref in page
    assert second.ref in page
    assert "登记情况" in clerk.get(f"/staff/tickets/{second.ref}").text


def test_another_matter_and_a_search_keep_everything_typed_without_a_script(clerk: FlaskClient) -> None:
    record = published_penalty()
    db.session.commit()
    page = clerk.post("/staff/desk/", data=CALL | {"do": "another"}).text
    assert 'name="m2-words"' in page
    assert "不是糊弄人吗" in page
    page = clerk.post("/staff/desk/", data=CALL | {"do": "find", "m1-find": record.document_number}).text
    assert f'value="{record.ref}"' in page
    page = clerk.post("/staff/desk/", data=CALL | {"do": "save", "m1-record": record.ref}).text
    assert "公示上写的" in page
    assert "说的是这条公示信息" in page
    assert tickets() == []


def test_records_are_found_while_typing_by_number_party_or_words_with_what_they_say(
    clerk: FlaskClient,
) -> None:
    record = published_penalty()
    db.session.commit()
    for words in (record.document_number, str(record.live.field_values["party"])):
        rows = clerk.get("/staff/desk/records", query_string={"q": words}).json["rows"]
        assert [row["ref"] for row in rows] == [record.ref], words
    assert any(fact["key"] == "amount" for fact in rows[0]["facts"])
    assert clerk.get("/staff/desk/records?q=").json == {"rows": []}


def test_what_is_typed_survives_a_crash_and_is_gone_once_registered(clerk: FlaskClient) -> None:
    answer = clerk.post("/staff/desk/draft", data=CALL | {"said_time": "八点", "said_zone": "xinjiang"}).json
    assert "您留的电话是13900000000。" in answer["sentences"]
    assert answer["both"] == "北京时间 10:00，新疆时间 08:00"
    raw = db.session.connection().exec_driver_sql("SELECT typed FROM desk_draft").scalar()
    assert "糊弄人" not in raw, "sealed on disk"
    page = clerk.get("/staff/desk/").text
    assert "接着上次没登记完的" in page
    assert "不是糊弄人吗" in page
    assert 'value="11:20"' in page
    assert "不是糊弄人吗" not in clerk.get("/staff/desk/?channel=letter").text
    register(clerk)
    assert db.session.scalars(select(DeskDraft)).all() == []
    clerk.post("/staff/desk/draft", data=CALL)
    assert clerk.post("/staff/desk/draft/clearing", data={"channel": "phone"}).status_code == 303
    assert "不是糊弄人吗" not in clerk.get("/staff/desk/").text


def test_the_hour_somebody_says_is_read_by_the_clock_they_mean() -> None:
    said = {"8": 480, "8:30": 510, "晚上八点半": 1230, "22点": 1320, "下午3点15": 915, "夜里一点": 60, "十二点": 720,
            "晚上十二点": 0, "二十点": 1200, "８点": 480}  # fmt: skip
    assert {words: minutes_of(words) for words in said} == said
    assert minutes_of("天黑以后") is None
    assert on_both("8点", "xinjiang") == ("10:00", "08:00")
    assert on_both("8点", "beijing") == ("08:00", "06:00")
    assert on_both("夜里一点", "beijing") == ("01:00", "23:00（前一天）")
    assert on_both("23点", "xinjiang") == ("01:00（次日）", "23:00")


def test_the_code_is_shown_once_said_aloud_printed_and_ready_for_a_text_message(clerk: FlaskClient) -> None:
    register(clerk)
    ref = tickets()[0].ref
    answer = clerk.post(f"/staff/desk/written/{ref}/code")
    code = "".join(re.findall(r'<span class="code-group">(\w+)</span>', answer.text))
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/html", "no-store")
    assert f"查询码{code}" in answer.text
    assert "的" in answer.text[answer.text.index("saying-group") :]
    again = clerk.get(f"/staff/desk/written/{ref}").text
    assert code not in again
    assert "再发一个查询码" in again
    reporter = clerk.application.test_client()
    assert reporter.post("/status", data={"code": code}).location == "/status/code"


def test_who_asked_to_be_called_back_waits_in_order_and_the_number_is_looked_at_on_record(
    clerk: FlaskClient,
) -> None:
    register(clerk, call_back_on="2026-11-02", call_back_at="16:00", call_back_to="0994-0000000")
    register(clerk, nonce="1" * 32, call_back_on="2026-11-02", call_back_at="15:00")
    page = clerk.get("/staff/desk/call-backs").text
    assert page.index(tickets()[1].ref) < page.index(tickets()[0].ref)
    assert "0000000" not in page
    assert "还有 2 个电话要回" in clerk.get("/staff/desk/").text
    first = db.session.scalars(select(DeskNote).order_by(DeskNote.id)).first()
    shown = clerk.post(f"/staff/desk/call-backs/{first.id}/number")
    assert ("0994-0000000" in shown.text, actions()[-1]) == (True, "desk.show_number")
    assert clerk.post(f"/staff/desk/call-backs/{first.id}/done", data={"words": ""}).status_code == 422
    assert clerk.post(f"/staff/desk/call-backs/{first.id}/done", data={"words": "已告知"}).status_code == 303
    assert clerk.post(f"/staff/desk/call-backs/{first.id}/done", data={"words": "已告知"}).status_code == 409
    assert tickets()[0].ref not in clerk.get("/staff/desk/call-backs").text


def test_every_door_opens_its_form(clerk: FlaskClient) -> None:
    for code in DOORS:
        page = clerk.get(f"/staff/desk/?channel={code}")
        assert page.status_code == 200
        assert DOORS[code].channel.label_zh in page.text
    assert clock.now() == NOW


def test_a_case_of_another_office_needs_its_number_and_gets_an_answer_without_who_reported(
    clerk: FlaskClient,
) -> None:
    case = {"channel": "transfer_12345", "arrived_at": "", "outer_due_on": "2026-11-09", "outer_sender": "12345中心",
            "m1-type": "pollution_report", "m1-to_whom": "执法大队", "m1-contact": "韩某知道"}  # fmt: skip
    refused = register(clerk, **case, outer_number="")
    assert (refused.status_code, "请抄下转办单的编号" in refused.text) == (422, True)
    assert "不是糊弄人吗" in refused.text
    assert register(clerk, **case, outer_number="CJ20261102-00001").status_code == 303
    ticket = tickets()[0]
    assert (ticket.outer_number, ticket.outer_sender) == ("CJ20261102-00001", "12345中心")
    address = f"/staff/desk/pasting/{ticket.ref}"
    assert address in clerk.get(f"/staff/tickets/{ticket.ref}").text
    page = clerk.get(address).text
    assert "CJ20261102-00001号事项" in page
    assert "韩某" not in page
    assert clerk.post(address, data={"text": "韩某说的已办", "on_day": "2026-11-02"}).status_code == 422
    assert clerk.post(address, data={"text": "已办", "on_day": "2026-11-03"}).status_code == 422
    assert clerk.post(address, data={"text": "已办", "on_day": "2026-11-02"}).status_code == 303
    assert (actions()[-1], "已填回" in clerk.get(address).text) == ("desk.paste_back", True)


def test_a_call_with_a_matter_kept_from_a_clerk_is_kept_from_her_whole_with_its_code(
    app: Flask, clerk: FlaskClient
) -> None:
    """One matter of the call is about the conduct of a clerk: the words read aloud and the code would tell her."""
    more = {"count": "2", "m2-words": "孙蕾收了企业的羊。", "m2-type": "conduct_report"}
    other = sign_in(app.test_client(), "liufang")
    assert register(other, **more).status_code == 303
    ref = note().ticket.ref
    written = f"/staff/desk/written/{ref}"
    assert clerk.get(f"/staff/tickets/{ref}").status_code == 200, "the other matter is hers to take in"
    assert clerk.get(written).status_code == 404
    assert clerk.post(f"{written}/code").status_code == 404
    assert "孙蕾收了" in other.get(written).text
    note().typed_by_id = people().sunlei.id
    db.session.commit()
    assert clerk.get(written).status_code == 200, "she took it down herself"
    assert clerk.post(f"{written}/code").status_code == 404, "but may not open what became of it"
