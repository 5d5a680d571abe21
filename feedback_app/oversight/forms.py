"""What a supervisor narrows the log by. Nothing here can be wrong enough to refuse: a bad filter is said and left out."""

from datetime import date

from werkzeug.datastructures import MultiDict

from feedback_app.audit.actions import KINDS
from feedback_app.oversight.queries import LogFilter

YEARS = range(1990, 2990)  # days at the ends of the calendar cannot be taken to another zone


def read_filter(query: "MultiDict[str, str]") -> LogFilter:
    """From the address's query."""
    faults: list[str] = []
    return LogFilter(
        kind=query.get("kind", "") if query.get("kind") in KINDS else "",
        person=_number(query, "person", faults),
        subject="".join(sign for sign in query.get("subject", "") if sign.isprintable()).strip()[:80],
        from_on=_day(query, "from_on", faults),
        to_on=_day(query, "to_on", faults),
        before=_number(query, "before", []),
        faults=tuple(faults),
    )


def _number(query: "MultiDict[str, str]", name: str, faults: list[str]) -> int | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text)
    faults.append(name)
    return None


def _day(query: "MultiDict[str, str]", name: str, faults: list[str]) -> date | None:
    text = query.get(name, "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.min
    if day is not None and day.year not in YEARS:
        faults.append(name)
        return None
    return day
