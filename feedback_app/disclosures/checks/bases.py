"""Which laws a text cites, and which of them were in force on a day (从旧兼从轻, 《生态环境法典》第一千零五十七条)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

_CITED = re.compile(r"《([^《》\n]{2,80})》")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]|\s")
_STATE = "中华人民共和国"


@dataclass(frozen=True)
class Basis:
    """A row of a published list of legal bases (A2). A day left empty is open."""

    title: str
    effective_from: date | None
    effective_to: date | None
    replaced_by: str = ""

    def is_in_force(self, on: date) -> bool:
        return (self.effective_from is None or self.effective_from <= on) and (
            self.effective_to is None or on <= self.effective_to
        )


def cited(text: str) -> Iterator[tuple[str, int, int]]:
    """(title, start, end) of every 《…》 in a text; the place is the title without its brackets."""
    for match in _CITED.finditer(text):
        yield match[1], match.start(1), match.end(1)


def essence(title: str) -> str:
    """One law under its full or its short name, with or without (2018年修正)."""
    return _ASIDE.sub("", title).removeprefix(_STATE)


def bases_of(rows: Iterable[Mapping[str, str]]) -> dict[str, list[Basis]]:
    """Rows of published tables by the essence of their titles: a law amended several times has several."""
    found: dict[str, list[Basis]] = {}
    for row in rows:
        title = row.get("title", "").strip("《》")
        one = Basis(
            title, _day(row.get("effective_from")), _day(row.get("effective_to")), row.get("replaced_by", "")
        )
        found.setdefault(essence(title), []).append(one)
    return found


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
