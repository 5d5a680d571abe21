"""A clerk fills in a table row by row, with scripts and without; a citizen looks an officer up at the gate."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys.people import box, sign_in
from tests.rig.browser import DESKTOP, PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_clerk_adds_a_row_and_loses_nothing(
    new_page: Callable[..., "Page"], running_system: RunningSystem, javascript: bool
) -> None:
    page = new_page(width=DESKTOP, javascript=javascript, base_url=running_system.url)
    sign_in(page, "周婷")
    page.goto("/staff/records/new/personnel")
    box(page, "名称").fill("行政执法人员清单（2026年12月版）")
    first = page.get_by_role("group", name="第 1 行")
    for label, words in (
        ("姓名", "赵明"),
        ("职务", "执法人员"),
        ("执法证件号码", "示例1"),
        ("执法范围", "检查"),
        ("所在机构", "大队"),
    ):
        box(first, label).fill(words)
    page.get_by_role("button", name="再加一行").click()
    second = page.get_by_role("group", name="第 2 行")
    box(second, "姓名").fill("陈志强")
    assert box(page.get_by_role("group", name="第 1 行"), "职务").input_value() == "执法人员"
    assert box(second, "职务").input_value() == ""
    page.get_by_role("button", name="保存草稿").last.click()
    page.get_by_role("link", name=re.compile("请填写“调整之日”")).click()
    assert box(page.get_by_role("group", name="第 2 行"), "姓名").input_value() == "陈志强", "kept"
    box(page, "调整之日").fill("2026-11-20")
    page.get_by_role("button", name="保存草稿").last.click()
    page.get_by_text("草稿已保存").wait_for()
    missing = page.get_by_text("执法人员第2行“职务”：这一格必须填写")
    assert missing.is_visible(), "a draft may be half filled in, and says what is missing"
    page.get_by_role("button", name="提交审核", exact=True).click()
    page.get_by_role("heading", level=1, name=re.compile("还不能公布")).wait_for()
    page.go_back()
    page.get_by_role("link", name="修改草稿").click()
    second = page.get_by_role("group", name="第 2 行")
    assert box(second, "姓名").input_value() == "陈志强", "kept in the draft"
    box(second, "职务").fill("执法人员")
    page.get_by_role("button", name="保存草稿").last.click()
    page.get_by_role("heading", level=2, name="下一步").wait_for()
    assert missing.count() == 0


def test_at_the_gate_somebody_checks_a_certificate_on_a_phone(
    new_page: Callable[..., "Page"], running_system: RunningSystem, axe: Callable[["Page"], list[str]]
) -> None:
    phone = new_page(width=PHONE, javascript=False, base_url=running_system.url)
    phone.goto("/disclosures/ex_ante/personnel")
    box_of_search = phone.get_by_label("按姓名或者证件号码查")
    box_of_search.fill("65230200002")
    phone.get_by_role("button", name="查找").click()
    phone.get_by_text("查到 1 人").wait_for()
    assert phone.get_by_text("赵明").is_visible()
    assert phone.get_by_text("证件有效", exact=True).is_visible()
    scripted = new_page(width=PHONE, base_url=running_system.url)
    for path in (
        "/officers?q=赵",
        "/records/A4-2026-0001",
        "/records/A2-2026-0001?status=repealed",
        "/records/A9-2026-0001",
    ):
        scripted.goto(path)
        assert axe(scripted) == [], path
        assert scripted.evaluate(OVERFLOW) <= 0, path
