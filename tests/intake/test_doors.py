"""The two doors of mail against real servers: IMAP on Dovecot, LMTP on a socket. Nothing is lost, nothing doubled, nothing stopped."""

import smtplib
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.exc import OperationalError

from feedback_app.extensions import db
from feedback_app.intake import jobs, jobs_imap, jobs_lmtp, operations
from feedback_app.intake.models import KEPT, TICKETED, UNREADABLE, RawMail
from feedback_app.tickets.models import Ticket
from tests.intake.corpus import cases
from tests.intake.corpus.writing import mail, part, words
from tests.intake.cut_line import cut_off_at
from tests.rig.mail_server import HOST, MailAccount, free_port

pytestmark = pytest.mark.one_database
POISON = next(case.raw for case in cases() if case.name == "S/MIME: encrypted")


def letter(number: int) -> bytes:
    raw = mail(part(f"第 {number} 封：罚款金额写错了。"), subject=words(f"反映第 {number} 个错误"))
    return raw.replace(b"<a.1@", b"<letter-%d@" % number)


@pytest.fixture
def fetching(app: Flask, mail_account: MailAccount, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailAccount]:
    """The mailbox, which the application in whose context the test runs reads."""
    app.config |= {
        "IMAP_HOST": mail_account.host, "IMAP_PORT": mail_account.port, "IMAP_USE_SSL": False, "IMAP_USE_TLS": False,
        "IMAP_USER": mail_account.user, "IMAP_PASSWORD": mail_account.password, "IMAP_FOLDER": "INBOX", "IMAP_TIMEOUT": 5,
    }  # fmt: skip
    _quick_codes(monkeypatch)
    with app.app_context():
        yield mail_account
        db.session.rollback()


