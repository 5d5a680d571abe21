"""Checkpoints of the log as it stands: computing, signing and listing them, and proofs that lead to one.

Nothing is signed that contradicts what was signed before, or with a key the log does not name: what has once been
given out can never be taken back, and two signed histories are the end of anybody's trust.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from feedback_app import clock
from feedback_app.audit import keys
from feedback_app.audit.checkpoint import Checkpoint, of
from feedback_app.audit.merkle import Tree
from feedback_app.audit.models import LogCheckpoint, LogEntry
from feedback_app.audit.signing import signer
from feedback_app.audit.tlog_proof import ConsistencyProof, InclusionProof
from feedback_app.audit.tree import tree
from feedback_app.extensions import db, is_reading_only
from feedback_app.refusals import Refusal

ERASE = "log.erase_sealed"
_ERASURE = re.compile(r'\{"entry":([1-9][0-9]{0,17})\}')


class NotSigned(Refusal):
    """The log may not be signed as it stands."""


def size() -> int:
    """How many entries the log has, as this transaction sees it."""
    return db.session.scalar(select(func.max(LogEntry.number))) or 0


def current_checkpoint() -> Checkpoint:
    """The checkpoint of the log as it stands, not signed. Raises tree.TreeDamaged."""
    return checkpoint_at(size())


def checkpoint_at(entries: int) -> Checkpoint:
    """The checkpoint of the first `entries` entries, not signed. Raises tree.TreeDamaged."""
    return _checkpoint_of(tree(entries))


def _checkpoint_of(whole: Tree) -> Checkpoint:
    before = select(func.max(LogCheckpoint.size)).where(LogCheckpoint.size < whole.size)
    after = db.session.scalar(before) or 0
    return of(signer.origin, whole.size, whole.root(), issued_at=clock.now(), after=after)


def latest_issued() -> LogCheckpoint | None:
    """The newest checkpoint that was given out."""
    return db.session.scalars(_issued().order_by(LogCheckpoint.size.desc()).limit(1)).first()


def issued(*, after: int = 0, limit: int = 100) -> Sequence[LogCheckpoint]:
    """Checkpoints given out, oldest first; `after`: only those of more entries than this, for the next page."""
    found = _issued().where(LogCheckpoint.size > after).order_by(LogCheckpoint.size).limit(limit)
    return db.session.scalars(found).all()


def newest_issued(limit: int, *, before: int | None = None) -> Sequence[LogCheckpoint]:
    """Checkpoints given out, the newest first; `before`: only those of fewer entries, for the next page."""
    found = _issued() if before is None else _issued().where(LogCheckpoint.size < before)
    return db.session.scalars(found.order_by(LogCheckpoint.size.desc()).limit(limit)).all()


def newest_issued_between(begins_at: datetime, ends_at: datetime) -> LogCheckpoint | None:
    """The newest checkpoint given out from one moment until before another."""
    found = _issued().where(LogCheckpoint.issued_at >= begins_at, LogCheckpoint.issued_at < ends_at)
    return db.session.scalars(found.order_by(LogCheckpoint.size.desc()).limit(1)).first()


def issued_at_size(entries: int) -> LogCheckpoint | None:
    """The checkpoint given out for just so many entries."""
    return db.session.scalars(_issued().where(LogCheckpoint.size == entries)).first()


def first_issued_with(number: int) -> LogCheckpoint | None:
    """The earliest checkpoint given out whose tree holds entry `number`; None while there is none."""
    holding = _issued().where(LogCheckpoint.size >= number).order_by(LogCheckpoint.size).limit(1)
    return db.session.scalars(holding).first()


def signed_now() -> str:
    """A signed note over the log as it stands, without keeping it: for pages.

    Only inside `reading_only`, because only what is committed may be signed. Raises NotSigned, tree.TreeDamaged.
    """
    return signed_at(size())


def signed_at(entries: int) -> str:
    """The note over the first `entries` entries: the one given out, or a fresh one. See `signed_now`."""
    return _note_over(tree(entries))


def _note_over(whole: Tree) -> str:
    there = issued_at_size(whole.size)
    if there is not None:
        if (
            whole.root().hex() != there.root
        ):  # a proof that leads elsewhere would make the reader doubt the log
            raise _contradiction(there)
        return there.text
    if not is_reading_only():
        raise ValueError("only what is committed is signed: ask inside extensions.reading_only()")
    refuse_to_sign()
    return str(signer.sign(_checkpoint_of(whole)))


def inclusion_proof(number: int, entries: int | None = None, *, extra: bytes | None = None) -> InclusionProof:
    """That entry `number` is in the log of the first `entries` entries (default: all); `.text` is the file.

    `extra`: bytes to travel with the proof; nothing signs them. Raises ValueError for an entry that is not there,
    NotSigned, tree.TreeDamaged; only inside `reading_only`, as `signed_now`.
    """
    entries = size() if entries is None else entries
    if not 1 <= number <= entries <= size():
        raise ValueError(f"entry {number} is not among the first {entries} of the log")
    whole = tree(entries)
    return InclusionProof(number - 1, tuple(whole.inclusion_path(number - 1)), _note_over(whole), extra)


def consistency_proof(old: int, new: int | None = None) -> ConsistencyProof:
    """That the log of `new` entries (default: all) begins with the log of `old` entries; `.text` is the file.

    Raises as `inclusion_proof`.
    """
    new = size() if new is None else new
    if not 0 <= old <= new <= size():
        raise ValueError(f"the log does not lead from {old} to {new} entries")
    whole = tree(new)
    return ConsistencyProof(old, new, tuple(whole.consistency_path(old)), _note_over(whole))


def refuse_to_sign() -> None:
    """Raises NotSigned when the key is not the log's, or the log is not the one that was signed before."""
    named = keys.in_force()
    if named is not None and named != signer.verifier:
        raise NotSigned(
            f"签名密钥与责任日志中登记的不同：登记的是 {named.text}，现在的是 {signer.verifier.text}。不签名。"
            "若密钥确已更换，请运行 log change-key 并说明原因；否则请放回原来的密钥。",
            f"The signing key is not the one the log names: it names {named.text}, the key here is "
            f"{signer.verifier.text}. Nothing is signed. If the key was changed on purpose, run log change-key with the "
            "reason; otherwise put the old key back.",
        )
    refuse_contradiction()


