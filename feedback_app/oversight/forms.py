"""What a supervisor narrows the log by. Nothing here can be wrong enough to refuse: a bad filter is said and left out."""

from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from feedback_app.audit.actions import KINDS


@dataclass(frozen=True)
class LogFilter:
    """The filters of the log page, as understood; `faults` names what was typed and not understood."""

    kind: str = ""
    person: int | None = None
    subject: str = ""
    from_on: date | None = None
    to_on: date | None = None
    before: int | None = None
    faults: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.person or self.subject or self.from_on or self.to_on)

    def query(self) -> dict[str, str]:
        """As it stands in an address, without the place in the list."""
        shown = {
            "kind": self.kind,
            "person": self.person,
            "subject": self.subject,
            "from_on": self.from_on,
            "to_on": self.to_on,
        }
        return {name: str(value) for name, value in shown.items() if value}


def read_filter(query: "MultiDict[str, str]") -> LogFilter:
    """From the address's query."""
    faults: list[str] = []
    return LogFilter(
        kind=query.get("kind", "") if query.get("kind") in KINDS else "",
        person=_number(query, "person", faults),
        subject=query.get("subject", "").strip()[:80],
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
        return date.fromisoformat(text) if text else None
    except ValueError:
        faults.append(name)
        return None
