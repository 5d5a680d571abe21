"""The pages of the staff over a million tickets, and many submissions at once: what the server takes for each.

The server's own time, one browser at a time: under load it would mostly show queueing. It is asked often enough for the
slowest in a hundred to mean something.
"""

import re

from benching import measuring, submissions
from benching.browser import Browser, WrongAnswer
from benching.pages import Page, first_record, signed_in
from benching.servers import Content

REQUESTS = 100
CLERK, LEADER, INVESTIGATOR, SUPERVISOR = "sunlei", "liweidong", "liufang", "hewenbo"


def measure(port: int, content: Content, a_second: int | None) -> None:
    """Print a line for each page, then one for the submissions."""
    for page in _pages(port, content):
        took = sorted(measuring.alone(page, port, REQUESTS))
        _show(page.label, took)
    browser = Browser(port)
    record = first_record(browser)
    browser.close()
    if a_second:
        took = [one * 1000 for one in submissions.measure(port, f"{record}/report", a_second)]
        _show(f"提交 submissions, {a_second}/s × 200 kB, {len(took)}", took)


def _pages(port: int, content: Content) -> list[Page]:
    ticket = next(iter(content.codes))
    waiting = _first_waiting(port)
    return [
        Page("受理员待办 inbox, clerk", 200, signed_in(CLERK, "/staff/")),
        Page("领导待办 inbox, leader", 200, signed_in(LEADER, "/staff/")),
        Page("调查员待办 inbox, investigator", 200, signed_in(INVESTIGATOR, "/staff/")),
        Page("全部在办 all open", 200, signed_in(CLERK, "/staff/?view=all")),
        Page("超期 late", 200, signed_in(CLERK, "/staff/?view=late")),
        Page("按状态 of a state", 200, signed_in(CLERK, "/staff/?view=all&state=investigating")),
        Page("按工单号 by number", 303, signed_in(CLERK, f"/staff/?ref={ticket}")),
        Page("工单 ticket", 200, signed_in(CLERK, f"/staff/tickets/{ticket}")),
        Page("疑似重复 candidates", 200, signed_in(CLERK, f"/staff/tickets/{waiting}/merge")),
        Page("工单台账 register", 200, signed_in(SUPERVISOR, "/staff/oversight/tickets")),
    ]


def _first_waiting(port: int) -> str:
    """A ticket the clerk has to take in."""
    browser = Browser(port)
    request = next(iter(signed_in(CLERK, "/staff/?view=all&state=received")(browser, 1)))
    found = re.search(r'href="/staff/tickets/([A-Z0-9-]+)"', request().text)
    browser.close()
    if not found:
        raise WrongAnswer("nothing waits for the clerk")
    return found[1]


def _show(label: str, took: list[float]) -> None:
    """`took`: milliseconds, the shortest first."""
    shares = " ".join(
        f"p{share:.0%}".rstrip("%") + f" {measuring.part(took, share):6.1f}" for share in (0.5, 0.95, 0.99)
    )
    print(f"  {label}: {shares} ms", flush=True)