def refuse_contradiction() -> None:
    """Raises NotSigned when the log is not the one that was signed before, tree.TreeDamaged when that cannot be told."""
    last = latest_issued()
    if last is not None and not _continues(last, size()):
        raise _contradiction(last)


def _contradiction(last: LogCheckpoint) -> NotSigned:
    return NotSigned(
        f"责任日志与第 {last.size} 条处已签发的检查点不符：之前的内容被改写、删除或被旧备份覆盖。不再签名。"
        "请运行 log verify。",
        f"The log contradicts the checkpoint that was issued at entry {last.size}: earlier content was rewritten, "
        "deleted or overwritten by an old backup. Nothing more is signed. Run: log verify",
    )


def erased() -> set[int]:
    """The entries whose sealed part the log says was erased."""
    wanted = select(LogEntry.number, LogEntry.facts).where(LogEntry.action == ERASE)
    # The facts are canonical JSON, so there is one way only to write them.
    said = ((number, _ERASURE.fullmatch(facts or "")) for number, facts in db.session.execute(wanted))
    # Of entries written before: nothing can be erased in advance.
    return {int(one[1]) for number, one in said if one and int(one[1]) < number}


def _continues(last: LogCheckpoint, entries: int) -> bool:
    return last.size <= entries and tree(last.size).root().hex() == last.root


def _issued() -> Any:
    return select(LogCheckpoint)
