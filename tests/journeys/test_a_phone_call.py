"""Example C-2: an old man calls, and what he says is taken down by keyboard alone; what is right is explained to him.

Two matters, two tickets; the code is said aloud; the first is verified, found right, clarified, answered and closed.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.people import CODE, NUMBER, box, go_to, look_up, open_ticket, take
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = "我是城关镇退休的，姓韩，你们网上写屹丰建材“未发现问题”，这不是糊弄人吗？九月份去查的是白天吧？给我个说法。"
DUST = "晚上一点钟往后灰大得很，我窗台一擦一层。"
CLEAR = "公示写的是9月22日至24日白天检查的情况，与检查记录、抽查名单和监测单一致。夜间扬尘另行查处。"


def test_an_old_man_calls_and_what_is_right_is_explained_to_him(
    person: Callable[..., "Page"], new_page: Callable[..., "Page"], running_system: RunningSystem
) -> None:
    clerk = person("孙蕾")
    first, second = _typed_while_he_speaks(clerk)
    code = _said_to_him(clerk)
    clerk.get_by_role("link", name="办好了，回到登记页").click()

    open_ticket(clerk, first)
    expect(clerk.get_by_role("main")).to_contain_text("念给对方确认过")
    take(clerk, "受理")
    go_to(clerk, "报送主管领导")
    clerk.get_by_role("radio", name=re.compile("李卫东")).check()
    take(clerk, "报送主管领导")
    leader, investigator = person("李卫东"), person("刘芳")
    open_ticket(leader, first)
    go_to(leader, "指派调查人员")
    leader.get_by_role("radio", name=re.compile("刘芳")).check()
    take(leader, "指派调查人员")
    open_ticket(investigator, first)
    go_to(investigator, "提交核实结论")
    investigator.get_by_role("radio", name=re.compile("信息准确")).last.check()
    box(investigator, "对照了什么").fill("检查记录、抽查名单、监测单。")
    box(investigator, "依据").first.fill("检查在9月22日至24日白天，记录与公示一致。")
    take(investigator, "提交核实结论")
    open_ticket(leader, first)
    go_to(leader, "签发结论")
    take(leader, "签发结论")
    open_ticket(investigator, first)
    go_to(investigator, "发布澄清说明")
    box(investigator, "澄清说明").fill(CLEAR)
    take(investigator, "发布澄清说明")
    open_ticket(clerk, first)
    go_to(clerk, "答复反映人")
    box(clerk, "答复内容").fill(CLEAR)
    take(clerk, "答复反映人")
    go_to(clerk, "办结")
    take(clerk, "办结")
    expect(clerk.get_by_role("status").first).to_contain_text("已办结")

    caller = new_page(width=PHONE, base_url=running_system.url)
    look_up(caller, code)
    expect(caller.get_by_role("main")).to_contain_text("查询码")
    assert second != first


def _typed_while_he_speaks(page: "Page") -> tuple[str, str]:
    """Nothing but keys, from the first word to the number."""
    page.goto("/staff/desk/")
    keys = page.keyboard
    keys.type(WORDS)
    keys.press("Tab")
    keys.type("屹丰")
    expect(page.get_by_role("radio", name=re.compile("屹丰")).first).to_be_visible()
    page.get_by_role("radio", name=re.compile("屹丰")).first.focus()
    keys.press("Space")
    expect(page.get_by_role("heading", name="公示上写的")).to_be_visible()
    page.get_by_role("button", name="还有另一件事，分开记").focus()
    keys.press("Enter")
    box(page, "属于这件事的话").focus()
    keys.type(DUST)
    page.get_by_label("按哪一类登记").nth(1).focus()
    keys.type("环境污染举报")
    page.get_by_role("textbox", name=re.compile("^电话")).focus()
    keys.type("13900000000")
    expect(page.get_by_role("listitem").filter(has_text="您一共说了2件事")).to_be_visible()
    page.get_by_label("念过了，对方说对").focus()
    keys.press("Space")
    keys.press("Control+Enter")
    page.get_by_role("heading", level=1, name="已登记").wait_for()
    numbers = NUMBER.findall(page.locator(".desk-tickets").inner_text())
    assert len(numbers) == 2, numbers
    return numbers[0], numbers[1]


def _said_to_him(page: "Page") -> str:
    page.get_by_role("button", name="显示查询码").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="念给对方")).to_be_visible()
    found = CODE.search(page.get_by_role("group", name="您的查询码").inner_text())
    assert found
    return found[0]
