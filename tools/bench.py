#!/usr/bin/env python3
"""`make bench`: how fast the pages are with a large body of content, beside a bare Flask page under the same server.

    make bench                          20,000 tickets, 5,000 records, SQLite
    make bench ARGS=--postgresql        the same again on PostgreSQL
    BENCH_TICKETS=2000 BENCH_RECORDS=500 BENCH_SECONDS=2 make bench
    make bench ARGS="--tickets 1000000 --submissions 30 [--database postgresql]"
                                        the staff's pages over so many tickets, then 30 submissions a second (10 GB of disk)
    make bench ARGS="--log 1000000"     the accountability log alone, with so many entries (some minutes)
    make bench ARGS="--mail-in 1000"    so many letters of 20 kB made into tickets
    make bench ARGS="--mail-out 10000"  so many owed messages drained by two workers

Everything happens on loopback and in a scratch folder that is removed at the end. The columns: requests per second and
latency with 8 browsers at once, each with one kept-alive connection; then the server's own time for one browser alone.
"""

import os
import platform
import signal
import sqlite3
import sys
import tempfile
import unicodedata
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

from benching import large, mail_in, mail_out, measuring, servers
from benching.browser import WrongAnswer
from benching.measuring import Result
from benching.pages import bare_page, pages_of

SMALL_LOG = 20_000  # entries
MOST_MS = 100  # of server time, for any page
_HEADS = ("页面 page", "次/秒 req/s", "p50 ms", "p99 ms", "服务器 server p50", "p99 ms")
_WIDTHS = (26, 12, 9, 9, 19, 9)


def main() -> int:
    asked = _asked()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # also a killed run clears up
    print(_machine(asked), flush=True)
    try:
        if asked.large is not None:
            with ExitStack() as stack:
                _bench_large("PostgreSQL" if asked.database == "postgresql" else "SQLite", asked, stack)
            return 0
        for kind in ("SQLite", "PostgreSQL") if asked.postgresql else ("SQLite",):
            with ExitStack() as stack:
                if asked.mail_in is not None:
                    _bench_mail(kind, mail_in.measure, asked.mail_in, stack)
                elif asked.mail_out is not None:
                    _bench_mail(kind, mail_out.measure, asked.mail_out, stack)
                else:
                    _bench_log(kind, asked.log or SMALL_LOG, stack)
            if asked.log is None and asked.mail_out is None and asked.mail_in is None:
                with ExitStack() as stack:
                    _bench(kind, asked, stack)
    except WrongAnswer as fault:
        print(f"测量中止 measuring stopped: {fault}", file=sys.stderr)
        return 1
    return 0


def _asked() -> Namespace:
    parser = ArgumentParser(description="make bench")
    parser.add_argument("--postgresql", action="store_true", help="PostgreSQL as well")
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="with --tickets"
    )
    parser.add_argument("--tickets", dest="large", type=int, help="the staff's pages over so many tickets")
    parser.add_argument(
        "--submissions", type=int, metavar="A_SECOND", help="with --tickets: submissions for a minute"
    )
    parser.add_argument("--log", type=int, metavar="ENTRIES", help="the accountability log alone")
    parser.add_argument("--mail-in", type=int, metavar="MAILS", help="taking in mail alone")
    parser.add_argument("--mail-out", type=int, metavar="MESSAGES", help="draining the outbox alone")
    asked = parser.parse_args()
    for name, default, least in (("tickets", 20_000, 20), ("records", 5_000, 5), ("seconds", 3.0, 0.1)):
        typed = os.environ.get(f"BENCH_{name.upper()}") or str(default)
        try:
            setattr(asked, name, max(type(default)(typed), least))
        except ValueError:
            parser.error(f"BENCH_{name.upper()}={typed} 不是数字 is not a number")
    return asked


def _bench_log(kind: str, entries: int, stack: ExitStack) -> None:
    folder = _scratch(stack)
    settings = {"DATABASE_URL": stack.enter_context(_postgresql())} if kind == "PostgreSQL" else {}
    print(f"\n{kind}", flush=True)
    servers.measure_log(servers.environment(folder, **settings), entries)


