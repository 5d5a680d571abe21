"""A small question for whoever reports very often: words and a number, no picture, no script, nobody else's service.

It keeps programs that repeat themselves away and nobody else: whoever cannot answer may call, and nothing typed is lost.
The answer travels with the question, sealed, so nothing is kept here.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedback_app.sealing import to_half_width

LIVES = timedelta(hours=2)
_DIGITS_ZH = "零一二三四五六七八九十"
_DIGITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Question:
    """What is asked, in both languages, and the token that knows the answer."""

    zh: str
    en: str
    token: str


def ask(now: datetime, secret: bytes) -> Question:
    """A new question."""
    one, other = secrets.randbelow(9) + 1, secrets.randbelow(9) + 1
    until = int((now + LIVES).timestamp())
    salt = secrets.token_hex(8)
    mark = _mark(one + other, until, salt, secret)
    return Question(
        f"{_DIGITS_ZH[one]}加{_DIGITS_ZH[other]}等于几？请用数字写。",
        f"What is {_DIGITS_EN[one]} plus {_DIGITS_EN[other]}? Write it as a number.",
        f"{until}.{salt}.{mark}",
    )


def is_answer(typed: str, token: str, now: datetime, secret: bytes) -> bool:
    """Whether this answers the question of this token, in time. Full-width digits and Chinese numerals up to ten count."""
    try:
        until, salt, mark = token.split(".")
        number, last = _number(typed), int(until)
    except ValueError:
        return False
    return last >= now.timestamp() and hmac.compare_digest(mark, _mark(number, last, salt, secret))


def _number(typed: str) -> int:
    plain = to_half_width(typed).strip()
    if plain in _DIGITS_ZH[1:]:
        return _DIGITS_ZH.index(plain)
    if plain.startswith("十") and plain[1:] in _DIGITS_ZH[1:10]:
        return 10 + _DIGITS_ZH.index(plain[1:])
    return int(plain)


def _mark(number: int, until: int, salt: str, secret: bytes) -> str:
    return hmac.new(secret, f"question {number} {until} {salt}".encode(), hashlib.sha256).hexdigest()[:32]
