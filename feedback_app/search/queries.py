"""Looking things up in the index, newest first, by the same question on both databases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, text

from feedback_app.extensions import db
from feedback_app.search.models import WORDS_OF_ENTRY, SearchEntry
from feedback_app.search.words import Phrase, phrases

RECENT = 400  # PostgreSQL: a frequent word is found among so many of the newest, without gathering all that have it
_BEYOND = 2**62  # behind every number


@dataclass(frozen=True)
class Hit:
    """An entry that was found. `number` is where the next page begins."""

    number: int
    kind: str
    key: str
    text: str


@dataclass(frozen=True)
class Found:
    """One page of hits, and the number behind which the next begins (None at the end)."""

    hits: list[Hit]
    after: int | None


def find(
    asked: str, *, kind: str, tags: Sequence[str] = (), after: int | None = None, limit: int = 20
) -> Found:
    """What contains everything that was asked for and bears all tags, newest first.

    `asked` is whatever somebody typed; without a word in it, and without tags, nothing is found.
    """
    looked_for = phrases(asked)
    if not looked_for and (not tags or asked.strip()):
        return Found([], None)
    look = _on_sqlite if db.engine.dialect.name == "sqlite" else _on_postgresql
    rows = look(looked_for, tags, {"kind": kind, "after": after or _BEYOND, "most": limit + 1})
    hits = [Hit(row.id, row.kind, row.key, row.text) for row in rows[:limit]]
    return Found(hits, hits[-1].number if len(rows) > limit else None)


def keys(kind: str) -> set[str]:
    """The keys of everything of this kind that can be found."""
    return set(db.session.scalars(select(SearchEntry.key).where(SearchEntry.kind == kind)))


def _on_sqlite(
    looked_for: Sequence[Phrase], tags: Sequence[str], given: dict[str, Any]
) -> Sequence[Row[Any]]:
    wanted = [f'stream : "{" ".join(one.words)}"{" *" if one.is_open else ""}' for one in looked_for]
    wanted += [f'tags : "{tag}"' for tag in tags]
    return db.session.execute(_SQLITE, given | {"wanted": " AND ".join(wanted)}).all()


_SQLITE = text("""
SELECT search_entry.id, kind, key, text
FROM search_words JOIN search_entry ON search_entry.id = search_words.rowid
WHERE search_words MATCH :wanted AND search_words.rowid < :after AND kind = :kind
ORDER BY search_words.rowid DESC LIMIT :most
""")


def _on_postgresql(
    looked_for: Sequence[Phrase], tags: Sequence[str], given: dict[str, Any]
) -> Sequence[Row[Any]]:
    """First among the newest, by reading them: what is frequent is there. What is rare the index gathers quickly; asked
    for both at once, the planner walks back through everything for a rare word, or gathers a hundred thousand rows.
    """
    runs = [f" {' '.join(one.words)}{'' if one.is_open else ' '}" for one in looked_for]
    given |= {f"run{place}": run for place, run in enumerate(runs)}
    given |= {f"tag{place}": f" {tag} " for place, tag in enumerate(tags)}
    in_words = [f"strpos(' ' || stream || ' ', :run{place}) > 0" for place in range(len(runs))]
    in_tags = [f"strpos(' ' || tags || ' ', :tag{place}) > 0" for place in range(len(tags))]
    read = " AND ".join((*in_tags, *in_words))
    newest = db.session.execute(text(_NEWEST.format(read=read)), given | {"recent": RECENT}).all()
    if len(newest) == given["most"]:
        return newest
    several = [test for test, one in zip(in_words, looked_for, strict=True) if len(one.words) > 1]
    gather = text(_GATHERED.format(read="".join(f" AND {test}" for test in several), words=WORDS_OF_ENTRY))
    return db.session.execute(gather, given | {"wanted": _tsquery(looked_for, tags)}).all()


def _tsquery(looked_for: Sequence[Phrase], tags: Sequence[str]) -> str:
    parts = [f"'{tag}'" for tag in tags]
    for one in looked_for:
        parts += [f"'{word}'" for word in one.words[:-1]]
        parts.append(f"'{one.words[-1]}'{':*' if one.is_open else ''}")
    return " & ".join(parts)


# What stands in for {read} and {words} is made of our own names; everything typed is bound.
_NEWEST = """
WITH newest AS MATERIALIZED (
    SELECT id, kind, key, text, stream, tags FROM search_entry
    WHERE id < :after AND kind = :kind ORDER BY id DESC LIMIT :recent
)
SELECT id, kind, key, text FROM newest WHERE {read} ORDER BY id DESC LIMIT :most
"""
_GATHERED = """
WITH gathered AS MATERIALIZED (
    SELECT id FROM search_entry
    WHERE {words} @@ CAST(:wanted AS tsquery) AND id < :after AND kind = :kind{read}
), first AS MATERIALIZED (
    SELECT id FROM gathered ORDER BY id DESC LIMIT :most
)
SELECT search_entry.id, kind, key, text FROM first JOIN search_entry ON search_entry.id = first.id
ORDER BY search_entry.id DESC
"""
