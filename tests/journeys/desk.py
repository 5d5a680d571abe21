"""What the staff do with a record on its way to the public, by the words and buttons they see."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from feedback_app import clock
from feedback_app.starting_content.examples import D3
from tests.journeys.people import box, path_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

Person = Callable[..., "Page"]

OFFICER, SECTION_HEAD, LEGAL_HEAD, DEPUTY, CLERK = (
    "陈志强",
    "叶尔肯·哈力克",
    "王晓燕",
    "古丽娜尔·艾山",
    "周婷",
)
PASSED = ((SECTION_HEAD, "审核通过"), (LEGAL_HEAD, "审查通过：不涉密、不涉隐私"))
PUBLISHED = (*PASSED, (DEPUTY, "批准"), (CLERK, "发布"))


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def yesterday() -> str:
    return in_days(-1)


def document_number(number: int, decided_on: str = "") -> str:
    return f"昌州环阜罚〔{(decided_on or yesterday())[:4]}〕{number}号"


def draft_penalty(
    page: "Page", number: str, facts: str = str(D3.values["facts"]), decided_on: str = ""
) -> str:
    """Record D-3 (a natural person, masked) as its officer types it, decided yesterday or on the day given. The draft's
    address."""
    decided_on = decided_on or yesterday()
    page.goto("/staff/records/")
    page.get_by_role("link", name="拟制").first.click()
    page.get_by_role("link", name="行政处罚", exact=True).click()
    box(page, "行政相对人").fill("周某某")
    page.get_by_label("自然人", exact=True).check()
    for label, words in (
        ("决定书文号", number),
        ("违法行为类型", D3.values["violation_type"]),
        ("违法事实", facts),
        ("依据", D3.values["legal_basis"]),
        ("处罚内容", D3.values["content"]),
        ("罚款金额", "0.2"),
        ("处罚决定日期", decided_on),
        ("作出决定机关", D3.values["deciding_authority"]),
        ("承办机构", D3.values["handling_unit"]),
        ("救济途径和期限", D3.values["remedy"]),
        ("送达日期", decided_on),
    ):
        box(page, label).fill(str(words))
    page.get_by_label("罚款", exact=True).check()
    page.get_by_label("以自己的名义执法").check()
    return save_draft(page)


def save_draft(page: "Page") -> str:
    page.get_by_role("button", name="保存草稿").last.click()
    page.get_by_role("heading", level=2, name="下一步").wait_for()
    return path_of(page)


def does(page: "Page", address: str, step: str) -> None:
    """Whoever this page belongs to takes the one step on the record's page."""
    page.goto(address)
    button = page.get_by_role("main").get_by_role("button", name=step, exact=True)
    button.click()
    button.wait_for(state="detached")


def pass_on(person: Person, address: str, *steps: tuple[str, str]) -> None:
    """Each of these people takes their step in turn."""
    for name, step in steps:
        does(person(name), address, step)


def hand_in(page: "Page", name: str, raw: bytes) -> None:
    page.get_by_label("选择文件").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": raw}
    )
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_text("文件已检查并保存").wait_for()


def choose_to_publish(page: "Page", name: str, description: str) -> None:
    """The only file on the page goes out under this name."""
    page.get_by_label("随这条信息公布副本").check()
    box(page, "公布时的文件名").fill(name)
    box(page, "说明").fill(description)
    page.get_by_role("button", name="保存这个附件").click()
    page.get_by_text("附件已保存").wait_for()


def number_of(page: "Page") -> str:
    """The record's own number, out of its address."""
    found = re.search(r"/records/([A-Z0-9-]+)", page.url)
    assert found, page.url
    return found[1]
