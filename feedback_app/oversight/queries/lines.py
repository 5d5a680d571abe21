"""Lines of the log by any combination of filters, page by page, in one query each.

What is narrowed by anything but a ticket or a record goes by time, which is the order of the numbers too wherever the
clock was never set back. Each branch of a query is answered by one index and cut to one page: a plain OR would make the
databases read all that match.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, literal_column, or_, select, union_all
from sqlalchemy.orm import raiseload

from feedback_app.accounts.models import OrgUnit, StaffUser
from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.models import LogEntry
from feedback_app.clock import LEGAL_ZONE
from feedback_app.extensions import db

LINES = 50
CHUNK = 1_000
Condition = ColumnElement[bool]
# Written out, because the databases use the index of these few only when they see the very words of its condition.
ON_BEHALF: Condition = literal_column("log_entry.on_behalf_of <> ''")


@dataclass(frozen=True)
class LogFilter:
    """The filters of the log page, as understood; all that are given must hold.

    `q`: the search box as it was typed. `whose`: the kind of actor. `unit`: its name as the log has it. `before`: the
    place in the list. `faults` names what was typed and not understood. `hushed`: what the reader may not meet.
    """

    q: str = ""
    kind: str = ""
    action: str = ""
    person: int | None = None
    unit: str = ""
    whose: str = ""
    on_behalf: bool = False
    ticket: str = ""
    record: str = ""
    from_on: date | None = None
    to_on: date | None = None
    before: int | None = None
    faults: tuple[str, ...] = ()
    hushed: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query())

    def query(self) -> dict[str, str]:
        """As it stands in an address, without the place in the list."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: "1" if value is True else str(value)
            for name, value in given.items()
            if value and name not in ("before", "faults", "hushed")
        }

    @property
    def subjects(self) -> list[str]:
        """The ticket and the record, as the log names them."""
        named = (("ticket", self.ticket), ("record", self.record))
        return [f"{kind}:{ref}" for kind, ref in named if ref]


def log_lines(
    wanted: LogFilter, *, limit: int = LINES, sealed: bool = True
) -> tuple[Sequence[LogEntry], int | None]:
    """The lines a filter asks for, newest first, and the number the next page begins below.

    Without `sealed`, the sealed parts are not even read.
    """
    by_time = not wanted.subjects and wanted.is_narrowed
    order = (LogEntry.at.desc(), LogEntry.number.desc()) if by_time else (LogEntry.number.desc(),)
    conditions = _conditions(wanted)
    if wanted.before is not None:
        conditions.append(_behind(wanted.before) if by_time else LogEntry.number < wanted.before)
    pages = [
        select(LogEntry.number).where(*conditions, *branch).order_by(*order).limit(limit + 1).subquery()
        for branch in _branches(wanted)
    ]
    found = union_all(*(select(page.c.number) for page in pages))
    chosen = select(LogEntry).where(LogEntry.number.in_(found)).order_by(*order).limit(limit + 1)
    lines = db.session.scalars(chosen if sealed else chosen.options(raiseload(LogEntry.sealed))).all()
    return lines[:limit], lines[limit - 1].number if len(lines) > limit else None


def all_lines(wanted: LogFilter, *, most: int) -> Iterator[LogEntry]:
    """Every line a filter asks for, newest first, read in chunks and without sealed parts; at most `most`."""
    before, left = wanted.before, most
    while left > 0:
        lines, before = log_lines(_at(wanted, before), limit=min(CHUNK, left), sealed=False)
        yield from lines
        left -= len(lines)
        for one in lines:
            db.session.expunge(one)  # a long export holds no more than one chunk
        if before is None:
            return


def entry(number: int, *, hushed: Collection[str] = ()) -> LogEntry | None:
    """One entry; None also for one that is on or about one of `hushed`."""
    found = db.session.get(LogEntry, number)
    return None if found is not None and {found.subject, found.about} & set(hushed) else found


def staff() -> list[StaffUser]:
    """Everyone who can have acted, for the filter by person."""
    return list(db.session.scalars(select(StaffUser).order_by(StaffUser.unit_id, StaffUser.id)))


def units() -> list[OrgUnit]:
    """Every unit, for the filter by unit."""
    return list(db.session.scalars(select(OrgUnit).order_by(OrgUnit.id)))


def _at(wanted: LogFilter, before: int | None) -> LogFilter:
    return LogFilter(**{one.name: getattr(wanted, one.name) for one in fields(wanted)} | {"before": before})


def _conditions(wanted: LogFilter) -> list[Condition]:
    asked: list[tuple[object, Condition]] = [
        (wanted.person, LogEntry.actor_id == wanted.person),
        (wanted.unit, LogEntry.actor_unit == wanted.unit),
        (wanted.whose, LogEntry.actor_kind == wanted.whose),
        (wanted.on_behalf, ON_BEHALF),
    ]
    conditions = [condition for value, condition in asked if value]
    if wanted.hushed:
        conditions.append(LogEntry.subject.not_in(wanted.hushed))
        conditions.append(or_(LogEntry.about.is_(None), LogEntry.about.not_in(wanted.hushed)))
    if wanted.from_on:
        conditions.append(LogEntry.at >= datetime.combine(wanted.from_on, time.min, LEGAL_ZONE))
    if wanted.to_on:
        conditions.append(LogEntry.at <= datetime.combine(wanted.to_on, time.max, LEGAL_ZONE))
    return conditions


def _branches(wanted: LogFilter) -> list[list[Condition]]:
    names = (
        [wanted.action] if wanted.action else [key for key, row in ACTIONS.items() if row.kind == wanted.kind]
    )
    if wanted.action and wanted.kind and ACTIONS[wanted.action].kind != wanted.kind:
        names = []
    is_of_some = bool(wanted.action or wanted.kind)
    among: list[Condition] = [LogEntry.action.in_(names)] if is_of_some else []
    if wanted.subjects:
        first, *other = wanted.subjects
        also = [or_(LogEntry.subject == one, LogEntry.about == one) for one in other]
        return [[LogEntry.subject == first, *also, *among], [LogEntry.about == first, *also, *among]]
    # Of one person, of one unit, on behalf: few enough to be read in their order and sorted out by action.
    is_of_few = wanted.person or wanted.unit or wanted.on_behalf or wanted.whose == "operator"
    if is_of_some and names and not is_of_few:
        return [[LogEntry.action == name] for name in names]
    return [among]


def _behind(number: int) -> Condition:
    """What comes after this entry when entries go by time."""
    last = select(LogEntry.at).where(LogEntry.number == number).scalar_subquery()
    # The first says nothing new, but an index can begin there.
    return and_(LogEntry.at <= last, or_(LogEntry.at < last, LogEntry.number < number))
