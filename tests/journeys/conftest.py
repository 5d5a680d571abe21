"""What the people of the stories bring along."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.people import sign_in
from tests.rig.browser import DESKTOP, PHONE, SCREENSHOTS
from tests.rig.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Everybody may be at work on the machine that runs this; a page that takes longer than this is lost.
PATIENCE = 15_000
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DECISION = """<meta charset="utf-8"><body style="font: 18px sans-serif; padding: 3em">
<h1>行政处罚决定书</h1><p>昌州环阜罚〔2026〕3号</p><p>罚款人民币6.8万元。（示例）</p>"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey: `pytest -m journey` takes these, `-m "not journey"` leaves them out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session", autouse=True)
def _patient() -> None:
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def scan(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real PDF of the decision, as a scanner makes it."""
    file = tmp_path_factory.mktemp("scan") / "决定书扫描件.pdf"
    with _drawn(browser) as page:
        page.pdf(path=file)
    return file


@pytest.fixture(scope="session")
def photo(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real JPEG of the same."""
    file = tmp_path_factory.mktemp("photo") / "手机拍照.jpg"
    with _drawn(browser) as page:
        page.screenshot(path=file, type="jpeg")
    return file


@pytest.fixture
def in_order(
    axe: Callable[["Page"], list[str]], shoot: Callable[["Page", str], Path]
) -> Callable[["Page", str], None]:
    """`in_order(page, "desk")`: axe finds nothing at this person's own width, nothing sticks out at a phone's and a desk's;
    photographed at both."""

    def look(page: "Page", name: str) -> None:
        own = page.viewport_size or {"width": DESKTOP, "height": 900}
        assert axe(page) == [], name
        for width in sorted((PHONE, DESKTOP), key=lambda one: one == own["width"]):
            page.set_viewport_size({"width": width, "height": own["height"]})
            assert page.evaluate(TOO_WIDE) <= 0, f"{name} at {width}"
            shoot(page, name)

    return look


@pytest.fixture(scope="module")
def _cookies() -> dict[str, Any]:
    return {}


@pytest.fixture
def person(
    new_page: Callable[..., "Page"], running_system: RunningSystem, _cookies: dict[str, Any]
) -> Callable[..., "Page"]:
    """`person("周婷")` → a page of this member of staff, who signs in once for all stories of a module."""
    pages: dict[tuple[str, int], Page] = {}

    def find(name: str, width: int = DESKTOP) -> "Page":
        if (name, width) not in pages:
            page = new_page(width=width, base_url=running_system.url, storage_state=_cookies.get(name))
            if name not in _cookies:
                _cookies[name] = sign_in(page, name).context.storage_state()
            pages[name, width] = page
        return pages[name, width]

    return find


@contextmanager
def _drawn(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context()
    page = context.new_page()
    page.set_content(DECISION)
    yield page
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call" and report.failed and "new_page" in getattr(item, "fixturenames", ()):
        _film(item.funcargs["browser"], item.name)
    return report


def _film(browser: "Browser", name: str) -> None:
    """What everybody had on screen when the story broke off."""
    pages = [page for context in browser.contexts for page in context.pages]
    for number, page in enumerate(pages, 1):
        with suppress(Exception):
            page.screenshot(
                path=SCREENSHOTS / "failed" / f"{name}-{number}.png", full_page=True, timeout=5_000
            )
