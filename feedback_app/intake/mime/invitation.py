"""Invitations (iCalendar, RFC 5545) as the lines a person reads."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_SAID = (("SUMMARY", "日程"), ("DTSTART", "时间"), ("LOCATION", "地点"), ("DESCRIPTION", ""))
_BEIJING = ZoneInfo("Asia/Shanghai")


def to_text(source: str) -> str:
    """Each event: what, when (Beijing time), where, and its description."""
    return "\n\n".join(_event(lines) for lines in _events(source))


def _events(source: str) -> Iterator[dict[str, str]]:
    event: dict[str, str] | None = None
    for line in re.sub(r"\r?\n[ \t]", "", source).splitlines():
        name, _, value = line.partition(":")
        name = name.partition(";")[0].upper()
        if (name, value.strip().upper()) == ("BEGIN", "VEVENT"):
            event = {}
        elif name == "END" and event is not None and value.strip().upper() == "VEVENT":
            yield event
            event = None
        elif event is not None:
            event.setdefault(name, _unescaped(value))


def _event(said: dict[str, str]) -> str:
    lines = []
    for name, label in _SAID:
        value = said.get(name, "").strip()
        if name == "DTSTART":
            value = _when(value)
        if value:
            lines.append(f"{label}：{value}" if label else value)
    return "\n".join(lines)


def _when(value: str) -> str:
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?", value)
    if found is None:
        return value
    year, month, day, hour, minute, zulu = found.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    if zulu:
        try:
            moment = datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=UTC)
            return f"{moment.astimezone(_BEIJING):%Y-%m-%d %H:%M}"
        except (ValueError, OverflowError):
            return value
    return f"{year}-{month}-{day} {hour}:{minute}"


def _unescaped(value: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], value)
