"""Sending: by a mail server that takes, refuses, defers, hangs or drops the line; without one, as a file."""

import smtplib
import time
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.outbox import jobs, operations, queries
from feedback_app.outbox.channels import smtp
from feedback_app.outbox.composing import compose
from feedback_app.outbox.models import DEAD, OWED, SENDING, SENT, OwedMessage
from feedback_app.outbox.operations import PAUSES
from tests.factories import HE_JING, beijing, code_of, ticket_after
from tests.outbox.conftest import PostOffice
from tests.rig.smtp_sink import DEFER, DROP, DROP_AFTER, HANG, REFUSE, TAKE, Mailbox

AT = beijing("2026-11-09 15:12")


def newest() -> OwedMessage:
    db.session.expire_all()
    return queries.newest(limit=1)[0]


def owe_one() -> int:
    """The acknowledgement of one report."""
    ticket_after(None)
    return newest().id


@pytest.mark.one_database
class TestWithoutAServer:
    """Mail lands as files that any mail program opens."""

    def files(self, app: Flask) -> list[Path]:
        return sorted((app.config["DATA_DIR"] / "mail").iterdir())

    def test_a_mail_becomes_a_file(self, app: Flask, db_session: Any) -> None:
        ticket = ticket_after(None)
        jobs.deliver(newest().id)
        assert newest().state == SENT
        [file] = self.files(app)
        assert file.name == f"{newest().id:08d}.eml"
        letter = message_from_bytes(file.read_bytes(), policy=default)
        assert letter["To"] == HE_JING.email
        assert ticket.ref in str(letter["Subject"])
        assert ticket.record.title_zh in letter.get_body().get_content()
        assert code_of(ticket) not in letter.as_string()

    def test_twice_is_once(self, app: Flask, db_session: Any) -> None:
        number = owe_one()
        jobs.deliver(number)
        before = self.files(app)[0].stat()
        jobs.deliver(number)
        assert self.files(app)[0].stat() == before
        assert newest().attempts == 1

    def test_a_folder_that_cannot_be_written_is_tried_again_later(self, app: Flask, db_session: Any) -> None:
        app.config["DATA_DIR"].mkdir(parents=True, exist_ok=True)
        (app.config["DATA_DIR"] / "mail").write_text("in the way")
        jobs.deliver(owe_one())
        assert newest().state == OWED
        assert "Error" in newest().last_fault

    def test_one_that_cannot_be_made_does_not_stop_the_others(self, app: Flask, db_session: Any) -> None:
        bad = owe_one()
        db.session.get_one(OwedMessage, bad).kind = "no_such_kind"
        db.session.commit()
        good = [owe_one() for _one in range(2)]
        assert jobs.deliver_due() == 3
        states = {one.id: one.state for one in queries.newest()}
        assert states == {bad: OWED, good[0]: SENT, good[1]: SENT}

    def test_all_that_is_due_and_nothing_else(self, app: Flask, db_session: Any) -> None:
        first, second = owe_one(), owe_one()
        db.session.get_one(OwedMessage, second).due_again_at = clock.now() + timedelta(hours=1)
        db.session.commit()
        assert jobs.deliver_due() == 1
        assert db.session.get_one(OwedMessage, first).state == SENT
        assert jobs.waiting() == {
            OWED: {"count": 1, "oldest_seconds": jobs.waiting()[OWED]["oldest_seconds"]}
        }


