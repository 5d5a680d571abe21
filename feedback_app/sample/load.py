"""Putting the sample into the database: the plan's acts, the rows each leaves, and the log's entries, in one transaction."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select, update

from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import Actor
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.working_days import Calendar
from feedback_app.disclosures import indexing
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.workflow import PUBLISHED
from feedback_app.extensions import db, keyring
from feedback_app.refusals import Refusal
from feedback_app.sample.acts import Act, PlannedRecord, PlannedTicket
from feedback_app.sample.cast import Cast
from feedback_app.sample.clocks import Clocks
from feedback_app.sample.messages import Messages
from feedback_app.sample.office import Office
from feedback_app.sample.plan import OPENED_ON, Size, acts
from feedback_app.sample.record_rows import Entries, RecordRows
from feedback_app.sample.sheets import Sheets
from feedback_app.sample.ticket_rows import TicketRows
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.workflow import State

MOST = 200_000
_WITH_CODES = (State.CLOSED, State.INVESTIGATING, State.REPLIED)


class NotThatMany(Refusal):
    """A size that makes no sense."""


@dataclass(frozen=True)
class Loaded:
    """What was added. `codes`: receipt codes that open a few of the reports, by the reports' numbers."""

    tickets: int
    records: int
    entries: int
    codes: dict[str, str]


def refuse(tickets: int, records: int) -> None:
    """Raises NotThatMany for numbers nothing can be made of."""
    if not (0 <= tickets <= MOST and 0 <= records <= MOST) or tickets + records == 0:
        raise NotThatMany(
            f"工单和公示信息的数量应当是0到{MOST}的整数，不能都是0。",
            f"The numbers of tickets and records must be from 0 to {MOST}, and not both 0.",
        )
    if tickets and not records:
        raise NotThatMany(
            "工单要有公示信息可反映，请至少生成1条公示信息，例如 --records 1。",
            "Tickets need records to be about: ask for at least one, for example --records 1.",
        )


def load(
    tickets: int, records: int, *, seed: int, by: Actor, progress: Callable[[], object] = lambda: None
) -> Loaded:
    """Add so many tickets and records. `progress` is called for each of them. Commits nothing.

    Raises NotThatMany; NobodyForIt when there are not enough people to prepare records and deal with reports.
    """
    refuse(tickets, records)
    cast, calendar = Cast(db.session.scalars(select(StaffUser).order_by(StaffUser.id))), deadlines.calendar()
    writer = Writer(Sheets(), calendar, progress)
    size = Size(tickets, records, seed, writer.first_number)
    planned = acts(size, cast, Office(calendar, OPENED_ON, size.last_on))
    with _in_haste():
        entries = audit.append_many(writer.entries(planned))
        writer.finish()
        _index(writer.published)
    audit.append(
        "sample.load", by=by, subject="content:sample", facts={"tickets": tickets, "records": records}
    )
    return Loaded(tickets, records, entries, _give_codes(writer.newest_by_state()))


class Writer:
    """From acts to rows. The rows go to the sheets, the entries to whoever reads `entries`."""

    def __init__(self, sheets: Sheets, calendar: Calendar, progress: Callable[[], object]) -> None:
        self._sheets, self._clocks, self._messages = sheets, Clocks(calendar, sheets), Messages(sheets)
        self._records: dict[PlannedRecord, RecordRows] = {}
        self._tickets: dict[PlannedTicket, TicketRows] = {}
        self._progress = progress
        self._newest: dict[str, str] = {}
        self.first_number = sheets.last(DisclosureRecord) + 1

    def entries(self, planned: Iterator[Act]) -> Entries:
        """The log's entries of all acts, in order; the rows are written on the way."""
        for act in planned:
            yield from self._messages.sent_by(act.at)
            if isinstance(act.on, PlannedRecord):
                yield from self._record(act.on).write(act)
            else:
                ticket = self._ticket(act.on)
                yield from ticket.write(act)
                if ticket.is_closed:
                    self._put_away(act.on)
            self._sheets.put_if_full()
        yield from self._messages.sent_by(None)

    def finish(self) -> None:
        """Write what is still open."""
        for ticket in list(self._tickets):
            self._put_away(ticket)
        for record in self._records.values():
            record.finish()
        self._sheets.finish([record.row for record in self._records.values()])

    @property
    def published(self) -> list[str]:
        """The numbers of the records that are public at the end."""
        return [record.row["ref"] for record in self._records.values() if record.row["status"] == PUBLISHED]

    def newest_by_state(self) -> dict[str, str]:
        """The latest ticket in each state: state → number."""
        return self._newest

    def _record(self, planned: PlannedRecord) -> RecordRows:
        if planned not in self._records:
            self._records[planned] = RecordRows(planned, self._sheets, self._clocks, self._messages)
            self._progress()
        return self._records[planned]

    def _ticket(self, planned: PlannedTicket) -> TicketRows:
        if planned not in self._tickets:
            record = self._records[planned.record]
            self._tickets[planned] = TicketRows(planned, record, self._sheets, self._clocks, self._messages)
            self._progress()
        return self._tickets[planned]

    def _put_away(self, planned: PlannedTicket) -> None:
        ticket = self._tickets.pop(planned)
        ticket.finish()
        self._newest[ticket.row["state"]] = ticket.row["ref"]


def _index(refs: list[str]) -> None:
    """As `mirrors.reflect` does for each publication; only the last one of each record is left in the index."""
    for begin in range(0, len(refs), indexing.AT_ONCE):
        indexing.put_all(refs[begin : begin + indexing.AT_ONCE])
        for record in [one for one in db.session if isinstance(one, DisclosureRecord | RecordVersion)]:
            db.session.expunge(record)


@contextmanager
def _in_haste() -> Iterator[None]:
    """Millions of rows and no cycles among them: looking for cycles would take a tenth of the time. And on SQLite the
    indexes of one long transaction do not fit into the usual two megabytes; reading them back would take another."""
    was_on = gc.isenabled()
    gc.disable()
    _let_sqlite_keep(128 * 1024)
    try:
        yield
    finally:
        _let_sqlite_keep(2 * 1024)
        if was_on:
            gc.enable()


def _let_sqlite_keep(kilobytes: int) -> None:
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql(f"PRAGMA cache_size=-{kilobytes}")


def _give_codes(newest: dict[str, str]) -> dict[str, str]:
    """Receipt codes for a few reports, so that their pages can be looked at. Making one is slow on purpose."""
    codes = {}
    for ref in (newest[state] for state in _WITH_CODES if state in newest):
        code = keyring.code_for(f"sample {ref}")
        changed = update(Ticket).where(Ticket.ref == ref).values(code_hash=keyring.code_hash(code))
        db.session.execute(changed.execution_options(synchronize_session=False))
        codes[ref] = code
    return codes
