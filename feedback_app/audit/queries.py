"""Reading the log: its head, lines for the supervisor's desk, and the check that it holds."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Text, and_, exc, func, or_, select, type_coerce, union_all

from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.checkpoint import OldCheckpoint as Checkpoint
from feedback_app.audit.checkpoints import (
    consistency_proof,
    current_checkpoint,
    first_issued_with,
    inclusion_proof,
    issued,
    issued_at_size,
    latest_issued,
    signed_at,
    signed_now,
    size,
)
from feedback_app.audit.hashing import HASHED_COLUMNS, NO_HASH
from feedback_app.audit.models import LogEntry, LogSealed
from feedback_app.audit.proof import Verdict, Walk
from feedback_app.clock import LEGAL_ZONE
from feedback_app.extensions import db

__all__ = [
    "Head",
    "chain",
    "consistency_proof",
    "continues",
    "current_checkpoint",
    "entries",
    "first_issued_with",
    "head",
    "inclusion_proof",
    "issued",
    "issued_at_size",
    "latest_issued",
    "signed_at",
    "signed_now",
    "size",
    "verify",
]
CHUNK = 2_000
_BY_NUMBER = (LogEntry.number.desc(),)
_BY_TIME = (LogEntry.at.desc(), LogEntry.number.desc())
_READ = (*(LogEntry.__table__.c[name] for name in HASHED_COLUMNS), LogEntry.__table__.c.entry_hash)


class Head(NamedTuple):
    """The last entry: its number and hash; (0, 64 zeros) for an empty log."""

    number: int
    entry_hash: str


def head() -> Head:
    """The head of the log as this transaction sees it."""
    last = select(LogEntry.number, LogEntry.entry_hash).order_by(LogEntry.number.desc()).limit(1)
    row = db.session.execute(last).first()
    return Head(row.number, row.entry_hash) if row else Head(0, NO_HASH)


def entries(
    *,
    person: int | None = None,
    action: str | None = None,
    kind: str | None = None,
    subject: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[LogEntry]:
    """Entries, newest first, in one query with their sealed parts.

    `person`: the number of a staff account; `kind`: of an action, see actions.KINDS; `subject`: a reference that the
    entry is on or about; `from_on`, `to_on`: civil dates in Beijing, both included; `before`: the number of the last
    entry of the page before. Newest is the greatest number; what is narrowed by person, action or day goes by time,
    which is the same order wherever the clock was never set back.
    """
    filters = (person, action, kind, from_on, to_on)
    is_by_time = subject is None and any(one is not None for one in filters)
    order = _BY_TIME if is_by_time else _BY_NUMBER
    wanted = _wanted(person, action, from_on, to_on)
    if before is not None:
        wanted.append(_behind(before) if is_by_time else LogEntry.number < before)
    pages = [
        select(LogEntry.number).where(*wanted, *branch).order_by(*order).limit(limit).subquery()
        for branch in _branches(subject, kind, is_of_person=person is not None)
    ]
    found = union_all(*(select(page.c.number) for page in pages))
    lines = select(LogEntry).where(LogEntry.number.in_(found)).order_by(*order).limit(limit)
    return db.session.scalars(lines).all()


def chain(subject: str, *, after: int = 0, limit: int = 500) -> Sequence[LogEntry]:
    """Everything written on or about one subject, oldest first; `after`: only numbers above it, for the next page."""
    numbers = union_all(
        select(LogEntry.number).where(LogEntry.subject == subject),
        select(LogEntry.number).where(LogEntry.about == subject),
    )
    lines = select(LogEntry).where(LogEntry.number.in_(numbers), LogEntry.number > after)
    return db.session.scalars(lines.order_by(LogEntry.number).limit(limit)).all()


def continues(checkpoint: Checkpoint) -> bool:
    """Whether the entry a checkpoint saw still bears the same hash: one look-up, no proof; `verify` is the proof."""
    kept = select(LogEntry.entry_hash).where(LogEntry.number == checkpoint.size)
    return (db.session.scalar(kept) or NO_HASH) == checkpoint.head_hash


def verify(upto: int | None = None, checkpoint: Checkpoint | None = None) -> Verdict:
    """Check the whole log, or its first `upto` entries, and compare it with a checkpoint kept elsewhere.

    Checks that numbers run without gaps, each entry follows the one before, each column still makes the hash, and
    each sealed part that is there still makes its commitment (one that is not there counts as erased). Reads in
    chunks; entries appended meanwhile are left out. Raises ValueError for a checkpoint beyond `upto`.
    """
    if upto is not None and checkpoint and checkpoint.size > upto:
        raise ValueError("the checkpoint lies beyond the entries to be checked")
    walk = Walk(checkpoint)
    last_sealed = (
        db.session.scalar(select(func.max(LogSealed.entry_number))) or 0
    )  # before the head, for no false alarm
    end = head().number if upto is None else upto
    if _walk_to(end, walk) and upto is None and (orphan := _sealed_without_entry(last_sealed)) is not None:
        walk.stop("truncated_sealed" if orphan > walk.number else "sealed_changed", orphan)
    return walk.verdict()


def _walk_to(end: int, walk: Walk) -> bool:
    last, size = None, CHUNK
    while True:
        try:
            rows = _read_after(last, end, size)
        except (exc.DBAPIError, ValueError, TypeError):
            # Something no entry can hold. Look at one row after the other, to name the first that cannot be read.
            if size == 1:
                return walk.stop("unreadable", _number_after(last, end))
            size = 1
            continue
        if not rows:
            return True
        if not all(_step(walk, row) for row in rows):
            return False
        last = rows[-1].number


def _step(walk: Walk, row: Row[Any]) -> bool:
    if row.sealed_content is None and row.salt is None:
        return walk.step(row._asdict(), None)
    try:
        opened = LogSealed.__table__.c.content.type.process_result_value(
            row.sealed_content, db.engine.dialect
        )
    except (ValueError, TypeError, AttributeError):
        return walk.stop("sealed_unreadable", row.number)
    return walk.step(row._asdict(), (row.salt, opened))


def _read_after(last: int | None, end: int, size: int) -> Sequence[Row[Any]]:
    # The sealed text is taken as it lies in the table: one part that cannot be opened must not hide all the others.
    sealed = type_coerce(LogSealed.content, Text).label("sealed_content")
    wanted = select(*_READ, LogSealed.salt, sealed).outerjoin_from(
        LogEntry, LogSealed, LogSealed.entry_number == LogEntry.number
    )
    return db.session.execute(_page(wanted, last, end).limit(size)).all()


def _number_after(last: int | None, end: int) -> int:
    number: int = db.session.execute(_page(select(LogEntry.number), last, end).limit(1)).scalar_one()
    return number


def _page(wanted: Any, last: int | None, end: int) -> Any:
    if last is not None:
        wanted = wanted.where(LogEntry.number > last)
    return wanted.where(LogEntry.number <= end).order_by(LogEntry.number)


def _sealed_without_entry(last_sealed: int) -> int | None:
    parts = select(func.min(LogSealed.entry_number)).outerjoin(
        LogEntry, LogSealed.entry_number == LogEntry.number
    )
    return db.session.scalar(parts.where(LogEntry.number.is_(None), LogSealed.entry_number <= last_sealed))


def _branches(
    subject: str | None, kind: str | None, *, is_of_person: bool
) -> list[list[ColumnElement[bool]]]:
    # Each branch is answered by one index and cut to one page; a plain OR makes the databases read all that match.
    of_kind = [name for name, row in ACTIONS.items() if row.kind == kind]
    one_of_kind: list[ColumnElement[bool]] = [] if kind is None else [LogEntry.action.in_(of_kind)]
    if subject is not None:
        return [[LogEntry.subject == subject, *one_of_kind], [LogEntry.about == subject, *one_of_kind]]
    if of_kind and not is_of_person:  # the index of persons holds the action as well
        return [[LogEntry.action == name] for name in of_kind]
    return [one_of_kind]


def _behind(number: int) -> ColumnElement[bool]:
    """What comes after this entry when entries go by time."""
    last = select(LogEntry.at).where(LogEntry.number == number).scalar_subquery()
    return and_(
        LogEntry.at <= last, or_(LogEntry.at < last, LogEntry.number < number)
    )  # the first for the index


def _wanted(
    person: int | None, action: str | None, from_on: date | None, to_on: date | None
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if person is not None:
        wanted.append(LogEntry.actor_id == person)
    if action is not None:
        wanted.append(LogEntry.action == action)
    if from_on is not None:
        wanted.append(LogEntry.at >= datetime.combine(from_on, time.min, LEGAL_ZONE))
    if to_on is not None:
        wanted.append(LogEntry.at <= datetime.combine(to_on, time.max, LEGAL_ZONE))
    return wanted
