"""A letter by mail, from the mailbox to closure: real Dovecot, real SMTP, a real browser.

何静 asks by mail and gets an answer; what she writes in between joins her ticket; her mail program's automatic reply is
recorded and answered by nobody.
"""

import re
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.intake.corpus.writing import mail, part, words
from tests.journeys.people import NUMBER, Receipt, box, go_to, open_ticket, sign_in, take
from tests.rig.mail_server import MailAccount
from tests.rig.running_system import RunningSystem
from tests.rig.smtp_sink import Mailbox

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

HER_MAIL = "hejing@reporter.example"
QUESTION = "请问排污许可证变更要带哪些材料？在哪个窗口办？"
MORE = "补充一句：我们是六月搬的厂。"
ANSWER = "您好：请带营业执照和变更说明，到二楼203室办理。"
AWAY = "您好，我正在休假，回来后尽快回复您。"
WITHIN = 45.0  # seconds; an idle machine needs two or three


@pytest.fixture
def system(
    start_system: Callable[..., RunningSystem], mail_account: MailAccount, mailbox: Mailbox
) -> RunningSystem:
    return start_system(
        MAIL_SERVER="127.0.0.1", MAIL_PORT=str(mailbox.port), MAIL_DEFAULT_SENDER="noreply@example.gov.cn", MAIL_REPLY_TO="feedback@example.gov.cn",
        IMAP_HOST=mail_account.host, IMAP_PORT=str(mail_account.port), IMAP_USE_SSL="no", IMAP_USER=mail_account.user,
        IMAP_PASSWORD=mail_account.password,
    )  # fmt: skip


def test_a_letter_becomes_a_ticket_is_answered_and_closed(
    system: RunningSystem, mail_account: MailAccount, mailbox: Mailbox, new_page: Callable[..., "Page"]
) -> None:
    mail_account.deliver(_from_her("请教一件事", QUESTION, 1))
    received = _arrives(mailbox, "收到")
    number = NUMBER.search(str(received["Subject"]) + received.get_body(("plain",)).get_content())
    assert number
    ticket = Receipt(number[0], "")

    clerk = sign_in(new_page(width=1280, base_url=system.url), "孙蕾")
    open_ticket(clerk, ticket.number)
    expect(clerk.get_by_role("main")).to_contain_text(QUESTION)
    take(clerk, "受理")
    expect(clerk.get_by_role("status").first).to_contain_text("已受理")

    mail_account.deliver(_answering(received, "Re: 补充", MORE, 2))
    _joins_its_ticket(clerk, ticket)
    open_ticket(clerk, ticket.number)
    expect(clerk.get_by_role("main")).to_contain_text("新留言 1 条")
    mail_account.deliver(_answering(received, "自动回复：我们已收到", AWAY, 3))

    go_to(clerk, "答复反映人")
    box(clerk, "答复内容").fill(ANSWER)
    take(clerk, "答复反映人")
    expect(clerk.get_by_role("status").first).to_contain_text("已答复")
    answered = _arrives(mailbox, "答复")
    assert ANSWER in answered.get_body(("plain",)).get_content()
    go_to(clerk, "办结")
    take(clerk, "办结")
    expect(clerk.get_by_role("status").first).to_contain_text("已办结")

    _is_recorded_and_not_answered(clerk, mailbox)


def _from_her(
    subject: str, text: str, number: int, *lines: bytes, to: str = "feedback@example.gov.cn"
) -> bytes:
    raw = mail(
        part(text, charset="gb2312", codec="gbk"), *lines, subject=words(subject, "gb2312", codec="gbk")
    )
    raw = raw.replace(b"hejing@example.com", HER_MAIL.encode()).replace(b"fankui@example.gov.cn", to.encode())
    return raw.replace(b"<a.1@example.com>", f"<{number}.her@reporter.example>".encode())


def _answering(ours: EmailMessage, subject: str, text: str, number: int) -> bytes:
    """What a mail program sends when she presses 回复."""
    quoted = f"{text}\n\n------------------ 原始邮件 ------------------\n{ours['Subject']}\n"
    to = str(ours["Reply-To"] or ours["From"])
    return _from_her(subject, quoted, number, b"In-Reply-To: " + str(ours["Message-ID"]).encode(), to=to)


def _arrives(mailbox: Mailbox, subject: str) -> EmailMessage:
    until = time.monotonic() + WITHIN
    while True:
        found = [one for one in mailbox.sent_to(HER_MAIL) if subject in str(one["Subject"])]
        if found:
            return found[-1]
        assert time.monotonic() < until, [str(one["Subject"]) for one in mailbox.received]
        time.sleep(0.05)


def _joins_its_ticket(page: "Page", ticket: Receipt) -> None:
    row = _row(page, "Re: 补充", "并入工单")
    expect(row).to_contain_text(ticket.number)
    row.get_by_role("link", name=re.compile("补充")).click()
    expect(page.get_by_role("main")).to_contain_text(MORE)


def _row(page: "Page", subject: str, state: str) -> "Locator":
    """The letter in the list of what came in, once it is there and settled."""
    row = page.get_by_role("row").filter(has_text=subject).filter(has_text=state)
    until = time.monotonic() + WITHIN
    page.goto("/staff/mail-in/")
    while not row.count():
        assert time.monotonic() < until, page.get_by_role("main").inner_text()
        time.sleep(0.2)
        page.reload()
    return row


def _is_recorded_and_not_answered(page: "Page", mailbox: Mailbox) -> None:
    _row(page, "自动回复", "程序来信")
    subjects = [str(one["Subject"]) for one in mailbox.sent_to(HER_MAIL)]
    assert [sum(word in one for one in subjects) for word in ("收到", "答复")] == [1, 1], subjects
