"""The mail servers of the rig keep their promises: what the tests of mail lean on is tried here once."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig import mail_server as rig
from tests.rig.mail_server import Dovecot, MailAccount, MailServer, Pymap

ROOT = Path(__file__).parents[1]
MAIL = "From: a@example.com\r\nSubject: 昌州环阜罚\r\n\r\n你好，{}\r\n"


@pytest.fixture(scope="module", params=[Dovecot, Pymap])
def server(request: pytest.FixtureRequest) -> Iterator[MailServer]:
    if request.param is Dovecot and rig.find() is not Dovecot:
        pytest.skip("no Dovecot on this machine: pymap stands in for it everywhere")
    with rig.running(request.param) as started:
        yield started


@pytest.fixture
def account(server: MailServer) -> MailAccount:
    return server.account()


def test_mail_comes_out_as_it_was_put_in_and_stays_unread_until_somebody_reads_it(
    account: MailAccount,
) -> None:
    mails = [MAIL.format(number).encode() for number in range(12)]
    account.deliver(*mails)
    with account.imap() as connection:
        for number, mail in enumerate(mails, 1):
            assert connection.fetch(str(number), "(BODY.PEEK[])")[1][0][1] == mail
    assert account.unread() == account.count() == 12


def test_each_mailbox_is_its_own(server: MailServer, account: MailAccount) -> None:
    account.deliver(MAIL.encode())
    assert server.account().count() == 0


def test_numbers_can_be_made_invalid_without_losing_mail(account: MailAccount) -> None:
    account.deliver(MAIL.encode())
    before = account.uidvalidity()
    account.renumber()
    assert account.uidvalidity() != before
    assert account.unread() == 1


def test_dovecot_takes_mail_by_lmtp_and_pymap_says_that_it_does_not(account: MailAccount) -> None:
    if account.lmtp_port:
        account.hand_over(MAIL.encode())
        assert account.unread() == 1
    else:
        with pytest.raises(AssertionError, match="only Dovecot"):
            account.hand_over(MAIL.encode())


def test_a_killed_test_run_leaves_no_server_behind() -> None:
    code = (
        "import time; from tests.rig import mail_server as rig\n"
        "with rig.running(rig.find()) as server:\n"
        "    print(server.account().maildir, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        home = _home(tests.stdout.readline())
        assert _living(home)
        tests.send_signal(signal.SIGKILL)
    until = time.monotonic() + 10
    while (left := _living(home)) and time.monotonic() < until:
        time.sleep(0.05)
    shutil.rmtree(home)
    assert not left


def _home(printed: str) -> str:
    return str(
        next(
            one
            for one in (Path(printed.strip()), *Path(printed.strip()).parents)
            if one.name.startswith("zm-mail-")
        )
    )


def _living(home: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if home.encode() in (folder / "cmdline").read_bytes() or str(
                (folder / "cwd").readlink()
            ).startswith(home):
                found.append(int(folder.name))
        except OSError:
            continue
    return [number for number in found if number != os.getpid()]
