"""The one way into the log.

An entry is written inside the caller's transaction: no deed without its entry, no entry without its deed. The order
is the entry's own number, given under one lock that is held until the transaction ends: on PostgreSQL an advisory
lock, on SQLite the write lock every writing transaction begins with. What the caller changed is flushed before the
lock is taken, so row locks come first and the log's lock last.
"""

import itertools
import os
import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm.attributes import set_committed_value

from feedback_app import clock
from feedback_app.audit import checkpoints, hashing, keys, queries, tree
from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.actor import Actor
from feedback_app.audit.checkpoint import Checkpoint
from feedback_app.audit.models import LogCheckpoint, LogEntry, LogSealed
from feedback_app.audit.note import BadNote, VerifierKey, parse, signature
from feedback_app.audit.signing import signer
from feedback_app.extensions import db, is_reading_only
from feedback_app.refusals import Refusal

LOCK_KEY = 0x7A6D6C6F67  # PostgreSQL's advisory locks share one space of numbers; this one spells "zmlog"
BULK = 2_000
SUBJECT = "log:all"
_REFERENCE = re.compile(r"[a-z][a-z_]*:\S+")


class UnknownAction(ValueError):
    """An action without a row in actions.py, and so without a sentence for its reader."""


class NothingSealed(Refusal):
    """There is no sealed part to erase."""


def append(
    action: str,
    *,
    by: Actor,
    subject: str,
    reason: str | None = None,
    from_state: str | None = None,
    to_state: str | None = None,
    facts: Mapping[str, Any] | None = None,
    about: str | None = None,
    private: Mapping[str, Any] | None = None,
) -> LogEntry:
    """Write one entry, flushed but not committed, and return it.

    `subject` and `about` are references such as 'ticket:FK-JC-20261109-0007'. `facts` stay public and for ever: no
    words typed by persons, nothing about reporters. Those go to the sealed part, as `reason` and `private`. Values
    may be texts, numbers, booleans, dates, aware moments, Decimals, enums, and lists or mappings of these.

    Raises UnknownAction; ValueError for a malformed reference or inside a transaction that only reads; TypeError for
    a value the log cannot hold.
    """
    columns = _public(action, by, subject, about, from_state, to_state, facts)
    sealed = _seal(reason, private)
    db.session.flush()
    number, previous = _take_turn()
    columns["at"] = clock.now()
    entry = LogEntry(**_link(columns, sealed, number + 1, previous))
    part = LogSealed(**_place(sealed, entry.number)) if sealed else None
    db.session.add_all([entry, part] if part else [entry])
    db.session.flush()
    tree.grow(number, entry.number)
    set_committed_value(entry, "sealed", part)
    return entry


