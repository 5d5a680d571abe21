"""The Merkle tree as it lies in the database: reading its hashes, and writing the ones an append completes.

The leaves are `log_entry.entry_hash`; above them `log_node` holds one row for each complete run of 256, 65,536, … So
255 of 256 appends write nothing here, the 256th reads one run and writes one row, and a proof reads a few runs.
"""

import logging

from sqlalchemy import insert, select

from feedback_app.audit.merkle import HASH_BYTES, TILE, Reader, Tree, root_of
from feedback_app.audit.models import LogEntry, LogNode
from feedback_app.extensions import db
from feedback_app.refusals import Refusal

_log = logging.getLogger(__name__)


class TreeDamaged(Refusal):
    """A hash of the tree is missing or unreadable, so nothing can be proved with it. `number`: the first such entry,
    or the first of those the hash stands for."""

    def __init__(self, level: int, position: int) -> None:
        self.number = position * TILE**level + 1
        last = (position + 1) * TILE**level
        zh = f"第 {self.number} 条" if level == 0 else f"第 {self.number} 至 {last} 条"
        en = f"entry {self.number}" if level == 0 else f"entries {self.number} to {last}"
        super().__init__(
            f"责任日志已受损：{zh}的哈希缺失或无法读取，不能据此出具证明。请运行 log verify。",
            f"The log is damaged: the hash of {en} is missing or unreadable, so nothing is proved with it. Run: log verify",
        )


def stored(level: int, first: int, stop: int) -> list[bytes]:
    """The hashes at positions first … stop - 1 of a level, from the database (a merkle.Reader). Raises TreeDamaged."""
    if level == 0:
        of_leaves = select(LogEntry.number - 1, LogEntry.entry_hash).order_by(LogEntry.number)
        rows = db.session.execute(of_leaves.where(LogEntry.number > first, LogEntry.number <= stop)).all()
    else:
        of_nodes = select(LogNode.position, LogNode.hash).where(LogNode.level == level)
        within = of_nodes.where(LogNode.position >= first, LogNode.position < stop)
        rows = db.session.execute(within.order_by(LogNode.position)).all()
    found = {place: _raw(text) for place, text in rows}
    hashes = [found.get(place) for place in range(first, stop)]
    for place, one in enumerate(hashes, start=first):
        if one is None:
            raise TreeDamaged(level, place)
    return [one for one in hashes if one is not None]


READ: Reader = stored


def tree(size: int) -> Tree:
    """The tree of the first `size` entries. Its methods raise TreeDamaged."""
    return Tree(size, READ)


def grow(before: int, now: int) -> int:
    """Write the hashes that became complete when the log grew from `before` to `now` entries; how many were written.

    What cannot be computed because an old entry is damaged is left out: appending goes on, and `verify` names the
    damage; only what would be signed over it is refused.
    """
    level, width, written = 1, TILE, 0
    while now // width:
        rows = [
            {"level": level, "position": position, "hash": found.hex()}
            for position in _new(level, before // width, now // width)
            if (found := _complete(level, position)) is not None
        ]
        if rows:
            db.session.execute(insert(LogNode.__table__), rows)
        level, width, written = level + 1, width * TILE, written + len(rows)
    return written


def _new(level: int, first: int, stop: int) -> list[int]:
    """The positions that have no row yet. One that has, put there by somebody else, must not stop an append."""
    if first == stop:
        return []
    there = select(LogNode.position).where(LogNode.level == level, LogNode.position.between(first, stop - 1))
    taken = set(db.session.scalars(there))
    return [position for position in range(first, stop) if position not in taken]


def _complete(level: int, position: int) -> bytes | None:
    try:
        return root_of(stored(level - 1, position * TILE, (position + 1) * TILE))
    except TreeDamaged as damage:
        _log.error("log tree: level %s position %s left out: %s", level, position, damage)
        return None


def _raw(text: object) -> bytes | None:
    try:
        raw = bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError:
        return None
    return raw if len(raw) == HASH_BYTES and raw.hex() == text else None
