"""Who answers for it, the end of the file; the reporter, the files and the mail."""

import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db
from feedback_app.files import queries as files
from feedback_app.files.handing_over import files_folder
from feedback_app.files.operations import store
from feedback_app.files.shelf import path_of
from feedback_app.outbox import queries as outbox
from feedback_app.outbox.models import DEAD, SENT
from feedback_app.tickets.workflow import State
from tests.factories import (
    HE_JING,
    beijing,
    people,
    person,
    ticket_at,
)
from tests.tickets.desk import (
    PDF,
    Browse,
    accountability,
    fresh,
    send,
    url,
    words,
)

# ---- answering for it ----


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"subject": ""}, "请选择责任人或者责任单位"),
        ({"subject": "user-4096"}, "请选择责任人或者责任单位"),
        ({"subject": "other"}, "请写明是谁。"),
        ({"subject": "other", "other": "副局长李卫东"}, "不能给自己记责任"),
        ({"subject": "nobody"}, "没有人有过错的，处理方式选“免责”"),
        ({"measure": "exempt"}, "没有人有过错的，处理方式选“免责”"),
        ({"measure": ""}, "请选择处理方式。"),
        ({"decided_by": " "}, "请写明是谁决定的"),
        ({"decided_on": "2026-11-13"}, "“决定日期”不能晚于今天。"),
        ({"decided_on": "2026-11-08"}, "决定日期不能早于收到反映的日期。"),
        ({"decided_on": "昨天"}, "日期请写作"),
        ({"reasons": ""}, "请写明为什么这样处理"),
        ({"reasons": "理" * 5001}, "最多 5000 字，现在有 5001 字，请缩短。"),
    ],
)
def test_accountability_that_does_not_add_up_is_refused_beside_its_field(
    browse: Browse, changed: dict[str, str], said: str
) -> None:
    ticket = ticket_at(State.ROOT_CAUSE)
    page = send(browse("liweidong"), ticket, "accountability", **accountability(**changed))
    assert page.status_code == 422
    assert said in page.text
    assert fresh(ticket).accountabilities == []


@pytest.mark.one_database
def test_a_measure_against_a_person_is_not_taken_against_a_unit(browse: Browse) -> None:
    ticket, unit = ticket_at(State.ROOT_CAUSE), people().zhaoming.unit_id
    page = send(browse("liweidong"), ticket, "accountability", **accountability(subject=f"unit-{unit}"))
    assert page.status_code == 422
    assert "这一项只能对个人作出，请改选。" in page.text


@pytest.mark.one_database
def test_no_fault_is_recorded_with_its_reasons(browse: Browse) -> None:
    ticket = ticket_at(State.ROOT_CAUSE)
    typed = accountability(
        subject="nobody", measure="exempt", violation="none", reasons="原件本身写错，录入无误。"
    )
    assert send(browse("liweidong"), ticket, "accountability", **typed).status_code == 303
    one = fresh(ticket).accountabilities[0]
    assert (one.subject, one.subject_user_id, one.measure) == ("", None, "exempt")
    assert "没有人有过错" in browse("liweidong").get(url(ticket)).text


@pytest.mark.one_database
def test_accountability_offers_who_had_the_record_in_hand(browse: Browse) -> None:
    said = words(browse("liweidong").get(url(ticket_at(State.ROOT_CAUSE), "accountability")))
    for shown in (
        "赵明（执法人员：拟制）",
        "周婷（法制科信息发布员：发布）",
        "执法大队",
        "决定者：任免机关、单位",
        "移送有权机关决定",
    ):
        assert shown in said, shown


@pytest.mark.one_database
def test_the_end_is_blocked_with_what_is_missing(browse: Browse) -> None:
    ticket, client = ticket_at(State.REPLIED), browse("sunlei")
    page = client.get(url(ticket, "closing"))
    assert page.status_code == 200
    assert "现在还不能办结" in page.text
    assert "还缺：各公示载体的更新确认、原因分析、责任追究记录" in page.text
    assert not re.search(r'<button[^>]*type="submit"[^>]*>办结</button>', page.text)
    forced = send(client, ticket, "closing")
    assert forced.status_code == 409
    assert fresh(ticket).is_open


