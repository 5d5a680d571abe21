"""Asking for a page: by one browser, for the server's own time; by several at once, for what the server can carry."""

import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from time import perf_counter

from benching.browser import Browser, WrongAnswer
from benching.pages import Page

BROWSERS = 8  # as many as the server has threads
WARMING = 5
ALONE = 60  # requests for the server's own time, fewer for a short run


@dataclass(frozen=True)
class Result:
    """Milliseconds but for `per_second`. `server_*`: what the server says it took for one browser alone."""

    label: str
    per_second: float
    p50: float
    p99: float
    server_p50: float
    server_p99: float


def measure(page: Page, port: int, seconds: float) -> Result:
    """Both ways, one after the other. Raises WrongAnswer when the page does not answer as it should."""
    server = sorted(alone(page, port, min(ALONE, 3 + int(20 * seconds))))
    begun, ended, taken = _together(page, port, seconds)
    taken.sort()
    rate = len(taken) / (ended - begun)
    return Result(
        page.label,
        rate,
        part(taken, 0.5) * 1000,
        part(taken, 0.99) * 1000,
        part(server, 0.5),
        part(server, 0.99),
    )


def alone(page: Page, port: int, requests: int) -> list[float]:
    """Milliseconds the server says it took, for one browser."""
    browser, took = Browser(port), []
    for count, request in enumerate(page.ready(browser, requests + WARMING)):
        answer = request()
        _check(page, answer.status)
        if count >= WARMING:
            took.append(answer.server_ms)
    browser.close()
    return took


def _together(page: Page, port: int, seconds: float) -> tuple[float, float, list[float]]:
    """When the first began, when the last ended, and what each request took."""
    context = multiprocessing.get_context("fork")
    gate, ends, children = context.Barrier(BROWSERS), [], []
    for _ in range(BROWSERS):
        mine, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_browse, args=(page, port, seconds, gate, theirs), daemon=True)
        child.start()
        theirs.close()
        ends.append(mine)
        children.append(child)
    results = [_result_of(end) for end in ends]
    for child in children:
        child.join()
    taken = [one for _, _, some in results for one in some]
    return min(begun for begun, _, _ in results), max(ended for _, ended, _ in results), taken


def _result_of(end: Connection) -> tuple[float, float, list[float]]:
    try:
        result = end.recv()
    except EOFError:
        raise WrongAnswer("a browser died") from None
    if isinstance(result, str):
        raise WrongAnswer(result)
    begun, ended, taken = result
    return begun, ended, taken


def _browse(page: Page, port: int, seconds: float, gate: Barrier, end: Connection) -> None:
    """One of several browsers: gets ready, waits for the others, asks until the time is over."""
    try:
        browser, taken = Browser(port), []
        requests = iter(page.ready(browser, page.most))
        gate.wait(300)
        begun = perf_counter()
        for request in requests:
            answer = request()
            _check(page, answer.status)
            taken.append(answer.seconds)
            if perf_counter() - begun > seconds:
                break
        end.send((begun, perf_counter(), taken))
    except Exception as fault:  # noqa: BLE001 - told to the parent, which stops everything
        gate.abort()
        end.send(f"{page.label}: {type(fault).__name__}: {fault}")


def _check(page: Page, status: int) -> None:
    if status != page.expects:
        raise WrongAnswer(f"{page.label}: {status}, not {page.expects}")


def part(ordered: list[float], share: float) -> float:
    """The figure below which this share lies."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
