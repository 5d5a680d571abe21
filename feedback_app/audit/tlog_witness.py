"""The `add-checkpoint` request of C2SP tlog-witness: its form, and the asking of a witness over HTTP.

A witness is asked from the bureau's side and answers on the superior body's; both read the same form here.
"""

import base64
import binascii
import re
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from threading import Thread
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from feedback_app.audit import note as notes
from feedback_app.audit.checkpoint import Checkpoint, read
from feedback_app.audit.merkle import HASH_BYTES

MOST_BYTES = 150_000
MOST_PROOF_LINES = 63
PATIENCE = 10  # seconds without a sign of life
AT_MOST = 30  # seconds in all
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_MOST_ANSWER = 20_000  # bytes
_left_waiting: dict[str, Thread] = {}  # by address: a request nobody waits for any more
_OLD = re.compile(r"old (0|[1-9][0-9]{0,17})")


class Malformed(ValueError):
    """A request that is none; the message says why."""


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """What a log asks a witness to sign: from which size it proves its growth, the proof, and the checkpoint's note."""

    old_size: int
    path: tuple[bytes, ...]
    note: notes.Note
    checkpoint: Checkpoint

    @property
    def text(self) -> str:
        """The body: `old <size>`, the proof in base64, an empty line, the note."""
        lines = [
            f"old {self.old_size}",
            *(base64.b64encode(one).decode() for one in self.path),
            "",
            str(self.note),
        ]
        return "\n".join(lines)


def asking(old_size: int, path: tuple[bytes, ...], note_text: str) -> AddCheckpoint:
    """The request for a signed checkpoint. Raises ValueError when the note holds none."""
    note = notes.parse(note_text)
    return AddCheckpoint(old_size, path, note, read(note.text))


def parse(body: str) -> AddCheckpoint:
    """The request in a body. Raises Malformed, in a sentence."""
    head, found, note_text = body.partition("\n\n")
    first, *proof = head.split("\n")
    old = _OLD.fullmatch(first)
    if not found or old is None:
        raise Malformed("the body reads: a line 'old <size>', the proof, an empty line, the note")
    if len(proof) > MOST_PROOF_LINES:
        raise Malformed(f"a proof has at most {MOST_PROOF_LINES} lines")
    try:
        return asking(int(old[1]), tuple(_hash(line) for line in proof), note_text)
    except ValueError as fault:
        raise Malformed(str(fault)) from fault


def _hash(line: str) -> bytes:
    try:
        raw = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("a line of the proof is not base64") from None
    if len(raw) != HASH_BYTES:
        raise Malformed("a line of the proof is not a hash of 32 bytes")
    return raw


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The witness signed: its signature lines, not yet checked."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """The witness last signed another size than the request says; ask again from there."""

    size: int


@dataclass(frozen=True, slots=True)
class NotCosigned:
    """The witness did not sign: its HTTP status (422: the log does not continue what it signed) and its words."""

    status: int
    words: str


class Unreachable(OSError):
    """No answer that could be read came from the witness; to be asked again later."""


def is_address(url: str) -> bool:
    """Whether a witness may stand there: https anywhere, plain http only on this machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


def ask(url: str, asked: AddCheckpoint) -> Cosigned | Behind | NotCosigned:
    """Send one request to the witness whose submission prefix is `url`. Raises Unreachable, after AT_MOST seconds at the
    latest: a witness that dawdles must not hold up whoever asks."""
    if not is_address(url):
        raise Unreachable(f"{url!r} is no address of a witness: https, or http on this machine")
    if (before := _left_waiting.get(url)) is not None and before.is_alive():
        raise Unreachable("it has not answered the last request yet")
    answers: list[Cosigned | Behind | NotCosigned | Unreachable] = []
    one = Thread(target=lambda: answers.append(_answer_of(url, asked)), daemon=True)
    one.start()
    one.join(AT_MOST)
    if not answers:
        _left_waiting[url] = one
        raise Unreachable(f"no whole answer within {AT_MOST} seconds")
    if isinstance(answers[0], Unreachable):
        raise answers[0]
    return answers[0]


def _answer_of(url: str, asked: AddCheckpoint) -> Cosigned | Behind | NotCosigned | Unreachable:
    request = urllib.request.Request(url.rstrip("/") + "/add-checkpoint", asked.text.encode())  # noqa: S310 - see is_address
    request.add_header("Content-Type", "text/plain; charset=utf-8")
    try:
        return _answer_to(request)
    except (OSError, HTTPException, ValueError) as fault:
        return Unreachable(f"{type(fault).__name__}: {fault}")


def _answer_to(request: urllib.request.Request) -> Cosigned | Behind | NotCosigned | Unreachable:
    try:
        with _opener().open(request, timeout=PATIENCE) as answer:
            return Cosigned(tuple(line for line in _words(answer).splitlines() if line))
    except HTTPError as refused:
        with refused:
            return _refused(refused)


def _refused(refused: HTTPError) -> Behind | NotCosigned | Unreachable:
    words = _words(refused).strip()
    if refused.code >= 500:
        return Unreachable(f"HTTP {refused.code}")
    is_size = refused.headers.get_content_type() == "text/x.tlog.size" and re.fullmatch(r"[0-9]{1,18}", words)
    return Behind(int(words)) if refused.code == 409 and is_size else NotCosigned(refused.code, words[:500])


def _words(answer: IO[Any]) -> str:
    return bytes(answer.read(_MOST_ANSWER)).decode("utf-8", "replace")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A witness answers where it was asked, or not at all."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