class TestWithAServer:
    def test_it_arrives(self, post_office: PostOffice, mailbox: Mailbox) -> None:
        jobs.deliver(owe_one())
        [letter] = mailbox.received
        assert letter["To"] == letter["X-Delivered-To"] == HE_JING.email
        assert letter["From"] == "noreply@example.gov.cn"
        assert letter["Auto-Submitted"] == "auto-generated"
        assert "已经收到您的反映" in letter["Subject"]
        assert newest().state == SENT

    @pytest.mark.parametrize(
        ("behaves", "said"),
        [(DEFER, "451"), (DROP, "SMTPServerDisconnected"), (HANG, "timed out")],
    )
    def test_what_is_not_taken_is_tried_again_with_the_same_message_id(
        self, post_office: PostOffice, mailbox: Mailbox, freeze: Any, behaves: str, said: str
    ) -> None:
        freeze(AT)
        number = owe_one()
        mailbox.behaves = behaves
        begun = time.monotonic()
        jobs.deliver(number)
        assert time.monotonic() - begun < 6, "nobody waits for ever"
        late = newest()
        assert (late.state, late.attempts, late.due_again_at) == (OWED, 1, AT + timedelta(seconds=PAUSES[0]))
        assert said in late.last_fault
        expected = compose(late).msgId
        mailbox.behaves = TAKE
        freeze(late.due_again_at)
        jobs.deliver(number)
        assert [letter["Message-ID"] for letter in mailbox.received] == [expected]
        assert (newest().state, newest().last_fault) == (SENT, "")

    def test_a_line_that_breaks_after_the_mail_was_taken_sends_no_second_one(
        self, post_office: PostOffice, mailbox: Mailbox
    ) -> None:
        mailbox.behaves = DROP_AFTER
        jobs.deliver(owe_one())
        assert newest().state == SENT
        assert len(mailbox.received) == 1

    def test_a_server_that_is_not_there(self, post_office: PostOffice) -> None:
        post_office.app.config["MAIL_PORT"] = 1
        jobs.deliver(owe_one())
        assert newest().state == OWED
        assert newest().last_fault.startswith("ConnectionRefusedError")

    def test_after_the_last_try_it_is_dead_until_a_person_looks(
        self, post_office: PostOffice, mailbox: Mailbox, freeze: Any
    ) -> None:
        freeze(AT)
        number = owe_one()
        mailbox.behaves = DEFER
        for _try in range(len(PAUSES) + 1):
            jobs.deliver(number)
            freeze(newest().due_again_at)
        assert newest().state == DEAD
        assert mailbox.tries == len(PAUSES) + 1
        jobs.deliver(number)
        assert mailbox.tries == len(PAUSES) + 1

    def test_what_the_server_says_is_kept_without_the_address(
        self, post_office: PostOffice, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
    ) -> None:
        mailbox.behaves = REFUSE
        jobs.deliver(owe_one())
        assert "no such user" in newest().last_fault
        assert "hejing" not in newest().last_fault.lower()
        assert "hejing" not in caplog.text.lower()

    def test_no_transaction_is_open_while_the_server_is_asked(
        self, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On SQLite an open one would lock everybody out for as long as the mail server thinks."""
        number, seen = owe_one(), []

        def slow(line: smtp.Line) -> None:
            seen.append(db.session().in_transaction())
            raise smtplib.SMTPServerDisconnected

        monkeypatch.setattr(smtp.Line, "configure_host", slow)
        jobs.deliver(number)
        assert seen == [False]

    def test_a_crash_between_sending_and_settling_sends_again_and_never_forgets(
        self, post_office: PostOffice, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, freeze: Any
    ) -> None:
        """Twice with one Message-ID is what a mail program shows as one; not at all would be a broken promise."""
        freeze(AT)
        number = owe_one()
        with monkeypatch.context() as broken:
            broken.setattr(
                operations, "settle_sent", lambda _message: (_ for _ in ()).throw(KeyboardInterrupt)
            )
            with pytest.raises(KeyboardInterrupt):
                jobs.deliver(number)
        db.session.rollback()
        assert newest().state == SENDING
        freeze(AT + operations.LEASE)
        jobs.deliver(number)
        assert newest().state == SENT
        assert len({letter["Message-ID"] for letter in mailbox.received}) == 1
        assert len(mailbox.received) == 2

    @pytest.mark.parametrize("break_", ["\r\nBcc: all@evil.example", "\nX: y", "%0d%0aBcc: a@b.example"])
    def test_no_name_adds_a_header(self, post_office: PostOffice, mailbox: Mailbox, break_: str) -> None:
        context = {
            "ref": f"FK-1{break_}",
            "record": f"某公司{break_}",
            "due_on": "2026-11-16",
            "leader": f"李{break_}",
        }
        operations.owe(
            "ticket_assigned",
            to_address="a@staff.example",
            to_role="staff",
            about="ticket:FK-1",
            context=context,
        )
        db.session.commit()
        jobs.deliver(newest().id)
        for letter in mailbox.received:
            assert not {"Bcc", "X", "bcc"} & set(letter.keys())
            assert letter["X-Delivered-To"] == "a@staff.example"
