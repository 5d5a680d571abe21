"""The text of an inclusion proof that can be checked offline, after C2SP tlog-proof. Pure.

Header line, `extra <base64>` if any, `index N` (0 is entry 1), the path in base64, an empty line, the signed
checkpoint. And ours for consistency, since C2SP gives none: `old N`, `new N`, path, empty line, the newer checkpoint.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

INCLUSION = "c2sp.org/tlog-proof@v1"
CONSISTENCY = "zhengming/consistency-proof@v1"
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_MOST_HASHES = 64


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That the leaf at `index` is in the tree of the checkpoint. `extra` is not covered by any signature."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    @property
    def text(self) -> str:
        """The proof as a file (`.tlog-proof`)."""
        extra = [] if self.extra is None else [f"extra {_pack(self.extra)}"]
        return (
            _lines(INCLUSION, *extra, f"index {self.index}", *map(_pack, self.path)) + "\n" + self.checkpoint
        )


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the tree of `new` entries, whose checkpoint is here, begins with the tree of `old` entries."""

    old: int
    new: int
    path: tuple[bytes, ...]
    checkpoint: str

    @property
    def text(self) -> str:
        """The proof as a file."""
        head = (CONSISTENCY, f"old {self.old}", f"new {self.new}")
        return _lines(*head, *map(_pack, self.path)) + "\n" + self.checkpoint


def parse(text: str) -> InclusionProof | ConsistencyProof:
    """The proof in `text`. Raises ValueError, in a sentence; verifies nothing."""
    head, found, checkpoint = text.partition("\n\n")
    lines = iter(head.split("\n"))
    kind = next(lines)
    if not found or kind not in (INCLUSION, CONSISTENCY):
        raise ValueError("this is no proof of a log: the first line is not the one of a proof")
    if kind == CONSISTENCY:
        return ConsistencyProof(_number(lines, "old"), _number(lines, "new"), _path(lines), checkpoint)
    return _inclusion(list(lines), checkpoint)


def _inclusion(lines: list[str], checkpoint: str) -> InclusionProof:
    extra = _unpack(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else None
    rest = iter(lines)
    return InclusionProof(_number(rest, "index"), _path(rest), checkpoint, extra)


def _number(lines: Iterator[str], name: str) -> int:
    word, _, number = next(lines, "").partition(" ")
    if word != name or not _NUMBER.fullmatch(number):
        raise ValueError(f"the proof lacks its line '{name} <number>'")
    return int(number)


def _path(lines: Iterator[str]) -> tuple[bytes, ...]:
    path = tuple(_unpack(line) for line in lines)
    if len(path) > _MOST_HASHES or any(len(one) != 32 for one in path):
        raise ValueError("the path of the proof is not one of hashes of 32 bytes")
    return path


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def _pack(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unpack(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("what should be base64 is not") from None
    if _pack(raw) != text:
        raise ValueError("what should be base64 is not")
    return raw


def path_text(path: Sequence[bytes]) -> list[str]:
    """A path as base64, one text for each hash (for JSON)."""
    return [_pack(one) for one in path]
