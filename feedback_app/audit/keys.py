"""Which keys the log itself names: `log.begin` names the first, `log.change_key` each later one, `log.know_witness` those
of witnesses. So a key file that was replaced contradicts the log, and a reader learns of a lawful change from the log."""

from dataclasses import dataclass

from sqlalchemy import select

from feedback_app.audit.models import LogEntry
from feedback_app.audit.note import BadNote, VerifierKey, verifier_key
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
    wanted = select(LogEntry).where(LogEntry.action.in_((BEGIN, CHANGE, WITNESS))).order_by(LogEntry.number)
    found = ((entry, key_of(entry.fact_values)) for entry in db.session.scalars(wanted))
    return [NamedKey(entry.number, entry.action, key) for entry, key in found if key is not None]


def in_force() -> VerifierKey | None:
    """The key the log is signed with now; None before the first."""
    own = [one.key for one in named() if one.action != WITNESS]
    return own[-1] if own else None


def witnesses() -> list[VerifierKey]:
    """The keys of witnesses whose cosignatures were taken."""
    return [one.key for one in named() if one.action == WITNESS]


def key_of(facts: dict[str, object]) -> VerifierKey | None:
    """The key the facts of an entry name; None when there is none to be read."""
    try:
        return verifier_key(str(facts.get("vkey", "")))
    except BadNote:
        return None
