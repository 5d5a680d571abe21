"""The passage of a text in which something was found, cut from the text as people wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from feedback_app.search.words import Phrase, folded, is_chinese

BEFORE, LONG = 24, 96  # characters shown before the first find, and altogether
READ = 20_000  # what stands further on is found, but not shown


@dataclass(frozen=True)
class Piece:
    """A run of characters; `is_found`: to be marked."""

    words: str
    is_found: bool


def snippet(text: str, looked_for: Sequence[Phrase], *, whole: bool = False) -> list[Piece]:
    """The passage around the first find, in pieces. `whole`: all of the text, for a title."""
    found = _places(text, looked_for)
    if not whole and not found:
        return [Piece(text[:LONG] + ("…" if len(text) > LONG else ""), is_found=False)] if text else []
    begin, end = (0, len(text)) if whole else _window(text, found[0][0])
    pieces = [Piece("…", is_found=False)] if begin else []
    for start, stop in [one for one in found if begin <= one[0] < end]:
        pieces += [
            Piece(text[begin:start], is_found=False),
            Piece(text[start : min(stop, end)], is_found=True),
        ]
        begin = min(stop, end)
    pieces += [Piece(text[begin:end] + ("…" if end < len(text) else ""), is_found=False)]
    return [one for one in pieces if one.words]


def _window(text: str, first: int) -> tuple[int, int]:
    begin = max(0, first - BEFORE)
    return (0 if begin < BEFORE // 2 else begin), min(len(text), begin + LONG)


def _places(text: str, looked_for: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Where the phrases stand, without overlap. Signs that folding drops or multiplies lead back to their places."""
    shape, back = _with_places(text[:READ])
    found: list[tuple[int, int]] = []
    for one in looked_for:
        sought, start = _together(one), 0
        while sought and (at := shape.find(sought, start)) >= 0:
            start = at + len(sought)
            place = back[at], back[start - 1] + 1
            if not _is_inside_a_word(text, *place, is_open=one.is_open):
                found.append(place)
    kept: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if not kept or start >= kept[-1][1]:
            kept.append((start, stop))
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
