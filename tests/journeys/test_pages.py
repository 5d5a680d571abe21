"""Every main page as people meet it: on a phone and on a desk, in Chinese and in English.

Each is photographed into $SCREENSHOTS (build/screenshots unless set), so that a person can look.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from feedback_app.audit import actor
from feedback_app.starting_content.examples import EXAMPLES
from feedback_app.starting_content.staff import STAFF
from tests.journeys import story_so_far
from tests.journeys.people import fill_report, look_up, open_report_on_amount, send_report, sign_in
from tests.rig.browser import DESKTOP, PHONE
from tests.rig.running_system import RunningSystem
from tools import check_translations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NOBODY, REPORTER, CLERK, LEADER, INVESTIGATOR, SUPERVISOR = "", "反映人", "孙蕾", "李卫东", "刘芳", "何文博"
LEGAL, OFFICER, PUBLISHER = "王晓燕", "陈志强", "周婷"
PEOPLE = (NOBODY, REPORTER, CLERK, LEADER, INVESTIGATOR, SUPERVISOR, LEGAL, OFFICER, PUBLISHER)


@dataclass(frozen=True)
class MainPage:
    """A page: its name in the pictures, its address ({names} come from the story), who is looking."""

    name: str
    path: str
    who: str = NOBODY


MAIN = (
    MainPage("home", "/"),
    MainPage("stage", "/disclosures/ex_post"),
    MainPage("record", "/records/{record}"),
    MainPage("report", "/records/{record}/report?field=amount"),
    MainPage("receipt", "/receipt", REPORTER),
    MainPage("status", "/status/ticket", REPORTER),
    MainPage("corrections", "/corrections"),
    MainPage("procedure", "/procedure"),
    MainPage("regulation", "/regulation"),
    MainPage("sign-in", "/staff/sign-in"),
    MainPage("queue", "/staff/?view=all", CLERK),
    MainPage("ticket", "/staff/tickets/{closed}", CLERK),
    MainPage("log", "/staff/oversight/log", SUPERVISOR),
    MainPage("chain", "/staff/oversight/tickets/{closed}", SUPERVISOR),
)
MORE = (
    MainPage("find-record", "/report"),
    MainPage("status-ask", "/status"),
    MainPage("ticket-received", "/staff/tickets/{received}", CLERK),
    MainPage("closing", "/staff/tickets/{verifying}/closing", CLERK),
    MainPage("mail", "/staff/mail", CLERK),
    MainPage("verification", "/staff/tickets/{verifying}/verification", INVESTIGATOR),
    MainPage("change-investigator", "/staff/tickets/{verifying}/change-investigator", LEADER),
    MainPage("records-desk", "/staff/records/", INVESTIGATOR),
    MainPage("all-tickets", "/staff/oversight/tickets", SUPERVISOR),
    MainPage("record-chain", "/staff/oversight/records/{record}", SUPERVISOR),
    MainPage("months", "/staff/oversight/months", SUPERVISOR),
    MainPage("month", "/staff/oversight/months/2026-10", SUPERVISOR),
    MainPage("log-entry", "/staff/oversight/entries/3", SUPERVISOR),
)
# Looked at once, in Chinese: the pages of publishing and of the log anybody can check, but for those a story passes.
BESIDES = (
    MainPage("search-page", "/search"),
    MainPage("category", "/disclosures/ex_post/penalty?year=2026"),
    MainPage("version", "/records/C1-2026-0001/versions/1"),
    MainPage("version-proof", "/records/C1-2026-0001/versions/1/proof"),
    MainPage("withheld", "/withheld"),
    MainPage("public-log", "/log"),
    MainPage("log-check", "/log/check"),
    MainPage("checkpoints", "/log/checkpoints"),
    MainPage("public-month", "/log/months/2026-10"),
    MainPage("ticket-proof", "/status/ticket/proof", REPORTER),
    MainPage("deadlines", "/staff/records/deadlines", LEADER),
    MainPage("hiding-decision", "/staff/records/{hidden}/hiding/decision", LEADER),
    MainPage("instrument", "/staff/records/{record}/instruments/new", INVESTIGATOR),
    MainPage("down-staff", "/staff/records/{down}", LEGAL),
    MainPage("archive", "/staff/records/{down}/archive", LEGAL),
    MainPage("gaps", "/staff/records/gaps", LEGAL),
    MainPage("withheld-new", "/staff/withheld/new", LEGAL),
    MainPage("choose", "/staff/records/new", OFFICER),
    MainPage("import", "/staff/records/import", OFFICER),
    MainPage("new-penalty", "/staff/records/new/penalty", OFFICER),
    MainPage("change", "/staff/records/{record}/change", OFFICER),
    MainPage("staff-version", "/staff/records/C1-2026-0001/versions/1", OFFICER),
    MainPage("credit-export", "/staff/records/exports/credit", PUBLISHER),
)
EVERY_WAY = [(width, lang) for width in (PHONE, DESKTOP) for lang in ("zh", "en")]
TWO_WAYS = [(PHONE, "zh"), (DESKTOP, "en")]
LOOKS = [(page, *way) for page in MAIN for way in EVERY_WAY] + [
    (page, *way) for page in MORE for way in TWO_WAYS
]
OVERFLOW = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && getComputedStyle(one).position !== 'fixed')
  .map(one => one.outerHTML.slice(0, 120)).slice(0, 5)"""
