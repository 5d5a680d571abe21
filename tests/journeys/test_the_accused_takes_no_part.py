"""Example C-4: the deputy who approved a record is said to be related to the party. She takes no part and reads no word.

What was wrong in the record is corrected, with a longer limit that her colleague signed; what is said of her goes to those
who may look into it, and nothing of it to the public.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.article_15 import answered, carriers_confirmed, cause_found, closed, signed
from tests.journeys.people import Receipt, box, go_to, look_up, open_ticket, read_receipt, sign_in, take
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

COMPANY = "沃野农牧"
WORDS = "11月12日又写“已完成整改”。我11月9日拍的照片，池子还是破的。"
REQUEST = "批这个公示的古丽娜尔副局长和沃野老板是亲家，请不要再让她来查自己批的东西。"
SUPERIOR = "对结果不满意的，可以向上级生态环境主管部门反映。"
HALF_DONE = "整改部分完成，剩余一处限期2026年11月25日修复。"
REASON = "反映的亲属关系需要核查，且本人批准了该信息，应当回避。"


def test_the_accused_takes_no_part(running_system: RunningSystem, new_page: Callable[..., "Page"]) -> None:
    def someone(width: int = 1280) -> "Page":
        return new_page(width=width, base_url=running_system.url)

    citizen, clerk, head, accused = someone(PHONE), someone(), someone(), someone()
    deputy, investigator = someone(), someone()
    receipt = _citizen_reports_and_asks(citizen)
    _clerk_takes_it_in(clerk, receipt)
    _accused_learns_nothing(accused, receipt)
    _head_decides_and_appoints(head, receipt)
    _free_deputy_goes_on(deputy, receipt)
    _accused_learns_nothing(accused, receipt)
    _citizen_is_told(citizen, receipt)
    _deputy_signs_a_longer_limit(deputy, receipt)
    _half_of_it_is_corrected(investigator, deputy, receipt)
    _citizen_reads_what_came_of_it(
        citizen, answered(clerk, receipt.number, "情况部分属实", more="\n" + SUPERIOR), receipt
    )
    _what_is_said_of_her_is_referred(investigator, deputy, clerk, receipt)
    _accused_learns_nothing(accused, receipt)
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
    expect(page.get_by_role("status").first).to_contain_text("已决定回避")


def _free_deputy_goes_on(page: "Page", receipt: Receipt) -> None:
    sign_in(page, "李卫东")
    open_ticket(page, receipt.number)
    go_to(page, "指派调查人员")
    page.get_by_role("radio", name=re.compile("刘芳")).check()
    take(page, "指派调查人员")
    expect(page.get_by_role("status").first).to_contain_text("已指派")


def _citizen_is_told(page: "Page", receipt: Receipt) -> None:
    look_up(page, receipt.code)
    part = page.get_by_role("region", name="谁不参与办理")
    expect(part).to_contain_text(REQUEST)
    expect(part).to_contain_text("已经决定：回避。")
    expect(part).to_contain_text("第七十六条")


def _deputy_signs_a_longer_limit(page: "Page", receipt: Receipt) -> None:
    _open(page, receipt)
    page.get_by_role("main").get_by_role("link", name="延长办理期限", exact=True).click()
    page.get_by_role("radio", name=re.compile("共15个工作日")).check()
    box(page, "理由").fill("要到现场复查，并请检测单位出具意见。")
    take(page, "延长办理期限")
    expect(page.get_by_role("status").first).to_contain_text("期限已延长，并告知了反映人")


def _half_of_it_is_corrected(investigator: "Page", deputy: "Page", receipt: Receipt) -> None:
    sign_in(investigator, "刘芳")
    _open(investigator, receipt)
    go_to(investigator, "提交核实结论")
    investigator.get_by_role("radio", name="部分属实", exact=True).check()
    box(investigator, "对照了什么").fill("复查记录、11月16日现场照片。")
    investigator.get_by_role("textbox", name="依据 必填", exact=True).fill(
        "两处破损，一处11月4日修好，一处没有修。"
    )
    box(investigator, "整改情况").fill(HALF_DONE)
    take(investigator, "提交核实结论")
    expect(investigator.get_by_role("main")).to_contain_text("等主管领导签发")
    signed(deputy, receipt.number)
    _open(investigator, receipt)
    go_to(investigator, "发布更正")
    take(investigator, "发布更正")
    expect(investigator.get_by_role("status").first).to_contain_text("更正已发布")


def _citizen_reads_what_came_of_it(page: "Page", answer: str, receipt: Receipt) -> None:
    look_up(page, receipt.code)
    main = page.get_by_role("main")
    expect(main).to_contain_text(answer.splitlines()[0])
    expect(main).to_contain_text(HALF_DONE)
    expect(main).to_contain_text(SUPERIOR)
    expect(main).not_to_contain_text("移送")
    page.goto("/disclosures/ex_post/supervision_result")
    page.get_by_role("link", name=re.compile(COMPANY)).first.click()
    expect(page.get_by_role("main")).to_contain_text(HALF_DONE)
    expect(page.get_by_role("main")).not_to_contain_text("亲家")


def _what_is_said_of_her_is_referred(
    investigator: "Page", deputy: "Page", clerk: "Page", receipt: Receipt
) -> None:
    """Nobody of the branch decides about her; what the competent body decides is written down when it comes."""
    carriers_confirmed(clerk, receipt.number, "打开页面，已是更正后的内容。")
    cause_found(
        investigator, receipt.number, ["审核把关不严"], "复查只看了一处。", "复查逐处拍照，批准人看照片。"
    )
    _open(deputy, receipt)
    go_to(deputy, "记录责任追究")
    deputy.get_by_role("radio", name=re.compile("^古丽娜尔")).check()
    deputy.get_by_role("radio", name="不按要求公示", exact=True).check()
    deputy.get_by_text("移送有权机关决定", exact=True).click()
    deputy.get_by_role("radio", name="移送纪检监察机关", exact=True).check()
    deputy.get_by_role("radio", name="已经决定，或者已经移送").check()
    box(deputy, "决定机关或者决定人").fill("阜康市纪委监委")
    box(deputy, "理由").fill("反映的亲属关系由纪检监察机关核查，本机关不作判断。")
    take(deputy, "记录责任追究")
    expect(deputy.get_by_role("status").first).to_contain_text("责任追究已记录")
    expect(deputy.get_by_role("main")).to_contain_text("已移送")
    closed(clerk, receipt.number)


def _open(page: "Page", receipt: Receipt) -> None:
    page.goto(f"/staff/tickets/{receipt.number}")


def _supervisor_reads_the_decision(page: "Page", receipt: Receipt) -> None:
    sign_in(page, "何文博")
    page.goto(f"/staff/oversight/tickets/{receipt.number}")
    main = page.get_by_role("main")
    expect(main).to_contain_text(re.compile("回避的申请和决定.*古丽娜尔.*马建新", re.DOTALL))
    expect(main).to_contain_text(REASON)
    expect(main).to_contain_text(re.compile("马建新（分局局长）决定：有关人员回避"))
