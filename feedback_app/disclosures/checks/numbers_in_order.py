"""Document numbers as a sequence: 昌州环阜罚〔2026〕2号 is missing between 1号 and 3号 (Article 17: 选择性公示)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FORM = re.compile(r"(?P<series>.{1,24}〔[0-9]{4}〕(?:[0-9]{1,6}-)?)第?(?P<number>[0-9]{1,6})号")

MOST_NAMED = 5  # more than these in a row are named by the first and the last


@dataclass(frozen=True)
class Gap:
    """Numbers of one series nobody has entered, from `first` to `last`; `series` reads 昌州环阜罚〔2026〕."""

    series: str
    first: int
    last: int
    highest: int

    @property
    def label(self) -> str:
        if self.last - self.first < MOST_NAMED:
            return self.series + "、".join(f"{number}号" for number in range(self.first, self.last + 1))
        return f"{self.series}{self.first}号至{self.last}号"


def gaps(numbers: Iterable[str], explained: Iterable[str] = ()) -> Iterator[Gap]:
    """What is missing in each series from 1 up to its highest number, series in order.

    `explained`: numbers kept from the public by law. They are no gaps, and they show nothing of themselves: neither a
    series nor how far one has come.
    """
    there, kept_back = _by_series(numbers), _by_series(explained)
    for series in sorted(there):
        yield from _gaps_of(series, there[series], kept_back.get(series, set()))


def _by_series(numbers: Iterable[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for written in numbers:
        match = _FORM.fullmatch(written)
        if match:
            found.setdefault(match["series"], set()).add(int(match["number"]))
    return found


def _gaps_of(series: str, there: set[int], explained: set[int]) -> Iterator[Gap]:
    before, highest = 0, max(there)
    for number in sorted(there | {one for one in explained if one < highest}):
        if number - before > 1:
            yield Gap(series, before + 1, number - 1, highest)
        before = number
