"""What a clerk does with mail the program set aside or could not read."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts import operations as accounts
from feedback_app.accounts.roles import Role
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db
from feedback_app.files.operations import path_of
from feedback_app.intake import jobs, mail_types
from feedback_app.intake.models import FILED, JOINED, SET_ASIDE, TICKETED, RawMail
from feedback_app.tickets.models import TicketMessage
from tests.factories import beijing, people, published_penalty, sign_in, ticket_at
from tests.intake.conftest import letter
from tests.intake.mail_story import AWAY

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("db_session")]
NOW = beijing("2026-11-16 09:00")


@pytest.fixture
def clerk(app: Flask, freeze) -> FlaskClient:
    freeze(NOW)
    ticket_at("accepted")
    return sign_in(app.test_client(), "sunlei")


def arrives(raw: bytes) -> RawMail:
    with clock.at(NOW):
        return db.session.get_one(RawMail, jobs.take_in(raw, came_by="lmtp"))


def last_entry() -> LogEntry:
    return db.session.scalars(select(LogEntry).order_by(LogEntry.number.desc())).first()


def test_the_original_and_every_file_are_downloads_that_nothing_opens_and_the_log_remembers(
    clerk: FlaskClient,
):
    raw = letter("见附件", message_id="<f@x>")
    raw = raw.replace(
        b"Content-Type: text/plain",
        b'Content-Disposition: attachment; filename="a.html"\nContent-Type: text/html',
    )
    mail = arrives(raw)
    page = clerk.get(f"/staff/mail-in/{mail.id}")
    assert "a.html" in page.text
    original = clerk.get(f"/staff/mail-in/{mail.id}/original")
    assert original.data == raw
    assert last_entry().action == "mail.open"
    file = clerk.get(f"/staff/mail-in/{mail.id}/files/1")
    for answer in (original, file):
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert clerk.get(f"/staff/mail-in/{mail.id}/files/2").status_code == 404


def test_a_mail_taken_for_a_machines_becomes_a_ticket_by_hand(clerk: FlaskClient):
    mail = arrives(letter("我在休假，但是请更正。", **AWAY))
    assert mail.state == SET_ASIDE
    wrong = clerk.post(f"/staff/mail-in/{mail.id}/ticket", data={"ticket-type": "nonsense"})
    assert (wrong.status_code, "请选择一类" in wrong.text) == (422, True)
    done = clerk.post(f"/staff/mail-in/{mail.id}/ticket", data={"ticket-type": "inquiry"})
    db.session.refresh(mail)
    assert (done.status_code, mail.state, mail.ticket.type) == (303, TICKETED, "inquiry")
    assert last_entry().action == "mail.ticket"
    assert clerk.post(f"/staff/mail-in/{mail.id}/filing", data={"file-reason": "广告"}).status_code == 409


def test_a_mail_is_joined_by_hand_to_a_ticket_with_the_reason(clerk: FlaskClient):
    ticket = ticket_at("accepted")
    mail = arrives(letter("补充说明", **AWAY))
    wrong = clerk.post(
        f"/staff/mail-in/{mail.id}/join", data={"join-ref": "FK-JC-1", "join-reason": "同一件事"}
    )
    assert (wrong.status_code, "没有这个编号的工单" in wrong.text) == (422, True)
    data = {"join-ref": ticket.ref, "join-reason": "同一件事"}
    assert clerk.post(f"/staff/mail-in/{mail.id}/join", data=data).status_code == 303
    db.session.refresh(mail)
    assert (mail.state, mail.ticket_id) == (JOINED, ticket.id)
    assert db.session.scalars(select(TicketMessage)).all() == [], (
        "the reporter reads the messages; this is a stranger's"
    )
    assert "自动回复：答复" in clerk.get(f"/staff/mail-in/tickets/{ticket.ref}").text


def test_filing_away_needs_its_reason_and_keeps_what_was_typed(clerk: FlaskClient):
    mail = arrives(letter("广告", **AWAY))
    assert clerk.post(f"/staff/mail-in/{mail.id}/filing", data={"file-reason": " "}).status_code == 422
    assert clerk.post(f"/staff/mail-in/{mail.id}/filing", data={"file-reason": "广告"}).status_code == 303
    db.session.refresh(mail)
    assert (mail.state, mail.filed_reason, mail.filed_by_name) == (FILED, "广告", "孙蕾")


def test_the_list_narrows_by_state_and_shows_whose_ticket_it_became(clerk: FlaskClient):
    arrives(letter("问一问", subject="第一封"))
    arrives(letter("休假", **AWAY))
    everything, aside = clerk.get("/staff/mail-in/").text, clerk.get("/staff/mail-in/?state=set_aside").text
    assert "第一封" in everything
    assert "第一封" not in aside
    assert "自动回复：答复" in aside


def test_a_mail_whose_bytes_are_gone_says_so_and_opens_all_the_same(clerk: FlaskClient):
    mail = arrives(letter("休假", **AWAY))
    path_of(jobs.folder(), mail.sha256).unlink()
    assert "原件找不到了" in clerk.get(f"/staff/mail-in/{mail.id}").text
    assert clerk.get(f"/staff/mail-in/{mail.id}/original").status_code == 404


def test_a_mail_that_became_a_ticket_is_closed_to_a_clerk_who_must_keep_away_from_it(
    app: Flask, clerk: FlaskClient
):
    record = published_penalty(document_number="昌州环阜罚〔2026〕88号")
    mail = arrives(letter(f"{record.document_number}的金额写错了。"))
    assert mail.ticket.record_id == record.id
    assert clerk.get(f"/staff/mail-in/{mail.id}").status_code == 200
    accounts.grant_role(people().zhaoming, Role.INTAKE_CLERK, by=SYSTEM)  # he prepared the record
    db.session.commit()
    involved = sign_in(app.test_client(), "zhaoming")
    assert involved.get(f"/staff/mail-in/{mail.id}").status_code == 404
    assert "金额写错了" not in involved.get("/staff/mail-in/").text


def test_letters_are_taken_for_what_they_ask():
    letters = {
        "omission_report": "你们九月下旬罚过鼎川再生，到现在网上都查不到，别的小厂第二天就挂出来。是不是有人打招呼？",
        "privacy_takedown": "公示的处罚里附件PDF把我身份证号、手机号、家里门牌全登出来了，请马上删掉这些。",
        "revocation_takedown": "昌州环罚字〔2026〕2-017号处罚决定已被复议机关2026年11月16日的行政复议决定撤销，请依法撤回并公开说明。",
        "inaccuracy_report": "你局10月9日公示的处罚，罚款金额写成68万元。应为6.8万元，请更正。",
        "conduct_report": "举报你们的执法人员上门索要好处。",
        "pollution_report": "厂里半夜偷排污水，味道很大。",
        "inquiry": "请问在哪里可以看到年报？",
    }
    for expected, text in letters.items():
        assert mail_types.type_of("", text, names_a_record=False) == expected, text
    assert mail_types.type_of("", "关于这一条", names_a_record=True) == "inaccuracy_report"
