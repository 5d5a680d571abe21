"""What goes wrong on an ordinary day: impatient fingers, two people at once, wrong files, parts that die.

Each time: a clear page, nothing typed is lost, nothing happens twice, and what was owed goes out.
"""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.journeys.people import (
    RECORD,
    Receipt,
    box,
    fill_report,
    go_to,
    look_up,
    open_record,
    open_report_on_amount,
    open_ticket,
    read_receipt,
    send_report,
    sign_in,
    sign_out,
    take,
)
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.usefixtures("running_system")  # so that `page` and `phone` open it

SEND = "提交反映"
REASON = "反映人说的审批表也要一并核对，请再查一次案卷第12页。"


@pytest.fixture(scope="module")
def running_system(start_system: Callable[..., RunningSystem]) -> RunningSystem:
    """Many people come from this one address: its sign-ins and look-ups are not counted as one person's."""
    return start_system(
        LIMIT_SIGN_IN="1000 per hour",
        LIMIT_CODE="1000 per hour",
        LIMIT_SUBMIT="1000 per hour",
        LIMIT_SUBMIT_EASY="1000 per hour",
    )


@pytest.fixture
def someone(new_page: Callable[..., "Page"], running_system: RunningSystem) -> Callable[..., "Page"]:
    """`someone(width=390)` → another person in front of the running system."""

    def make(**how: object) -> "Page":
        return new_page(base_url=running_system.url, **how)

    return make


@pytest.fixture(scope="module")
def cookies() -> dict[str, Any]:
    """What the browsers of those who signed in hold, by name."""
    return {}


@pytest.fixture
def colleague(someone: Callable[..., "Page"], cookies: dict[str, Any]) -> Callable[[str], "Page"]:
    """`colleague("孙蕾")` → a page of hers, on her queue; she signs in only the first time."""

    def make(name: str) -> "Page":
        page = someone(storage_state=cookies.get(name))
        if name in cookies:
            page.goto("/staff/")
        else:
            cookies[name] = sign_in(page, name).context.storage_state()
        return page

    return make


# ---- the same report twice ----


def test_double_click_makes_one_report(phone: "Page", colleague: Callable[[str], "Page"]) -> None:
    open_report_on_amount(phone)
    fill_report(phone, should_say="6.8万元，双击")
    phone.get_by_role("button", name=SEND).dblclick()
    read_receipt(phone)
    assert _reports_that_say(colleague("孙蕾"), "6.8万元，双击") == 1


def test_double_click_without_javascript_makes_one_report(
    someone: Callable[..., "Page"], colleague: Callable[[str], "Page"]
) -> None:
    page = someone(javascript=False)
    open_report_on_amount(page)
    fill_report(page, should_say="6.8万元，连按两下")
    page.get_by_role("button", name=SEND).dblclick()
    read_receipt(page)
    assert _reports_that_say(colleague("孙蕾"), "6.8万元，连按两下") == 1


def test_going_back_and_sending_again_gives_the_same_receipt(
    page: "Page", colleague: Callable[[str], "Page"]
) -> None:
    open_report_on_amount(page)
    fill_report(page, should_say="6.8万元，返回再交")
    receipt = send_report(page)
    page.go_back()
    expect(box(page, "应该是什么")).to_have_value("6.8万元，返回再交")  # the browser puts back what was typed
    assert send_report(page) == receipt
    assert _reports_that_say(colleague("孙蕾"), "6.8万元，返回再交") == 1


def test_reloading_the_receipt_changes_nothing(page: "Page", colleague: Callable[[str], "Page"]) -> None:
    open_report_on_amount(page)
    fill_report(page, should_say="6.8万元，刷新")
    receipt = send_report(page)
    page.reload()
    assert read_receipt(page) == receipt
    assert _reports_that_say(colleague("孙蕾"), "6.8万元，刷新") == 1


# ---- two at once, and pages that are too old ----


