"""Running numbers that people read (ticket and record numbers): without holes, never used twice."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import db


class Series(db.Model):
    """The last number given in a series, such as `FK-JC-20261109`."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int]


def next_number(name: str) -> int:
    """The next number of a series, inside the caller's transaction: rolled back with it, so no hole is left."""
    series = db.session.scalar(select(Series).where(Series.name == name).with_for_update())
    if series is None:
        series = Series(name=name, last=0)
        db.session.add(series)
    series.last += 1
    db.session.flush()
    return series.last
