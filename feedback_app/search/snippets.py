"""The passage of a text in which something was found, cut from the text as people wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from feedback_app.search.words import Phrase, folded, is_chinese

BEFORE, LONG = 24, 80  # characters shown before a find, and of one passage
MOST_WINDOWS = 2
READ = 20_000  # what stands further on is found, but not shown


Place = tuple[int, int, int]  # from, to, and which of the phrases


@dataclass(frozen=True)
class Piece:
    """A run of characters; `is_found`: to be marked."""

    words: str
    is_found: bool


def snippet(text: str, looked_for: Sequence[Phrase]) -> list[Piece]:
    """The passages around the first finds, in pieces; the beginning when there is none."""
    text = text[:READ]
    found = _places(text, looked_for)
    windows = _windows(text, found) or [(0, min(LONG, len(text)))]
    pieces: list[Piece] = []
    for begin, end in windows:
        pieces += [Piece("…", is_found=False)] if begin else []
        pieces += _cut(text, begin, end, found)
    if windows[-1][1] < len(text):
        pieces.append(Piece("…", is_found=False))
    return pieces


def whole(text: str, looked_for: Sequence[Phrase]) -> list[Piece]:
    """All of a text, a title, in pieces."""
    return _cut(text, 0, len(text), _places(text, looked_for))


def _cut(text: str, begin: int, end: int, found: list[Place]) -> list[Piece]:
    pieces = []
    for start, stop, _ in found:
        if begin <= start < end:
            pieces.append(Piece(text[begin:start], is_found=False))
            begin = min(stop, end)
            pieces.append(Piece(text[start:begin], is_found=True))
    pieces.append(Piece(text[begin:end], is_found=False))
    return [one for one in pieces if one.words]


def _windows(text: str, found: list[Place]) -> list[tuple[int, int]]:
    """Around the first find of each phrase, as far as there is room; what lies in a window already needs no other."""
    windows: list[tuple[int, int]] = []
    seen: set[int] = set()
    for start, _, phrase in found:
        if phrase in seen or len(windows) == MOST_WINDOWS:
            continue
        seen.add(phrase)
        if windows and start < windows[-1][1]:
            continue
        begin = max(start - BEFORE, windows[-1][1] if windows else 0)
        windows.append((0 if begin < BEFORE // 2 else begin, min(len(text), begin + LONG)))
    return windows


def _places(text: str, looked_for: Sequence[Phrase]) -> list[Place]:
    """Where the phrases stand, without overlap. Signs that folding drops or multiplies lead back to their places."""
    shape, back = _with_places(text)
    found: list[Place] = []
    for number, one in enumerate(looked_for):
        sought, start = _together(one), 0
        while sought and (at := shape.find(sought, start)) >= 0:
            start = at + len(sought)
            place = back[at], back[start - 1] + 1
            if not _is_inside_a_word(text, *place, is_open=one.is_open):
                found.append((*place, number))
    kept: list[Place] = []
    for one_place in sorted(found):
        if not kept or one_place[0] >= kept[-1][1]:
            kept.append(one_place)
    return kept


def _with_places(text: str) -> tuple[str, list[int]]:
    shape, back = [], []
    for place, sign in enumerate(text):
        for part in _shape_of(sign):
            shape.append(part)
            back.append(place)
    return "".join(shape), back


@lru_cache(maxsize=16_384)
def _shape_of(sign: str) -> str:
    return "".join(part for part in folded(sign) if part.isalnum())


def _is_inside_a_word(text: str, start: int, stop: int, *, is_open: bool) -> bool:
    """The 3 of 2023: a whole number or word was asked for."""
    begins_late = start > 0 and _go_together(text[start - 1], text[start])
    return begins_late or (not is_open and stop < len(text) and _go_together(text[stop - 1], text[stop]))


def _go_together(one: str, other: str) -> bool:
    return all(sign.isalnum() and not is_chinese(sign) for sign in (one, other))


def _together(phrase: Phrase) -> str:
    """A phrase as it stands in the text without spaces and punctuation: 青海 海湖 is 青海湖."""
    run = ""
    for word in phrase.words:
        run += word[1:] if run and len(word) == 2 and run.endswith(word[0]) and not word.isascii() else word
    return run
