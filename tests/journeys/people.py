"""The people of the stories and what they do with their hands: by the words and buttons they see, never by ids."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from feedback_app.starting_content.staff import DEMONSTRATION_PASSWORD, STAFF

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

RECORD = "昌州环阜罚〔2026〕3号"  # record D-2: 6.8万元 decided, 68万元 published
COMPANY = "阜康市晋庭精细化工有限责任公司"
FIELD = "罚款金额"
WORDS = (
    "你局10月9日公示的昌州环阜罚〔2026〕3号，我公司是被罚6.8万元，网上“罚款金额”一栏写成68万元，信用中国也是68万。"
    "银行都来问我们了，今天贷款审批被卡住。请尽快更正并给我们出一个说明。附决定书扫描件。"
)
CODE = re.compile(r"[A-Z0-9]{4} [A-Z0-9]{4} [A-Z0-9]{4} [A-Z0-9]{4}")
NUMBER = re.compile(r"FK-[A-Z]{2}-\d{8}-\d{4,}")
LOGINS = {row.name: row.login for row in STAFF}


@dataclass(frozen=True)
class Receipt:
    """What the citizen writes down: the number of the ticket, and the code as it stands on the page."""

    number: str
    code: str

    @property
    def as_typed_in_a_hurry(self) -> str:
        return f" {self.code.lower().replace(' ', '  ')} "


def box(part: "Page | Locator", label: str) -> "Locator":
    """The text box with this label; 必填 or 选填 stands behind it."""
    return part.get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}( |$)"))


def open_record(page: "Page") -> None:
    """From the home page, as anybody would."""
    page.goto("/")
    page.get_by_role("link", name=RECORD).first.click()
    page.get_by_role("heading", level=1, name=RECORD).wait_for()


def open_report_on_amount(page: "Page") -> None:
    open_record(page)
    page.get_by_role("link", name=re.compile(rf"^这里有误\s*：{FIELD}$")).click()
    page.get_by_role("heading", level=1, name="反映这条信息的错误").wait_for()


def fill_report(page: "Page", *files: Path, words: str = WORDS, should_say: str = "6.8万元") -> None:
    box(page, "应该是什么").fill(should_say)
    box(page, "是怎么回事").fill(words)
    if files:
        page.get_by_label("证明材料").set_input_files(list(files))


def send_report(page: "Page") -> Receipt:
    page.get_by_role("button", name="提交反映").click()
    return read_receipt(page)


def read_receipt(page: "Page") -> Receipt:
    page.get_by_role("heading", level=1, name="已经收到您的反映").wait_for()
    shown = page.get_by_role("group", name="您的查询码").inner_text()
    code, number = CODE.search(shown), NUMBER.search(page.get_by_role("main").inner_text())
    assert code, shown
    assert number
    return Receipt(number[0], code[0])


def look_up(page: "Page", typed: str) -> None:
    """Status by code, from wherever one is."""
    page.goto("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="查询办理进度").click()
    box(page, "查询码").fill(typed)
    page.get_by_role("button", name="查看进度").click()


def sign_in(page: "Page", name: str) -> "Page":
    """A member of staff comes in through the public site; supervisors land on the log, everybody else on their queue."""
    page.goto("/")
    page.get_by_role("link", name="工作人员登录").click()
    box(page, "登录名").fill(LOGINS[name])
    box(page, "密码").fill(DEMONSTRATION_PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("button", name="退出").wait_for()
    return page


def sign_out(page: "Page") -> None:
    page.get_by_role("button", name="退出").click()
    page.get_by_text("您已退出").wait_for()


def open_ticket(page: "Page", number: str) -> None:
    """From the list of what waits for this person."""
    page.get_by_role("link", name="待我办理").first.click()
    row = page.get_by_role("row").filter(has_text=number)
    row.get_by_role("link").first.click()
    page.get_by_role("main").get_by_text(number).first.wait_for()


def take(page: "Page", step: str) -> None:
    """The one button of a step's page."""
    page.get_by_role("main").get_by_role("button", name=step, exact=True).click()


def go_to(page: "Page", step: str) -> None:
    """The ticket's own button for what comes next, and the step's page behind it."""
    page.get_by_role("main").get_by_role("link", name=step, exact=True).click()
    page.get_by_role("heading", level=1, name=step, exact=True).wait_for()


def path_of(page: "Page") -> str:
    """The address without the host, as one may copy it from the bar."""
    return re.sub(r"^https?://[^/]+", "", page.url)


def text_of(part: "Locator") -> str:
    return " ".join(part.inner_text().split())


Make = Callable[..., "Page"]
