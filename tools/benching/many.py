"""A million tickets: the sample as often again as it takes, copied inside the database.

    PYTHONPATH=tools:. python -m benching.many 1000000

The settings come from the environment (the bench gives a scratch folder that holds a sample). Each copy has its own
numbers and points at its own records, so there are as many records to a ticket as in the sample, and every row says what
an operation left. What the copies lack: entries in the log (a million tickets would have seventeen million, and each is
hashed after the one before), messages sent, and rows of the public search. A few copies are made reports about conduct,
merged tickets and second rounds, in the columns lists look at. It is for measuring alone: nobody else should see it.
"""

import sys
import time
from typing import Any

from sqlalchemy import Column, Index, Table, func, insert, inspect, select
from sqlalchemy.orm import load_only, selectinload
from sqlalchemy.schema import CreateIndex, DropIndex

from feedback_app import create_app
from feedback_app.deadlines.models import ClockEvent
from feedback_app.disclosures.workflow import IN_WORK
from feedback_app.extensions import db, keyring
from feedback_app.outbox.models import OwedMessage
from feedback_app.sample.sheets import ORDER
from feedback_app.tickets.likeness.sketch import bands
from feedback_app.tickets.models import Likeness, Ticket

LEFT_OUT = (ClockEvent, OwedMessage)  # no list of tickets and no ticket's page walks through them
NUMBERS = {"ref", "submission_ref", "record_ref", "subject_ref"}
MARKS = {"submission_hash", "code_hash", "once_hash"}
CONDUCT, MERGED, AGAIN = 7, 11, 13  # which copies are something else
# The records on their way through the house are as many as before: nobody has six thousand drafts at once.
_IN_WORK = ", ".join(f"'{one.value}'" for one in sorted(IN_WORK))
_TURNED = {
    "type": f"CASE WHEN k.n = {CONDUCT} THEN 'conduct_report' ELSE t.type END",
    "state": f"CASE WHEN k.n = {MERGED} AND t.closed_at IS NULL THEN 'merged' ELSE t.state END",
    "duplicate_of_id": f"CASE WHEN k.n = {MERGED} THEN t.id END",
    "waits_for": f"CASE WHEN k.n = {MERGED} THEN NULL ELSE t.waits_for END",
    "next_step": f"CASE WHEN k.n = {MERGED} THEN NULL ELSE t.next_step END",
    "round": f"CASE WHEN k.n = {AGAIN} THEN 2 ELSE t.round END",
}


def main(wanted: int) -> None:
    """Until there are so many tickets; prints how many and how long it took."""
    with create_app().app_context():
        began = time.monotonic()
        there = db.session.scalar(select(func.count()).select_from(Ticket)) or 0
        _mark()
        tables = [_table(model) for model in (*ORDER, Likeness) if model not in LEFT_OUT]
        with db.engine.connect() as connection:
            _copy(connection, tables, max(wanted // max(there, 1), 1) - 1)
        count = db.session.scalar(select(func.count()).select_from(Ticket))
        print(f"{count:,} 件工单 tickets, 复制 copied in {time.monotonic() - began:.0f} s", flush=True)


def _mark() -> None:
    """The marks of alike words, which the sample does not make."""
    key = keyring.fingerprint("likeness", "").encode()
    wanted = select(Ticket).options(
        load_only(Ticket.words), selectinload(Ticket.claims), selectinload(Ticket.reporter)
    )
    rows = [
        {"ticket_id": ticket.id, "mark": mark}
        for ticket in db.session.scalars(wanted.where(Ticket.id.not_in(select(Likeness.ticket_id))))
        for mark in set(bands(" ".join([ticket.words, *(one.should_say for one in ticket.claims)]), key))
    ]
    if rows:
        db.session.execute(insert(Likeness), rows)
    db.session.commit()
    db.session.remove()


def _copy(connection: Any, tables: list[Table], copies: int) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    driver = (
        connection.connection.driver_connection
    )  # before a transaction begins: inside one SQLite ignores them
    for statement in _SQLITE_BEFORE if is_sqlite else _POSTGRESQL_BEFORE:
        driver.execute(statement)
    spans = {
        table.name: connection.scalar(select(func.max(table.c.id))) or 0
        for table in tables
        if "id" in table.c
    }
    for table in tables:
        indexes: list[Index] = sorted(
            (one for one in table.indexes if not one.unique), key=lambda one: str(one.name)
        )
        for index in indexes:
            connection.execute(DropIndex(index))
        connection.exec_driver_sql(_statement(table, spans, copies))
        for index in indexes:
            connection.execute(CreateIndex(index))
    if not is_sqlite:
        for table in tables:
            if "id" in table.c:
                last = select(func.max(table.c.id)).scalar_subquery()
                connection.execute(
                    select(func.setval(func.pg_get_serial_sequence(table.name, "id"), func.coalesce(last, 1)))
                )
        connection.exec_driver_sql("ANALYZE")
    connection.commit()


_SQLITE_BEFORE = (
    "PRAGMA foreign_keys=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA journal_mode=OFF",
    "PRAGMA cache_size=-400000",
    "PRAGMA temp_store=FILE",
)
_POSTGRESQL_BEFORE = (
    "SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'", "SET synchronous_commit = off",
)  # fmt: skip


def _statement(table: Table, spans: dict[str, int], copies: int) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.c)
    values = ", ".join(_value(table, column, spans) for column in table.c)
    return (
        f"WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {copies}) "
        f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM k CROSS JOIN "{table.name}" t WHERE k.n <= {copies}'
        + (f" AND t.id <= {spans[table.name]}" if table.name in spans else "")
    )


def _value(table: Table, column: "Column[Any]", spans: dict[str, int]) -> str:
    """The copy's value of one column, as SQL."""
    name = f't."{column.name}"'
    if table.name == "ticket" and column.name in _TURNED:
        return _TURNED[column.name]
    if (table.name, column.name) == ("record_version", "status"):
        return f"CASE WHEN {name} IN ({_IN_WORK}) THEN 'dropped' ELSE {name} END"
    if column.primary_key and column.name == "id":
        return f"{name} + k.n * {spans[table.name]}"
    for key in column.foreign_keys:
        if (span := spans.get(key.column.table.name)) is not None:
            return f"{name} + k.n * {span}"
    if column.name in NUMBERS:
        return f"{name} || '-' || k.n"
    if column.name in MARKS:
        return f"substr({name}, 1, 56) || '-' || k.n"
    return name


def _table(model: type[Any]) -> Table:
    table = inspect(model).local_table
    assert isinstance(table, Table)
    return table


if __name__ == "__main__":
    main(int(sys.argv[1]))
