"""When each piece of periodic work was last done, and how it ended: one row for each, kept in place.

Whoever does such work says so here: the relay for its rounds, the fetching of mail for itself. A monitor and a page read
it. `well_at` is what a monitor asks for: work that fails at every try has an `ended_at` of a minute ago.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, Text, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app import clock
from feedback_app.extensions import UtcDateTime, db

LONGEST_FAULT = 500


class RoundRun(db.Model):
    """The last time of one piece of work. `fault`: in words, empty when it went well."""

    __tablename__ = "round_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    well_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(Text)


def note(
    name: str, *, fault: str = "", started_at: datetime | None = None, ended_at: datetime | None = None
) -> None:
    """Write down, in the caller's transaction, that this work was done just now; two who write at once do no harm."""
    ended_at = ended_at or clock.now()
    row = {
        "started_at": started_at or ended_at, "ended_at": ended_at, "fault": fault[:LONGEST_FAULT],
    } | ({} if fault else {"well_at": ended_at})  # fmt: skip
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(RoundRun).values(name=name, **row)
    db.session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=row))


def all_runs() -> dict[str, RoundRun]:
    return {row.name: row for row in db.session.scalars(select(RoundRun).order_by(RoundRun.name))}


def last_well(name: str) -> datetime | None:
    """When this work last went well; None: never."""
    return db.session.scalar(select(RoundRun.well_at).where(RoundRun.name == name))


def is_silent(name: str, longer_than: timedelta) -> bool:
    """Whether this work has not gone well for so long, or never."""
    last = last_well(name)
    return last is None or clock.now() - last > longer_than
