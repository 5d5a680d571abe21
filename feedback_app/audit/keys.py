"""Which keys the log itself names: `log.begin` names the first, `log.change_key` each later one, `log.know_witness` those
of witnesses. So a key file that was replaced contradicts the log, and a reader learns of a lawful change from the log."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from feedback_app.audit.models import LogEntry
from feedback_app.audit.note import VerifierKey, verifier_key
from feedback_app.extensions import db

BEGIN, CHANGE, WITNESS = "log.begin", "log.change_key", "log.know_witness"


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A key, and the number of the entry that names it."""

    number: int
    action: str
    key: VerifierKey


def named() -> list[NamedKey]:
    """Every key the log names, in its order; entries whose key cannot be read are left out (`verify` names them)."""
    found = ((row, key_of(row.facts)) for row in _entries())
    return [NamedKey(row.number, row.action, key) for row, key in found if key is not None]


def unreadable() -> list[int]:
    """The entries that should name a key and name none that can be used."""
    return [row.number for row in _entries() if key_of(row.facts) is None]


def in_force() -> VerifierKey | None:
    """The key the log is signed with now; None before the first."""
    own = [one.key for one in named() if one.action != WITNESS]
    return own[-1] if own else None


def witnesses() -> list[VerifierKey]:
    """The keys of witnesses whose cosignatures were taken."""
    return [one.key for one in named() if one.action == WITNESS]


def key_of(facts: str | None) -> VerifierKey | None:
    """The key the facts of an entry name; None when there is none to be read."""
    try:
        return verifier_key(json.loads(facts or "")["vkey"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _entries() -> Sequence[Any]:
    wanted = select(LogEntry.number, LogEntry.action, LogEntry.facts).order_by(LogEntry.number)
    return db.session.execute(wanted.where(LogEntry.action.in_((BEGIN, CHANGE, WITNESS)))).all()
