"""Everything that can happen to a mail, happening once: for the tests that read the whole log."""

from sqlalchemy import select

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.intake import jobs, operations
from feedback_app.intake.models import RawMail
from feedback_app.outbox import threads
from feedback_app.outbox.models import SENT, OwedMessage
from feedback_app.tickets.models import Ticket
from tests.factories import beijing, people
from tests.intake.conftest import letter

AT = beijing("2026-11-16 09:00")
SENDER = "yuepin@reporter.example"
AWAY = {"subject": "自动回复：答复", "sender": "away@qq.com"}


def arrives(raw: bytes) -> RawMail:
    """A mail handed over by the mail server."""
    return db.session.get_one(RawMail, jobs.take_in(raw, came_by="lmtp"))


def everything_that_comes_by_mail() -> None:
    """A letter and its follow-up, a bounce, and what a clerk decides about programs' mail and what nobody could read."""
    clerk = people().sunlei
    with clock.at(AT):
        first = arrives(letter("请问在哪里看公示？", sender=SENDER, message_id="<first@x>"))
        ticket = db.session.get_one(Ticket, first.ticket_id)
        to = threads.reply_address(ticket.subject, "feedback@example.gov.cn")
        arrives(letter("再问一句。", sender=SENDER, to=to, message_id="<second@x>"))
        owed = db.session.scalars(select(OwedMessage).where(OwedMessage.about == ticket.subject)).first()
        assert owed is not None
        owed.state = SENT
        db.session.commit()
        ours = threads.message_id_for(owed.about, owed.id, domain="www.example.gov.cn")
        back = letter(
            "User unknown",
            sender="MAILER-DAEMON@x.example",
            message_id="<back@x>",
            X_Failed_Recipients="a@b.cn",
        ).decode()
        arrives(back.replace("\n\n", f"\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {ours}\n--b--\n", 1)
                .replace('Content-Type: text/plain; charset="utf-8"', "Content-Type: multipart/report; boundary=b").encode())  # fmt: skip
        for number, act in enumerate((_makes_a_ticket, _joins, _files)):
            mail = arrives(letter(f"我在休假 {number}", message_id=f"<away{number}@x>", **AWAY))
            act(mail, ticket)
            db.session.commit()
        arrives(b"")
        operations.note_opened(first, by=clerk, what="original")
        db.session.commit()


def _makes_a_ticket(mail: RawMail, _ticket: Ticket) -> None:
    operations.make_ticket(mail, jobs.reading_of(mail), type_code="inquiry", by=people().sunlei)


def _joins(mail: RawMail, ticket: Ticket) -> None:
    operations.join_by_hand(mail, ticket, jobs.reading_of(mail), by=people().sunlei, reason="说的是同一件事")


def _files(mail: RawMail, _ticket: Ticket) -> None:
    operations.file_away(mail, by=people().sunlei, reason="广告")
