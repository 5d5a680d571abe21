"""A real browser: Chromium under playwright, Chinese fonts from a wheel, nothing asked of any other machine.

Without a Chromium the journeys are left out and the run says so loudly; under CI=true that is a failure.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from _pytest.nodeid import NodeId

from tests.rig.chromium import NoChromium, find

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route

ROOT = Path(__file__).parents[2]
SCREENSHOTS = Path(os.environ.get("SCREENSHOTS", ROOT / "build" / "screenshots"))
LEFT_OUT = "no Chromium: journeys left out"
PHONE, DESKTOP = 390, 1280
# Without these, Chromium calls home at every start.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-default-apps",
]  # fmt: skip
USES_BROWSER = {"browser", "new_page", "page", "phone", "running_system", "start_system"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of one module that share a running system stay on one worker, so that it is started once."""
    for item in items:
        if USES_BROWSER & set(getattr(item, "fixturenames", ())):
            group = item.nodeid.partition("::")[0]
            item.add_marker(pytest.mark.xdist_group(group))
            if hasattr(config, "workerinput"):
                # pytest-xdist 3.8 writes the group where pytest 9.2 no longer looks for it.
                item._id = NodeId.parse(f"{item.nodeid}@{group}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say it where nobody can miss it."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(LEFT_OUT in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_sep(
            "!",
            f"没有浏览器，{count} 个网页测试没有运行  NO BROWSER, {count} TESTS LEFT OUT",
            red=True,
            bold=True,
        )
        terminalreporter.write_line("装一个再试 install one and try again: apt-get install chromium")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Browser"]:
    """Chromium, one for the whole run."""
    try:
        program = find()
    except NoChromium as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason), pytrace=False)
        pytest.skip(f"{LEFT_OUT}: {reason}")
    from playwright.sync_api import sync_playwright

    environ = {**os.environ, "FONTCONFIG_FILE": str(_fonts(tmp_path_factory.mktemp("fonts")))}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET, env=environ)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: "Browser") -> Iterator[Callable[..., "Page"]]:
    """`new_page(width=390, javascript=False, base_url=…)` → a page of a new person: own cookies, own window.

    Fails the test when a page logged an error, threw in its script, broke the content policy, or asked another machine.
    """
    contexts, faults = [], list[str]()

    def make(
        *, width: int = DESKTOP, javascript: bool = True, base_url: str | None = None, **options: Any
    ) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            is_mobile=width < 600, has_touch=width < 600, java_script_enabled=javascript,
            locale="zh-CN", timezone_id="Asia/Shanghai", base_url=base_url, **options,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        context.route("**/*", lambda route, request: _only_loopback(route, request, faults))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(f"script: {fault}"))
        page.on("console", lambda message: _note(message, faults))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not faults, faults


@pytest.fixture
def page(new_page: Callable[..., "Page"], request: pytest.FixtureRequest) -> "Page":
    """A desktop page, 1280 px wide. Paths are relative to `running_system` when the test takes that too."""
    return new_page(width=DESKTOP, base_url=_base_url(request))


@pytest.fixture
def phone(new_page: Callable[..., "Page"], request: pytest.FixtureRequest) -> "Page":
    """A phone's page, 390 px wide, touched and not clicked."""
    return new_page(width=PHONE, base_url=_base_url(request))


@pytest.fixture
def shoot() -> Callable[["Page", str], Path]:
    """`shoot(page, "home")` → build/screenshots/home-1280.png, the whole page at the page's width."""

    def picture(page: "Page", name: str) -> Path:
        width = page.viewport_size["width"] if page.viewport_size else DESKTOP
        file = SCREENSHOTS / f"{name}-{width}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        # Pictures are for people to look at; where nobody does, they cost a quarter of a journey.
        if not os.environ.get("CI"):
            page.screenshot(path=file, full_page=True)
        return file

    return picture


@pytest.fixture
def axe() -> Callable[["Page"], list[str]]:
    """`axe(page)` → what axe finds against WCAG 2.2 A and AA, one line each; empty when it finds nothing."""
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

    def look(page: "Page") -> list[str]:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
        return [f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']]}" for one in found]

    return look


def _base_url(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("running_system").url if "running_system" in request.fixturenames else None


def _only_loopback(route: "Route", request: "Request", faults: list[str]) -> None:
    if urlsplit(request.url).hostname in ("127.0.0.1", "localhost", None):
        route.continue_()
    else:
        faults.append(f"asked another machine: {request.url}")
        route.abort()


def _note(message: "ConsoleMessage", faults: list[str]) -> None:
    # A 404 or 422 page is an answer we give on purpose; Chromium logs its status as an error.
    if message.type == "error" and not re.search(r"status of [45]\d\d", message.text):
        faults.append(f"console: {message.text}")


def _fonts(folder: Path) -> Path:
    """A fontconfig file that names the wheel's Chinese fonts, and the machine's own after them."""
    import pylopdf_fonts_zh_cn

    chinese = Path(pylopdf_fonts_zh_cn.__file__).parent
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{chinese}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir>"
        "<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>"
        "<alias><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias></fontconfig>"
    )
    return config
