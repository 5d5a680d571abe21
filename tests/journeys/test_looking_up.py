"""Story of somebody on a bus: the number as remembered, the record, what was changed in it and what it said that day."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.journeys.people import Make, box, text_of
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page", str], None]


def test_on_a_phone_a_number_with_the_wrong_brackets_is_enough(
    new_page: Make, running_system: RunningSystem, in_order: Look
) -> None:
    phone = new_page(width=PHONE, base_url=running_system.url)
    phone.goto("/")
    phone.get_by_role("searchbox").fill("昌州环阜罚[2026] 3号")
    phone.get_by_role("button", name="检索").click()
    phone.get_by_role("link", name=re.compile("昌州环阜罚〔2026〕3号")).wait_for()
    in_order(phone, "search-brackets")
    phone.get_by_text("缩小范围").click()
    phone.get_by_label("公示年份").select_option("2026")
    phone.get_by_label("哪一类").select_option(label="行政处罚")
    phone.get_by_role("main").get_by_role("button", name="检索").click()
    phone.get_by_role("link", name=re.compile("昌州环阜罚〔2026〕3号")).wait_for()
    assert "year=2026" in phone.url
    in_order(phone, "search-narrowed")
    phone.get_by_role("searchbox").last.fill("屋顶上的骆驼")
    phone.get_by_role("main").get_by_role("button", name="检索").click()
    phone.get_by_role("heading", name=re.compile("没有找到")).wait_for()
    in_order(phone, "search-nothing")


def test_two_versions_side_by_side_and_one_day_in_between(
    new_page: Make, running_system: RunningSystem, in_order: Look
) -> None:
    phone = new_page(width=PHONE, base_url=running_system.url)
    phone.goto("/search?q=沃野")
    phone.get_by_role("link", name=re.compile("沃野")).first.click()
    in_order(phone, "record-two-versions")
    phone.get_by_role("link", name="比较两个版本").click()
    phone.get_by_role("heading", level=2, name=re.compile("有哪些不同")).wait_for()
    assert phone.locator("ins").count() > 0
    in_order(phone, "versions-compared")
    phone.get_by_role("link", name="回到这条信息").click()
    phone.get_by_role("link", name="看某一天的内容").click()
    in_order(phone, "day-asked")
    box(phone, "哪一天").fill("2026-11-01")
    phone.get_by_role("button", name="看这一天的内容").click()
    phone.get_by_text("公示的是第 1 版").wait_for()
    assert "已完成整改" not in text_of(phone.get_by_role("main"))
    in_order(phone, "day-shown")
