"""Inside the database the log only grows, whoever asks."""

import pytest
import sqlalchemy as sa

from feedback_app.audit import operations, queries, triggers
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db

APPEND_ONLY = "append-only"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET actor_name = '别人' WHERE number = 1",
        "UPDATE log_entry SET number = 9 WHERE number = 2",
        "UPDATE log_entry SET actor_name = actor_name",
        "DELETE FROM log_entry WHERE number = 2",
        "DELETE FROM log_entry",
    ],
)
def test_change_and_deletion_are_refused(app, fill, statement):
    fill(2)
    with pytest.raises(sa.exc.DBAPIError, match=APPEND_ONLY), db.engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert queries.verify().entries == 2


def test_change_and_deletion_through_the_models_are_refused(app, fill):
    fill(2)
    first, second = db.session.scalars(sa.select(LogEntry).order_by(LogEntry.number))
    first.action = "ticket.close"
    with pytest.raises(sa.exc.DBAPIError, match=APPEND_ONLY):
        db.session.flush()
    db.session.rollback()
    db.session.delete(second)
    with pytest.raises(sa.exc.DBAPIError, match=APPEND_ONLY):
        db.session.flush()
    db.session.rollback()
    assert queries.verify().entries == 2


def test_truncate_is_refused(app, fill):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    fill(1)
    with pytest.raises(sa.exc.DBAPIError, match=APPEND_ONLY), db.engine.begin() as connection:
        connection.execute(sa.text("TRUNCATE log_entry"))


def test_a_row_cannot_be_put_in_place_of_another(app, fill):
    # SQLite's REPLACE deletes without asking the delete trigger; PostgreSQL's way is ON CONFLICT DO UPDATE.
    fill(2)
    columns = ", ".join(column.name for column in LogEntry.__table__.columns)
    copy = f"INTO log_entry ({columns}) SELECT {columns} FROM log_entry WHERE number = 2"
    if db.engine.dialect.name == "sqlite":
        statement = f"INSERT OR REPLACE {copy}"
    else:
        statement = f"INSERT {copy} ON CONFLICT (number) DO UPDATE SET action = 'ticket.close'"
    with (
        pytest.raises(sa.exc.DBAPIError, match=r"next number only|append-only"),
        db.engine.begin() as connection,
    ):
        connection.execute(sa.text(statement))


@pytest.mark.parametrize("number", [0, 2, 4, 999])
def test_only_the_next_number_is_taken(app, fill, number):
    fill(2)
    last = db.session.execute(sa.select(LogEntry.__table__).where(LogEntry.number == 2)).one()
    db.session.rollback()
    with pytest.raises(sa.exc.DBAPIError, match="next number only"), db.engine.begin() as connection:
        connection.execute(sa.insert(LogEntry.__table__).values(**(dict(last._mapping) | {"number": number})))


def test_triggers_come_and_go(app, fill):
    with db.engine.begin() as connection:
        triggers.drop(connection)
        triggers.create(connection)
    operations.append("log.verify", by=SYSTEM, subject="log:main")
    db.session.commit()
    with pytest.raises(sa.exc.DBAPIError, match=APPEND_ONLY), db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM log_entry"))


def test_the_statements_can_be_copied_into_a_migration():
    for statement in (
        *triggers.SQLITE,
        *triggers.POSTGRESQL,
        *triggers.DROP_SQLITE,
        *triggers.DROP_POSTGRESQL,
    ):
        assert not set(":%\\") & set(statement), "a migration would read these signs as parameters"
