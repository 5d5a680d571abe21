"""A supervisor's monthly review: who trusts nothing they cannot check, and signs what they have seen."""

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from feedback_app.starting_content.staff import DEMONSTRATION_PASSWORD
from tests.journeys.people import LOGINS, Make, box, sign_in, take, text_of
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

CONCLUSION = "十月的公示和反映都看过，下班时间的操作已逐条核对，未发现违规。请法制科说明第 1 处。"


def test_a_supervisor_reviews_a_month_from_the_first_filter_to_the_printed_sheet(
    new_page: Make, running_system: RunningSystem
) -> None:
    _somebody_guesses_a_password(new_page(base_url=running_system.url))
    page = sign_in(new_page(base_url=running_system.url), "何文博")
    page.get_by_role("heading", level=1, name="责任日志").wait_for()
    _narrows_the_log(page)
    _takes_it_away(page)
    _checks_it(page)
    _questions_an_anomaly(page)
    _signs_and_prints(page)
    _finds_it_all_in_the_log(page)


def _somebody_guesses_a_password(page: "Page") -> None:
    for guess in range(5):
        page.goto("/staff/sign-in")
        box(page, "登录名").fill(LOGINS["周婷"])
        box(page, "密码").fill(f"zhouting{guess}")
        page.get_by_role("button", name="登录", exact=True).click()
        page.get_by_text("登录名或密码不对").first.wait_for()


def _narrows_the_log(page: "Page") -> None:
    """By a name, a kind and the days of October, together."""
    page.get_by_label("查找：工单号、信息编号、文号或人名").fill("周婷")
    page.get_by_label("类别", exact=True).select_option(label="公示信息")
    page.get_by_label("从", exact=True).fill("2026-10-01")
    page.get_by_label("到", exact=True).fill("2026-10-31")
    page.get_by_role("button", name="筛选").click()
    lines = page.locator(".log-sentence")
    assert lines.count() > 0
    assert all("周婷" in text_of(line) for line in lines.all())


def _takes_it_away(page: "Page") -> None:
    """Just these lines, as a table."""
    shown = page.locator(".log-sentence").count()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV 表格").click()
    rows = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert len(rows) == shown + 1
    assert all("周婷" in row for row in rows[1:])


def _checks_it(page: "Page") -> None:
    page.goto("/staff/oversight/log")
    page.get_by_role("button", name="现在核验全部日志").click()
    page.get_by_text("责任日志成立").wait_for()
    page.locator(".log-number").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载证明文件").click()
    assert "c2sp.org/tlog-proof@v1" in Path(waiting.value.path()).read_text()


def _questions_an_anomaly(page: "Page") -> None:
    """Looks at the entries behind it, and writes down the question."""
    page.goto("/staff/oversight/months")
    page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    rule = page.locator(".pointed").filter(has_text="反复登录失败")
    said = text_of(rule.locator("li span").first)
    assert "登录被拒绝 5 次" in said
    rule.get_by_role("link", name="看原始记录").first.click()
    assert page.locator(".log-sentence").count() > 0, said
    page.go_back()
    rule.get_by_text("写笔记").click()
    box(rule, "笔记").fill("请说明这一处的原因。")
    rule.get_by_role("button", name="保存笔记").click()
    page.get_by_text("笔记已保存").wait_for()
    assert "请说明这一处的原因。" in text_of(rule)


def _signs_and_prints(page: "Page") -> None:
    """The month before, which is over. A wrong password first: nothing is lost, nothing is signed."""
    page.goto("/staff/oversight/months/2026-10")
    box(page, "审阅结论").fill(CONCLUSION)
    box(page, "您的登录密码").fill("not mine")
    take(page, "签字")
    page.get_by_text("密码不对").first.wait_for()
    assert box(page, "审阅结论").input_value() == CONCLUSION
    box(page, "您的登录密码").fill(DEMONSTRATION_PASSWORD)
    take(page, "签字")
    page.get_by_role("heading", level=1, name="2026年10月监督审阅单").wait_for()
    sheet = text_of(page.get_by_role("main"))
    assert CONCLUSION in sheet
    digest = re.search(r"[0-9a-f]{64}", sheet)
    assert digest
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 PDF").click()
    printed = pypdfium2.PdfDocument(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    words = "".join(one.get_textpage().get_text_range() for one in printed)
    assert digest[0] in re.sub(r"\s+", "", words)


def _finds_it_all_in_the_log(page: "Page") -> None:
    """What the supervisor did stands there like everybody's acts."""
    page.goto("/staff/oversight/log?q=何文博")
    said = " ".join(text_of(line) for line in page.locator(".log-sentence").all())
    for act in ("签署了 2026-10 的月度审阅单", "写了监督笔记", "核验责任日志", "导出责任日志"):
        assert act in said, act
