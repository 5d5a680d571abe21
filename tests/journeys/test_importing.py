"""A table with faults: every row's are shown and nothing is written; mended, it becomes drafts at one press."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.disclosures.import_story import book_of, penalty_row
from tests.journeys import desk
from tests.journeys.people import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBERS = [f"昌州环阜罚〔2026〕{number}号" for number in (961, 962, 963)]


def test_a_table_with_faults_is_mended_and_becomes_drafts(
    person: desk.Person, in_order: Callable[["Page", str], None]
) -> None:
    officer = person("赵明")
    _upload(officer, book_of(penalty_row(961, amount="六万"), penalty_row(962), penalty_row(963, facts="")))
    officer.get_by_text("有 2 处要改，没有写入任何信息").wait_for()
    told = [text_of(row) for row in officer.get_by_role("row").all()]
    for place, field in (("第2行", "罚款金额"), ("第4行", "违法事实")):
        assert any(place in line and field in line for line in told), told
    assert not any("第3行" in line for line in told), "the row without a fault"
    assert officer.get_by_role("button", name="草稿").count() == 0, "nothing to confirm yet"
    in_order(officer, "import-faults")
    assert _drafts(officer) == 0

    _upload(officer, book_of(*(penalty_row(number) for number in (961, 962, 963))))
    officer.get_by_text("3 行都可以导入").wait_for()
    in_order(officer, "import-ready")
    officer.get_by_role("button", name="导入 3 条草稿").click()
    officer.get_by_text("已导入 3 条草稿").wait_for()
    in_order(officer, "import-done")
    assert _drafts(officer) == 3


def _upload(page: "Page", raw: bytes) -> None:
    page.goto("/staff/records/")
    page.get_by_role("link", name="批量导入").click()
    page.get_by_label("哪一类信息").select_option(label="行政处罚")
    page.get_by_label("填好的表格").set_input_files({"name": "处罚.xlsx", "mimeType": BOOK, "buffer": raw})
    page.get_by_role("button", name="上传并检查").click()


def _drafts(page: "Page") -> int:
    """How many of the three are on their way now."""
    page.goto("/staff/records/")
    words = text_of(page.get_by_role("main"))
    return sum(number in words for number in NUMBERS)
