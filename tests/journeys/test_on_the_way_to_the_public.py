"""Two penalties on their way to the public: one is sent back, mended and still in time; one is late, and says so."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.journeys import desk
from tests.journeys.people import Make, box, text_of
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

WHY = "送达日期和送达回证不一致，请核对。"


def test_one_is_sent_back_and_published_in_time_and_one_is_late_and_says_by_how_much(
    person: desk.Person,
    new_page: Make,
    running_system: RunningSystem,
    in_order: Callable[["Page", str], None],
) -> None:
    officer, head = person(desk.OFFICER), person(desk.SECTION_HEAD)
    in_time = desk.draft_penalty(officer, desk.document_number(51))
    desk.does(officer, in_time, "提交审核")
    head.goto(in_time)
    box(head, "退回的理由").fill(WHY)
    head.get_by_role("button", name="退回", exact=True).click()
    head.get_by_text("已退回").first.wait_for()
    officer.goto(in_time)
    assert WHY in text_of(officer.get_by_role("main"))
    in_order(officer, "record-sent-back")
    officer.get_by_role("link", name="修改草稿").click()
    box(officer, "送达日期").fill(desk.in_days(0))
    desk.save_draft(officer)
    desk.pass_on(person, in_time, (desk.OFFICER, "提交审核"), *desk.PUBLISHED)

    long_ago = desk.in_days(-60)
    late = desk.draft_penalty(officer, desk.document_number(52, long_ago), decided_on=long_ago)
    desk.pass_on(person, late, (desk.OFFICER, "提交审核"), *desk.PUBLISHED)

    citizen = new_page(width=PHONE, base_url=running_system.url)
    for address, said in ((in_time, r"按时公示"), (late, r"晚了 \d+ ?个工作日公示")):
        citizen.goto(address.removeprefix("/staff"))
        shown = text_of(citizen.get_by_role("main"))
        assert re.search(said, shown), shown
        assert WHY not in shown, "what the desks write to each other stays there"
    in_order(citizen, "record-late")
