"""Example C-4: the deputy who approved a record is said to be related to the party. She takes no part and reads no word."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.people import Receipt, box, go_to, look_up, open_ticket, read_receipt, sign_in, take
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

COMPANY = "沃野农牧"
WORDS = "11月12日又写“已完成整改”。我11月9日拍的照片，池子还是破的。"
REQUEST = "批这个公示的古丽娜尔副局长和沃野老板是亲家，请不要再让她来查自己批的东西。"
REASON = "反映的亲属关系需要核查，且本人批准了该信息，应当回避。"


def test_the_accused_takes_no_part(running_system: RunningSystem, new_page: Callable[..., "Page"]) -> None:
    def someone(width: int = 1280) -> "Page":
        return new_page(width=width, base_url=running_system.url)

    citizen, head, accused = someone(PHONE), someone(), someone()
    receipt = _citizen_reports_and_asks(citizen)
    _clerk_takes_it_in(someone(), receipt)
    _accused_learns_nothing(accused, receipt)
    _head_decides_and_appoints(head, receipt)
    _free_deputy_goes_on(someone(), receipt)
    _accused_learns_nothing(accused, receipt)
    _citizen_is_told(citizen, receipt)
    _supervisor_reads_the_decision(someone(), receipt)


def _citizen_reports_and_asks(page: "Page") -> Receipt:
    page.goto("/disclosures/ex_post/supervision_result")
    page.get_by_role("link", name=re.compile(COMPANY)).first.click()
    page.goto(f"{page.url.split('?')[0]}/report")
    page.get_by_label("哪一栏有问题").select_option("whole")
    box(page, "是怎么回事").fill(WORDS)
    page.get_by_text("有人不应该来办这件事？").click()
    box(page, "有谁不应该来办").fill(REQUEST)
    box(page, "姓名或者单位").fill("巴合提别克")
    page.get_by_role("button", name="提交反映").click()
    return read_receipt(page)


def _clerk_takes_it_in(page: "Page", receipt: Receipt) -> None:
    sign_in(page, "孙蕾")
    open_ticket(page, receipt.number)
    take(page, "受理")
    go_to(page, "报送主管领导")
    expect(page.get_by_role("radio", name=re.compile("古丽娜尔"))).to_be_disabled()


def _accused_learns_nothing(page: "Page", receipt: Receipt) -> None:
    if page.url == "about:blank":
        sign_in(page, "古丽娜尔·艾山")
    page.goto("/staff/?view=all")
    expect(page.get_by_role("main")).not_to_contain_text(receipt.number)
    page.goto(f"/staff/tickets/{receipt.number}")
    main = page.get_by_role("main")
    expect(main).to_contain_text("您须回避")
    for words in (WORDS[:12], "亲家", "巴合提别克", "李卫东", "马建新"):
        expect(main).not_to_contain_text(words)


def _head_decides_and_appoints(page: "Page", receipt: Receipt) -> None:
    sign_in(page, "马建新")
    page.get_by_role("link", name=re.compile("件回避申请等您决定")).click()
    entry = page.get_by_role("listitem").filter(has_text=receipt.number)
    expect(entry).to_contain_text(REQUEST)
    entry.get_by_role("link", name="去决定").click()
    page.get_by_label("回避", exact=True).check()
    page.get_by_label("属于哪种情形").select_option(label="涉及亲属的利害关系")
    page.get_by_label("由谁担任主管领导").select_option(label="李卫东（副局长（分管法制、信息公开））")
    box(page, "理由").fill(REASON)
    page.get_by_role("button", name="作出决定").click()
    expect(page.get_by_role("status")).to_contain_text("已决定回避")


def _free_deputy_goes_on(page: "Page", receipt: Receipt) -> None:
    sign_in(page, "李卫东")
    open_ticket(page, receipt.number)
    go_to(page, "指派调查人员")
    page.get_by_role("radio", name=re.compile("刘芳")).check()
    take(page, "指派调查人员")
    expect(page.get_by_role("status")).to_contain_text("已指派")


def _citizen_is_told(page: "Page", receipt: Receipt) -> None:
    look_up(page, receipt.code)
    part = page.get_by_role("region", name="谁不参与办理")
    expect(part).to_contain_text(REQUEST)
    expect(part).to_contain_text("已经决定：回避。")
    expect(part).to_contain_text("第七十六条")


def _supervisor_reads_the_decision(page: "Page", receipt: Receipt) -> None:
    sign_in(page, "何文博")
    page.goto(f"/staff/oversight/tickets/{receipt.number}")
    main = page.get_by_role("main")
    expect(main).to_contain_text(re.compile("回避的申请和决定.*古丽娜尔.*马建新", re.DOTALL))
    expect(main).to_contain_text(REASON)
    expect(main).to_contain_text(re.compile("马建新（分局局长）决定：有关人员回避"))
