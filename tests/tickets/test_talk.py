"""The talk between reporter and bureau, with the code alone: what each side may read, write, see as new."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from feedback_app.audit import queries as log
from feedback_app.audit.commitments import commitment, digest
from feedback_app.extensions import db
from feedback_app.files import jobs as copies
from feedback_app.files.models import Attachment
from feedback_app.outbox.models import OwedMessage
from feedback_app.tickets import operations, talk
from feedback_app.tickets.models import Ticket, TicketMessage
from feedback_app.tickets.operations import ReporterWords
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import State
from tests.factories import code_of, people, sign_in, ticket_at
from tests.guard import made
from tests.tickets.desk import counted_queries
from tests.tickets.reporting import file, hidden_of

pytestmark = pytest.mark.one_database
TALK, STAFF_TALK = "/status/ticket/messages", "/staff/tickets/{}/messages"
SECRET = "请把照片里的门牌盖住"


def reading(app: Flask, ticket: Ticket) -> FlaskClient:
    client = app.test_client()
    assert client.post("/status", data={"code": code_of(ticket)}).location == "/status/ticket"
    return client


def write(client: FlaskClient, address: str, words: str, **more: Any) -> Any:
    hidden = hidden_of(client.get(address).text)
    return client.post(address, data=hidden | {"words": words} | more)


def said(ticket: Ticket) -> list[TicketMessage]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(TicketMessage).order_by(TicketMessage.id)))


def mails() -> list[OwedMessage]:
    return list(db.session.scalars(sa.select(OwedMessage).order_by(OwedMessage.id)))


def test_the_reporter_writes_and_the_bureau_answers_and_each_sees_what_is_new(
    app: Flask, db_session: Any
) -> None:
    ticket = ticket_at(State.INVESTIGATING, reporter=ReporterWords(email="he@reporter.example"))
    reporter, clerk = reading(app, ticket), sign_in(app.test_client(), "liufang")
    page = f"/staff/tickets/{ticket.ref}"
    assert write(reporter, TALK, SECRET).location == f"{TALK}#last"
    assert "新留言 1 条" in clerk.get(page).text
    assert SECRET in clerk.get(f"{page}/messages").text
    assert talk.new_from_reporters([ticket.id]) == {ticket.id: 1}
    assert write(clerk, f"{page}/messages", "照片是哪天拍的？").status_code == 303
    assert "新留言" not in clerk.get(page).text, "who answers has read"
    status = reporter.get("/status/ticket").text
    assert "有 1 条新留言" in status
    seen = reporter.get(TALK).text
    assert "照片是哪天拍的？" in seen
    assert "刘芳" not in seen, "the public learns no name"
    assert "责任日志第" in seen
    reporter.post(f"{TALK}/seen")
    assert "新留言" not in reporter.get("/status/ticket").text
    mine, theirs = said(ticket)
    assert (mine.is_from_reporter, theirs.is_from_reporter, mine.number, theirs.number) == (True, False, 1, 2)


def test_no_word_of_a_message_stands_in_the_log_the_mail_or_the_database(app: Flask, db_session: Any) -> None:
    ticket = ticket_at(State.INVESTIGATING, reporter=ReporterWords(email="he@reporter.example"))
    before = len(mails())
    operations.tell(ticket, SECRET, seed="a")
    operations.write_message(ticket, SECRET, seed="b", by=people().liufang)
    db.session.commit()
    kinds = [(one.kind, one.to_role) for one in mails()[before:]]
    assert kinds == [("ticket_reporter_wrote", "staff"), ("ticket_message", "reporter")]
    assert all(SECRET not in str(one.context) for one in mails())
    assert SECRET not in str(db.session.execute(sa.text("SELECT * FROM ticket_message")).all())
    entries = [
        one for action in ("ticket.tell", "ticket.write_message") for one in log.entries(action=action)
    ]
    assert [one.actor_kind for one in entries] == ["reporter", "staff"]
    assert all(SECRET not in f"{one.facts}{one.reason}" for one in entries)


def test_the_log_binds_to_what_was_said_and_to_its_files(app: Flask, db_session: Any) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    reporter = reading(app, ticket)
    assert write(reporter, TALK, SECRET, evidence=[file(made.jpeg(gps=True), "现场.jpg")]).status_code == 303
    one = said(ticket)[0]
    entry = next(iter(log.entries(action="ticket.tell")))
    assert entry.number == one.entry_number
    assert SECRET in (one.said_text or "")
    assert entry.fact_values["said_hash"] == commitment(one.proof_salt or "", digest(one.said_text or ""))
    attached = db.session.scalars(sa.select(Attachment).where(Attachment.part == "message:1")).one()
    assert entry.fact_values["file_hashes"] == [commitment(one.proof_salt or "", attached.sha256)]


def test_a_photo_alone_is_a_message_and_staff_look_at_its_safe_copy(app: Flask, db_session: Any) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    assert (
        write(reading(app, ticket), TALK, "", evidence=[file(made.jpeg(gps=True), "门口.jpg")]).status_code
        == 303
    )
    clerk = sign_in(app.test_client(), "liufang")
    address = STAFF_TALK.format(ticket.ref)
    assert "正在准备可以查看的副本" in clerk.get(address).text
    copies.make_copies_due()
    picture = re.search(r'<img src="([^"]+)" alt="照片：门口.jpg"', clerk.get(address).text)
    assert picture is not None
    before = len(list(log.entries(action="file.view")))
    answer = clerk.get(picture.group(1))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"Exif" not in answer.data
    assert len(list(log.entries(action="file.view"))) == before + 1, "each look is in the log"


def test_a_file_of_the_bureau_reaches_its_reporter_and_nobody_elses(app: Flask, db_session: Any) -> None:
    ticket, other = ticket_at(State.INVESTIGATING), ticket_at(State.INVESTIGATING)
    clerk, word = sign_in(app.test_client(), "liufang"), made.docx()
    write(clerk, STAFF_TALK.format(ticket.ref), "请看说明。", evidence=[file(word, "说明.docx")])
    page = reading(app, ticket).get(TALK).text
    href = re.search(r'href="(/status/ticket/files/\d+)"', page)
    assert href is not None
    answer = reading(app, ticket).get(href.group(1))
    assert answer.data == word
    assert "%E8%AF%B4%E6%98%8E.docx" in answer.headers["Content-Disposition"], "说明.docx"
    assert reading(app, other).get(href.group(1)).status_code == 404
    assert app.test_client().get(href.group(1)).status_code == 303
    own = db.session.scalars(sa.select(Attachment).where(Attachment.kept_by == "staff")).first()
    assert own is not None
    own.part = None
    db.session.commit()
    assert reading(app, ticket).get(href.group(1)).status_code == 404, "evidence of the finding is not theirs"


def test_the_same_form_sent_twice_is_one_message(app: Flask, db_session: Any) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    reporter = reading(app, ticket)
    hidden = hidden_of(reporter.get(TALK).text)
    for _turn in range(2):
        assert reporter.post(TALK, data=hidden | {"words": "一样的话"}).status_code == 303
    assert len(said(ticket)) == 1


def test_what_cannot_be_sent_is_said_and_kept(app: Flask, db_session: Any) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    reporter = reading(app, ticket)
    assert "请写几句话，或者选一个文件。" in write(reporter, TALK, " ").text
    answer = write(
        reporter, TALK, "别丢了这句", evidence=[file(b"MZ" + bytes(99), "a.exe"), file(made.jpeg(), "好.jpg")]
    )
    assert answer.status_code == 422
    assert "不是可以接收的文件" in answer.text
    assert "别丢了这句" in answer.text
    held = re.findall(r'<input[^>]*checked[^>]*name="held"[^>]*value="([^"]+)"', answer.text)
    assert len(held) == 1, "the good file need not be chosen again"
    again = reporter.post(TALK, data=hidden_of(answer.text) | {"words": "别丢了这句", "held": held})
    assert again.status_code == 303
    assert "最多 5000 字" in write(reporter, TALK, "长" * 5001).text
    app.config["LIMIT_MESSAGE"] = "1 per hour"
    other = reading(app, ticket)
    assert write(other, TALK, "一").status_code == 303
    refused = write(other, TALK, "还在这里")
    assert refused.status_code == 429
    assert "还在这里" in refused.text


def test_whoever_wrote_for_longer_than_half_an_hour_is_given_the_words_back(
    app: Flask, db_session: Any, freeze: Any
) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    freeze("2026-11-23 10:00")
    reporter = reading(app, ticket)
    hidden = hidden_of(reporter.get(TALK).text)
    freeze("2026-11-23 10:31")
    answer = reporter.post(TALK, data=hidden | {"words": "写了半个多小时"})
    assert answer.status_code == 422
    assert "写了半个多小时" in answer.text
    assert "还没有发出" in answer.text
    assert said(ticket) == []


def test_a_message_moves_nothing_a_clerk_has_open(app: Flask, db_session: Any) -> None:
    ticket = ticket_at(State.RECEIVED)
    lock = ticket.lock
    operations.tell(ticket, "补充一句", seed="a")
    db.session.commit()
    assert db.session.get_one(Ticket, ticket.id, populate_existing=True).lock == lock


def test_a_message_answers_what_the_bureau_had_asked_for(app: Flask, db_session: Any) -> None:
    ticket = ticket_at(State.ACCEPTED)
    operations.ask_supplement(ticket, "请补一张照片。", by=people().sunlei)
    db.session.commit()
    assert ticket.at_state is State.AWAITING_SUPPLEMENT
    reporter = reading(app, ticket)
    assert "请补一张照片。" in reporter.get(TALK).text
    assert write(reporter, TALK, "", evidence=[file(made.jpeg(), "补.jpg")]).status_code == 303
    ticket = db.session.get_one(Ticket, ticket.id, populate_existing=True)
    assert ticket.at_state is State.ACCEPTED
    assert ticket.supplements[-1].answer


def test_after_the_close_messages_are_kept_and_shown(app: Flask, db_session: Any) -> None:
    ticket = ticket_at(State.CLOSED)
    reporter = reading(app, ticket)
    assert "不会自动重新办理" in reporter.get(TALK).text
    assert write(reporter, TALK, "谢谢，还有一处").status_code == 303
    clerk = sign_in(app.test_client(), "sunlei")
    assert "谢谢，还有一处" in clerk.get(STAFF_TALK.format(ticket.ref)).text
    clerk.post(STAFF_TALK.format(ticket.ref) + "/seen")
    assert talk.new_from_reporters([ticket.id]) == {}
    assert len(list(log.entries(action="ticket.see_messages"))) == 1


def test_who_has_no_seat_writes_nothing(app: Flask, db_session: Any) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    for person in (people().wangxiaoyan, people().zhaoming):
        with pytest.raises(StepNotAllowed):
            operations.write_message(ticket, "x", seed="a", by=person)
    assert said(ticket) == []


def test_words_of_any_script_and_shape_are_shown_as_text(app: Flask, db_session: Any) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    reporter, clerk = reading(app, ticket), sign_in(app.test_client(), "liufang")
    odd = "ياخشىمۇسىز <script>alert(1)</script> 😀 " + "字" * 3000
    assert write(reporter, TALK, odd).status_code == 303
    for client, address in ((reporter, TALK), (clerk, STAFF_TALK.format(ticket.ref))):
        page = client.get(address).text
        assert "ياخشىمۇسىز &lt;script&gt;" in page
        assert "字" * 3000 in page


def test_a_long_talk_asks_the_database_no_more_than_a_short_one(app: Flask, db_session: Any) -> None:
    short, long = ticket_at(State.INVESTIGATING), ticket_at(State.INVESTIGATING)
    operations.tell(short, "一", seed="x")
    for turn in range(6):
        operations.tell(long, "一", seed=str(turn))
    db.session.commit()
    counts = []
    for ticket in (short, long):
        reporter = reading(app, ticket)
        with counted_queries() as asked:
            reporter.get(TALK)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25
