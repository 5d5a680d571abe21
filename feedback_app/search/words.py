"""From text to the words of the index, and from what somebody types to what is looked for.

Chinese is cut into overlapping pairs of characters (青海湖 → 青海 海湖 湖), everything else into whole words. A text is
stored as its words in their order, parted by single spaces, so that "these words, one after the other" is the same
question to both databases. No database decides what a letter is: only this module does.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_TYPED = 200  # characters of a question that are read; nobody types more on purpose
MOST_PHRASES = 12
MOST_SIGNS = 120_000  # characters of one entry that are indexed
LONGEST_WORD = 60
SHORTEST_BEGINNING = 3  # a word of another script is found by so many of its first letters
WHOLE_NUMBER = 6  # digits: fewer stand for a number and mean just that one, more for the beginning of a code
BORDER = "="  # stands between two texts of one entry: no phrase reaches over it

_CHINESE = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_CHINESE}]+|[^\\W_{_CHINESE}]+")
_DROPPED = re.compile("[\u0640\u200b-\u200f\u2060\ufeff\u00ad]")  # tatweel, unseen joiners, soft hyphens
_SAME = str.maketrans({"\u06a9": "\u0643", "\u06be": "\u0647", "\u0675": "\u0674\u0627"})


@dataclass(frozen=True)
class Phrase:
    """Words that stand one after the other. `is_open`: the last one is only the beginning of a word."""

    words: tuple[str, ...]
    is_open: bool = False


def folded(text: str) -> str:
    """The text as it is compared: full-width and half-width, capitals, vowel signs and joiners make no difference."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_SAME)
    marked = unicodedata.normalize("NFKD", plain)
    bare = "".join(sign for sign in marked if unicodedata.category(sign) not in ("Mn", "Me", "Cs"))
    return unicodedata.normalize("NFKC", bare)


def stream(texts: Iterable[str]) -> str:
    """The words of an entry in their order, parted by single spaces, with a border between its texts."""
    cut = "\n".join(texts)[:MOST_SIGNS].split("\n")
    return f" {BORDER} ".join(" ".join(_words(text)) for text in cut if text.strip())


def phrases(asked: str) -> tuple[Phrase, ...]:
    """What is looked for: each run of characters without a space is one phrase, and all of them must be found."""
    parts = (_phrase(part) for part in asked[:MOST_TYPED].split())
    found = dict.fromkeys(part for part in parts if part is not None)
    return tuple(found)[:MOST_PHRASES]


def _phrase(part: str) -> Phrase | None:
    words = list(_words(part))
    if not words:
        return None
    last = words[-1]
    if is_chinese(last):
        if len(words) > 1 and len(words[-2]) > 1 and is_chinese(words[-2]) and words[-2][-1] == last:
            return Phrase(tuple(words[:-1]))  # the pair before ends with it already
        return Phrase(tuple(words), is_open=True)  # one character: the beginning of any pair
    return Phrase(tuple(words), is_open=_may_go_on(last))


def _may_go_on(word: str) -> bool:
    return len(word) >= (WHOLE_NUMBER if word.isdigit() else SHORTEST_BEGINNING)


def _words(text: str) -> Iterator[str]:
    for run in _RUN.findall(folded(text)):
        if is_chinese(run):
            yield from (run[place : place + 2] for place in range(len(run)))
        else:
            yield run[:LONGEST_WORD]


def is_chinese(run: str) -> bool:
    """Whether a run of signs is written without spaces between words."""
    return re.match(f"[{_CHINESE}]", run) is not None
