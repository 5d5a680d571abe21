"""Example C-3: an anonymous letter says that one fine was never published, and that somebody had put in a word.

The fine is published, weeks late; the allegation becomes a sealed ticket which the enforcement team does not see.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from feedback_app.starting_content.examples import D2
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
    number_on,
    open_newest,
    signed,
    submitted,
)
from tests.journeys.desk import OFFICER, PUBLISHED, SECTION_HEAD, does, pass_on, save_draft
from tests.journeys.people import box, go_to, open_ticket, take
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

OMITTED, COMPANY = "昌州环阜罚〔2026〕2号", "昌吉市鼎川再生资源有限公司阜康分场"
FIRST, SECOND = (
    "不敢署名。你们九月下旬罚过鼎川再生（好像是9月23号的决定），到现在网上都查不到，别的小厂第二天就挂出来。",
    "是不是有人打招呼？希望查一查为啥有的公示有的不公示。",
)
LIAISON = "冯立"
InOrder = Callable[["Page", str], None]


def test_what_was_never_published_is_published_and_the_allegation_goes_its_own_sealed_way(
    running_system: RunningSystem, person: Person, new_page: Callable[..., "Page"], in_order: InOrder
) -> None:
    letter_comes(running_system, "someone@throwaway.example", "有的公示有的不公示", FIRST + SECOND)
    clerk = person(CLERK)
    number = open_newest(clerk, "有的公示有的不公示")
    sealed = _the_allegation_is_split_off(clerk, number, in_order)
    _only_those_it_is_for_see_it(person, sealed)
    submitted(clerk, number)
    appointed(person(LEADER), number)
    found(
        person(INVESTIGATOR), number, "应公示未公示", "执法台账、昌州环阜罚〔2026〕2号决定书。",
        "9月23日作出，应当在10月8日以前公示，一直没有公示。",
    )  # fmt: skip
    signed(person(LEADER), number)
    record = _the_officer_types_it(person(OFFICER))
    _it_is_named(person(INVESTIGATOR), number)
    does(person(OFFICER), record, "提交审核")
    pass_on(person, record, *PUBLISHED)
    _its_publication_is_on_record(person(INVESTIGATOR), number, in_order)
    answered(clerk, number, "应当公示而没有公示，现在已经补充公示")
    carriers_confirmed(clerk, number, "打开页面，已经公示。")
    cause_found(
        person(INVESTIGATOR), number, ["承办机构报送不及时"], "案卷压在经办人手里，没有发现有人打招呼。",
        "按文号顺序逐月查漏。",
    )  # fmt: skip
    answers_for_it(
        person(LEADER),
        number,
        "陈志强",
        "不按要求公示",
        "谈话提醒",
        "没有按时报送。",
        said="案卷多，忘了报送。",
    )
    answers_for_it(person(LEADER), number, "执法大队", "不按要求公示", "责令改正", "没有查漏。")
    closed(clerk, number)
    _everybody_finds_it(new_page(width=PHONE, base_url=running_system.url), in_order)


def _the_allegation_is_split_off(page: "Page", number: str, in_order: InOrder) -> str:
    """The number of the sealed ticket."""
    page.get_by_role("link", name="分出另一件", exact=True).click()
    page.get_by_label("这件事属于哪一类").select_option(label="举报执法人员执法行为")
    box(page, "属于这件事的话").fill(SECOND)
    in_order(page, "c3-split")
    take(page, "分出另一件")
    expect(page.get_by_role("status").first).to_contain_text("已分出另一件")
    other = (
        page.get_by_role("main").get_by_role("link", name=re.compile("^FK-JC-")).filter(has_not_text=number)
    )
    said = other.first.inner_text()
    other.first.click()
    expect(page.get_by_role("main")).to_contain_text(SECOND)
    in_order(page, "c3-sealed")
    assert number_on(page) == said != number
    take(page, "受理")
    expect(page.get_by_role("status").first).to_contain_text("已受理")
    return said


def _only_those_it_is_for_see_it(person: Person, sealed: str) -> None:
    for name, sees in ((LIAISON, True), (SECTION_HEAD, False), (OFFICER, False), (INVESTIGATOR, False)):
        page = person(name)
        page.goto(f"/staff/tickets/{sealed}")
        shown = expect(page.locator("body"))
        (shown.to_contain_text if sees else shown.not_to_contain_text)(SECOND)


def _the_officer_types_it(page: "Page") -> str:
    page.goto("/staff/records/")
    page.get_by_role("link", name="拟制").first.click()
    page.get_by_role("link", name="行政处罚", exact=True).click()
    page.get_by_label("法人", exact=False).first.check()
    for label, words in (
        ("行政相对人", COMPANY),
        ("统一社会信用代码", "91652301MAXX0F6G7D"),
        ("决定书文号", OMITTED),
        ("违法行为类型", "固体废物污染防治"),
        ("违法事实", "2026年8月20日检查发现未按规定贮存废塑料。"),
        ("依据", D2.values["legal_basis"]),
        ("处罚内容", "罚款人民币5万元。"),
        ("罚款金额", "5"),
        ("处罚决定日期", "2026-09-23"),
        ("作出决定机关", D2.values["deciding_authority"]),
        ("承办机构", D2.values["handling_unit"]),
        ("救济途径和期限", D2.values["remedy"]),
        ("送达日期", "2026-09-24"),
    ):
        box(page, label).fill(str(words))
    page.get_by_label("罚款", exact=True).check()
    page.get_by_label("以自己的名义执法").check()
    return save_draft(page)


def _it_is_named(page: "Page", number: str) -> None:
    open_ticket(page, number)
    go_to(page, "确定漏公示的信息")
    box(page, "哪一条信息").fill(OMITTED)
    take(page, "就是这一条")
    expect(page.get_by_role("status").first).to_contain_text("已确定是哪一条信息")


def _its_publication_is_on_record(page: "Page", number: str, in_order: InOrder) -> None:
    open_ticket(page, number)
    go_to(page, "记录补充公示")
    main = page.get_by_role("main")
    expect(main).to_contain_text("2026年10月8日")
    expect(main).to_contain_text(re.compile(r"\d+ 天（自然日）"))
    in_order(page, "c3-publication")
    take(page, "记录补充公示")
    expect(page.get_by_role("status").first).to_contain_text("补充公示已记录")


def _everybody_finds_it(page: "Page", in_order: InOrder) -> None:
    page.goto("/search?q=鼎川再生")
    page.get_by_role("link", name=re.compile(re.escape(OMITTED))).first.click()
    expect(page.get_by_role("main")).to_contain_text("罚款人民币5万元")
    in_order(page, "c3-public")
