"""A real IMAP server on the loopback interface, with as many mailboxes as the tests want.

It is Debian's Dovecot, run by `nobody` where the tests are root, on ports and folders of its own. Where there is none, the
`pymap` of requirements-dev.txt stands in; without either the tests of fetching mail fail.
`python -m tests.rig.mail_server` (part of `make test`) installs Dovecot where apt may be used.
"""

import ctypes
import grp
import imaplib
import itertools
import os
import pwd
import secrets
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.rig import apt

HOST = "127.0.0.1"
PASSWORD = "the-password-of-every-mailbox-here"
READY_WITHIN = 10.0
DOVECOT = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = {owner}
default_internal_group = {group}
default_login_user = {owner}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_fsync = never
mail_max_userip_connections = 100
postmaster_address = postmaster@example.gov.cn
hostname = mail.example.gov.cn
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u allow_all_users=yes
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service lmtp {{
  user = {owner}
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""


class NoMailServer(Exception):
    """There is none on this machine, and the tests of fetching mail do not pass without one."""


@dataclass
class MailAccount:
    """One user's mailbox: what a test delivers into it and what is left in it. `host`, `port`, `user`, `password` lead there."""

    host: str
    port: int
    user: str
    maildir: Path
    lmtp_port: int | None = None
    password: str = PASSWORD
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def imap(self) -> imaplib.IMAP4:
        """A connection of the test's own, with INBOX open."""
        connection = imaplib.IMAP4(self.host, self.port, timeout=20)
        try:
            connection.login(self.user, self.password)
            connection.select("INBOX")
        except imaplib.IMAP4.error:
            connection.shutdown()
            raise
        return connection

    def deliver(self, *mails: bytes) -> None:
        """Unread, in this order, each byte as it is: written into the Maildir, as fast as the disk."""
        for raw in mails:
            # The server numbers new mail in the order of the names.
            name = f"{1_700_000_000 + next(self._numbers)}.M1P1.test"
            written = self.maildir / "tmp" / name
            written.write_bytes(raw)
            written.chmod(0o644)  # the server is somebody else
            written.rename(self.maildir / "new" / name)

    def hand_over(self, raw: bytes, sender: str = "citizen@example.com") -> None:
        """By Dovecot's own LMTP, which adds the header fields of a delivery."""
        assert self.lmtp_port, "only Dovecot takes mail by LMTP"
        with smtplib.LMTP(self.host, self.lmtp_port) as door:
            door.sendmail(sender, [self.user], raw)

    def unread(self) -> int:
        return self._count("UNSEEN")

    def count(self) -> int:
        return self._count("ALL")

    def uidvalidity(self) -> int:
        with self.imap() as connection:
            return int(connection.response("UIDVALIDITY")[1][0] or 0)

    def renumber(self) -> None:
        """What a restore or a migration of the server does: the same mail, another UIDVALIDITY, every number anew."""
        before = self.uidvalidity()
        self._forget_numbers()
        while self.uidvalidity() == before:  # Dovecot takes the second's number
            time.sleep(0.1)
            self._forget_numbers()

    def _forget_numbers(self) -> None:
        for file in self.maildir.glob("dovecot*"):
            file.unlink()

    def _count(self, what: str) -> int:
        with self.imap() as connection:
            return len((connection.search(None, what)[1][0] or b"").split())


class Dovecot:
    """One server, a mailbox for whoever signs in."""

    def __init__(self, home: Path) -> None:
        self.port, self.lmtp_port = free_port(), free_port()
        self._home = home
        self._owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        for folder in (home, *(home / name for name in ("run", "state", "mail"))):
            folder.mkdir(exist_ok=True)
            os.chown(folder, self._owner.pw_uid, self._owner.pw_gid)
        (home / "conf").write_text(
            DOVECOT.format(
                home=home, owner=self._owner.pw_name, group=grp.getgrgid(self._owner.pw_gid).gr_name, password=PASSWORD,
                uid=self._owner.pw_uid, gid=self._owner.pw_gid, imap=self.port, lmtp=self.lmtp_port,
            )
        )  # fmt: skip

    @contextmanager
    def running(self) -> Iterator[None]:
        who = {"user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []}
        command = [_dovecot() or "dovecot", "-F", "-c", str(self._home / "conf")]
        with _started(command, self._home, self.port, **(who if os.geteuid() == 0 else {})):
            yield

    def account(self) -> MailAccount:
        user = f"box-{secrets.token_hex(4)}"
        account = MailAccount(HOST, self.port, user, self._home / "mail" / user / "Maildir", self.lmtp_port)
        with account.imap():
            return account


class PymapAccount(MailAccount):
    """A server and its only mailbox, in its memory."""

    def start(self) -> None:
        self._delivered: list[bytes] = []
        self._running = ExitStack()
        program = "import sys; from pymap.main import main; sys.exit(main())"
        place = ["--host", self.host, "--port", str(self.port), "--no-tls", "dict"]
        user = ["--demo-user", self.user, "--demo-password", self.password]
        command = [sys.executable, "-W", "ignore", "-c", program, *place, *user]
        self._running.enter_context(_started(command, self.maildir, self.port))

    def stop(self) -> None:
        self._running.close()

    def deliver(self, *mails: bytes) -> None:
        with self.imap() as connection:
            for raw in mails:
                connection.append("INBOX", "", "", raw)
        self._delivered += mails

    def _forget_numbers(self) -> None:
        kept = self._delivered
        self.stop()
        self.start()
        self.deliver(*kept)


class Pymap:
    """A server for each mailbox."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._accounts: list[PymapAccount] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        try:
            yield
        finally:
            for account in self._accounts:
                account.stop()

    def account(self) -> MailAccount:
        account = PymapAccount(HOST, free_port(), "box", self._home)
        account.start()
        self._accounts.append(account)
        return account


MailServer = Dovecot | Pymap


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    """A real IMAP server with as many mailboxes as wanted; `mail_account` is one for this test alone."""
    with running(find()) as server:
        yield server


@pytest.fixture
def mail_account(mail_server: MailServer) -> MailAccount:
    """An empty mailbox: `deliver` puts mail in; `host`, `port`, `user` and `password` lead to it."""
    return mail_server.account()


def find() -> type[Dovecot] | type[Pymap]:
    """Raises NoMailServer."""
    if _dovecot():
        return Dovecot
    if find_spec("pymap"):
        return Pymap
    raise NoMailServer(
        "没有邮件服务器：请安装 dovecot-imapd、dovecot-lmtpd，或 requirements-dev.txt（含 pymap）。"
        "No mail server: install dovecot-imapd and dovecot-lmtpd, or requirements-dev.txt."
    )


@contextmanager
def running(kind: type[Dovecot] | type[Pymap]) -> Iterator[MailServer]:
    """One of this kind; it dies with the tests, even with killed ones."""
    home = Path(tempfile.mkdtemp(prefix="zm-mail-"))
    server = kind(home)
    try:
        with server.running():
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    with socket.create_server((HOST, 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def _started(command: list[str], home: Path, port: int, **who: Any) -> Iterator[None]:
    with (home / "terminal").open("ab") as terminal:
        process = subprocess.Popen(
            command, cwd=home, stdout=terminal, stderr=terminal, stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=_die_with_tests, **who,
        )  # fmt: skip
    try:
        _wait(process, home, port)
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _dovecot() -> str | None:
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")


def _die_with_tests() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _wait(process: subprocess.Popen[bytes], home: Path, port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            imaplib.IMAP4(HOST, port, timeout=5).logout()
            return
        except (OSError, imaplib.IMAP4.error) as fault:
            if process.poll() is not None or time.monotonic() > until:
                said = [file.read_text() for file in (home / "terminal", home / "log") if file.exists()]
                raise NoMailServer(f"the mail server did not start: {said}") from fault
            time.sleep(0.01)


def main() -> int:
    if not _dovecot():
        print("正在安装 Dovecot（收信测试用）… installing Dovecot for the tests of mail", flush=True)
        apt.install("dovecot-imapd", "dovecot-lmtpd")
    try:
        find()
    except NoMailServer as reason:
        print(f"!!! {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
