"""The log as JSON lines that anyone can check without this program (docs/log-format.md, tools/verify_log.py).

First a line that says what follows, then one line for each entry, at last the signed checkpoint. Memory does not grow
with the log: entries are read in chunks and given out at once.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import exc, select

from feedback_app.audit import checkpoints
from feedback_app.audit.hashing import HASHED_COLUMNS, entry_text
from feedback_app.audit.models import LogEntry
from feedback_app.audit.signing import signer
from feedback_app.audit.tree import TreeDamaged, tree
from feedback_app.extensions import db
from feedback_app.refusals import Refusal

FORMAT = "zhengming-log@v1"
CHUNK = 1_000
_COLUMN = LogEntry.__table__.c
_READ = (*(_COLUMN[name] for name in HASHED_COLUMNS), _COLUMN.entry_hash)


class NotExported(Refusal):
    """An entry that cannot be written down."""


def lines(first: int, last: int) -> Iterator[str]:
    """Entries `first` to `last` (both included) as lines, each ended by a line feed.

    Raises ValueError for entries that are not there, tree.TreeDamaged before the first line when a part of the log is
    asked for and the tree before it is damaged, NotExported at an entry that cannot be read.
    """
    if not 1 <= first <= last <= checkpoints.size():
        raise ValueError(f"the log has no entries {first} to {last}")
    before = [] if first == 1 else [_pack(one) for one in tree(first - 1).peaks()]
    yield _line({"export": FORMAT, "origin": signer.origin, "from": first, "to": last, "before": before})
    for row in _rows(first, last):
        yield f'{{"hash":"{row.entry_hash}","leaf":{_leaf(row)}}}\n'
    yield _line(_end(last))


def _rows(first: int, last: int) -> Iterator[Any]:
    at = first
    while at <= last:
        wanted = select(*_READ).where(_COLUMN.number >= at, _COLUMN.number <= last)
        try:
            rows: Sequence[Any] = db.session.execute(wanted.order_by(_COLUMN.number).limit(CHUNK)).all()
        except (exc.DBAPIError, ValueError, TypeError) as fault:
            raise _refused(at) from fault
        if not rows:
            return  # cut off: the reader will see it, as every other hole
        yield from rows
        at = rows[-1].number + 1


def _leaf(row: Any) -> str:
    try:
        return entry_text(row._mapping)
    except (ValueError, TypeError, AttributeError) as fault:
        raise _refused(row.number) from fault


def _refused(number: int) -> NotExported:
    return NotExported(
        f"从第 {number} 条起无法导出：其中有缺失或无法读取的条目。请运行 log verify。",
        f"From entry {number} on nothing can be exported: an entry is missing or cannot be read. Run: log verify",
    )


def _end(last: int) -> dict[str, Any]:
    """The newest issued checkpoint, and what leads to it from the last entry exported."""
    newest = checkpoints.latest_issued()
    if newest is None:
        return {"checkpoint": None, "consistency": []}
    path: list[bytes] = []
    if newest.size > last:
        try:
            path = tree(newest.size).consistency_path(last)
        except TreeDamaged:
            path = []  # the reader will see that it does not lead there
    return {"checkpoint": newest.text, "consistency": [_pack(one) for one in path]}


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _pack(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
