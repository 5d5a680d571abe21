"""What the bureau settled about the guard: its own published numbers, and how far a file is looked through.

Taken over once when the application is made, so that operations need no settings handed in.
"""

import re
from collections.abc import Mapping
from typing import Any

from feedback_app.guard.files.report import Limits

_state: dict[str, Any] = {"own": (), "limits": Limits()}
# The bureau's facts that are published on every page are its own wherever else they stand.
_PUBLISHED_FACTS = ("HOTLINE", "MAILBOX", "ADDRESS", "BUREAU_CODE")
_PARTS = re.compile(r"[,，;；、\s]+")


def settle(settings: Mapping[str, Any]) -> None:
    """Take over what this deployment settled."""
    facts = [settings.get(name) or "" for name in ("GUARD_OWN_NUMBERS", *_PUBLISHED_FACTS)]
    _state["own"] = tuple(dict.fromkeys(part for fact in facts for part in _parts(fact)))
    _state["limits"] = Limits(
        seconds=settings["GUARD_SECONDS"],
        memory_mb=settings["GUARD_MEMORY_MB"],
        pages=settings["GUARD_MAX_PAGES"],
        megapixels=settings["GUARD_MAX_MEGAPIXELS"],
        unzipped_mb=settings["GUARD_MAX_UNZIPPED_MB"],
    )


def own_numbers() -> tuple[str, ...]:
    """Numbers and addresses the bureau itself publishes."""
    return tuple(_state["own"])


def limits() -> Limits:
    """How far a file is looked through."""
    found: Limits = _state["limits"]
    return found


def _parts(fact: str) -> list[str]:
    """The numbers and addresses in a fact such as "0994-3228899，3228898（示例 example）"."""
    return [
        part.split("（")[0]
        for part in _PARTS.split(fact)
        if sum(sign.isdigit() for sign in part) >= 5 or "@" in part
    ]
