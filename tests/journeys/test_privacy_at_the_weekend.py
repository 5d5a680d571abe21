"""Example C-7: an attachment shows an identity number, and somebody is called by swindlers. It is Saturday night.

The officer on duty hides it from a phone; what must not be public is masked; what was exposed is put on record.
"""

import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy
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
from tests.journeys.desk import OFFICER, PUBLISHED, does, in_days, pass_on
from tests.journeys.people import box, go_to, open_ticket, take
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

RECORD, PLACE = "昌州环阜罚〔2026〕4号", "甘河子镇某塑料加工点"
LETTER = (
    "我叫周某，你局网站10月16日公示的昌州环阜罚〔2026〕4号处罚，把我身份证号、手机号、家里门牌全登出来了，"
    "这一个月我接到二十多个贷款诈骗电话。我认罚，但请马上删掉这些，今天是周六我没法打电话。"
)
MAIL_WITHIN = 15.0
InOrder = Callable[["Page", str], None]


def test_what_was_exposed_is_hidden_at_once_masked_and_on_record(
    running_system: RunningSystem, person: Person, new_page: Callable[..., "Page"], in_order: InOrder
) -> None:
    public = new_page(width=PHONE, base_url=running_system.url)
    letter_comes(running_system, "周某 <zhou@reporter.example>", "请马上删掉我的身份证号", LETTER)
    _the_officer_on_duty_is_roused(running_system)
    duty = person(CLERK, PHONE)
    number = open_newest(duty, RECORD)
    address = _hides_at_once(duty, in_order)
    _nobody_sees_it(public, address, in_order)
    _the_leader_approves_the_hiding(person(LEADER), address)

    submitted(person(CLERK), number)
    appointed(person(LEADER), number)
    found(
        person(INVESTIGATOR),
        number,
        "过度公开",
        "决定书原件、公示的附件。",
        "附件没有遮盖身份证号、手机号、住址。",
    )
    signed(person(LEADER), number)
    _a_masked_version_comes_back(person, address)
    _the_masking_is_on_record(person(INVESTIGATOR), number)
    _what_was_exposed_is_registered(person(INVESTIGATOR), number, in_order)
    answered(person(CLERK), number, "公开了不该公开的内容", "请拨打110", more="\n对此我们向您道歉。")
    carriers_confirmed(person(CLERK), number, "打开页面，已是遮盖后的版本。")
    cause_found(
        person(INVESTIGATOR), number, ["隐私处理遗漏", "审核把关不严"], "附件没有遮盖，审核时没有打开附件。",
        "附件公示前由第二人复查。",
    )  # fmt: skip
    answers_for_it(
        person(LEADER),
        number,
        "陈志强",
        "不按要求公示",
        "谈话提醒",
        "附件没有遮盖。",
        said="以为系统会自动遮盖。",
    )
    answers_for_it(person(LEADER), number, "执法大队", "不按要求公示", "责令改正", "没有人复查附件。")
    in_order(person(LEADER), "c7-ticket")
    closed(person(CLERK), number)
    public.goto(address)
    expect(public.get_by_role("main")).not_to_contain_text(PLACE)
    in_order(public, "c7-masked")


def _the_officer_on_duty_is_roused(system: RunningSystem) -> None:
    until = time.monotonic() + MAIL_WITHIN
    while True:
        mails = [
            message_from_bytes(file.read_bytes(), policy=policy.default)
            for file in (system.data_dir / "mail").glob("*.eml")
        ]
        alerts = [one for one in mails if "sunlei@" in one["To"] and "紧急" in one["Subject"]]
        if alerts:
            break
        assert time.monotonic() < until, [one["Subject"] for one in mails]
        time.sleep(0.05)
    assert "周某" not in alerts[0].as_string(), "who is exposed stands in no mail"


def _hides_at_once(page: "Page", in_order: InOrder) -> str:
    """The address of the record as the public has it."""
    address = str(page.get_by_role("heading", level=1).get_by_role("link").get_attribute("href"))
    in_order(page, "c7-alert")
    page.get_by_role("link", name="紧急屏蔽").click()
    take(page, "马上屏蔽")
    expect(page.get_by_role("status").first).to_contain_text("已经屏蔽，公众看不到了")
    return address


def _nobody_sees_it(page: "Page", address: str, in_order: InOrder) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1, name="这条信息正在核查，暂停公示")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text(PLACE)
    in_order(page, "c7-hidden")


def _the_leader_approves_the_hiding(page: "Page", address: str) -> None:
    page.goto("/staff" + address)
    page.get_by_role("link", name="审批紧急屏蔽").click()
    page.get_by_label(re.compile("^同意")).check()
    take(page, "确认决定")
    expect(page.get_by_role("status").first).to_contain_text("已")


def _a_masked_version_comes_back(person: Person, address: str) -> None:
    officer, desk = person(OFFICER), "/staff" + address
    officer.goto(f"{desk}/change")
    officer.get_by_label("情况有变化", exact=True).check()
    box(officer, "情况变更之日").fill(in_days(0))
    box(officer, "变更说明").fill("删去不应当公开的内容。")
    box(officer, "违法事实").fill("周某某未依法填报排污登记表。")
    officer.get_by_role("button", name="保存更新的草稿").click()
    expect(officer.get_by_role("status").first).to_contain_text("更新的草稿已保存")
    does(officer, desk, "提交审核")
    pass_on(person, desk, *PUBLISHED)


def _the_masking_is_on_record(page: "Page", number: str) -> None:
    open_ticket(page, number)
    go_to(page, "记录撤下或者遮盖")
    expect(page.get_by_role("main")).to_contain_text("遮盖后重新公示")
    take(page, "记录")
    expect(page.get_by_role("status").first).to_contain_text("已记录")


def _what_was_exposed_is_registered(page: "Page", number: str, in_order: InOrder) -> None:
    page.goto(f"/staff/tickets/{number}")
    page.get_by_role("link", name="填写泄露登记").click()
    for exposed in ("身份证号", "电话、手机号", "家庭住址"):
        page.get_by_label(exposed, exact=True).check()
    expect(box(page, "从什么时候起")).to_have_value("2026-10-16 10:05")
    expect(box(page, "到什么时候止")).to_have_value(re.compile(rf"^{in_days(0)}"))
    box(page, "页面打开次数").fill("214")
    box(page, "附件下载次数").fill("37")
    box(page, "次数从哪里查到的").fill("网站访问日志")
    box(page, "报告了哪个主管部门").fill("阜康市互联网信息办公室")
    page.get_by_label("报告日期").fill(in_days(0))
    page.get_by_label("告知本人的日期").fill(in_days(0))
    in_order(page, "c7-breach")
    take(page, "保存泄露登记")
    expect(page.get_by_role("status").first).to_contain_text("泄露登记已保存")
