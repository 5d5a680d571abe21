"""Two texts side by side: which words were struck out and which came in, for a reader who wants to see it at once.

Long texts are compared sentence by sentence first: comparing sign by sign costs the product of the two lengths, and this
is asked for by anyone.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# A Chinese character stands alone; letters, and numbers with their decimals, belong together.
_WORDS = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+|\s+|.", re.DOTALL)
_SENTENCES = re.compile(r"[^。；！？\n]*[。；！？\n]?", re.DOTALL)
_MOST = 250_000  # pairs of words compared with each other
_ALIKE = 0.3  # below it the texts have little in common, and marking the odd shared sign would only confuse


@dataclass(frozen=True)
class Piece:
    """A run of words; `is_changed`: struck out in the old text, new in the new one."""

    words: str
    is_changed: bool


@dataclass(frozen=True)
class Compared:
    """The old and the new text, each in pieces."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def compare(old: str, new: str) -> Compared:
    """Mark what the new text changed. An empty side has no pieces; texts with nothing in common are marked whole."""
    for cut in (_WORDS.findall, _sentences):
        found = _compare(old, new, cut)
        if found is not None:
            return found
    return Compared(_whole(old), _whole(new))


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCES.findall(text) if one]


def _compare(old: str, new: str, cut: Callable[[str], list[str]]) -> Compared | None:
    """None when there are too many pieces to compare each with each."""
    one, other = cut(old), cut(new)
    if len(one) * len(other) > _MOST:
        return None
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return Compared(_whole(old), _whole(new))
    before: list[Piece] = []
    after: list[Piece] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        is_changed = kind != "equal"
        _add(before, one[i:j], is_changed)
        _add(after, other[k:m], is_changed)
    return Compared(tuple(before), tuple(after))


def _add(pieces: list[Piece], words: Sequence[str], is_changed: bool) -> None:
    if words:
        pieces.append(Piece("".join(words), is_changed))


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, True),) if text else ()
