"""A mailbox that breaks off in the midst of a mail, two fetchers at once, bytes as they were handed over, and files."""

import mailbox
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.intake import jobs, jobs_imap, operations
from feedback_app.intake.jobs_lmtp import listening
from feedback_app.intake.models import KEPT, MailboxLook, RawMail
from feedback_app.tickets.models import Ticket
from tests.factories import beijing
from tests.intake.breaking_imap import BreakingImap
from tests.intake.conftest import letter
from tests.rig.mail_server import free_port, mail_account, mail_server

__all__ = ["mail_account", "mail_server"]  # fixtures
pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("db_session")]
AT = beijing("2026-11-16 09:00")


def letters(count: int, start: int = 1) -> dict[int, bytes]:
    return {uid: letter(f"第 {uid} 封", message_id=f"<{uid}@x>") for uid in range(start, start + count)}


def count(model: type, *where) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def fetch_from(app: Flask, port: int, user: str = "box", password: str = "secret") -> jobs_imap.Look:
    app.config.update(
        IMAP_HOST="127.0.0.1",
        IMAP_PORT=port,
        IMAP_USE_SSL=False,
        IMAP_USER=user,
        IMAP_PASSWORD=password,
        IMAP_TIMEOUT=5,
    )
    with clock.at(AT):
        return jobs_imap.fetch()


def test_a_connection_that_breaks_in_the_midst_of_one_mail_keeps_back_only_that_one(app: Flask):
    with BreakingImap(letters(6), breaks_at=frozenset({1, 4})).running() as server:
        look = fetch_from(app, server.port)
        assert (look.taken, look.left) == (4, 2)
        assert server.seen == {2, 3, 5, 6}
        assert db.session.scalars(select(MailboxLook.fault)).one(), "and a person can see it"
        server.breaks_at = frozenset()
        assert fetch_from(app, server.port).left == 0
    assert (count(Ticket), count(RawMail)) == (6, 6)
    assert db.session.scalars(select(MailboxLook.fault)).one() == ""


def test_two_fetchers_at_once_are_harmless(app: Flask):
    with BreakingImap(letters(8)).running() as server:
        app.config.update(
            IMAP_HOST="127.0.0.1",
            IMAP_PORT=server.port,
            IMAP_USE_SSL=False,
            IMAP_USER="b",
            IMAP_PASSWORD="p",
            IMAP_TIMEOUT=5,
        )

        def run() -> None:
            with app.app_context(), clock.at(AT):
                jobs_imap.fetch()
                db.session.remove()

        both = [threading.Thread(target=run) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    with clock.at(AT):
        jobs.settle_due()
    assert (count(RawMail), count(Ticket)) == (8, 8)


@contextmanager
def door(app: Flask) -> Iterator[int]:
    controller = listening(app, "127.0.0.1", free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def test_what_a_mail_server_hands_over_is_kept_before_it_is_told_so_and_lines_may_be_long(app: Flask):
    raw = letter().replace(b"\n", b"\r\n") + b"x" * 5_000 + b"\r\n"
    with door(app) as port, smtplib.LMTP("127.0.0.1", port) as client:
        assert client.sendmail("citizen@example.com", ["feedback+token@example.gov.cn"], raw) == {}
    mail = db.session.scalars(select(RawMail)).one()
    assert (mail.state, mail.came_by) == (KEPT, "lmtp")
    kept = operations.opened(mail, folder=jobs.folder())
    assert (
        kept
        == b"Return-Path: <citizen@example.com>\r\nDelivered-To: <feedback+token@example.gov.cn>\r\n" + raw
    )


def test_files_maildirs_and_mboxes_are_imported_once_with_a_summary(app: Flask, tmp_path: Path):
    single, folder, box = tmp_path / "一封.eml", tmp_path / "Maildir", tmp_path / "old.mbox"
    single.write_bytes(letter(message_id="<single@x>"))
    maildir = mailbox.Maildir(folder)
    mbox = mailbox.mbox(box)
    for number in range(2):
        maildir.add(letter(message_id=f"<dir{number}@x>"))
        mbox.add(letter(message_id=f"<box{number}@x>"))
    mbox.close()
    arguments = ["mail", "import", str(single), str(folder), str(box)]
    with clock.at(AT):
        first = app.test_cli_runner().invoke(args=arguments)
        again = app.test_cli_runner().invoke(args=arguments)
    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    assert "共 5 封" in first.output
    assert "已成工单 made into a ticket: 5" in first.output
    assert "taken before: 5" in again.output
    assert count(Ticket) == 5
    arrived = db.session.scalars(select(RawMail.arrived_at)).first()
    assert arrived == beijing("2026-11-14 01:07")
