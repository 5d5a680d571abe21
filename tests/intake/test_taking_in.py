"""Mail taken in: kept first, then settled; nothing lost, nothing doubled."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from feedback_app import clock
from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db, keyring
from feedback_app.intake import jobs, operations
from feedback_app.intake.models import JOINED, KEPT, SET_ASIDE, TICKETED, UNREADABLE, RawMail
from feedback_app.intake.operations.registering import seed_of
from feedback_app.outbox import composing, threads
from feedback_app.outbox import operations as outbox
from feedback_app.outbox.models import BOUNCED, SENT, OwedMessage
from feedback_app.tickets import operations as tickets
from feedback_app.tickets.models import Ticket, TicketMessage
from feedback_app.tickets.queries import by_code as tickets_by_code
from tests.factories import beijing, published_penalty, ticket_at
from tests.intake.conftest import letter

pytestmark = pytest.mark.usefixtures("db_session")
ARRIVED = beijing("2026-11-14 01:07")
HE_JING = "hejing@reporter.example"


def take(raw: bytes, at: str = "2026-11-14 01:10", came_by: str = "lmtp") -> RawMail:
    with clock.at(beijing(at)):
        number = jobs.take_in(raw, came_by=came_by, arrived_at=ARRIVED)
    return db.session.get_one(RawMail, number)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_letter_becomes_a_ticket_that_counts_from_its_arrival_and_is_kept_byte_for_byte(app: Flask):
    raw = letter("你们九月下旬罚过鼎川再生，到现在网上都查不到。", subject="举报")
    mail = take(raw, at="2026-11-16 09:00")
    assert (mail.state, mail.nature, mail.ticket.channel, mail.ticket.type) == (
        TICKETED,
        "person",
        "email",
        "omission_report",
    )
    assert mail.ticket.received_at == ARRIVED
    assert "鼎川再生" in mail.ticket.words
    assert mail.ticket.reporter.email == HE_JING
    assert operations.opened(mail, folder=jobs.folder()) == raw
    on_disk = b"".join(path.read_bytes() for path in jobs.folder().glob("*/*"))
    assert len(on_disk) > len(raw)
    assert HE_JING.encode() not in on_disk
    assert [entry.action for entry in db.session.scalars(select(LogEntry).where(LogEntry.subject == mail.ref))] == [
        "mail.keep", "mail.ticket",
    ]  # fmt: skip


def test_the_same_mail_by_another_way_is_the_same_and_another_mail_with_its_id_is_not():
    first = take(letter())
    relayed = b"Received: from relay\r\nDelivered-To: x@y.z\r\n" + letter().replace(b"\n", b"\r\n")
    assert take(relayed, came_by="imap").id == first.id
    assert take(letter("另一件事，请问怎么办？")).id != first.id
    assert count(Ticket) == 2


@pytest.mark.one_database
def test_poison_mail_first_in_a_batch_of_a_hundred_stops_none_of_the_rest(monkeypatch):
    poison = (
        b"From: a@b.cn\r\nSubject: =?gbk?B?"
        + b"\xff" * 50
        + b"\r\nContent-Type: multipart/mixed\r\n\r\n\x00\xff"
    )
    real = jobs.read_apart

    def stumbling(raw: bytes, **limits):
        if raw == poison:
            raise RuntimeError("whatever a library thinks of")
        return real(raw, **limits)

    monkeypatch.setattr(jobs, "read_apart", stumbling)
    with clock.at(beijing("2026-11-16 09:00")):
        jobs.take_in(poison, came_by="imap")
        for number in range(99):
            jobs.take_in(letter(message_id=f"<{number}@x>"), came_by="imap")
    assert count(Ticket) == 99
    for hour in range(10, 16):
        with clock.at(beijing(f"2026-11-16 {hour}:00")):
            jobs.settle_due()
    left = db.session.scalars(select(RawMail).where(RawMail.state != TICKETED)).all()
    assert [(mail.state, mail.faults) for mail in left] == [(UNREADABLE, ["gave_up"])]


def test_what_was_kept_when_everything_stopped_is_settled_by_the_next_look_and_once():
    with clock.at(beijing("2026-11-16 09:00")):
        number = jobs.take_in(letter(), came_by="lmtp", settle=False)
        assert db.session.get_one(RawMail, number).state == KEPT
        assert operations.claim(number) is not None
        db.session.commit()  # and here the reader is killed
        assert jobs.settle_due() == 0
    with clock.at(beijing("2026-11-16 09:10")):
        assert jobs.settle_due() == 1
        assert jobs.settle_due() == 0
    assert (count(RawMail), count(Ticket)) == (1, 1)


@pytest.mark.one_database
def test_a_database_that_goes_away_while_settling_costs_no_try(monkeypatch):
    def away(*_args):
        raise OperationalError("", {}, Exception("gone"))

    with clock.at(beijing("2026-11-16 09:00")), monkeypatch.context() as patch:
        patch.setattr(operations, "settle", away)
        number = jobs.take_in(letter(), came_by="imap")
    assert db.session.get_one(RawMail, number).state == KEPT
    with clock.at(beijing("2026-11-16 09:10")):
        jobs.settle_due()
    assert db.session.get_one(RawMail, number).state == TICKETED


def _answer(ticket: Ticket, *, sender: str = HE_JING, token: bool = True, **more: str) -> bytes:
    to = (
        threads.reply_address(ticket.subject, "feedback@example.gov.cn")
        if token
        else "feedback@example.gov.cn"
    )
    return letter(
        "补充：发票照片见附件。",
        subject=f"Re: {ticket.ref}",
        sender=sender,
        to=to,
        message_id="<2@r>",
        **more,
    )


def test_an_answer_with_our_token_from_the_reporters_address_joins_its_ticket():
    ticket = ticket_at("accepted")
    by_address = take(_answer(ticket, sender="何静 <HeJing@Reporter.example>"), at="2026-11-16 09:00")
    assert (by_address.state, by_address.ticket_id) == (JOINED, ticket.id)
    ours = threads.message_id_for(ticket.subject, 1, domain="www.example.gov.cn")
    by_id = take(_answer(ticket, token=False, In_Reply_To=ours), at="2026-11-16 09:01")
    assert (by_id.state, by_id.ticket_id) == (JOINED, ticket.id)
    assert count(Ticket) == 1
    written = db.session.scalars(select(TicketMessage).order_by(TicketMessage.number)).all()
    assert [one.is_from_reporter for one in written] == [True, True]
    assert "发票照片" in written[0].words


def test_nobody_else_gets_into_a_ticket_by_token_number_or_forged_references():
    ticket = ticket_at("accepted")
    forged = f"<{'a' * 47}.1@www.example.gov.cn>"
    tries = (
        _answer(ticket, sender="stranger@else.example"),
        _answer(ticket, token=False),
        letter(
            "我是何静",
            subject=f"[#{ticket.ref}]",
            sender=HE_JING,
            References=forged,
            In_Reply_To=forged,
            message_id="<9@r>",
        ),
    )
    for raw in tries:
        mail = take(raw, at="2026-11-16 09:00")
        assert mail.state == TICKETED
        assert mail.ticket_id != ticket.id
        assert mail.may_belong_to_id == ticket.id
    assert count(TicketMessage) == 0


@pytest.mark.one_database
def test_programs_are_set_aside_with_the_rule_that_caught_them_and_get_no_answer():
    raw = letter("您好，我最近正在休假中。", subject="自动回复：我们已收到您的反映", sender="12345@qq.com")
    mail = take(raw)
    assert (mail.state, mail.nature, mail.caught_by) == (SET_ASIDE, "auto_reply", "away_subject")
    assert (count(Ticket), count(OwedMessage)) == (0, 0)


@pytest.mark.one_database
def test_one_sender_gets_one_automatic_answer_a_day():
    for number in range(3):
        take(letter(message_id=f"<{number}@x>"), at="2026-11-16 09:00")
    assert (count(Ticket), count(OwedMessage)) == (3, 1)
    take(letter(message_id="<next@x>"), at="2026-11-17 09:00")
    assert count(OwedMessage) == 2


@pytest.mark.one_database
def test_the_acknowledgement_tells_the_code_to_its_reader_alone_and_once(app: Flask):
    mail = take(letter(), at="2026-11-16 09:00")
    message = db.session.scalars(select(OwedMessage)).one()
    code = tickets.receipt_code(seed_of(mail))
    shown = "-".join(code[at : at + 4] for at in range(0, len(code), 4))
    with app.test_request_context():
        assert shown in composing.letter_of(message, as_sent=True).text
        assert shown not in composing.letter_of(message).text
        assert shown not in composing.letter_of(message, as_sent=True).subject
    assert tickets_by_code(keyring.code_hash(code)).ref == mail.ticket.ref
    outbox.settle_sent(message)
    assert "code" not in message.context


@pytest.mark.one_database
def test_returned_mail_marks_the_message_that_came_back_without_its_address():
    ticket_at("accepted")
    message = db.session.scalars(select(OwedMessage)).first()
    assert message is not None
    message.state = SENT
    db.session.commit()
    ours = threads.message_id_for(message.about, message.id, domain="www.example.gov.cn")
    report = (
        f"From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\nReturn-Path: <>\r\n"
        f"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\n"
        f"550 no such user {HE_JING}\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {ours}\r\n--b--\r\n"
    )
    take(report.encode())
    db.session.refresh(message)
    assert (message.state, message.last_fault) == (BOUNCED, "550 no such user …")


@pytest.mark.one_database
def test_a_document_number_in_any_brackets_leads_to_the_one_record_that_bears_it():
    record = published_penalty()
    number = record.document_number.replace("〔", "[").replace("〕", "]")
    mail = take(letter(f"关于{number}处罚决定，金额写错了。"), at="2026-11-16 09:00")
    assert (mail.ticket.record_id, mail.ticket.type) == (record.id, "inaccuracy_report")