def test_two_clerks_at_once(someone: Callable[..., "Page"], colleague: Callable[[str], "Page"]) -> None:
    receipt = _report(someone(), "6.8万元，两人同办")
    first, second = colleague("孙蕾"), colleague("刘芳")
    open_ticket(first, receipt.number)
    take(first, "受理")
    for page in (first, second):
        open_ticket(page, receipt.number)
        go_to(page, "报送主管领导")
        page.get_by_role("radio", name=re.compile("李卫东" if page is first else "马建新")).check()
    take(first, "报送主管领导")
    expect(first.get_by_role("status").first).to_contain_text("已报送")
    take(second, "报送主管领导")
    expect(second.get_by_role("heading", level=1, name="这件工单已有新进展")).to_be_visible()
    expect(second.get_by_label("报送哪位主管领导")).to_have_value(re.compile("马建新"))
    second.get_by_role("link", name="查看最新情况").click()
    expect(second.get_by_role("main")).to_contain_text("主管领导：李卫东")
    expect(second.get_by_role("main")).to_contain_text("在等：指派调查人员")


def test_two_tabs_of_the_leader_and_a_page_that_is_too_old(
    someone: Callable[..., "Page"], colleague: Callable[[str], "Page"]
) -> None:
    receipt = _report(someone(), "6.8万元，两个窗口")
    leader = _bring_to_signature(colleague, receipt)
    other_tab, third_tab = leader.context.new_page(), leader.context.new_page()
    for tab in (leader, other_tab, third_tab):
        tab.goto("/staff/")
        open_ticket(tab, receipt.number)
        go_to(tab, "签发结论")
    other_tab.get_by_role("link", name="退回重查").click()
    box(other_tab, "理由").fill(REASON)
    take(leader, "签发结论")
    expect(leader.get_by_role("status").first).to_contain_text("已签发")

    take(other_tab, "退回重查")
    expect(other_tab.get_by_role("heading", level=1, name="这件工单已有新进展")).to_be_visible()
    expect(other_tab.get_by_label("理由")).to_have_value(REASON)

    take(third_tab, "签发结论")
    expect(third_tab.get_by_role("heading", level=1, name="这件工单已有新进展")).to_be_visible()
    third_tab.get_by_role("link", name="查看最新情况").click()
    expect(third_tab.get_by_role("main")).to_contain_text("已签发")


# ---- wrong things handed in ----


def test_disguised_file_is_refused_beside_its_field(phone: "Page", scan: Path, tmp_path: Path) -> None:
    disguised = tmp_path / "决定书.pdf"
    disguised.write_bytes(b"MZ\x90\x00 not a document at all")
    open_report_on_amount(phone)
    fill_report(phone, scan, disguised, words="请看附件。\n第二行。")
    box(phone, "姓名或者单位").fill("何静")
    phone.get_by_role("button", name=SEND).click()

    summary = phone.get_by_role("alert")
    expect(summary).to_contain_text("还不能提交")
    expect(summary).to_be_focused()
    evidence = phone.get_by_label("证明材料")
    expect(evidence).to_have_accessible_description(re.compile("决定书.pdf"))
    expect(evidence).to_have_attribute("aria-invalid", "true")
    expect(box(phone, "是怎么回事")).to_have_value("请看附件。\n第二行。")
    expect(box(phone, "应该是什么")).to_have_value("6.8万元")
    expect(box(phone, "姓名或者单位")).to_have_value("何静")
    kept = phone.get_by_role("checkbox", name=re.compile(re.escape(scan.name)))
    expect(kept).to_be_checked()

    send_report(phone)
    expect(phone.get_by_role("main")).to_contain_text(scan.name)


def test_an_empty_report_says_what_is_missing(phone: "Page") -> None:
    open_record(phone)
    phone.get_by_role("link", name="反映这条信息的错误").click()
    box(phone, "邮箱").fill("何静@")
    phone.get_by_role("button", name=SEND).click()
    summary = phone.get_by_role("alert")
    for said in ("请选择一栏", "请写下应该是什么", "邮箱"):
        expect(summary).to_contain_text(said)
    summary.get_by_role("link", name=re.compile("邮箱")).click()
    expect(box(phone, "邮箱")).to_be_focused()
    expect(box(phone, "邮箱")).to_have_value("何静@")


def test_wrong_code_says_so_and_tells_nothing(page: "Page") -> None:
    look_up(page, "ABCD EFGH JKMN")
    expect(box(page, "查询码")).to_have_accessible_description(re.compile("您填了 12 位"))
    expect(box(page, "查询码")).to_have_value("ABCD EFGH JKMN")
    expect(page.get_by_role("heading", level=1, name="查询办理进度")).to_be_visible()


# ---- parts of the system die ----