@pytest.mark.one_database
def test_a_closed_ticket_is_not_closed_again(browse: Browse) -> None:
    ticket, client = ticket_at(State.ACCOUNTABILITY), browse("sunlei")
    typed = {"lock": ticket.lock}
    assert client.post(url(ticket, "closing"), data=typed).status_code == 303
    assert client.post(url(ticket, "closing"), data=typed).status_code == 409
    entries = db.session.scalars(select(LogEntry).where(LogEntry.action == "ticket.close")).all()
    assert len(entries) == 1


# ---- the reporter, the files, the mail ----


def test_the_reporter_is_shown_once_with_the_reason_in_the_log(browse: Browse) -> None:
    ticket, client = ticket_at(State.INVESTIGATING), browse("liufang")
    assert client.post(url(ticket, "reporter"), data={"reason": " "}).status_code == 422
    page = client.post(url(ticket, "reporter"), data={"reason": "电话核对事实"})
    assert page.status_code == 200
    for private in (HE_JING.name, HE_JING.email, HE_JING.phone):
        assert private in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert HE_JING.name not in page.text.split("</title>")[0]
    entry = db.session.scalars(select(LogEntry).where(LogEntry.action == "ticket.reveal_reporter")).one()
    assert (entry.actor_name, entry.subject, entry.reason) == ("刘芳", ticket.subject, "电话核对事实")
    assert client.get(url(ticket, "reporter")).location == url(ticket), "the address alone shows nothing"


@pytest.mark.one_database
def test_who_need_not_know_the_reporter_is_refused(browse: Browse) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    for login in ("liweidong", "wangxiaoyan", "majianxin"):
        page = browse(login).post(url(ticket, "reporter"), data={"reason": "想知道"})
        assert page.status_code == 409
        assert HE_JING.name not in page.text
    assert not db.session.scalars(select(LogEntry).where(LogEntry.action == "ticket.reveal_reporter")).all()


@pytest.mark.one_database
def test_a_file_is_only_ever_downloaded_under_its_own_name(browse: Browse) -> None:
    with io.BytesIO(PDF) as stream:
        kept = store(stream, "投诉材料（何）.pdf", folder=files_folder(), limit=99)
    ticket = ticket_at(State.INVESTIGATING, kept=(kept,))
    found = files.attachments_of(ticket.subject)[0]
    answer = browse("liufang").get(url(ticket, f"files/{found.id}"), buffered=True)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E6%8A%95%E8%AF%89%E6%9D%90%E6%96%99" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    again = browse("liufang").get(
        url(ticket, f"files/{found.id}"), headers={"If-None-Match": "*", "Range": "bytes=0-3"}, buffered=True
    )
    assert (again.status_code, again.data) == (200, PDF)
    assert browse("zhaoming").get(url(ticket, f"files/{found.id}")).status_code == 404
    other = ticket_at(State.INVESTIGATING)
    assert browse("liufang").get(url(other, f"files/{found.id}")).status_code == 404


@pytest.mark.one_database
def test_a_file_whose_bytes_are_gone_is_no_page_rather_than_a_fault(browse: Browse) -> None:
    with io.BytesIO(PDF + b"2") as stream:
        kept = store(stream, "证据.pdf", folder=files_folder(), limit=99)
    ticket = ticket_at(State.RECEIVED, kept=(kept,))
    path_of(files_folder(), kept.sha256).unlink()
    found = files.attachments_of(ticket.subject)[0]
    assert browse("sunlei").get(url(ticket, f"files/{found.id}")).status_code == 404


