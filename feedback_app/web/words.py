"""Words on pages: the reader's language, and how names, dates and numbers are shown in it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import (
    current_app,
    request,
    session,
)
from flask_babel import get_locale, ngettext

from feedback_app import clock

LANGUAGES = ("zh", "en")


def chosen_language() -> str:
    """The reader's language: what they chose, else Chinese."""
    chosen = session.get("language") if request else None
    return chosen if chosen in LANGUAGES else "zh"


def lang() -> str:
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def label(row: Any) -> str:
    """A table row's name in the reader's language, with a capital: it stands by itself."""
    words = say(row, "label")
    return words[:1].upper() + words[1:]


def say(row: Any, what: str) -> str:
    """A table row's words (`help`, `citizen`, `next`…) in the reader's language."""
    return str(getattr(row, f"{what}_{lang()}"))


def day(value: date | datetime | None) -> str:
    """A date as people write it."""
    if value is None:
        return ""
    on = clock.to_local(value).date() if isinstance(value, datetime) else value
    return f"{on.year}年{on.month}月{on.day}日" if lang() == "zh" else f"{on.day} {on:%B %Y}"


def working_days(count: int) -> str:
    """So many working days, in the reader's language: 5 个工作日, 1 working day."""
    return str(ngettext("%(num)s 个工作日", "%(num)s 个工作日", count))


def moment(value: datetime | None) -> str:
    """A moment on a Beijing clock."""
    if value is None:
        return ""
    return f"{day(value)} {clock.to_local(value):%H:%M}"


def title(record: Any) -> str:
    """A record's title in the reader's language."""
    return say(record, "title")


FILTERS: dict[str, Callable[..., str]] = {
    "label": label,
    "say": say,
    "day": day,
    "moment": moment,
    "title": title,
    "working_days": working_days,
}


def template_names() -> dict[str, Any]:
    return {
        "lang": lang(),
        "elder": bool(session.get("elder")) if request else False,
        "now": clock.now(),
        "today": clock.today(),
        "config": current_app.config,
    }
