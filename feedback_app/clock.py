"""The only reader of time.

Legal time in the county is Beijing time, whatever clock the server or the caller's wrist shows (many people in
Xinjiang also use UTC+6), so civil dates are always taken in Asia/Shanghai.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")

_held: ContextVar[datetime | None] = ContextVar("held_time", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _held.get() or datetime.now(UTC)


def today() -> date:
    """Today's civil date in Beijing."""
    return to_local(now()).date()


def to_local(moment: datetime) -> datetime:
    """The same moment on a Beijing clock."""
    return moment.astimezone(LEGAL_ZONE)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold time still, for tests and for loading the dated sample records."""
    if moment.tzinfo is None:
        raise ValueError("clock.at needs a moment with a time zone")
    token = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)
