"""A calendar month in Beijing, as supervisors review it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from feedback_app.clock import LEGAL_ZONE, to_local

_WRITTEN = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    """A year and a month from 1 to 12."""

    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """From '2026-10'; None when it is no month of this century."""
        found = _WRITTEN.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """The month an aware moment lies in."""
        local = to_local(moment)
        return cls(local.year, local.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def first_on(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_on(self) -> date:
        return self.next.first_on - timedelta(days=1)

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.first_on, time.min, LEGAL_ZONE)

    @property
    def ends_at(self) -> datetime:
        """The first moment that is no longer in it."""
        return self.next.begins_at

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> "Month":
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    def is_over(self, now: datetime) -> bool:
        return now >= self.ends_at

    @property
    def label_zh(self) -> str:
        return f"{self.year}年{self.number}月"

    @property
    def label_en(self) -> str:
        return f"{self.first_on:%B} {self.year}"
