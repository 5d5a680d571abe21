"""Reads of clocks and of the calendar."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, func, select, tuple_

from feedback_app.deadlines.models import CalendarDay, CalendarYear, Clock, ClockEvent
from feedback_app.deadlines.working_days import Calendar
from feedback_app.extensions import db

_kept: WeakKeyDictionary[Any, tuple[Any, Calendar]] = WeakKeyDictionary()


def calendar() -> Calendar:
    """The calendar with every approved row. Kept per process and database; one small query tells whether it is stale."""
    bind = db.session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    state = _state_of_rows()
    known = _kept.get(engine)
    if known is None or known[0] != state:
        known = _kept[engine] = (state, _read_calendar())
    return known[1]


def _state_of_rows() -> tuple[Any, ...]:
    """Changes with every row entered or approved, also when a rolled-back row's id is used again."""
    parts = [
        select(aggregate).select_from(table).scalar_subquery()
        for table in (CalendarDay, CalendarYear)
        for aggregate in (func.count(table.id), func.sum(table.stamp))
    ]
    return tuple(db.session.execute(select(*parts)).one())


def _read_calendar() -> Calendar:
    days = db.session.scalars(
        select(CalendarDay).where(CalendarDay.approved_at.is_not(None)).order_by(CalendarDay.id)
    )
    years = db.session.scalars(select(CalendarYear.year).where(CalendarYear.approved_at.is_not(None)))
    return Calendar([day.override for day in days], years)


def open_clocks(subject_kind: str, subject_ref: str) -> Sequence[Clock]:
    """What runs for one subject, the earliest due first."""
    return [one for one in clocks(subject_kind, subject_ref) if one.is_open]


def clocks(subject_kind: str, subject_ref: str) -> Sequence[Clock]:
    """Every clock of one subject, running or stopped, the earliest due first."""
    return clocks_of(subject_kind, [subject_ref])[subject_ref]


def clocks_of(subject_kind: str, subject_refs: Iterable[str]) -> dict[str, list[Clock]]:
    """The clocks of many subjects in one query, for lists; a subject without any has an empty list."""
    found: defaultdict[str, list[Clock]] = defaultdict(list)
    wanted = Clock.subject_ref.in_(list(subject_refs))
    chosen = select(Clock).where(Clock.subject_kind == subject_kind, wanted).order_by(Clock.due_at, Clock.id)
    for one in db.session.scalars(chosen):
        found[one.subject_ref].append(one)
    return found


def due_soon(
    *,
    until: datetime,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
    subject_kind: str | None = None,
    rules: Collection[str] | None = None,
) -> Sequence[Clock]:
    """Running clocks due by `until`, overdue ones first; `after` is (due_at, id) of the last one of the page before.

    `subject_kind`, `rules`: only clocks of these; asked for here, so that others do not use up the limit.
    """
    chosen = select(Clock).where(*_running(until, subject_kind, rules))
    if after is not None:
        chosen = chosen.where(tuple_(Clock.due_at, Clock.id) > after)
    return db.session.scalars(chosen.order_by(Clock.due_at, Clock.id).limit(limit)).all()


def count_due(*, until: datetime, subject_kind: str, rules: Collection[str]) -> int:
    """How many running clocks of these are due by `until`."""
    counted = select(func.count()).select_from(Clock).where(*_running(until, subject_kind, rules))
    return db.session.scalar(counted) or 0


def _running(
    until: datetime, subject_kind: str | None, rules: Collection[str] | None
) -> list[ColumnElement[bool]]:
    wanted = [Clock.stopped_at.is_(None), Clock.due_at <= until]
    if subject_kind is not None:
        wanted.append(Clock.subject_kind == subject_kind)
    if rules is not None:
        wanted.append(Clock.rule.in_(sorted(rules)))
    return wanted


def history(one: Clock) -> Sequence[ClockEvent]:
    """Everything that happened to a clock, in order."""
    return db.session.scalars(
        select(ClockEvent).where(ClockEvent.clock_id == one.id).order_by(ClockEvent.id)
    ).all()


def unapproved_days() -> Sequence[CalendarDay]:
    """Rows that wait for a second person."""
    return db.session.scalars(
        select(CalendarDay).where(CalendarDay.approved_at.is_(None)).order_by(CalendarDay.id)
    ).all()
