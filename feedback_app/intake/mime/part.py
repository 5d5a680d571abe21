"""How the standard library's parser is asked, and what of its answer is believed."""

import re
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import cast

_BEFORE_COLON = re.compile(rb"^([!-9;-~]+)[ \t]+:", re.MULTILINE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")


class Part(Message):
    """A mail or a part of one that gives its body as it travelled: the library would guess at its characters."""

    _payload: "str | list[Part] | None"

    @property
    def parts(self) -> "list[Part]":
        """The parts it is made of; none when it is a single one."""
        return self._payload if isinstance(self._payload, list) else []

    @property
    def travelled(self) -> bytes:
        """The body of a single part, byte for byte."""
        return self._payload.encode("utf-8", "surrogateescape") if isinstance(self._payload, str) else b""


def parse(raw: bytes, *, heads_only: bool = False) -> Part:
    """The mail in `raw`, its headers mended where a relay or program wrote them askew."""
    if b"\r\r\n" in raw[:2000]:
        raw = raw.replace(b"\r\r\n", b"\r\n")
    end = _HEAD_END.search(raw)
    head = raw[: end.start()] if end else raw[:200_000]
    raw = _BEFORE_COLON.sub(rb"\1:", head) + raw[len(head) :]
    parser = BytesParser(_class=Part, policy=policy.compat32)
    return cast("Part", parser.parsebytes(raw, headersonly=heads_only))
