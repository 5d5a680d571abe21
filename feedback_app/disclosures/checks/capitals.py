"""Amounts in words (人民币大写): 陆万捌仟元整 is 68,000 yuan. Read where decisions write them, in fen."""

import re
from collections.abc import Iterator

_DIGITS = {sign: value for value, signs in enumerate(("零〇", "壹一", "贰二两", "叁三", "肆四", "伍五", "陆六", "柒七", "捌八", "玖九"))
           for sign in signs}  # fmt: skip
_UNITS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
# Only the signs nobody can alter: 三万元 in running text is read as well, 三 alone is not an amount.
_CAPITALS = re.compile(
    r"([零〇壹贰叁肆伍陆柒捌玖拾佰仟一二两三四五六七八九十百千]+[零〇壹贰叁肆伍陆柒捌玖拾佰仟万萬亿一二两三四五六七八九十百千]*)"
    r"[元圆](?:([零壹贰叁肆伍陆柒捌玖])角)?(?:零?([壹贰叁肆伍陆柒捌玖])分)?"
)


def capital_amounts(text: str) -> Iterator[tuple[int, int, int]]:
    """(fen, start, end) of every amount written in words."""
    for match in _CAPITALS.finditer(text):
        yuan = _whole(match[1])
        if yuan is not None:
            fen = yuan * 100 + _DIGITS.get(match[2] or "零", 0) * 10 + _DIGITS.get(match[3] or "零", 0)
            yield fen, match.start(), match.end()


def _whole(signs: str) -> int | None:
    """The number, or None for signs in no order a number is written in (贰拾拾)."""
    total = section = digit = 0
    for sign in signs:
        if sign in _DIGITS:
            if digit and sign not in "零〇":
                return None
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            section = (section + digit) * _LARGE[sign]
            total, section, digit = total + section, 0, 0
    return total + section + digit