def test_redis_down_the_receipt_comes_at_once_and_the_mail_later(
    someone: Callable[..., "Page"], running_system: RunningSystem
) -> None:
    page = someone()
    open_report_on_amount(page)
    fill_report(page, should_say="6.8万元，队列停了")
    box(page, "邮箱").fill("redis-down@reporter.example")
    with _redis_down(running_system):
        before = time.monotonic()
        receipt = send_report(page)
        waited = time.monotonic() - before
        assert not _mails_about(running_system, receipt)
    assert waited < 10, f"{waited:.1f} s for a receipt while Redis was away"
    assert _arrives(running_system, receipt) == 1
    assert "redis died" in running_system.said


def test_redis_that_hangs_does_not_hold_up_a_report(
    someone: Callable[..., "Page"], running_system: RunningSystem
) -> None:
    page = someone()
    open_report_on_amount(page)
    fill_report(page, should_say="6.8万元，队列不动了")
    box(page, "邮箱").fill("redis-hangs@reporter.example")
    page.set_default_timeout(8_000)
    redis = running_system.numbers_of("-server")
    assert len(redis) == 1
    os.kill(redis[0], signal.SIGSTOP)
    try:
        before = time.monotonic()
        receipt = send_report(page)
        waited = time.monotonic() - before
    finally:
        os.kill(redis[0], signal.SIGCONT)
    assert waited < 8, f"{waited:.1f} s for a receipt while Redis hung"
    assert _arrives(running_system, receipt) == 1


def test_killed_worker_leaves_its_work_to_the_next(
    someone: Callable[..., "Page"], running_system: RunningSystem
) -> None:
    workers = running_system.numbers_of("zm-worker")
    for number in workers:
        os.kill(number, signal.SIGSTOP)
    page = someone()
    open_report_on_amount(page)
    fill_report(page, should_say="6.8万元，发信的停了")
    box(page, "邮箱").fill("worker-down@reporter.example")
    receipt = send_report(page)
    time.sleep(1.5)  # long enough for the relay to have put it into the queue
    assert not _mails_about(running_system, receipt)
    for number in workers:
        os.kill(number, signal.SIGKILL)
    assert _arrives(running_system, receipt) == 1
    assert set(running_system.numbers_of("zm-worker")).isdisjoint(workers)


# ---- whoever sits here next ----


def test_after_sign_out_the_back_button_shows_nothing(someone: Callable[..., "Page"]) -> None:
    receipt = _report(someone(), "6.8万元，离开座位")
    page = sign_in(someone(), "孙蕾")
    open_ticket(page, receipt.number)
    expect(page.get_by_role("main")).to_contain_text("6.8万元，离开座位")
    sign_out(page)
    for _ in range(3):
        page.go_back()
        expect(page.locator("body")).not_to_contain_text("6.8万元，离开座位")
        expect(page.locator("body")).not_to_contain_text(receipt.number)
    page.goto(f"/staff/tickets/{receipt.number}")
    expect(page.get_by_role("heading", level=1, name="工作人员登录")).to_be_visible()


def test_after_leaving_the_back_button_shows_no_report(phone: "Page") -> None:
    receipt = _report(phone, "6.8万元，网吧")
    look_up(phone, receipt.code)
    expect(phone.get_by_role("main")).to_contain_text("6.8万元，网吧")
    phone.get_by_role("button", name="看完了，退出").click()
    expect(phone.get_by_role("status").first).to_contain_text("已经退出")
    for _ in range(3):
        phone.go_back()
        expect(phone.locator("body")).not_to_contain_text("6.8万元，网吧")
        expect(phone.locator("body")).not_to_contain_text(receipt.code)


# ---- without JavaScript, in English, in large type ----


def test_without_javascript_the_report_form_works(someone: Callable[..., "Page"], photo: Path) -> None:
    page = someone(width=PHONE, javascript=False)
    open_report_on_amount(page)
    box(page, "电话").fill("不告诉你")
    fill_report(page, photo, words="没有脚本也能反映。")
    page.get_by_role("button", name=SEND).click()
    expect(box(page, "电话")).to_have_accessible_description(re.compile("请只写数字"))
    expect(box(page, "是怎么回事")).to_have_value("没有脚本也能反映。")
    box(page, "电话").fill("0994-0000000")
    receipt = send_report(page)
    expect(page.get_by_role("main")).to_contain_text(photo.name)
    look_up(page, receipt.as_typed_in_a_hurry)
    expect(page.get_by_role("main")).to_contain_text("没有脚本也能反映。")