def _bench_mail(kind: str, measure: Callable[..., None], messages: int, stack: ExitStack) -> None:
    folder = _scratch(stack)
    settings = {"DATABASE_URL": stack.enter_context(_postgresql())} if kind == "PostgreSQL" else {}
    settings |= stack.enter_context(servers.redis(folder))
    print(f"\n{kind}", flush=True)
    measure(folder, settings, messages, stack)


def _bench_large(kind: str, asked: Namespace, stack: ExitStack) -> None:
    folder = _scratch(stack)
    settings = {"DATABASE_URL": stack.enter_context(_postgresql())} if kind == "PostgreSQL" else {}
    settings |= stack.enter_context(servers.redis(folder))
    print(f"\n{kind}", flush=True)
    environ = servers.environment(folder, **settings)
    content = servers.fill(environ, min(asked.large, asked.tickets), min(asked.large, asked.tickets) // 5)
    servers.multiply(environ, asked.large)
    port = stack.enter_context(servers.serving("system", environ, folder))
    large.measure(port, content, asked.submissions)


def _scratch(stack: ExitStack) -> Path:
    return Path(
        stack.enter_context(tempfile.TemporaryDirectory(prefix="zm-bench-", ignore_cleanup_errors=True))
    )


def _bench(kind: str, asked: Namespace, stack: ExitStack) -> None:
    folder = _scratch(stack)
    settings = {"DATABASE_URL": stack.enter_context(_postgresql())} if kind == "PostgreSQL" else {}
    settings |= stack.enter_context(servers.redis(folder))
    environ = servers.environment(folder, **settings)
    content = servers.fill(environ, asked.tickets, asked.records)
    print(
        f"\n{kind}: {asked.tickets} 件工单 tickets, {asked.records} 条公示信息 records, 装入 loaded in {content.seconds:.0f} s"
    )
    print(_line(_HEADS), flush=True)
    with servers.serving("bare", environ, folder) as port:
        _show(measuring.measure(bare_page(), port, asked.seconds))
    with servers.serving("system", environ, folder) as port:
        for page in pages_of(port, content):
            _show(measuring.measure(page, port, asked.seconds))


@contextmanager
def _postgresql() -> Iterator[str]:
    """A database of our own on the server the tests would take, which here keeps what it is given as a real one does."""
    from tests.rig import postgres

    postgres.FAST_AND_UNSAFE.update(
        fsync="on", synchronous_commit="on", full_page_writes="on", autovacuum="on"
    )
    try:
        with postgres.server() as server:
            server.create(name := postgres.fresh_name())
            try:
                yield server.url(name)
            finally:
                server.drop(name)
    except postgres.NoPostgres as fault:
        raise SystemExit(str(fault)) from fault


def _show(result: Result) -> None:
    numbers = (result.per_second, result.p50, result.p99, result.server_p50, result.server_p99)
    slow = f"  > {MOST_MS} ms" if result.server_p50 > MOST_MS else ""
    print(
        _line((result.label, f"{numbers[0]:.0f}", *(f"{number:.1f}" for number in numbers[1:]))) + slow,
        flush=True,
    )


def _line(cells: tuple[str, ...]) -> str:
    first, *others = zip(cells, _WIDTHS, strict=True)
    return _wide(first[0], first[1], left=True) + "".join(_wide(cell, width) for cell, width in others)


def _wide(cell: str, width: int, *, left: bool = False) -> str:
    room = " " * max(width - sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in cell), 1)
    return cell + room if left else room + cell


def _machine(asked: Namespace) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("flask", "gunicorn", "sqlalchemy", "psycopg"))
    load = os.getloadavg()[0]
    busy = (
        "  机器正忙，数字偏低 the machine is busy, figures are low"
        if load > (os.cpu_count() or 1) / 2
        else ""
    )
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} 核 cores, 负载 load {load:.1f}{busy}\n"
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}\n"
        f"gunicorn gthread: {servers.WORKERS} 进程 workers × {servers.THREADS} 线程 threads; "
        f"{measuring.BROWSERS} 个浏览器 browsers, 每页 {asked.seconds:g} s per page"
    )


if __name__ == "__main__":
    sys.exit(main())
