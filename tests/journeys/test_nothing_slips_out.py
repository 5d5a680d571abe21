"""Stories of the checks before publishing: black boxes over words that are still there; a false alarm two people answer
for; a head who is away."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2

from tests.guard import made
from tests.journeys import desk
from tests.journeys.people import Make, box, text_of
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page", str], None]
BLACKED = (
    "行政处罚决定书 当事人周某某 身份证号" + made.ID + " 手机13912345678",
    "住址：阜康市准噶尔路12号3栋2单元501室",
)
LEAKS = (made.ID, "13912345678", "准噶尔路12号")
NAME = "行政处罚决定书.pdf"


def test_words_under_black_boxes_are_stopped_and_a_looked_at_scan_goes_out(
    person: desk.Person, new_page: Make, running_system: RunningSystem, in_order: Look
) -> None:
    officer = person(desk.OFFICER)
    address = desk.draft_penalty(officer, desk.document_number(41))
    officer.get_by_role("link", name="附件的检查和公布").click()
    desk.hand_in(officer, "周某某处罚决定书.pdf", made.pdf(*BLACKED, boxes=True))
    found = text_of(officer.get_by_role("main"))
    assert all(words in found for words in ("身份证号", "手机号", "门牌住址", "第1页", "第2页"))
    assert not any(leak in officer.content() for leak in LEAKS)
    in_order(officer, "files-found")
    desk.choose_to_publish(officer, NAME, "行政处罚决定书（隐去个人信息）")
    officer.goto(address)
    officer.get_by_text("改正前不能公布").first.wait_for()
    in_order(officer, "record-stopped")
    officer.get_by_role("button", name="提交审核", exact=True).click()
    officer.get_by_role("heading", level=1, name=re.compile("还不能公布")).wait_for()
    assert "第1页" in text_of(officer.get_by_role("main"))
    assert not any(leak in officer.content() for leak in LEAKS)
    in_order(officer, "submission-refused")

    officer.goto(address + "/files")
    officer.get_by_role("button", name="去掉这个附件").click()
    officer.get_by_text("附件已去掉").wait_for()
    desk.hand_in(officer, "处罚决定书扫描件.pdf", _scanned_with_a_past())
    officer.get_by_text("扫描件无法自动检查").wait_for()
    officer.get_by_role("button", name="我已逐页看过").click()
    officer.get_by_text("已记录您逐页看过这个附件").wait_for()
    desk.choose_to_publish(officer, NAME, "行政处罚决定书（隐去个人信息）")
    in_order(officer, "files-looked-at")
    desk.pass_on(person, address, (desk.OFFICER, "提交审核"), *desk.PUBLISHED)

    citizen = new_page(width=PHONE, base_url=running_system.url)
    citizen.goto(address.removeprefix("/staff"))
    in_order(citizen, "record-with-file")
    with citizen.expect_download() as waited:
        citizen.get_by_role("link", name=NAME).click()
    assert waited.value.suggested_filename == NAME
    _carries_nothing(Path(waited.value.path()).read_bytes())


def _scanned_with_a_past() -> bytes:
    """A scan whose file still says who made it, with what, and carries the unblackened draft."""
    with pikepdf.open(io.BytesIO(made.scan())) as pdf:
        pdf.docinfo["/Author"] = "陈志强"
        with pdf.open_metadata() as meta:
            meta["dc:creator"] = ["陈志强"]
        pdf.attachments["底稿.txt"] = "\n".join(LEAKS).encode()
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _carries_nothing(raw: bytes) -> None:
    """Neither the words, nor a name, nor another file."""
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(raw))
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        assert len(pdf.attachments) == 0
        assert not dict(pdf.trailer.get("/Info", {}))
        assert "/Metadata" not in pdf.Root
        streams = b"".join(one.read_raw_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))
    for leak in (*LEAKS, "陈志强"):
        assert leak not in words
        assert leak.encode() not in raw + streams


def test_two_people_answer_for_a_false_alarm_with_their_reasons(
    person: desk.Person, new_page: Make, running_system: RunningSystem, in_order: Look
) -> None:
    number = desk.document_number(42)
    officer, head = person(desk.OFFICER), person(desk.LEGAL_HEAD)
    facts = "周某某经营的塑料加工点未依法填报排污登记表；现场设备的出厂编号为13812345678。"
    address = desk.draft_penalty(officer, number, facts)
    officer.get_by_text("手机号").first.wait_for()
    in_order(officer, "record-false-alarm")
    officer.get_by_role("link", name="确实可以公布的，签名放行").click()
    officer.get_by_text("不改，签名放行").click()
    officer.get_by_role("button", name="签名放行").click()
    officer.get_by_text("请写明为什么这一处可以公布").first.wait_for()
    in_order(officer, "guard-no-reason")
    box(officer, "放行的理由").fill("这是设备的出厂编号，铭牌照片在案卷第12页，不是电话。")
    officer.get_by_role("button", name="签名放行").click()
    officer.get_by_text("已签名。还要另一个人签名才放行").wait_for()
    assert officer.get_by_role("button", name="签名放行").count() == 0, "nobody signs twice"
    head.goto(address + "/guard")
    assert "这是设备的出厂编号" in text_of(head.get_by_role("main"))
    in_order(head, "guard-one-signed")
    box(head, "放行的理由").fill("看过铭牌照片，是编号。")
    head.get_by_role("button", name="签名放行").click()
    head.get_by_text("两个人都已签名，这一处放行").wait_for()
    in_order(head, "guard-both-signed")
    desk.pass_on(person, address, (desk.OFFICER, "提交审核"), *desk.PUBLISHED)
    citizen = new_page(base_url=running_system.url)
    citizen.goto(address.removeprefix("/staff"))
    citizen.get_by_role("heading", level=1, name=number).wait_for()
    assert "13812345678" in text_of(citizen.get_by_role("main"))
    supervisor = person("何文博")
    supervisor.goto("/staff/oversight/records/" + desk.number_of(officer))
    assert text_of(supervisor.get_by_role("main")).count("放行") >= 2
    in_order(supervisor, "chain-of-an-override")


def test_while_the_head_is_away_the_deputy_approves_in_his_name(person: desk.Person, in_order: Look) -> None:
    head, deputy = person("马建新"), person("李卫东", width=PHONE)
    address = _draft_entrustment(person(desk.CLERK))
    desk.does(person(desk.CLERK), address, "提交审核")
    deputy.get_by_role("link", name="等我办的公示").click()
    assert deputy.get_by_role("link", name=re.compile(TITLE)).count() == 0, "not his to approve yet"
    head.get_by_role("link", name="等我办的公示").click()
    in_order(head, "desk-of-the-head")
    head.get_by_role("link", name="外出代办").click()
    deputies = head.get_by_label("由谁代办")
    deputies.select_option(deputies.get_by_role("option", name=re.compile("^李卫东")).get_attribute("value"))
    box(head, "到哪天（含当天）").fill("2026-13-40")
    box(head, "代办的原因").fill("到乌鲁木齐开会。")
    head.get_by_role("button", name="安排代办").click()
    head.get_by_text("日期请写成").first.wait_for()
    in_order(head, "delegation-refused")
    box(head, "到哪天（含当天）").fill(desk.in_days(3))
    head.get_by_role("button", name="安排代办").click()
    head.get_by_text("已安排代办，并发邮件告知对方").wait_for()
    in_order(head, "delegation-made")
    deputy.reload()
    item = deputy.get_by_role("region", name=re.compile(TITLE))
    item.get_by_text("代马建新").wait_for()
    in_order(deputy, "desk-of-the-deputy")
    item.get_by_role("button", name="批准", exact=True).click()
    deputy.goto(address)
    deputy.get_by_text("代马建新").first.wait_for()
    in_order(deputy, "record-approved-for")


TITLE = "危险废物巡查"


def _draft_entrustment(page: "Page") -> str:
    page.goto("/staff/records/new/entrustment")
    for label, words in (
        ("委托机关", "昌吉回族自治州生态环境局阜康市分局"),
        ("受委托单位", TITLE + "中心"),
        ("委托事项", "对危险废物贮存场所的日常巡查。"),
        ("委托权限", "巡查、劝阻、报告，不作出处罚决定。"),
        ("调整之日", desk.yesterday()),
        ("委托期限", f"{desk.in_days(0)} 至 {desk.in_days(365)}"),
    ):
        box(page, label).fill(words)
    return desk.save_draft(page)