def test_language_switch_keeps_the_page_and_is_remembered(page: "Page") -> None:
    open_report_on_amount(page)
    address = page.url
    fill_report(page, words="切换语言以后这段话还在。")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url == address
    expect(page.locator("textarea").nth(1)).to_have_value("切换语言以后这段话还在。")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/staff/sign-in")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("heading", level=1, name="工作人员登录")).to_be_visible()


def test_larger_type_is_remembered_and_fits(phone: "Page") -> None:
    open_record(phone)
    address, before = phone.url, _type_size(phone)
    phone.get_by_role("button", name="长者版").click()
    expect(phone.get_by_role("button", name="标准版")).to_be_visible()
    assert phone.url == address
    assert _type_size(phone) >= before * 1.2
    for path in ("/", "/status", "/corrections", address, f"{address}/report?field=amount"):
        phone.goto(path)
        expect(phone.get_by_role("button", name="标准版")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE, path
    phone.goto(address)
    phone.get_by_role("button", name="标准版").click()
    expect(phone.get_by_role("button", name="长者版")).to_be_visible()
    assert _type_size(phone) == before


# ---- how it is done ----


def _report(page: "Page", should_say: str) -> Receipt:
    open_report_on_amount(page)
    fill_report(page, should_say=should_say)
    return send_report(page)


def _reports_that_say(page: "Page", should_say: str) -> int:
    """How many tickets the clerk finds with these words."""
    page.get_by_role("link", name=re.compile(r"^全部在办")).click()
    expect(page.get_by_role("heading", level=1, name="全部在办工单")).to_be_visible()
    return page.get_by_role("row").filter(has_text=RECORD).filter(has_text=should_say).count()


def _bring_to_signature(colleague: Callable[[str], "Page"], receipt: Receipt) -> "Page":
    """Up to the finding that waits for the leader; his page."""
    clerk, leader, investigator = (colleague(name) for name in ("孙蕾", "李卫东", "刘芳"))
    open_ticket(clerk, receipt.number)
    take(clerk, "受理")
    go_to(clerk, "报送主管领导")
    clerk.get_by_role("radio", name=re.compile("李卫东")).check()
    take(clerk, "报送主管领导")
    expect(clerk.get_by_role("status").first).to_contain_text("已报送")
    open_ticket(leader, receipt.number)
    go_to(leader, "指派调查人员")
    leader.get_by_role("radio", name=re.compile("刘芳")).check()
    take(leader, "指派调查人员")
    expect(leader.get_by_role("status").first).to_contain_text("已指派")
    open_ticket(investigator, receipt.number)
    go_to(investigator, "提交核实结论")
    investigator.get_by_role("radio", name="信息准确", exact=True).check()
    box(investigator, "对照了什么").fill("决定书原件。")
    box(investigator, "依据").fill("原件与公示一致。")
    take(investigator, "提交核实结论")
    expect(investigator.get_by_role("main")).to_contain_text("等主管领导签发")
    return leader


@contextmanager
def _redis_down(system: RunningSystem) -> Iterator[None]:
    """The embedded server is killed whenever its supervisor has brought it back, until the block ends."""
    gone, enough = Event(), Event()

    def kill() -> None:
        while not enough.wait(0.1):
            for number in system.numbers_of("-server"):
                os.kill(number, signal.SIGKILL)
            gone.set()

    killer = Thread(target=kill)
    killer.start()
    try:
        assert gone.wait(5)
        yield
    finally:
        enough.set()
        killer.join()


def _mails_about(system: RunningSystem, receipt: Receipt) -> list[Path]:
    files = (system.data_dir / "mail").glob("*.eml")
    return [file for file in files if receipt.number.encode() in _decoded(file)]


def _decoded(file: Path) -> bytes:
    part = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",))  # type: ignore[attr-defined]
    return part.get_content().encode() if part else b""


def _arrives(system: RunningSystem, receipt: Receipt, seconds: float = 45) -> int:
    """Wait for the first mail about this report, then a little longer; how many came."""
    until = time.monotonic() + seconds
    while not _mails_about(system, receipt):
        assert time.monotonic() < until, (
            f"no mail about {receipt.number}\n{system.log('relay')}\n{system.log('worker')}"
        )
        time.sleep(0.1)
    time.sleep(1.0)
    return len(_mails_about(system, receipt))


def _type_size(page: "Page") -> float:
    return float(page.locator("main p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))