@pytest.fixture
def door(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port where the application takes mail by LMTP."""
    _quick_codes(monkeypatch)
    port = free_port()
    controller = jobs_lmtp.listening(app, HOST, port)
    controller.start()
    with app.app_context():
        yield port
        db.session.rollback()
    controller.stop()


def _quick_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code's hash is slow on purpose; a hundred of them would be half the time of these tests."""
    monkeypatch.setattr(jobs.keyring, "code_hash", lambda code: f"hash of {code}")


def states() -> Counter[str]:
    return Counter(_all(select(RawMail.state)))


def subjects() -> list[str]:
    return [row.subject for row in _all(select(RawMail))]


def tickets() -> int:
    return len(_all(select(Ticket.id)))


def _all(wanted: Select[Any]) -> list[Any]:
    """Read afresh, and nothing kept open that others would wait for."""
    db.session.rollback()
    found = list(db.session.scalars(wanted))
    db.session.rollback()
    return found


class TestFetching:
    def test_a_poison_mail_first_and_ninety_nine_behind_it(self, fetching: MailAccount) -> None:
        fetching.deliver(POISON, *map(letter, range(99)))
        look = jobs_imap.fetch()
        assert (look.taken, look.left, look.fault) == (100, 0, "")
        assert states() == {TICKETED: 99, UNREADABLE: 1}
        assert tickets() == 99
        assert fetching.unread() == 0, "seen, once it is a ticket"
        kept = [operations.opened(row, folder=jobs.folder()) for row in db.session.scalars(select(RawMail))]
        assert sorted(kept) == sorted([POISON, *map(letter, range(99))]), "byte for byte"
        assert jobs_imap.fetch().taken == 0
        assert sum(states().values()) == 100

    def test_a_mail_that_makes_the_program_stumble_does_not_stop_the_others(
        self, fetching: MailAccount, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stumble(raw: bytes, **options: Any) -> Any:
            if b"letter-0@" in raw:
                raise RuntimeError("nobody expected this")
            return read(raw, **options)

        read = jobs.read_apart
        monkeypatch.setattr(jobs, "read_apart", stumble)
        fetching.deliver(*map(letter, range(5)))
        jobs_imap.fetch()
        assert states() == {TICKETED: 4, KEPT: 1}
        assert fetching.unread() == 0, (
            "it is kept: what stumbles is ours to try again, not the mailbox's to keep"
        )

    def test_the_database_away_in_the_middle_loses_nothing_and_doubles_nothing(
        self, fetching: MailAccount, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        away = OperationalError("the database is away", None, Exception())
        monkeypatch.setattr(jobs, "keep", _failing_from(jobs.keep, 3, away))
        fetching.deliver(*map(letter, range(6)))
        assert jobs_imap.fetch().fault
        assert states() == {TICKETED: 2}
        assert fetching.unread() == 4, "what is not kept is not marked"
        monkeypatch.undo()
        _quick_codes(monkeypatch)
        jobs_imap.fetch()
        assert states() == {TICKETED: 6}
        assert tickets() == 6

    def test_killed_between_keeping_and_marking_it_is_one_ticket_on_the_next_run(
        self, fetching: MailAccount, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fetching.deliver(letter(1))
        with monkeypatch.context() as killed:
            killed.setattr(jobs, "take_in", _then(jobs.take_in, SystemExit()))
            with pytest.raises(SystemExit):
                jobs_imap.fetch()
        assert (states(), fetching.unread()) == ({TICKETED: 1}, 1)
        jobs_imap.fetch()
        assert (states(), fetching.unread()) == ({TICKETED: 1}, 0)
        assert tickets() == 1

    def test_another_uidvalidity_brings_the_new_mail_and_none_a_second_time(
        self, fetching: MailAccount
    ) -> None:
        fetching.deliver(*map(letter, range(3)))
        jobs_imap.fetch()
        fetching.renumber()
        with fetching.imap() as connection:
            connection.store("1:*", "-FLAGS", r"(\Seen)")
        fetching.deliver(letter(3))
        assert fetching.unread() == 4
        jobs_imap.fetch()
        assert (states(), fetching.unread()) == ({TICKETED: 4}, 0)
        assert tickets() == 4

    def test_mail_that_somebody_has_read_on_a_phone_is_fetched_too(self, fetching: MailAccount) -> None:
        fetching.deliver(letter(1))
        jobs_imap.fetch()
        fetching.deliver(letter(2))
        with fetching.imap() as connection:
            connection.fetch("2", "(BODY[])")
        assert fetching.unread() == 0
        jobs_imap.fetch()
        assert states() == {TICKETED: 2}

    def test_ten_thousand_unread_are_listed_at_once_and_worked_off_piece_by_piece(
        self, fetching: MailAccount, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        many = (
            10_000 if fetching.lmtp_port else 300
        )  # pymap, where there is no Dovecot, takes minutes for more
        fetching.deliver(*map(letter, range(many)))
        with jobs_imap._mailbox() as box:
            begun = time.monotonic()
            assert len(jobs_imap._wanted(box, 1)) == many
            assert time.monotonic() - begun < 5  # 0.1 s on an idle machine
        monkeypatch.setattr(jobs_imap, "LONGEST", 0.5)
        first = jobs_imap.fetch()
        second = jobs_imap.fetch()
        assert 0 < first.taken < many
        assert second.taken > 0
        assert states() == {TICKETED: first.taken + second.taken}
        assert fetching.unread() == many - first.taken - second.taken
        assert f"反映第 {first.taken} 个错误" in subjects(), (
            "the second look goes on where the first one ended"
        )

    def test_mail_that_came_while_nobody_listened_is_not_waited_for(self, fetching: MailAccount) -> None:
        if not fetching.lmtp_port:
            assert jobs_imap._wait(0) is None, "pymap cannot tell of new mail"
            return
        fetching.deliver(letter(1))
        begun = time.monotonic()
        coming = jobs_imap._wait(1)
        assert coming == 2
        threading.Timer(0.3, fetching.deliver, (letter(2),)).start()
        assert jobs_imap._wait(coming) == 2, "it waits for what is to come, and no longer"
        assert time.monotonic() - begun < 30

    def test_a_line_that_breaks_off_in_one_mail_keeps_back_that_mail_only(
        self, app: Flask, fetching: MailAccount
    ) -> None:
        marked = letter(2).replace(b"MIME-Version", b"X-Break: here\r\nMIME-Version")
        fetching.deliver(letter(0), letter(1), marked, letter(3))
        with cut_off_at(b"X-Break: here", fetching.port) as port:
            app.config["IMAP_PORT"] = port
            look = jobs_imap.fetch()
        assert (look.taken, look.left) == (3, 1)
        assert (states(), fetching.unread()) == ({TICKETED: 3}, 1)
        app.config["IMAP_PORT"] = fetching.port
        assert jobs_imap.fetch().taken == 1
        assert states() == {TICKETED: 4}

    def test_no_server_is_a_fault_in_words_and_no_crash(self, app: Flask, fetching: MailAccount) -> None:
        app.config["IMAP_PORT"] = free_port()
        assert "refused" in jobs_imap.fetch().fault
        app.config |= {"IMAP_PORT": fetching.port, "IMAP_PASSWORD": "wrong-password"}
        fault = jobs_imap.fetch().fault
        assert fault
        assert "wrong-password" not in fault

    def test_what_came_by_both_doors_is_one_ticket(self, fetching: MailAccount) -> None:
        if fetching.lmtp_port:  # pymap takes none
            fetching.hand_over(letter(1))
        fetching.deliver(letter(1))
        jobs_imap.fetch()
        jobs.take_in(letter(1), came_by="import")
        assert (states(), fetching.unread()) == ({TICKETED: 1}, 0)


class TestHandedOver:
    def test_a_poison_mail_first_and_ninety_nine_behind_it(self, door: int) -> None:
        with smtplib.LMTP(HOST, door) as client:
            for raw in (POISON, *map(letter, range(99))):
                assert client.sendmail("citizen@example.com", ["fankui@example.gov.cn"], raw) == {}
        assert states() == {KEPT: 100}, "taken at once, read later"
        while jobs.settle_due():
            pass
        assert states() == {TICKETED: 99, UNREADABLE: 1}
        assert tickets() == 99

    def test_every_broken_mail_of_the_corpus_is_taken(self, door: int) -> None:
        strange = [
            case.raw
            for case in cases()
            if case.structure in ("headers", "transfer", "broken multipart", "huge")
        ]
        with smtplib.LMTP(HOST, door) as client:
            answers = [_hand_over(client, raw) for raw in strange if raw.strip()]
        assert Counter(answers) == {250: len(answers)}

    def test_a_client_gone_after_the_final_dot_may_send_again(self, door: int) -> None:
        for _ in range(2):
            with socket.create_connection((HOST, door)) as client:
                said = client.makefile("rb")
                said.readline()
                for line in (b"LHLO x", b"MAIL FROM:<a@example.com>", b"RCPT TO:<b@example.gov.cn>", b"DATA"):
                    client.sendall(line + b"\r\n")
                    while said.readline()[3:4] == b"-":
                        pass
                client.sendall(letter(1) + b"\r\n.\r\n")
                said.close()
        until = time.monotonic() + 10
        while not states() and time.monotonic() < until:
            time.sleep(0.02)
        with smtplib.LMTP(HOST, door) as client:
            client.sendmail("a@example.com", ["b@example.gov.cn"], letter(1))
        assert states() == {KEPT: 1}

    def test_a_fault_of_ours_is_told_as_a_passing_one(
        self, door: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "keep", _failing_from(jobs.keep, 1, OSError("the disk is full")))
        with smtplib.LMTP(HOST, door) as client, pytest.raises(smtplib.SMTPDataError) as told:
            client.sendmail("a@example.com", ["b@example.gov.cn"], letter(1))
        assert told.value.smtp_code // 100 == 4
        assert states() == {}


def _hand_over(client: smtplib.LMTP, raw: bytes) -> int:
    client.ehlo_or_helo_if_needed()
    client.mail("citizen@example.com")
    client.rcpt("fankui@example.gov.cn")
    return client.data(raw)[0]


def _failing_from(work: Callable[..., Any], turn: int, fault: Exception) -> Callable[..., Any]:
    """`work` until its turn-th call, then the fault."""
    calls = 0

    def work_or_fail(*words: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls >= turn:
            raise fault
        return work(*words, **options)

    return work_or_fail


def _then(work: Callable[..., Any], end: BaseException) -> Callable[..., Any]:
    def work_and_end(*words: Any, **options: Any) -> Any:
        work(*words, **options)
        raise end

    return work_and_end
