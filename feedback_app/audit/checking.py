"""The whole check: entries, sealed parts, tree, issued checkpoints, keys, and whatever was kept elsewhere.

Reads in chunks and in an order that raises no false alarm while others append: what depends on the log (sealed parts,
checkpoints, stored hashes) is read before the head it is compared with.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Text, exc, func, select, type_coerce

from feedback_app.audit import keys
from feedback_app.audit.checkpoint import Checkpoint, Kept, OldCheckpoint, read
from feedback_app.audit.checkpoints import erased
from feedback_app.audit.hashing import HASHED_COLUMNS
from feedback_app.audit.merkle import TILE
from feedback_app.audit.models import LogCheckpoint, LogEntry, LogNode, LogSealed
from feedback_app.audit.note import BadNote, VerifierKey, opened, parse, signature
from feedback_app.audit.proof import Verdict, Walk
from feedback_app.audit.signing import signer
from feedback_app.extensions import db

CHUNK = 2_000
HIGHEST = 7  # level of the tree: 256**7 entries are more than a column of numbers counts
_ENTRY, _NODE, _CHECKPOINT = LogEntry.__table__.c, LogNode.__table__.c, LogCheckpoint.__table__.c
_READ = (*(_ENTRY[name] for name in HASHED_COLUMNS), _ENTRY.entry_hash)


class UnknownKey(ValueError):
    """A kept checkpoint that no known key has signed; whether the log or the checkpoint is false cannot be told."""


def verify(
    upto: int | None = None, *, kept: Sequence[Kept] = (), trusted: Iterable[VerifierKey] = ()
) -> Verdict:
    """Check the whole log, or the entries and sealed parts of its first `upto`, against checkpoints `kept` elsewhere.

    Entries: numbers without gaps, each following the one before, each column making the hash, each sealed part its
    commitment, and one that is gone having its record. Then the stored tree, every issued checkpoint (root, columns,
    signature by the key the log names, witnesses), and the present key. `trusted`: keys the reader brings, for kept
    checkpoints signed by a key this log does not name. Raises ValueError for a checkpoint beyond `upto`, UnknownKey.
    """
    if upto is not None and any(one.checkpoint.size > upto for one in kept):
        raise ValueError("the checkpoint lies beyond the entries to be checked")
    _refuse_unknown(kept, trusted)
    old = [one.checkpoint for one in kept if isinstance(one.checkpoint, OldCheckpoint)]
    signed = [one.checkpoint for one in kept if isinstance(one.checkpoint, Checkpoint)]
    sizes = set(db.session.scalars(select(_CHECKPOINT.size)))
    nodes = _stored_nodes() if upto is None else {}
    last_sealed = db.session.scalar(select(func.max(LogSealed.entry_number))) or 0
    walk = Walk(old, sizes | {one.size for one in signed})
    end = upto if upto is not None else db.session.scalar(select(func.max(LogEntry.number))) or 0
    is_whole = _walk_to(end, walk)
    if upto is None:
        _check_erased(walk)
    if is_whole and upto is None:
        _check_orphans(walk, last_sealed)
        _check_nodes(walk, nodes)
        _check_issued(walk, sizes)
    if not walk.found:
        _check_kept(walk, signed)
    return walk.verdict(issued=len(sizes) if upto is None else 0, kept={one.checkpoint.size for one in kept})


def _refuse_unknown(kept: Sequence[Kept], trusted: Iterable[VerifierKey]) -> None:
    known = [one.key for one in keys.named() if one.action != keys.WITNESS] + list(trusted)
    for one in kept:
        if one.note is not None:
            try:
                opened(one.note, known)
            except BadNote as fault:
                raise UnknownKey(f"{fault} ({one.checkpoint.size})") from fault


# ---- entries ---------------------------------------------------------------------------------------------------------


def _walk_to(end: int, walk: Walk) -> bool:
    if walk.found:
        return False
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
        opened_part = LogSealed.__table__.c.content.type.process_result_value(
            row.sealed_content, db.engine.dialect
        )
    except (ValueError, TypeError, AttributeError):
        return walk.stop("sealed_unreadable", row.number)
    return walk.step(row._asdict(), (row.salt, opened_part))


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


# ---- sealed parts, tree, checkpoints ---------------------------------------------------------------------------------


def _check_erased(walk: Walk) -> None:
    """Of the sealed parts that are gone, the first whose erasure nothing records (read after the walk: see above)."""
    recorded = erased() if walk.unsealed else set()
    for number in walk.unsealed:
        if number not in recorded:
            walk.stop("sealed_missing", number)
            return


def _check_orphans(walk: Walk, last_sealed: int) -> None:
    if (orphan := _sealed_without_entry(last_sealed)) is not None:
        walk.stop("truncated_sealed" if orphan > walk.number else "sealed_changed", orphan)


def _sealed_without_entry(last_sealed: int) -> int | None:
    parts = select(func.min(LogSealed.entry_number)).outerjoin(
        LogEntry, LogSealed.entry_number == LogEntry.number
    )
    return db.session.scalar(parts.where(LogEntry.number.is_(None), LogSealed.entry_number <= last_sealed))


def _stored_nodes() -> dict[tuple[int, int], Any]:
    rows = db.session.execute(select(_NODE.level, _NODE.position, _NODE.hash))
    return {(level, position): text for level, position, text in rows}


def _check_nodes(walk: Walk, stored: dict[tuple[int, int], Any]) -> None:
    for place, found in walk.nodes.items():
        if place not in stored:
            _blame_node(walk, "node_missing", place)
        elif stored[place] != found.hex():
            _blame_node(walk, "node_changed", place)
    for place in stored.keys() - walk.nodes.keys():
        if _is_place(place):
            _blame_node(walk, "node_foreign", place)
        else:
            walk.stop("node_foreign", 1, last=walk.number)


def _is_place(place: tuple[Any, Any]) -> bool:
    """Whether a hash could stand there at all. SQLite puts a word into a column of numbers when asked to, and how many
    entries a hash of level 2,000,000,000 stands for is a number no memory holds."""
    return all(type(one) is int for one in place) and 0 < place[0] <= HIGHEST and place[1] >= 0


def _blame_node(walk: Walk, fault: str, place: tuple[int, int]) -> None:
    level, position = place
    width = TILE**level
    walk.stop(fault, position * width + 1, last=(position + 1) * width)


def _check_issued(walk: Walk, sizes: set[int]) -> None:
    for number in keys.unreadable():
        walk.stop("key_unreadable", number)
    if beyond := [size for size in sizes if size > walk.number]:
        walk.stop("truncated_issued", walk.number + 1, kept=max(beyond))
        return
    named, before = keys.named(), 0
    for size, row in _rows_of(sorted(sizes)):
        if fault := _fault_of(row, size, before, named, walk):
            walk.stop(fault, size, low=before + 1)
            break
        before = size
    own = [one for one in named if one.action != keys.WITNESS]
    if own and own[-1].key != signer.verifier:
        walk.stop("key_replaced", own[-1].number)


def _fault_of(row: Any, size: int, before: int, named: list[keys.NamedKey], walk: Walk) -> str | None:
    said = None if row is None else _said_by(row, _key_at(named, size))
    if said is None:
        return "checkpoint_changed"
    if said.root != walk.roots[size]:
        return "contradicted"
    if said.after != before:
        return "checkpoint_missing"
    witnesses = [one.key for one in named if one.action == keys.WITNESS]
    # Asked again before it is called a fault: a witness may have become known since the names were read.
    is_true = _are_cosigned(row, witnesses) or _are_cosigned(row, keys.witnesses())
    return None if is_true else "cosignature_changed"


def _rows_of(sizes: list[int]) -> Iterator[tuple[int, Any]]:
    """Each issued checkpoint, the oldest first; None in place of one that cannot be read."""
    for at in range(0, len(sizes), CHUNK):
        page = sizes[at : at + CHUNK]
        try:
            found = _read_issued(page)
        except (exc.DBAPIError, ValueError, TypeError):
            found = {size: _read_one(size) for size in page}
        for size in page:
            yield size, found.get(size)


def _read_issued(sizes: list[int]) -> dict[int, Any]:
    within = select(*_CHECKPOINT).where(_CHECKPOINT.size.between(sizes[0], sizes[-1]))
    return {row.size: row for row in db.session.execute(within)}


def _read_one(size: int) -> Any:
    try:
        return _read_issued([size]).get(size)
    except (exc.DBAPIError, ValueError, TypeError):
        return None


def _key_at(named: list[keys.NamedKey], size: int) -> VerifierKey | None:
    """The key in force when the log had `size` entries."""
    own = [one.key for one in named if one.action != keys.WITNESS and one.number <= size]
    return own[-1] if own else None


def _said_by(row: Any, key: VerifierKey | None) -> Checkpoint | None:
    """What an issued checkpoint says, when its columns say the same and the key in force has signed it."""
    try:
        signed = parse(row.note)
        said = read(signed.text)
        if key is None or len(opened(signed, [key])) != 1 or len(signed.signatures) != 1:
            return None
    except (ValueError, TypeError, AttributeError):
        return None
    columns = (row.size, row.root, row.issued_at)
    return said if columns == (said.size, said.root.hex(), said.issued_at) else None


def _are_cosigned(row: Any, witnesses: list[VerifierKey]) -> bool:
    """Whether every line is a true signature of a witness the log names, and nothing else stands there."""
    try:
        text = parse(row.note).text
        lines = [signature(line) for line in row.cosignatures.split("\n")[:-1]]
        same = "".join(one.line for one in lines) == row.cosignatures
        return same and all(any(key.holds(one, text) for key in witnesses) for one in lines)
    except (ValueError, TypeError, AttributeError):
        return False


def _check_kept(walk: Walk, signed: list[Checkpoint]) -> None:
    for one in signed:
        if one.size <= walk.number and walk.roots[one.size] != one.root:
            walk.stop("rewritten", one.size)
    for size in [one.size for one in walk.old] + [one.size for one in signed]:
        if size > walk.number:
            walk.stop("truncated", walk.number + 1, kept=size)
