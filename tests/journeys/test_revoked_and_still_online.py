"""Example C-8: a decision was revoked, its document received days ago, and the record is still online.

It comes down the same day; every channel is confirmed; the address says why, and repeats nothing.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.article_15 import (
    CLERK,
    INVESTIGATOR,
    LEADER,
    Person,
    answered,
    answers_for_it,
    appointed,
    carriers_confirmed,
    cause_found,
    closed,
    found,
    letter_comes,
    open_newest,
    signed,
    submitted,
)
from tests.journeys.desk import LEGAL_HEAD, in_days
from tests.journeys.people import box, go_to, open_ticket, take, text_of
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

DECISION, COMPANY = "昌州环罚字〔2026〕2-017号", "博峰山"
LETTER = (
    "贵局：昌州环罚字〔2026〕2-017号处罚决定已被复议机关2026年11月16日的行政复议决定撤销，贵局18日已签收。"
    "今天网上仍能查到，请依法撤回并公开说明。博峰山煤炭储运 代理人 律师 田野"
)


def test_a_revoked_decision_comes_down_the_same_day(
    running_system: RunningSystem,
    person: Person,
    new_page: Callable[..., "Page"],
    scan: "Path",
    in_order: Callable[["Page", str], None],
) -> None:
    letter_comes(running_system, "田野律师 <tianye@reporter.example>", "请撤下已被撤销的处罚决定", LETTER)
    number = open_newest(person(CLERK), DECISION)
    _the_clerk_registers_the_document(person(CLERK), scan, in_order)
    submitted(person(CLERK), number)
    appointed(person(LEADER), number)
    found(
        person(INVESTIGATOR), number, "属实：决定已撤销、变更，应当撤下", "复议决定书原件、签收登记。",
        "复议决定书撤销了原处罚决定，本局已经签收。",
    )  # fmt: skip
    signed(person(LEADER), number)
    address = _the_legal_head_takes_it_down(person(LEGAL_HEAD), number)
    _the_takedown_is_on_record(person(INVESTIGATOR), number, in_order)
    answered(person(CLERK), number, "这个决定已依法撤销", "网址上只留一份说明")
    carriers_confirmed(person(CLERK), number, "打开页面，已经查不到。")
    cause_found(
        person(INVESTIGATOR),
        number,
        ["应撤未撤"],
        "18日签收后没有登记，没有人转告法制科。",
        "收到文书当天登记。",
    )
    answers_for_it(
        person(LEADER),
        number,
        "周婷",
        "更新维护不及时",
        "谈话提醒",
        "签收后没有登记。",
        said="文书放在收发室，没有看到。",
    )
    closed(person(CLERK), number)
    _the_public_reads_why_and_nothing_else(
        new_page(width=PHONE, base_url=running_system.url), address, in_order
    )


def _the_clerk_registers_the_document(
    page: "Page", scan: "Path", in_order: Callable[["Page", str], None]
) -> None:
    page.get_by_role("link", name="登记撤销、变更类文书").click()
    page.get_by_label("决定被撤销", exact=True).check()
    box(page, "作出文书的机关").fill("昌吉回族自治州人民政府")
    box(page, "文书号").fill("昌州政复决〔2026〕12号")
    page.get_by_label("文书日期").fill(in_days(-5))
    page.get_by_label("本局收到的日期").fill(in_days(-1))
    page.get_by_label("文书扫描件").set_input_files(scan)
    in_order(page, "c8-instrument")
    take(page, "登记文书")
    expect(page.get_by_role("status").first).to_contain_text("文书已登记")


def _the_legal_head_takes_it_down(page: "Page", number: str) -> str:
    """The address of the record."""
    page.goto(f"/staff/tickets/{number}")
    page.get_by_role("heading", level=1).get_by_role("link").click()
    address = page.url
    page.goto(address.replace("/records/", "/staff/records/"))
    expect(page.get_by_role("link", name="看文书")).to_be_visible()
    page.locator("#down").get_by_role("link", name="撤下", exact=True).click()
    page.get_by_label("决定被撤销", exact=True).check()
    take(page, "撤下")
    expect(page.get_by_role("status").first).to_contain_text("已撤下，原网址公布了撤下的理由")
    return address


def _the_takedown_is_on_record(page: "Page", number: str, in_order: Callable[["Page", str], None]) -> None:
    open_ticket(page, number)
    go_to(page, "记录撤下或者遮盖")
    expect(page.get_by_role("main")).to_contain_text("整条撤下")
    take(page, "记录")
    expect(page.get_by_role("status").first).to_contain_text("已记录")
    in_order(page, "c8-ticket")


def _the_public_reads_why_and_nothing_else(
    page: "Page", address: str, in_order: Callable[["Page", str], None]
) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1, name="这条信息已经撤下")).to_be_visible()
    assert f"原公示的{DECISION}行政处罚决定已被依法撤销" in text_of(page.get_by_role("main"))
    assert COMPANY not in page.content()
    in_order(page, "c8-notice")