def hold() -> None:
    """Take the log's turn before anything is changed, for an act that writes several entries.

    Otherwise the rows it changes after its first entry could be held by a second act that waits for the log.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(LOCK_KEY)))


def append_many(rows: Iterable[Mapping[str, Any]]) -> int:
    """Write many entries of the past at once (starting and sample content), in the order given; return how many.

    A row holds the arguments of `append` by name, and `at`, an aware moment. Give `salt` (64 hex signs) as well where
    the same rows must always make the same hashes; otherwise a sealed part gets a random one.
    """
    db.session.flush()
    number, previous = _take_turn()
    first = number
    waiting = iter(rows)
    while batch := list(itertools.islice(waiting, BULK)):
        entries, parts, before = [], [], number
        for row in batch:
            sealed = _seal(row.get("reason"), row.get("private"), row.get("salt"))
            number += 1
            entries.append(_link(_public_of(row), sealed, number, previous))
            previous = entries[-1]["entry_hash"]
            if sealed:
                parts.append(_place(sealed, number))
        db.session.execute(insert(LogEntry.__table__), entries)
        if parts:
            db.session.execute(insert(LogSealed.__table__), parts)
        tree.grow(before, number)
    return number - first


def issue_checkpoint(*, by: Actor) -> LogCheckpoint:
    """Sign and keep a checkpoint of the log as it stands (flushed, not committed); the one there is for the same size.

    The first time, the log's own key is written into the log before. Raises checkpoints.NotSigned, tree.TreeDamaged.
    """
    db.session.flush()
    _take_turn()
    entries = checkpoints.size()
    checkpoints.refuse_to_sign()
    if keys.in_force() is None:
        entries = append(keys.BEGIN, by=by, subject=SUBJECT, facts={"vkey": signer.verifier.text}).number
    there = checkpoints.issued_at_size(entries)
    return there or _issue(checkpoints.checkpoint_at(entries))


def _issue(checkpoint: Checkpoint) -> LogCheckpoint:
    row = LogCheckpoint(
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        note=str(signer.sign(checkpoint)),
        issued_at=checkpoint.issued_at,
        cosignatures="",
    )
    db.session.add(row)
    db.session.flush()
    return row


def change_key(*, by: Actor, reason: str) -> LogEntry | None:
    """Write into the log that from here on the present key signs; None when it is the one in force already.

    Raises tree.TreeDamaged, checkpoints.NotSigned when the log contradicts what the old key signed.
    """
    db.session.flush()
    _take_turn()
    old = keys.in_force()
    if old == signer.verifier:
        return None
    checkpoints.refuse_contradiction()
    facts = {"vkey": signer.verifier.text} | ({"previous": old.text} if old else {})
    return append(keys.CHANGE if old else keys.BEGIN, by=by, subject=SUBJECT, facts=facts, reason=reason)


def add_cosignature(entries: int, line: str, *, witness: VerifierKey, by: Actor) -> LogCheckpoint:
    """Keep a witness's signature line on the checkpoint of so many entries; nothing changes when it is there already.

    The first time, the witness's key is written into the log. Raises note.BadNote for a false signature, LookupError
    when no such checkpoint was issued.
    """
    db.session.flush()
    _take_turn()
    row = checkpoints.issued_at_size(entries)
    if row is None:
        raise LookupError(f"no checkpoint of {entries} entries was issued")
    one = signature(line.removesuffix("\n"))
    if not witness.holds(one, parse(row.note).text):
        raise BadNote(f"this is no cosignature of {witness.name} on this checkpoint")
    if witness not in keys.witnesses():
        append(keys.WITNESS, by=by, subject=SUBJECT, facts={"vkey": witness.text})
    if one.line not in row.cosignatures:
        row.cosignatures += one.line
        db.session.flush()
    return row


def erase_sealed(number: int, *, by: Actor, reason: str) -> LogEntry:
    """Erase the sealed part of an entry, words and salt, as the law may ask (PIPL 47); the log says that it was done.

    An entry whose part is gone already gets its record all the same. Raises NothingSealed.
    """
    entry = db.session.get(LogEntry, number)
    if entry is None or entry.sealed_hash is None:
        raise NothingSealed(
            f"第 {number} 条没有密封内容，无可删除。",
            f"Entry {number} has no sealed part, so nothing to erase.",
        )
    if number in checkpoints.erased():
        raise NothingSealed(
            f"第 {number} 条的密封内容已删除过。", f"The sealed part of entry {number} was erased before."
        )
    db.session.execute(delete(LogSealed).where(LogSealed.entry_number == number))
    db.session.expire(entry, ["sealed"])
    return append(checkpoints.ERASE, by=by, subject=SUBJECT, facts={"entry": number}, reason=reason)


def mend_tree(*, by: Actor, reason: str) -> int:
    """Write the hashes of the tree that were left out while an old entry was damaged; how many were written.

    For when the entry has been put back. Nothing that is there is changed; the log says that it was done.
    """
    db.session.flush()
    _take_turn()
    written = tree.grow(0, checkpoints.size())
    if written:
        append("log.mend_tree", by=by, subject=SUBJECT, facts={"hashes": written}, reason=reason)
    return written


def _take_turn() -> tuple[int, str]:
    """Wait for the log's lock, keep it until the transaction ends, and read the head: last number and its hash."""
    if is_reading_only():
        raise ValueError("nothing is logged in a transaction that only reads")
    hold()
    return queries.head()


def _public(
    action: str,
    by: Actor,
    subject: str,
    about: str | None = None,
    from_state: str | None = None,
    to_state: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    if action not in ACTIONS:
        raise UnknownAction(f"{action!r} has no row in feedback_app/audit/actions/")
    return {
        "actor_kind": by.kind,
        "actor_id": by.id,
        "actor_name": hashing.clean(by.name),
        "actor_post": hashing.clean(by.post),
        "actor_unit": hashing.clean(by.unit),
        "on_behalf_of": hashing.clean(by.on_behalf_of),
        "action": action,
        "subject": _reference(subject),
        "about": None if about is None else _reference(about),
        "from_state": _word(from_state),
        "to_state": _word(to_state),
        "facts": hashing.canonical(facts) if facts else None,
    }


def _public_of(row: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: row[name] for name in ("about", "from_state", "to_state", "facts") if name in row}
    return _public(row["action"], row["by"], row["subject"], **given) | {"at": row["at"]}


def _seal(
    reason: str | None, private: Mapping[str, Any] | None, salt: str | None = None
) -> dict[str, str] | None:
    """The sealed part (salt, content, commitment), or None when nothing private was said."""
    words = dict(private or {}) | ({"reason": reason} if reason else {})
    if not words:
        return None
    content, salt = hashing.canonical(words), salt or os.urandom(hashing.SALT_BYTES).hex()
    return {"salt": salt, "content": content, "sealed_hash": hashing.sealed_hash(salt, content)}


def _place(sealed: dict[str, str], number: int) -> dict[str, Any]:
    return {"entry_number": number, "salt": sealed["salt"], "content": sealed["content"]}


def _link(
    columns: dict[str, Any], sealed: dict[str, str] | None, number: int, previous: str
) -> dict[str, Any]:
    commitment = sealed["sealed_hash"] if sealed else None
    row = columns | {"number": number, "previous_hash": previous, "sealed_hash": commitment}
    return row | {"entry_hash": hashing.entry_hash(row)}


def _reference(text: str) -> str:
    if not _REFERENCE.fullmatch(text) or hashing.clean(text) != text:
        raise ValueError(f"{text!r} is no reference like 'ticket:FK-JC-20261109-0007'")
    return text


def _word(state: str | None) -> str | None:
    return hashing.clean(str(state.value)) if isinstance(state, Enum) else state and hashing.clean(state)
