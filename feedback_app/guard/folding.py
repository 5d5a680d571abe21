"""Text as a detector reads it: full-width, circled and foreign digits made plain, sign for sign.

Folding never changes the length, so a place found in the folded text is the same place in the text people typed.
"""

import unicodedata

# What a person or a word processor puts between the digits of one number: blanks (a line break too), hyphens, dots, and
# signs nobody sees.
GAP = r"[\s\-‐-―−_.·•\u00ad\u200b-\u200f\u2060\ufeff]"
# Letters of other alphabets that look like the X at the end of an identity number.
_LOOKALIKES = str.maketrans("ХхΧχ×✕", "XXXXXX")


def folded(text: str) -> str:
    """The text in compatibility form, as long as it was."""
    strange = {sign for sign in text if not sign.isascii()}
    return text.translate({ord(sign): _plain(sign) for sign in strange}).translate(_LOOKALIKES)


def without_unseen(text: str) -> tuple[str, list[int]] | None:
    """The text without the signs that show nothing (direction and variation marks, fillers, joiners), and the place each sign
    that is left had; None where there are none. A number is the same number with such signs inside it."""
    unseen = {sign for sign in text if not sign.isascii() and _is_unseen(sign)}
    if not unseen:
        return None
    places = [place for place, sign in enumerate(text) if sign not in unseen]
    return "".join(text[place] for place in places), places


def digits_of(text: str) -> str:
    """Its digits and, at most as the last sign, an X: how two ways of writing one number are compared."""
    return "".join(sign for sign in folded(text).upper() if sign in "0123456789X")


# Blank letters and the blank Braille cell: not blanks by their category, but nobody sees them.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def _is_unseen(sign: str) -> bool:
    return sign in _BLANK_LETTERS or unicodedata.category(sign) in ("Cf", "Mn", "Me")


def _plain(sign: str) -> str:
    digit = unicodedata.digit(sign, None)  # of circles and brackets too: ❶, ⑴, ⒈
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 else sign
