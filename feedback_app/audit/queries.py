"""Reading the log: its head, lines for the supervisor's desk, and the check that it holds."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, union_all

from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.checking import UnknownKey, verify
from feedback_app.audit.checkpoint import Checkpoint, OldCheckpoint
from feedback_app.audit.checkpoints import (
    consistency_proof,
    current_checkpoint,
    first_issued_with,
    inclusion_proof,
    issued,
    issued_at_size,
    latest_issued,
    newest_issued,
    signed_at,
    signed_now,
    size,
)
from feedback_app.audit.hashing import NO_HASH
from feedback_app.audit.models import LogEntry
from feedback_app.audit.tree import tree
from feedback_app.clock import LEGAL_ZONE
from feedback_app.extensions import db

__all__ = [
    "Head",
    "UnknownKey",
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
    "newest_issued",
    "signed_at",
    "signed_now",
    "size",
    "verify",
]
_BY_NUMBER = (LogEntry.number.desc(),)
_BY_TIME = (LogEntry.at.desc(), LogEntry.number.desc())


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


def continues(checkpoint: Checkpoint | OldCheckpoint) -> bool:
    """Whether the log leads on from a checkpoint, by its stored hashes; `verify` is the proof. Raises tree.TreeDamaged."""
    if isinstance(checkpoint, Checkpoint):
        return checkpoint.size <= size() and tree(checkpoint.size).root() == checkpoint.root
    kept = select(LogEntry.entry_hash).where(LogEntry.number == checkpoint.size)
    return (db.session.scalar(kept) or NO_HASH) == checkpoint.head_hash


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
