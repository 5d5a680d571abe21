"""Steps as a flow chart: where each box, line of words and arrow stands. A template draws it as SVG.

One column of boxes, 360 units wide, so that it is read on a phone without sideways movement and prints on one page. Words
are wrapped here, because SVG does not wrap: a Chinese sign is one unit of type wide, another a little over half.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from feedback_app.disclosures.fields import Field, show

WIDTH = 360
_LEFT, _BOX_WIDTH = 6, 348
_WORDS_X, _WORDS_WIDTH = 58, 286
_NAME_SIZE, _FACT_SIZE = 17, 14
_NAME_HIGH, _FACT_HIGH = 24, 21
_PADDING, _GAP = 14, 26
_NARROW = 0.58  # of a sign's height: how wide Latin letters and digits are
# A number stays with what it counts: 7个. Longer runs of Latin letters may be cut.
_UNBROKEN = re.compile(r"[0-9.]{1,8}\S?|[A-Za-z0-9]{1,12}|.")
_NEVER_FIRST = frozenset("，。；：、！？）》”’%,.;:!?)")


@dataclass(frozen=True)
class Line:
    """One line of words: `is_name` for a step's name, else a fact about it."""

    words: str
    y: int
    is_name: bool


@dataclass(frozen=True)
class Box:
    """One step. `mark_y`: the middle of its number."""

    number: int
    y: int
    height: int
    lines: tuple[Line, ...]

    @property
    def mark_y(self) -> int:
        return self.y + _PADDING + _NAME_HIGH // 2

    @property
    def end_y(self) -> int:
        return self.y + self.height


@dataclass(frozen=True)
class Chart:
    """The whole drawing. `arrows`: from and to, down the middle."""

    boxes: tuple[Box, ...]
    arrows: tuple[tuple[int, int], ...]
    height: int
    told: str
    width: int = WIDTH
    left: int = _LEFT
    box_width: int = _BOX_WIDTH
    words_x: int = _WORDS_X


def chart_of(field: Field, rows: list[dict[str, str]], lang: str) -> Chart:
    """The chart of a steps field: the first column names the step, the others say how long and by whom."""
    boxes, y = [], 4
    for number, row in enumerate(rows, start=1):
        boxes.append(_box(number, y, _words(field, row, lang)))
        y = boxes[-1].end_y + _GAP
    arrows = tuple((one.end_y, after.y) for one, after in pairwise(boxes))
    told = "；".join(
        f"{box.number}. {show(field, [row], lang)}" for box, row in zip(boxes, rows, strict=True)
    )
    return Chart(tuple(boxes), arrows, (boxes[-1].end_y if boxes else 0) + 4, told)


def wrapped(words: str, size: int, width: int = _WORDS_WIDTH) -> list[str]:
    """The words in lines no wider than `width`; no line begins with a sign that closes."""
    lines, line = [], ""
    for part in _UNBROKEN.findall(words.replace("\n", " ")):
        if line and _wide(line + part, size) > width and part not in _NEVER_FIRST:
            lines.append(line)
            line = ""
        line += part
    if lines and len(line) == 1 and len(lines[-1]) > 2:
        lines[-1], line = lines[-1][:-1], lines[-1][-1] + line  # no sign alone on the last line
    return [*lines, line] if line else lines


def _wide(words: str, size: int) -> float:
    return sum(size * (1 if unicodedata.east_asian_width(sign) in "WFA" else _NARROW) for sign in words)


def _words(field: Field, row: dict[str, str], lang: str) -> tuple[str, list[str]]:
    name, *facts = field.columns
    joint = ": " if lang == "en" else "："
    label = "label_en" if lang == "en" else "label_zh"
    said = [
        f"{getattr(column, label)}{joint}{show(column, row[column.key], lang)}"
        for column in facts
        if row.get(column.key)
    ]
    return row.get(name.key, ""), said


def _box(number: int, y: int, words: tuple[str, list[str]]) -> Box:
    name, facts = words
    lines, at = [], y + _PADDING
    for text in wrapped(name, _NAME_SIZE):
        at += _NAME_HIGH
        lines.append(Line(text, at - 6, True))
    for fact in facts:
        for text in wrapped(fact, _FACT_SIZE):
            at += _FACT_HIGH
            lines.append(Line(text, at - 6, False))
    return Box(number, y, at + _PADDING - y, tuple(lines))
