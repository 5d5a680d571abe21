"""Story of an expiry: what was public long enough is proposed, looked at, approved with tick boxes and gone everywhere."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.journeys import desk, story_so_far
from tests.journeys.people import Make, text_of
from tests.rig.browser import PHONE
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page", str], None]
WORDS = "废气未经处理直接排放"
REACHES = (
    "/search?q=" + WORDS,
    "/disclosures/ex_post/penalty",
    "/api/records",
    "/sitemaps/1.xml",
    "/downloads/records.csv",
)


def test_two_of_three_expired_records_come_down_with_tick_boxes(
    person: desk.Person, new_page: Make, running_system: RunningSystem, in_order: Look
) -> None:
    told = story_so_far.tell(running_system, "tests.journeys.long_ago")
    refs, numbers = told["refs"], told["numbers"]
    legal, head = person(desk.LEGAL_HEAD), person("马建新")
    reader = new_page(width=PHONE, base_url=running_system.url)
    for page, button, done in (
        (legal, "审核通过选中的", numbers),
        (head, "批准撤下选中的", numbers[:2]),
    ):
        page.get_by_role("link", name="公示信息").first.click()
        page.get_by_role("link", name="撤下与屏蔽").click()
        waiting = page.get_by_role("group", name="选哪几条")
        assert waiting.get_by_role("checkbox").count() == len(refs)
        in_order(page, "expired-" + ("head" if page is head else "legal"))
        for number in done:
            waiting.get_by_label(number).check()
        page.get_by_role("button", name=button).click()
        page.get_by_text(f"已办理 {len(done)} 条").wait_for()
        reader.goto(f"/records/{refs[0]}")
        assert (WORDS in text_of(reader.get_by_role("main"))) is (page is legal), "until the head approves"
    in_order(head, "expired-done")
    assert "期" in text_of(reader.get_by_role("main"))
    assert "周某某" not in reader.content()
    in_order(reader, "expired-notice")
    for path in REACHES:
        found = reader.request.get(path).text()
        assert [ref in found for ref in refs[:2]] == [False, False], path
    for item in json.loads(reader.request.get("/feeds/all.json").text())["items"]:
        if item["url"].endswith(tuple(refs[:2])):
            assert WORDS not in str(item), "the feed says that it came down, and nothing else of it"
    reader.goto("/search?q=" + WORDS)
    assert reader.get_by_role("main").locator(f"a[href$='{refs[2]}']").count() == 1, "not the one left out"
