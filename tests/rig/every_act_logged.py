"""No act without an entry: a request that commits a change of any table must have written to the log in the same transaction.

Every request of every test goes through here, so whatever any test does by a page is watched.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event

LOG = "log_entry"
# Tables that may change by themselves: name → why that is no act.
NO_ACT = {
    "number_series": "the next number of a day: a gap is no act, and what bears the number is logged",
    "owed_message": "marks of delivery; what becomes of a message is logged when it is sent or given up",
    "draft": "what somebody has typed and not sent is no act yet",
    "presence": "that a page is open says a ticket was looked at, which its reader may do; gone after a minute",
    "saved_filter": "how a person likes to see their own list",
    "desk_draft": "what a clerk has typed so far; it is an act when it is registered",
    "reading": "a reporter's half hour at a device: that they look at their own report is written down nowhere",
}
_CHANGE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


_watched: ContextVar[bool] = ContextVar("watched", default=False)


_collected: ContextVar[set[str] | None] = ContextVar("collected", default=None)


class NotLogged(AssertionError):
    """A transaction changed tables and left no entry."""


@contextmanager
def every_act_logged() -> Iterator[None]:
    """Inside, a commit on any engine that changed a table without a new entry of the log raises NotLogged."""
    token = _watched.set(True)
    try:
        yield
    finally:
        _watched.reset(token)


@contextmanager
def tables_changed() -> Iterator[set[str]]:
    """Collects the tables that transactions committed inside have changed."""
    changed = set[str]()
    token = _collected.set(changed)
    try:
        yield changed
    finally:
        _collected.reset(token)


def changed_by(connection: Connection) -> set[str]:
    """The tables this connection's open transaction has changed."""
    tables: set[str] = connection.info.setdefault("changed", set())
    return tables


@event.listens_for(Engine, "before_cursor_execute")
def _note(connection: Connection, cursor: Any, statement: str, *_more: Any) -> None:
    if found := _CHANGE.match(statement):
        changed_by(connection).add(found[1].lower())


@event.listens_for(Engine, "commit")
def _judge(connection: Connection) -> None:
    changed = set(changed_by(connection))
    changed_by(connection).clear()
    if (collected := _collected.get()) is not None:
        collected |= changed
    if _watched.get() and LOG not in changed and changed - NO_ACT.keys():
        raise NotLogged(f"changed without an entry in the log: {sorted(changed)}")


@event.listens_for(Engine, "rollback")
def _forget(connection: Connection) -> None:
    changed_by(connection).clear()
