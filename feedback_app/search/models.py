"""The entries of the index, and what each database searches them by.

SQLite: an FTS5 table `search_words` without content of its own, kept by the operations
(a trigger may not touch it: the schema is not trusted). PostgreSQL: a GIN index of that name.
Both are no tables of the models; migration 0008 and these statements make them, and a test compares the two.
"""

from datetime import datetime

from sqlalchemy import DDL, BigInteger, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import UtcDateTime, db


class SearchEntry(db.Model):
    """One thing that can be found. `id` follows `at`, so that a falling id is newest first."""

    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(db.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)  # what the order goes by
    text: Mapped[str] = mapped_column(Text)  # as people read it; snippets are cut from it
    stream: Mapped[str] = mapped_column(Text)  # its words, see words.stream
    tags: Mapped[str] = mapped_column(Text)  # what lists are narrowed by: `stage=ex_post year=2026`

    __table_args__ = (Index("ix_search_entry_key", "kind", "key", unique=True),)


# The ascii tokenizer takes every sign beyond ASCII for a letter: what a word is has been decided in words.py.
SQLITE = (
    """
CREATE VIRTUAL TABLE search_words USING fts5(
    stream, tags, content='search_entry', content_rowid='id', tokenize="ascii tokenchars '=_-'"
)
""",
)
WORDS_OF_ENTRY = "array_to_tsvector(string_to_array(btrim(stream || ' ' || tags), ' '))"
POSTGRESQL = (
    f"""
CREATE INDEX search_words ON search_entry USING gin
(({WORDS_OF_ENTRY}))
""",
)
# What SQLite and PostgreSQL keep beside the tables of the models: left out when the two are compared.
BESIDE = "search_words"
DROP_SQLITE = "DROP TABLE IF EXISTS search_words"

for _statements, _dialect in ((SQLITE, "sqlite"), (POSTGRESQL, "postgresql")):
    for _statement in _statements:
        event.listen(
            SearchEntry.__table__,
            "after_create",
            DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),
        )
event.listen(SearchEntry.__table__, "before_drop", DDL(DROP_SQLITE).execute_if(dialect="sqlite"))
