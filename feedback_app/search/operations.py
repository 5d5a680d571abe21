"""Putting entries into the index and taking them out, in the transaction of whatever changed. Nothing here commits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, select, text

from feedback_app.extensions import db
from feedback_app.search.models import SearchEntry
from feedback_app.search.words import stream

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SPAN = 1_000_000  # entries of one moment at most: they are numbered on from it, microsecond by microsecond


@dataclass(frozen=True)
class Entry:
    """What is to be found. `texts` are shown in snippets, the first is the title; `also` is found but never shown.

    `tags` (`stage=ex_post`: small Latin letters, digits, `=`, `_` and `-`) narrow a list. `at` orders newest first.
    """

    kind: str
    key: str
    texts: tuple[str, ...]
    at: datetime
    tags: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def index(entry: Entry) -> None:
    """Make the entry what can be found of this thing, in place of any before."""
    forget(entry.kind, entry.key)
    _insert([_row(entry, _free_number(entry.at))])


def index_all(entries: Iterable[Entry]) -> int:
    """Many at once; none of them may be in the index already. How many they were."""
    rows, last = [], 0
    for entry in sorted(entries, key=lambda one: one.at):
        last = max(last + 1, _free_number(entry.at))
        rows.append(_row(entry, last))
    _insert(rows)
    return len(rows)


def forget(kind: str, key: str) -> None:
    """Nothing can be found of this thing any more."""
    _delete(kind, [key])


def forget_all(kind: str, keys: Iterable[str]) -> None:
    """As `forget`, for many."""
    _delete(kind, list(keys))


def number_of(at: datetime) -> int:
    """The first number an entry of this moment can have."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def _free_number(at: datetime) -> int:
    first = number_of(at)
    taken = db.session.scalar(
        select(func.max(SearchEntry.id)).where(SearchEntry.id >= first, SearchEntry.id < first + _SPAN)
    )
    return first if taken is None else int(taken) + 1


def _row(entry: Entry, number: int) -> dict[str, object]:
    return {
        "id": number,
        "kind": entry.kind,
        "key": entry.key,
        "at": entry.at,
        "text": "\n".join(entry.texts).encode(errors="ignore").decode().replace("\0", ""),
        "stream": stream((*entry.texts, *entry.also)),
        "tags": " ".join(entry.tags),
    }


def _insert(rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    db.session.execute(insert(SearchEntry.__table__), rows)
    if db.engine.dialect.name == "sqlite":
        words = [{name: row[name] for name in ("id", "stream", "tags")} for row in rows]
        db.session.execute(_ADD_WORDS, words)


def _delete(kind: str, keys: list[str]) -> None:
    table, given = SearchEntry.__table__, {"kind": kind, "keys": keys}
    if db.engine.dialect.name == "sqlite":
        db.session.execute(_TAKE_WORDS, given)
    db.session.execute(delete(table).where(table.c.kind == kind, table.c.key.in_(keys)))


# FTS5 keeps no text of its own: to be rid of an entry it has to be told what it was.
_ADD_WORDS = text("INSERT INTO search_words (rowid, stream, tags) VALUES (:id, :stream, :tags)")
_TAKE_WORDS = text(
    "INSERT INTO search_words (search_words, rowid, stream, tags) "
    "SELECT 'delete', id, stream, tags FROM search_entry WHERE kind = :kind AND key IN :keys"
).bindparams(bindparam("keys", expanding=True))
