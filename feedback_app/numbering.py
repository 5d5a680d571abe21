"""Running numbers that people read (ticket and record numbers): without holes, never used twice."""

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import db


class Series(db.Model):
    """The last number given in a series, such as `FK-JC-20261109`."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int]


def next_number(name: str) -> int:
    """The next number of a series, inside the caller's transaction: rolled back with it, so no hole is left."""
    return next_numbers(name, 1)[0]


def next_numbers(name: str, count: int) -> range:
    """The next `count` numbers of a series at once, as `next_number` would give them one by one."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(Series).values(name=name, last=count)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"last": Series.last + count})
    last: int = db.session.execute(statement.returning(Series.last)).scalar_one()
    return range(last - count + 1, last + 1)