# Words of the page itself: not the records' and people's own (marked as Chinese, or as text of any language).
CHINESE_CHROME = """() => {
  const chinese = /[\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef]/, own = '[lang^=zh], [dir=auto]', found = new Set();
  const words = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    const part = node.parentElement;
    // A choice cannot say in which language its second half is: only its name, before the colon, is ours.
    const ours = part.tagName === 'OPTION' ? node.data.split(': ')[0] : node.data;
    if (chinese.test(ours) && !part.closest(own + ', script, style, title')) { found.add(ours.trim()); }
  }
  const title = document.title.replace(document.querySelector('h1').innerText.trim(), '');
  if (chinese.test(title)) { found.add('title=' + title); }
  for (const one of document.querySelectorAll('[aria-label], [placeholder], [title], [alt], [data-wait], [data-copied]')) {
    for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'data-wait', 'data-copied']) {
      const said = one.getAttribute(name) || '';
      if (chinese.test(said) && !one.closest(own)) { found.add(name + '=' + said); }
    }
  }
  return [...found];
}"""


CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# What is never translated: names of people and parties, numbers of documents, amounts in 万元, what a page quotes.
NAMES = {
    *(row.name for row in STAFF),
    *(str(row.values[key]) for row in EXAMPLES for key in ("party", "document_number") if key in row.values),
}
NOT_OURS = re.compile(
    "|".join(
        [*map(re.escape, sorted(NAMES, key=len, reverse=True)), "万元", "(Published now|Will show as): .*"]
    )
)


@dataclass
class Readers:
    """Who is looking: each person's cookies, in both languages, after they signed in (or reported) once."""

    system: RunningSystem
    story: dict[str, Any]
    cookies: dict[tuple[str, str], Any]

    def open(
        self, new_page: Callable[..., "Page"], shown: MainPage, lang: str, width: int = DESKTOP
    ) -> "Page":
        page = new_page(width=width, base_url=self.system.url, storage_state=self.cookies[shown.who, lang])
        answer = page.goto(shown.path.format(**self.story))
        assert answer is not None
        assert answer.status == 200, f"{shown.name}: {answer.status}"
        return page


@pytest.fixture(scope="module")
def readers(browser: "Browser", running_system: RunningSystem) -> Readers:
    """The story told, everybody signed in."""
    story = story_so_far.tell(running_system)
    cookies = {}
    for who in PEOPLE:
        context = browser.new_context(base_url=running_system.url)
        page = context.new_page()
        _come_in(page, who, story)
        cookies[who, "zh"] = context.storage_state()
        page.get_by_role("button", name="English").click()
        page.get_by_role("button", name="中文").wait_for()
        cookies[who, "en"] = context.storage_state()
        context.close()
    return Readers(running_system, story, cookies)


def _come_in(page: "Page", who: str, story: dict[str, Any]) -> None:
    if who == NOBODY:
        page.goto("/")
    elif who == REPORTER:
        open_report_on_amount(page)
        fill_report(page, should_say="6.8万元，再看一次")
        send_report(page)
        look_up(page, story["code"])
        page.get_by_role("button", name="看完了，退出").wait_for()
    else:
        sign_in(page, who)


@pytest.mark.parametrize(("shown", "width", "lang"), LOOKS, ids=lambda one: getattr(one, "name", one))
def test_page_is_in_order(
    shown: MainPage, width: int, lang: str, readers: Readers, new_page: Callable[..., "Page"],
    axe: Callable[["Page"], list[str]], shoot: Callable[["Page", str], Path],
) -> None:  # fmt: skip
    page = readers.open(new_page, shown, lang, width)
    shoot(page, f"{shown.name}-{lang}")
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert len(page.title().split(" - ")[0].strip()) > 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(OVERFLOW)
    assert axe(page) == []


@pytest.mark.parametrize("shown", BESIDES, ids=lambda one: one.name)
def test_page_is_in_order_at_both_widths(
    shown: MainPage,
    readers: Readers,
    new_page: Callable[..., "Page"],
    in_order: Callable[["Page", str], None],
) -> None:
    page = readers.open(new_page, shown, "zh", PHONE if shown.who in (NOBODY, REPORTER) else DESKTOP)
    assert page.locator("h1").count() == 1
    in_order(page, shown.name)


@pytest.mark.parametrize("shown", [*MAIN, *MORE], ids=lambda one: one.name)
def test_english_page_speaks_english(
    shown: MainPage, readers: Readers, new_page: Callable[..., "Page"], untranslated: list[str]
) -> None:
    page = readers.open(new_page, shown, "en")
    left = [words for words in page.evaluate(CHINESE_CHROME) if CHINESE.search(NOT_OURS.sub("", words))]
    sentences = page.locator("[dir=auto]:not([lang^=zh])").all_inner_texts()
    left += [words for words in sentences if words.startswith((actor.REPORTER.name, actor.SYSTEM.name))]
    if left and untranslated:
        pytest.xfail(f"the English catalogue still lacks {len(untranslated)} texts; on this page {left[:3]}")
    assert left == [], "\n".join(left)


@pytest.mark.parametrize("who", [CLERK, LEADER, INVESTIGATOR, SUPERVISOR])
def test_nobody_is_shown_a_door_that_is_locked(
    who: str, readers: Readers, new_page: Callable[..., "Page"]
) -> None:
    """Every entry of a person's own navigation opens for that person."""
    page = readers.open(new_page, MainPage("records-desk", "/staff/records/", who), "zh")
    doors = page.get_by_role("navigation", name="主导航").get_by_role("link")
    found = {door.inner_text(): door.get_attribute("href") for door in doors.all()}
    assert len(found) >= 4
    locked = [name for name, href in found.items() if page.request.get(href or "").status != 200]
    assert locked == []


@pytest.fixture(scope="module")
def untranslated() -> list[str]:
    """What the English catalogue lacks; once that is nothing, no Chinese is forgiven."""
    english = check_translations._read(check_translations.CATALOGUES / "en" / "LC_MESSAGES" / "messages.po")
    return list(check_translations._faults(check_translations._texts_of_pages(), english))
