"""What an operator types about mail that comes in."""

import signal
import sys
import threading
from collections import Counter
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from feedback_app.extensions import db
from feedback_app.intake import jobs, jobs_imap, mailboxes
from feedback_app.intake.mail_states import MAIL_STATES
from feedback_app.intake.models import RawMail

mail = AppGroup("mail", help="收信 · Mail that comes in.")
DOUBLE = "double"


@mail.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def import_files(paths: tuple[Path, ...]) -> None:
    """导入 .eml 文件、Maildir 或 mbox；同一封信只收一次 · Take in .eml files, Maildirs or mbox; a mail is taken once."""
    became: Counter[str] = Counter()
    failed: list[str] = []
    total = sum(mailboxes.count(path) for path in paths)
    with click.progressbar(length=total, label="导入 Importing") as bar:
        for path in paths:
            for found in mailboxes.mails(path):
                became[_take(found, failed)] += 1
                bar.update(1)
    _sum_up(total, became, failed)
    raise SystemExit(1 if failed else 0)


@mail.command("fetch")
def fetch() -> None:
    """立即收一次信 · Look into the mailbox now."""
    if not current_app.config["IMAP_HOST"]:
        raise click.ClickException("没有设置 IMAP_HOST。IMAP_HOST is not set.")
    look = jobs_imap.fetch()
    click.echo(f"收到 {look.taken} 封，{look.left} 封没能取到。Taken {look.taken}, not had {look.left}.")
    if look.fault:
        raise click.ClickException(look.fault)


@mail.command("settle")
def settle() -> None:
    """处理已收下、还没登记的信，不经队列 · Work off what was kept, without the queue."""
    done = jobs.settle_due()
    click.echo(f"处理 {done} 封。Looked at {done}.")


@mail.command("idle")
def idle() -> None:
    """等新邮件，来了就收（守护进程） · Wait for new mail and fetch it."""
    if not current_app.config["IMAP_HOST"]:
        raise click.ClickException("没有设置 IMAP_HOST。IMAP_HOST is not set.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    jobs_imap.wait_and_fetch()


@mail.command("lmtp")
def lmtp() -> None:
    """接收邮件服务器送来的信（守护进程） · Take mail a mail server hands over."""
    from feedback_app.intake.jobs_lmtp import listening

    host, _, port = current_app.config["LMTP_LISTEN"].rpartition(":")
    if not host:
        raise click.ClickException("没有设置 LMTP_LISTEN。LMTP_LISTEN is not set.")
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    door = listening(current_app._get_current_object(), host, int(port))  # type: ignore[attr-defined] # noqa: SLF001
    door.start()
    click.echo(f"LMTP {host}:{door.port}")
    ended.wait()
    door.stop()


def _take(found: mailboxes.Found, failed: list[str]) -> str:
    try:
        number, waits = jobs.keep(found.raw, came_by="import", arrived_at=found.arrived_at)
        if not waits:
            return DOUBLE
        jobs.settle_one(number)
        return db.session.get_one(RawMail, number).state
    except Exception as fault:  # noqa: BLE001 - one mail must not stop the others
        db.session.rollback()
        failed.append(f"{found.place}: {type(fault).__name__}")
        return "failed"


def _sum_up(total: int, became: Counter[str], failed: list[str]) -> None:
    click.echo(f"共 {total} 封。{total} mails.")
    for code, row in MAIL_STATES.items():
        if became[code]:
            click.echo(f"  {row.label_zh} {row.label_en}: {became[code]}")
    if became[DOUBLE]:
        click.echo(f"  以前收过 taken before: {became[DOUBLE]}")
    for line in failed:
        click.echo(f"  没能收下 not taken: {line}", err=True)
