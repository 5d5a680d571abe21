"""Mail is read in a process of its own: bounded in time and memory, without our secrets, and free to crash.

One reader serves many mails, because starting it takes longer than reading. A mail that ends it is given up, kept and shown
to a person; the next one gets a new reader.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from feedback_app.intake.faults import FAULTS
from feedback_app.intake.read_mail import Nature, ReadFile, ReadMail

_CHILD = Path(__file__).with_name("child.py")
LONGEST = 40.0  # seconds on the wall for one mail; the child itself is allowed less of the processor
_MOST_MAILS = 500  # then a new reader: nothing strangers sent piles up in one


def read_apart(raw: bytes, *, own_domains: Collection[str] = (), longest: float = LONGEST) -> ReadMail:
    """As reading.read, within limits. Never raises: what ends the reader comes back as a mail that could not be read."""
    return _READER.read(raw, own_domains, longest)


class _Reader:
    """The child of this very process (a forked worker must not talk into its parent's pipe)."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner, self._mails = 0, 0

    def read(self, raw: bytes, own_domains: Collection[str], longest: float) -> ReadMail:
        with self._turn:
            child = self._at_hand()
            watch = threading.Timer(longest, child.kill)
            watch.start()
            try:
                return _ask(child, raw, own_domains)
            except (OSError, ValueError, EOFError):
                self._end()
                return ReadMail(could_be_read=False, faults=(FAULTS["gave_up"],))
            finally:
                watch.cancel()

    def _at_hand(self) -> "subprocess.Popen[bytes]":
        if self._owner != os.getpid():
            self._child = None  # our parent's; it ends with it
        if self._child is not None and (self._mails >= _MOST_MAILS or self._child.poll() is not None):
            self._end()
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-X", "utf8", str(_CHILD)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env={"PATH": ""},
            )  # fmt: skip
            self._owner, self._mails = os.getpid(), 0
        self._mails += 1
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            with contextlib.suppress(OSError):
                self._child.kill()
            for stream in (self._child.stdin, self._child.stdout):
                with contextlib.suppress(OSError):
                    cast("IO[bytes]", stream).close()
            self._child.wait()
            self._child = None


_READER = _Reader()


def _ask(child: "subprocess.Popen[bytes]", raw: bytes, own_domains: Collection[str]) -> ReadMail:
    into, out = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    into.write(json.dumps({"length": len(raw), "own_domains": sorted(own_domains)}).encode() + b"\n")
    into.write(raw)
    into.flush()
    line = out.readline()
    if not line:
        raise EOFError
    said = json.loads(line)
    said["files"] = tuple(ReadFile(name, _exactly(out, length), kind) for name, kind, length in said["files"])
    return _read_mail(said)


def _exactly(out: IO[bytes], length: int) -> bytes:
    content = out.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _read_mail(said: dict[str, Any]) -> ReadMail:
    many = {name: tuple(said[name]) for name in ("to", "references", "bounced_ids")}
    return ReadMail(
        **said
        | many
        | {
            "sent_at": datetime.fromisoformat(said["sent_at"]) if said["sent_at"] else None,
            "faults": tuple(FAULTS[code] for code in said["faults"]),
            "nature": Nature(said["nature"]),
        }
    )
