"""Numbers written so that a machine passes over them: parted by commas, with O for 0 and l for 1, or in Chinese numerals.

The text stays as long as it was, so a place found in what is read here is the same place in what people typed. Only what
has a check of its own, or the very form of a mobile number, is looked for in this reading; amounts, dates, lists of items
and credit codes are left as they are.
"""

import re

_NUMERALS = str.maketrans("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸幺", "0001234567891234567892361")
_SIGNS_OF_NUMERALS = frozenset(map(chr, _NUMERALS))
_SIGNS_OF_LETTERS, _SIGNS_BETWEEN = frozenset("OolI|"), frozenset(",、")
_NUMERAL = "[〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸幺0-9]"
_GAP = r"[\s\-,、·.]?"
# As long as a mobile number: amounts in words have units between their numerals, years have four signs.
_IN_NUMERALS = re.compile(rf"{_NUMERAL}(?:{_GAP}{_NUMERAL}){{10,}}[Xx]?")
_LETTERS = str.maketrans("OolI|", "00111")
_WITH_LETTERS = re.compile(rf"(?<![A-Za-z0-9])[0-9OolI|](?:{_GAP}[0-9OolI|]){{10,}}[Xx]?(?![A-Za-z0-9])")
_LEAST_DIGITS = 7
_PARTED = re.compile(r"(?<![0-9,、.])[0-9]+(?:[,、][0-9]+)+[Xx]?(?![0-9,、])")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")  # 1,234,567 is an amount
_MOST_PIECES = 5  # more are a list, unless each is a single digit


def undisguised(text: str) -> str:
    """A folded text with such numbers written plainly; the very same text where there are none."""
    read, signs = text, set(text)
    if signs & _SIGNS_OF_NUMERALS:
        read = _IN_NUMERALS.sub(lambda found: found[0].translate(_NUMERALS), read)
    if signs & _SIGNS_OF_LETTERS:
        read = _WITH_LETTERS.sub(_without_letters, read)
    return _PARTED.sub(_joined, read) if signs & _SIGNS_BETWEEN else read


def _without_letters(found: re.Match[str]) -> str:
    run = found[0]
    return run.translate(_LETTERS) if sum(sign.isdigit() for sign in run) >= _LEAST_DIGITS else run


def _joined(found: re.Match[str]) -> str:
    run = found[0]
    pieces = re.split("[,、]", run)
    is_list = len(pieces) > _MOST_PIECES and any(len(piece) > 1 for piece in pieces[:-1])
    if is_list or _GROUPED.fullmatch(run):
        return run
    return re.sub("[,、]", "-", run)
