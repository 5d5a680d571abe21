"""Somebody on a phone tells, without a name, of a decision that was never published, and follows it with the code."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.journeys.people import Make, box, look_up, open_ticket, read_receipt, sign_in
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

WHICH = "九月二十三号左右罚鼎川再生的决定"


def test_an_omission_is_reported_from_a_phone_without_a_name(
    new_page: Make,
    running_system: RunningSystem,
    shoot: Callable[["Page", str], Path],
    axe: Callable[["Page"], list[str]],
) -> None:
    phone = new_page(width=390, base_url=running_system.url)
    phone.goto("/")
    phone.get_by_role("link", name="反映错误").first.click()
    shoot(phone, "what-is-the-matter")
    assert axe(phone) == []
    phone.get_by_role("link", name="该公示的没有公示").click()
    phone.get_by_role("button", name="提交", exact=True).click()
    phone.get_by_text("请填写：哪一件该公示没有公示。").first.wait_for()
    shoot(phone, "omission-unfinished")
    assert axe(phone) == []
    box(phone, "哪一件该公示没有公示").fill(WHICH)
    phone.get_by_label("有的公示、有的不公示").check()
    phone.get_by_role("button", name="提交", exact=True).click()
    receipt = read_receipt(phone)
    clerk = sign_in(new_page(base_url=running_system.url), "孙蕾")
    open_ticket(clerk, receipt.number)
    clerk.get_by_text(WHICH).wait_for()
    clerk.get_by_text("匿名反映，没有留联系方式。").wait_for()
    shoot(clerk, "omission-at-the-desk")
    look_up(phone, receipt.code)
    phone.get_by_text(WHICH).wait_for()
