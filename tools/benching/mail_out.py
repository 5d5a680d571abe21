"""Draining the outbox: so many owed messages by two workers to a mail server on loopback, while somebody uses the site.

python -m benching.mail_out 10000      owes them, in the environment of the settings
"""

import asyncio
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from benching import servers
from benching.browser import Browser, WrongAnswer
from benching.pages import Page, pages_of

SENDERS = 2
AT_ONCE = 500
ASKED = 40  # requests for a median
LONGEST = 1800.0  # seconds


class Sink:
    """Takes everything and counts it."""

    def __init__(self) -> None:
        self.taken = 0
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(0)
        self.taken += 1
        return "250 OK"


def measure(folder: Path, settings: dict[str, str], messages: int, stack: ExitStack) -> None:
    """Print how fast the messages went out, and what the site took meanwhile."""
    sink = stack.enter_context(_listening())
    mail = {
        "MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(sink.port), "MAIL_DEFAULT_SENDER": "noreply@example.gov.cn",
        "DIGEST_HOUR": "23",
    }  # fmt: skip
    environ = servers.environment(folder, **settings, **mail)
    content = servers.fill(environ, 20, 5)
    command = [sys.executable, "-m", "benching.mail_out", str(messages)]
    subprocess.run(command, check=True, cwd=servers.ROOT, env=environ)
    port = stack.enter_context(servers.serving("system", environ, folder))
    pages = [page for page in pages_of(port, content) if page.expects in (200, 303)]
    pages = [pages[0], *[page for page in pages if page.expects == 303][:1]]
    before = {page.label: asked(page, port) for page in pages}
    began = time.monotonic()
    for number in range(SENDERS):
        stack.enter_context(servers.flask_running(environ, folder / f"worker{number}.log", "worker"))
    stack.enter_context(servers.flask_running(environ, folder / "relay.log", "outbox", "relay"))
    while not sink.taken:
        _not_for_ever(began)
    first, already = time.monotonic(), sink.taken
    during = {page.label: asked(page, port) for page in pages}
    if sink.taken >= messages:
        print("  站点的数字是发完以后测的 the site was measured after the end: owe more")
    while sink.taken < messages:
        _not_for_ever(began)
    rate = (sink.taken - already) / (time.monotonic() - first)
    print(f"  发信 messages: {messages:,}, {SENDERS} 个进程 workers, {rate:.0f}/秒 per second")
    for label, ms in before.items():
        print(f"  {label}: {ms:.1f} ms, 发信时 meanwhile {during[label]:.1f} ms (p50)", flush=True)


def asked(page: Page, port: int) -> float:
    """How long the site takes for a page, in milliseconds: the median."""
    browser, took = Browser(port), []
    for request in page.ready(browser, ASKED):
        answer = request()
        if answer.status != page.expects:
            raise WrongAnswer(f"{page.label}: {answer.status}")
        took.append(answer.seconds * 1000)
    browser.close()
    return statistics.median(took)


def _not_for_ever(began: float) -> None:
    if time.monotonic() - began > LONGEST:
        raise WrongAnswer("the outbox does not drain")
    time.sleep(0.02)


@contextmanager
def _listening() -> Iterator[Sink]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def owe(messages: int) -> None:
    """So many acknowledgements, each to an address of its own."""
    from feedback_app import create_app
    from feedback_app.extensions import db
    from feedback_app.outbox import examples, operations

    context = examples.context_of("ticket_received", "zh")
    with create_app().app_context():
        for number in range(messages):
            operations.owe(
                "ticket_received", to_address=f"r{number}@reporter.example", to_role="reporter",
                about=f"ticket:BENCH-{number}", context=context,
            )  # fmt: skip
            if number % AT_ONCE == AT_ONCE - 1:
                db.session.commit()
                db.session.expunge_all()
        db.session.commit()


if __name__ == "__main__":
    owe(int(sys.argv[1]))
