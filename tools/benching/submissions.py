"""Many people at once: so many submissions a second, each with a picture of 200 kB, for a minute.

They come when they come: each has its moment, whether the one before was answered or not, and its time counts from that
moment. So a server that falls behind cannot look quick by being asked less.
"""

import multiprocessing
import os
import secrets
import struct
import time
import zlib
from multiprocessing.connection import Connection
from typing import Any

from benching.browser import Browser, WrongAnswer
from benching.pages import words

PEOPLE = 24  # browsers; one may wait a second for its answer without being late for its next
SIZE = 200_000
SECONDS = 60.0


def measure(port: int, path: str, a_second: int, seconds: float = SECONDS) -> list[float]:
    """Seconds from the moment each was due to its answer, the shortest first. Raises WrongAnswer."""
    context = multiprocessing.get_context("fork")
    count = int(a_second * seconds)
    ends, children = [], []
    gate = context.Barrier(PEOPLE + 1)
    start = context.Value("d", 0.0)
    for person in range(PEOPLE):
        mine, theirs = context.Pipe(duplex=False)
        moments = [turn / a_second for turn in range(person, count, PEOPLE)]
        child = context.Process(target=_person, args=(port, path, moments, gate, start, theirs), daemon=True)
        child.start()
        theirs.close()
        ends.append(mine)
        children.append(child)
    gate.wait(600)  # all forms are fetched
    start.value = time.monotonic() + 0.5
    gate.wait(60)
    found: list[float] = []
    for end in ends:
        answered = end.recv()
        if isinstance(answered, str):
            raise WrongAnswer(answered)
        found += answered
    for child in children:
        child.join()
    return sorted(found)


def picture() -> bytes:
    """A PNG of about 200 kB that no other is the same as."""
    side = 258
    lines = b"".join(b"\0" + os.urandom(side * 3) for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(lines, 1))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _person(port: int, path: str, moments: list[float], gate: Any, start: Any, end: Connection) -> None:
    try:
        browser = Browser(port)
        told = {"field": "whole", "should_say": "", "name": "", "phone": "", "email": ""}
        forms = [told | {"words": words()} | browser.get(path).tokens() for _ in moments]
        browser.close()
        gate.wait(600)
        gate.wait(60)
        taken = []
        for moment, form in zip(moments, forms, strict=True):
            due, content = start.value + moment, picture()
            time.sleep(max(due - time.monotonic(), 0))
            answer = browser.post_with_file(path, form, "evidence", f"{secrets.token_hex(4)}.png", content)
            if answer.status != 303:
                raise WrongAnswer(f"a submission was answered with {answer.status}")
            taken.append(time.monotonic() - due)
        end.send(taken)
    except Exception as fault:  # noqa: BLE001 - told to the parent, which stops everything
        gate.abort()
        end.send(f"{type(fault).__name__}: {fault}")
