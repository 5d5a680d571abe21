"""Document numbers as a sequence: 昌州环阜罚〔2026〕2号 is missing between 1号 and 3号 (Article 17: 选择性公示)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FORM = re.compile(r"(?P<series>.{1,24}〔[0-9]{4}〕(?:[0-9]{1,6}-)?)第?(?P<number>[0-9]{1,6})号")


@dataclass(frozen=True)
class Gap:
    """Numbers of one series nobody has entered, from `first` to `last`; `series` reads 昌州环阜罚〔2026〕."""

    series: str
    first: int
    last: int
    highest: int

    @property
    def label(self) -> str:
        return (
            f"{self.series}{self.first}号"
            if self.first == self.last
            else f"{self.series}{self.first}–{self.last}号"
        )


def gaps(numbers: Iterable[str]) -> Iterator[Gap]:
    """What is missing in each series from 1 up to its highest number, series in order."""
    there: dict[str, set[int]] = {}
    for written in numbers:
        match = _FORM.fullmatch(written)
        if match:
            there.setdefault(match["series"], set()).add(int(match["number"]))
    for series in sorted(there):
        yield from _gaps_of(series, there[series])


def _gaps_of(series: str, there: set[int]) -> Iterator[Gap]:
    before, highest = 0, max(there)
    for number in sorted(there):
        if number - before > 1:
            yield Gap(series, before + 1, number - 1, highest)
        before = number
