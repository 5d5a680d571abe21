"""How often a wrong code may be tried: by one address, and, once many are tried at all, by each address less.

Guessing is hopeless anyway (54 random bits behind a slow hash). Nobody who types a right code is counted, so neither a
crowd behind one address nor an attack from many keeps the others out.
"""

from flask import current_app
from limits import RateLimitItem, parse
from werkzeug.wrappers import Response

from feedback_app.extensions import limiter

_EVERYBODY = "wrong codes"
WRONG = 422
TOLD_FROM = 3  # tries left: from here on the page says how many


def allowed() -> str:
    """How many wrong codes one address may try now."""
    settings = current_app.config
    return str(settings["LIMIT_CODE_CROWDED"] if _is_crowded() else settings["LIMIT_CODE"])


def is_wrong(response: Response) -> bool:
    """Whether this answer counts."""
    return response.status_code == WRONG


def count_wrong() -> None:
    """One more wrong code, wherever it came from."""
    limiter.limiter.hit(_of_all(), _EVERYBODY)


def left() -> int | None:
    """How many tries this address has left after the wrong one just made; None when it is not worth saying."""
    now = limiter.current_limit
    if now is None:
        return None
    after = max(now.remaining - 1, 0)
    return after if after <= TOLD_FROM else None


def _is_crowded() -> bool:
    return not limiter.limiter.test(_of_all(), _EVERYBODY)


def _of_all() -> RateLimitItem:
    return parse(current_app.config["LIMIT_CODE_ALL"])
