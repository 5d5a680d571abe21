"""Lists read page by page, by key: the next page begins behind the last row of this one, however long the list is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, or_
from sqlalchemy.orm import InstrumentedAttribute

from feedback_app.extensions import db

T = TypeVar("T")
S = TypeVar("S", bound=Select[Any])


@dataclass(frozen=True)
class After:
    """Where the next page begins: behind this moment and number."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"

    @classmethod
    def read(cls, text: str | None) -> "After | None":
        """From an address's query; anything malformed means the first page."""
        try:
            at, _, number = (text or "").rpartition("_")
            moment = datetime.fromisoformat(at)
            # Far-off years overflow on their way to the database; no list of ours reaches there.
            ours = moment.tzinfo and 1990 <= moment.year <= 2990 and 0 <= int(number) < 2**31
            return cls(moment, int(number)) if ours else None
        except ValueError:
            return None


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, and where the next one begins (None at the end)."""

    rows: list[T]
    after: After | None


def newest_first(
    wanted: Select[tuple[T]],
    at: "InstrumentedAttribute[Any]",
    number: "InstrumentedAttribute[int]",
    *,
    after: After | None,
    limit: int,
) -> Page[T]:
    """A page in falling order of a moment, the number settling ties."""
    if after is not None:
        # `<=` says nothing new, but an index can begin there instead of walking up to it.
        wanted = wanted.where(at <= after.at, or_(at < after.at, number < after.id))
    return _page(wanted.order_by(at.desc(), number.desc()), lambda row: getattr(row, at.key), limit)


def earliest_first(
    wanted: Select[tuple[T]],
    at: "InstrumentedAttribute[Any]",
    number: "InstrumentedAttribute[int]",
    *,
    after: After | None,
    limit: int,
) -> Page[T]:
    """A page in rising order of a moment, the number settling ties."""
    return _page(in_rising_order(wanted, at, number, after), lambda row: getattr(row, at.key), limit)


def in_rising_order(
    wanted: S,
    at: "InstrumentedAttribute[Any]",
    number: "InstrumentedAttribute[int]",
    after: After | None,
) -> S:
    """What stands behind a place in rising order of a moment."""
    if after is not None:
        wanted = wanted.where(at >= after.at, or_(at > after.at, number > after.id))
    return wanted.order_by(at, number)


def _page(wanted: Select[tuple[T]], moment: Callable[[Any], datetime], limit: int) -> Page[T]:
    found: list[Any] = list(db.session.scalars(wanted.limit(limit + 1)))
    rows = found[:limit]
    return Page(rows, After(moment(rows[-1]), rows[-1].id) if len(found) > limit else None)
