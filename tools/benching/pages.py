"""Which pages are measured, and what a browser does to get each of them."""

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benching.browser import Answer, Browser, WrongAnswer
from benching.servers import Content

STAFF, SUPERVISOR = "sunlei", "hewenbo"
Request = Callable[[], Answer]
GettingReady = Callable[[Browser, int], Iterator[Request]]


@dataclass(frozen=True)
class Page:
    """`ready(browser, most)` prepares a browser and gives the requests to be measured, `most` of them at most."""

    label: str
    expects: int
    ready: GettingReady
    most: int = 20_000  # requests of one browser: a form has to be fetched for each submission


def bare_page() -> Page:
    return Page("空白 Flask 页 bare Flask", 200, getting("/"))


def pages_of(port: int, content: Content) -> list[Page]:
    """The pages, about a record that was corrected and a report that has a code."""
    browser = Browser(port)
    found = re.search(r'href="(/records/[A-Z0-9-]+)"', browser.get("/corrections").text)
    record = found[1] if found else first_record(browser)
    ticket, code = next(iter(content.codes.items()))
    browser.close()
    return [
        Page("首页 home", 200, getting("/")),
        Page("列表 list", 200, getting("/disclosures/ex_post")),
        Page("一类 category", 200, getting("/disclosures/ex_post/penalty")),
        Page("公示信息 record", 200, getting(record)),
        Page("更正公告 corrections", 200, getting("/corrections")),
        Page("检索两个字 search", 200, getting("/search?q=%E7%BD%9A%E6%AC%BE")),
        Page("检索文号 by number", 200, getting("/search?q=2026+3%E5%8F%B7")),
        Page("检索一个字 one sign", 200, getting("/search?q=%E6%B0%B4")),
        Page("检索两个词 two words", 200, getting("/search?q=%E7%A0%96%E5%8E%82+%E5%BA%9F%E6%B0%B4")),
        Page("没有找到 nothing found", 200, getting("/search?q=%E9%9D%92%E6%B5%B7%E6%B9%96")),
        Page(
            "筛选列表 narrowed",
            200,
            getting("/disclosures/ex_post?year=2025&party=individual_business&late=yes"),
        ),
        Page("订阅 feed", 200, getting("/feeds/ex_post.xml")),
        Page("接口 for programs", 200, getting("/api/records?kind=penalty")),
        Page("反映表 report form", 200, getting(f"{record}/report")),
        Page("提交反映 submit", 303, _submitting(f"{record}/report"), 150),
        Page("查进度 look-up", 303, _looking_up(code)),
        Page("进度 status", 200, _reading_status(code)),
        Page("待办 queue", 200, signed_in(STAFF, "/staff/")),
        Page("全部待办 all open", 200, signed_in(STAFF, "/staff/?view=all")),
        Page("工单 ticket", 200, signed_in(STAFF, f"/staff/tickets/{ticket}")),
        Page("责任日志 log", 200, signed_in(SUPERVISOR, "/staff/oversight/log")),
        Page("工单全程 chain", 200, signed_in(SUPERVISOR, f"/staff/oversight/tickets/{ticket}")),
    ]


def first_record(browser: Browser) -> str:
    """The address of a record that can be looked at."""
    found = re.search(r'href="(/records/[A-Z0-9-]+)"', browser.get("/disclosures/ex_post").text)
    if not found:
        raise WrongAnswer("there is no record to look at")
    return found[1]


def getting(path: str) -> GettingReady:
    """Nothing but asking for it."""

    def ready(browser: Browser, most: int) -> Iterator[Request]:
        return (lambda: browser.get(path) for _ in range(most))

    return ready


def _submitting(path: str) -> GettingReady:
    """A report in words alone, each by a form of its own and in words of its own: the same words sent again would be
    recognised and make no second report. The forms are fetched before the measuring.
    """

    def ready(browser: Browser, most: int) -> Iterator[Request]:
        told = {"field": "whole", "should_say": "", "name": "", "phone": "", "email": ""}
        forms = [told | {"words": words()} | browser.get(path).tokens() for _ in range(most)]
        return (lambda form=form: browser.post(path, form) for form in forms)

    return ready


def words() -> str:
    """What a report says, in words nobody else has used."""
    return f"网上写的和决定书不一样，请核对。我的材料编号是{secrets.token_hex(6)}。"


def _looking_up(code: str) -> GettingReady:
    def ready(browser: Browser, most: int) -> Iterator[Request]:
        form = browser.get("/status").tokens() | {"code": code}
        return (lambda: browser.post("/status", form) for _ in range(most))

    return ready


def _reading_status(code: str) -> GettingReady:
    def ready(browser: Browser, most: int) -> Iterator[Request]:
        next(_looking_up(code)(browser, 1))()
        return getting("/status/ticket")(browser, most)

    return ready


def signed_in(login: str, path: str) -> GettingReady:
    """Asking for it as one of the staff."""

    def ready(browser: Browser, most: int) -> Iterator[Request]:
        from feedback_app.starting_content.staff import DEMONSTRATION_PASSWORD

        form = browser.get("/staff/sign-in").tokens() | {"login": login, "password": DEMONSTRATION_PASSWORD}
        if browser.post("/staff/sign-in", form).status != 303:
            raise WrongAnswer(f"{login} was not let in")
        return getting(path)(browser, most)

    return ready
