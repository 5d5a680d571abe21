"""Rows on their way into the tables: numbered beforehand, gathered, and put in many at a time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable, Table, bindparam, func, insert, inspect, select, text, update

from feedback_app.carriers.models import ChannelPublication
from feedback_app.deadlines.models import Clock, ClockEvent
from feedback_app.disclosures.models import DisclosureRecord, RecordAct, RecordClarification, RecordVersion
from feedback_app.extensions import db
from feedback_app.numbering import Series
from feedback_app.outbox.models import OwedMessage
from feedback_app.tickets import models as tickets

# In the order in which rows may refer to one another.
ORDER: tuple[type[Any], ...] = (
    DisclosureRecord, RecordVersion, RecordAct, RecordClarification, ChannelPublication, Clock, ClockEvent,
    tickets.Ticket, tickets.Claim, tickets.Reporter, tickets.Acceptance, tickets.LeaderSubmission, tickets.Appointment,
    tickets.Verification, tickets.Correction, tickets.Clarification, tickets.Reply, tickets.CauseAnalysis,
    tickets.CauseCategory, tickets.CauseField, tickets.Accountability, tickets.Statement, tickets.Redirection,
    tickets.Closing, OwedMessage,
)  # fmt: skip
FULL = 40_000
AT_ONCE = 2_000
_RECORD_CHANGES = (
    "status", "title_zh", "title_en", "first_published_at", "published_at", "live_number", "under_verification",
)  # fmt: skip
Row = dict[str, Any]


class Sheets:
    """Nobody else may write to these tables until the transaction ends: the rows' own numbers are given here, and the
    database's counters follow at the end."""

    def __init__(self) -> None:
        self._rows: dict[type[Any], list[Row]] = {model: [] for model in ORDER}
        self._gathered = 0
        _keep_others_out()
        self._last: dict[type[Any], int] = {
            model: db.session.scalar(select(func.max(model.id))) or 0 for model in ORDER
        }
        self._series = {one.name: one.last for one in db.session.scalars(select(Series))}
        self._known_series = frozenset(self._series)

    def number(self, model: type[Any]) -> int:
        """The next row's own number."""
        self._last[model] += 1
        return self._last[model]

    def last(self, model: type[Any]) -> int:
        return self._last[model]

    def next_in(self, series: str) -> int:
        """The next number of a series that people read, as `numbering.next_number` would give it."""
        self._series[series] = self._series.get(series, 0) + 1
        return self._series[series]

    def add(self, model: type[Any], row: Row) -> None:
        """A finished row; only a record's may still change, see `finish`."""
        self._rows[model].append(row)
        self._gathered += 1

    def put_if_full(self) -> None:
        if self._gathered >= FULL:
            self._put()

    def finish(self, records: Sequence[Row]) -> None:
        """Put the rest, bring the records up to date, and let series and counters follow."""
        self._put()
        wanted = _table(DisclosureRecord)
        changed = [{"b_id": row["id"], **{name: row[name] for name in _RECORD_CHANGES}} for row in records]
        _in_parts(update(wanted).where(wanted.c.id == bindparam("b_id")), changed)
        self._advance_series()
        if db.engine.dialect.name == "postgresql":
            for model in ORDER:
                _follow(_table(model), self._last[model])
            # The database would look by itself within a minute; until then its plans would suit the empty tables.
            db.session.execute(text("ANALYZE"))

    def _put(self) -> None:
        for model, rows in self._rows.items():
            if rows:
                _pour(_table(model), rows)
                rows.clear()
        self._gathered = 0

    def _advance_series(self) -> None:
        wanted, last = _table(Series), self._series
        moved = update(wanted).where(wanted.c.name == bindparam("b_name")).values(last=bindparam("b_last"))
        _in_parts(moved, [{"b_name": name, "b_last": last[name]} for name in sorted(self._known_series)])
        new = sorted(last.keys() - self._known_series)
        _in_parts(insert(wanted), [{"name": name, "last": last[name]} for name in new])


def _table(model: type[Any]) -> Table:
    table = inspect(model).local_table
    assert isinstance(table, Table)
    return table


def _in_parts(statement: Executable, rows: Sequence[Row]) -> None:
    for begin in range(0, len(rows), AT_ONCE):
        db.session.execute(statement, rows[begin : begin + AT_ONCE])


def _pour(table: Table, rows: Sequence[Row]) -> None:
    """Rows that all name the same columns, by the quickest way the database has; by `insert` it takes twice as long."""
    dialect, connection = db.engine.dialect, db.session.connection()
    columns = [one for one in table.c if one.name in rows[0]]
    shapes = [(one.name, one.type.dialect_impl(dialect).bind_processor(dialect)) for one in columns]
    shaped = (tuple(shape(row[name]) if shape else row[name] for name, shape in shapes) for row in rows)
    names = ", ".join(f'"{one.name}"' for one in columns)
    if dialect.name == "sqlite":
        marks = ", ".join("?" for _ in columns)
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own tables
        connection.exec_driver_sql(statement, list(shaped))
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copied:
        for row in shaped:
            copied.write_row(row)


def _keep_others_out() -> None:
    """On SQLite the write lock this transaction began with does it."""
    if db.engine.dialect.name == "postgresql":
        names = ", ".join(_table(model).name for model in (*ORDER, Series))
        db.session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def _follow(table: Table, last: int) -> None:
    if last:
        db.session.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
