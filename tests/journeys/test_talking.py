"""A reporter on a phone and a clerk at a desk write to each other; a photo comes back without its traces."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.guard import made
from tests.journeys.people import (
    Make,
    box,
    fill_report,
    look_up,
    open_report_on_amount,
    open_ticket,
    send_report,
    sign_in,
)
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = 390
QUESTION = "照片是哪一天、在哪里拍的？"
ANSWER = "11月9日下午拍的，再补一张决定书的照片。"


def test_a_reporter_answers_a_clerks_question_with_a_photo_from_the_phone(
    new_page: Make,
    running_system: RunningSystem,
    tmp_path: Path,
    shoot: Callable[["Page", str], Path],
    axe: Callable[["Page"], list[str]],
) -> None:
    photo = tmp_path / "决定书照片.jpg"
    photo.write_bytes(made.jpeg(gps=True, size=(1200, 900)))
    reporter = new_page(width=PHONE, base_url=running_system.url)
    open_report_on_amount(reporter)
    fill_report(reporter)
    receipt = send_report(reporter)
    reporter.get_by_text("在电话里怎么念").click()
    shoot(reporter, "receipt-said-aloud")
    reporter.get_by_role("button", name="记好了，从本机清除").click()
    clerk = sign_in(new_page(base_url=running_system.url), "孙蕾")
    open_ticket(clerk, receipt.number)
    clerk.get_by_role("link", name="看留言，给反映人留言").click()
    box(clerk, "想说的话").fill(QUESTION)
    shoot(clerk, "talk-staff-asking")
    clerk.get_by_role("button", name="发给反映人").click()
    clerk.get_by_text("已经发给反映人").wait_for()

    look_up(
        reporter, receipt.code[:5] + ("AAAA" if receipt.code[5:9] != "AAAA" else "CCCC") + receipt.code[9:]
    )
    reporter.get_by_text("第 2 组好像打错了").wait_for()
    shoot(reporter, "code-mistyped")
    look_up(reporter, receipt.as_typed_in_a_hurry)
    reporter.get_by_role("heading", name="有 1 条新留言").wait_for()
    shoot(reporter, "status-new-message")
    reporter.get_by_role("link", name="看留言，回话").click()
    reporter.get_by_text(QUESTION).wait_for()
    box(reporter, "想说的话").fill(ANSWER)
    reporter.get_by_label("文件", exact=False).last.set_input_files([photo])
    reporter.get_by_role("button", name="发出留言").click()
    reporter.get_by_text("已经收到您的留言").wait_for()
    assert axe(reporter) == []
    shoot(reporter, "talk-reporter")

    clerk.reload()
    clerk.get_by_text(ANSWER).wait_for()
    picture = clerk.get_by_role("img", name="照片：决定书照片.jpg")
    for _turn in range(60):
        if picture.count():
            break
        clerk.wait_for_timeout(500)
        clerk.reload()
    assert picture.evaluate("one => one.complete && one.naturalWidth > 0"), "the page shows the safe copy"
    assert axe(clerk) == []
    shoot(clerk, "talk-staff")
    reporter.goto("/status/code")
    reporter.get_by_role("button", name="给我一个新的查询码").click()
    shoot(reporter, "code-new")
    reporter.get_by_role("button", name="抄好了，换成这个").click()
    reporter.get_by_text("已经换成新的查询码").wait_for()
    look_up(reporter, receipt.code)
    reporter.get_by_text("这个查询码可能已经换过").wait_for()
