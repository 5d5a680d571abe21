"""Stories of a record that leaves the public's sight: hidden on a phone and looked into; a decision that was revoked."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.journeys.people import RECORD, Make, box, path_of, sign_in, text_of
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = 390
REVOKED, COMPANY = "昌州环罚字〔2026〕2-017号", "博峰山"
Shoot = Callable[["Page", str], Path]


def test_the_duty_officer_hides_on_a_phone_and_the_leader_puts_it_back(
    new_page: Make, running_system: RunningSystem, shoot: Shoot, axe: Callable[["Page"], list[str]]
) -> None:
    reader = new_page(width=PHONE, base_url=running_system.url)
    reader.goto("/")
    reader.get_by_role("link", name=RECORD).first.click()
    address = path_of(reader)
    duty = sign_in(new_page(width=PHONE, base_url=running_system.url), "孙蕾")
    duty.goto("/staff" + address)
    duty.get_by_role("link", name="紧急屏蔽").click()
    duty.get_by_label("泄露了个人信息").check()
    assert axe(duty) == []
    shoot(duty, "hiding")
    duty.get_by_role("button", name="马上屏蔽").click()
    duty.get_by_text("已经屏蔽，公众看不到了").wait_for()
    shoot(duty, "hidden-staff")
    reader.reload()
    reader.get_by_role("heading", level=1, name="这条信息正在核查，暂停公示").wait_for()
    assert axe(reader) == []
    shoot(reader, "hidden")
    leader = sign_in(new_page(base_url=running_system.url), "李卫东")
    leader.goto("/staff/records/coming-down")
    shoot(leader, "coming-down-desk")
    leader.goto("/staff" + address)
    leader.get_by_role("link", name="审批紧急屏蔽").click()
    leader.get_by_label("恢复公示", exact=True).check()
    box(leader, "理由").fill("核对原件，没有个人信息。")
    shoot(leader, "hiding-decision")
    leader.get_by_role("button", name="确认决定").click()
    leader.get_by_text("已恢复公示").wait_for()
    reader.reload()
    reader.get_by_role("heading", level=1, name=RECORD).wait_for()


def test_a_decision_that_was_revoked_leaves_its_notice_and_nothing_else(
    new_page: Make,
    running_system: RunningSystem,
    scan: Path,
    shoot: Shoot,
    axe: Callable[["Page"], list[str]],
) -> None:
    reader = new_page(width=PHONE, base_url=running_system.url)
    reader.goto("/search?q=2-017")
    reader.get_by_role("link", name=re.compile("2-017")).first.click()
    address = path_of(reader)
    clerk = sign_in(new_page(base_url=running_system.url), "刘芳")
    clerk.goto("/staff" + address)
    clerk.get_by_role("link", name="登记撤销、变更类文书").click()
    clerk.get_by_label("决定被撤销", exact=True).check()
    box(clerk, "作出文书的机关").fill("昌吉回族自治州人民政府")
    box(clerk, "文书号").fill("昌州政复决〔2026〕12号")
    box(clerk, "文书日期").fill("2026-11-16")
    box(clerk, "本局收到的日期").fill("2026-11-18")
    clerk.get_by_label("扫描件").set_input_files(scan)
    shoot(clerk, "instrument")
    clerk.get_by_role("button", name="登记", exact=True).click()
    clerk.get_by_text("文书已登记").wait_for()
    head = sign_in(new_page(base_url=running_system.url), "王晓燕")
    head.goto("/staff" + address)
    head.locator("#down").get_by_role("link", name="撤下", exact=True).click()
    head.get_by_label("决定被撤销", exact=True).check()
    assert axe(head) == []
    shoot(head, "takedown")
    head.get_by_role("button", name="撤下", exact=True).click()
    head.get_by_text("已撤下，原网址公布了撤下的理由").wait_for()
    shoot(head, "taken-down-staff")
    for page in (reader, new_page(base_url=running_system.url)):
        page.goto(address)
        page.get_by_role("heading", level=1, name="这条信息已经撤下").wait_for()
        assert axe(page) == []
        shoot(page, "taken-down")
    main = text_of(reader.get_by_role("main"))
    assert f"原公示的{REVOKED}行政处罚决定已被依法撤销" in main
    assert COMPANY not in reader.content()
    reader.goto(f"/search?q={COMPANY}")
    assert reader.get_by_role("main").get_by_role("link", name=re.compile(COMPANY)).count() == 0
