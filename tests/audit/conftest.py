"""A fresh log on each database, and the hands of the database's owner."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from feedback_app.audit import operations, triggers
from feedback_app.audit.actor import Actor
from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db

LI = Actor("staff", 2, "李卫东", "副局长", "局领导")


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """The application on a fresh database, its context pushed, the log empty."""
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def fill(app: Flask) -> Callable[[int], None]:
    """Write and commit so many entries of one ticket."""

    def write(count: int) -> None:
        for turn in range(count):
            operations.append(
                "ticket.accept",
                by=LI,
                subject="ticket:FK-1",
                about="record:D-2",
                from_state="triage",
                to_state="accepted",
                facts={"due_on": "2026-11-16", "turn": turn},
                reason=f"理由{turn}" if turn % 2 else None,
            )
            db.session.commit()

    return write


class Owner:
    """Someone with the database in their hands: no triggers, and any change they like."""

    def __init__(self) -> None:
        db.session.rollback()  # what the test still reads would keep PostgreSQL from dropping triggers
        with db.engine.begin() as connection:
            triggers.drop(connection)

    def run(self, *statements: Any) -> None:
        db.session.rollback()
        with db.engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement) if isinstance(statement, str) else statement)

    def row(self, number: int) -> dict[str, Any]:
        with db.engine.connect() as connection:
            found = connection.execute(sa.select(LogEntry.__table__).where(LogEntry.number == number)).one()
        return dict(found._mapping)

    def change(self, number: int, **columns: Any) -> None:
        self.run(sa.update(LogEntry.__table__).where(LogEntry.__table__.c.number == number).values(**columns))

    def delete(self, number: int) -> None:
        self.run(sa.delete(LogEntry.__table__).where(LogEntry.__table__.c.number == number))

    def insert(self, row: dict[str, Any]) -> None:
        self.run(sa.insert(LogEntry.__table__).values(**row))

    def rows(self, table: Any) -> list[dict[str, Any]]:
        with db.engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(sa.select(table))]

    def put(self, table: Any, place: Any, **columns: Any) -> None:
        """Change the rows of a table that `place`, a condition, describes."""
        self.run(sa.update(table).where(place).values(**columns))


@pytest.fixture
def owner(app: Flask) -> type[Owner]:
    """Call it when the log is written: from then on its triggers are gone."""
    return Owner