@pytest.mark.one_database
def test_mail_is_listed_with_its_state_and_without_the_reporter_s_address(browse: Browse) -> None:
    ticket = ticket_at(State.ACCEPTED)
    first, second = outbox.messages_about(ticket.subject)
    first.state, second.state, second.last_fault = SENT, DEAD, "ConnectionRefusedError: 25"
    db.session.commit()
    said = words(browse("sunlei").get("/staff/mail"))
    for shown in (
        "收到反映的回执", "受理告知", "已发出", "多次发送失败，已停止", "ConnectionRefusedError: 25", "反映人", ticket.ref,
        "DATA_DIR/mail", "有 1 封没有送到",
    ):  # fmt: skip
        assert shown in said, shown
    assert HE_JING.email.partition("@")[2] not in said  # a domain of one's own is a name
    for login in ("liweidong", "gaoxiang"):
        assert browse(login).get("/staff/mail").status_code == 200
    for login in ("liufang", "zhouting", "zhaoming", "zhengmin"):
        assert browse(login).get("/staff/mail").status_code == (200 if login == "liufang" else 404)


@pytest.mark.one_database
def test_a_message_is_shown_as_it_goes_out_and_can_be_sent_again(browse: Browse) -> None:
    ticket, client = ticket_at(State.ACCEPTED), browse("sunlei")
    message = outbox.messages_about(ticket.subject)[0]
    message.state, message.attempts = DEAD, 9
    db.session.commit()
    page = client.get(f"/staff/mail/{message.id}")
    assert ticket.ref in page.text
    assert HE_JING.email.partition("@")[2] not in page.text
    assert "再次发送" in page.text
    assert client.post(f"/staff/mail/{message.id}/again").status_code == 303
    db.session.expire_all()
    assert (message.state, message.attempts) == ("owed", 0)
    entry = db.session.scalars(select(LogEntry).where(LogEntry.action == "message.resend")).one()
    assert (entry.actor_name, entry.subject) == ("孙蕾", ticket.subject)


@pytest.mark.one_database
def test_what_has_been_sent_is_not_sent_again(browse: Browse) -> None:
    ticket, client = ticket_at(State.ACCEPTED), browse("sunlei")
    message = outbox.messages_about(ticket.subject)[0]
    message.state = SENT
    db.session.commit()
    assert "再次发送" not in client.get(f"/staff/mail/{message.id}").text
    page = client.post(f"/staff/mail/{message.id}/again")
    assert page.status_code == 409
    assert "这封邮件已经发出" in page.text
    assert client.get("/staff/mail/4096").status_code == 404


@pytest.mark.one_database
def test_pages_speak_english_where_the_tables_do(browse: Browse) -> None:
    ticket, client = ticket_at(State.FINDING_DRAFTED), browse("liweidong")
    client.post("/language", data={"lang": "en", "next": "/staff/"})
    page = words(client.get(url(ticket)))
    for shown in (
        "Finding to be signed",
        "Sign the finding",
        "substantiated: the information is inaccurate",
        "Amount of the fine",
    ):
        assert shown in page, shown
    assert client.get(url(ticket, "signature")).status_code == 200
    assert "“Sign the finding” is for the leader in charge" in words(
        _english(browse("majianxin")).get(url(ticket))
    )


def _english(client: FlaskClient) -> FlaskClient:
    client.post("/language", data={"lang": "en", "next": "/staff/"})
    return client


@pytest.mark.one_database
def test_a_leader_without_seat_beside_an_investigator_s_role_cannot_investigate_his_own(
    browse: Browse,
) -> None:
    both = person("both", "supervising_leader", "investigator")
    ticket = ticket_at(State.LEADER_ASSIGNED)
    ticket.leader = both
    db.session.commit()
    page = send(browse("both"), ticket, "appointment", person=both.id)
    assert page.status_code == 422
    assert "不能自己调查、自己签发。" in page.text
    assert beijing("2026-11-09 15:12") == fresh(ticket).received_at
