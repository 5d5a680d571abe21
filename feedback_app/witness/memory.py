"""What the witness remembers: for each log the newest checkpoint it signed. One SQLite file of its own.

The memory is the whole worth of a witness. It is written, and flushed to the disk, before the signature leaves the house;
two requests at once are put one after the other by the file's write lock.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

_TABLE = """
CREATE TABLE IF NOT EXISTS seen (
    origin TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    note TEXT NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest checkpoint signed for a log: its size, its root (32 bytes), and the whole note, as proof."""

    size: int
    root: bytes
    note: str


class Turn:
    """One request's turn: nobody else reads or writes this memory meanwhile."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def seen(self, origin: str) -> Seen | None:
        """The newest checkpoint signed for this log; None before the first."""
        row = self._connection.execute(
            "SELECT size, root, note FROM seen WHERE origin = ?", (origin,)
        ).fetchone()
        return Seen(row[0], bytes(row[1]), row[2]) if row else None

    def remember(self, origin: str, newest: Seen) -> None:
        """Take this checkpoint as the newest of the log."""
        self._connection.execute(
            "INSERT INTO seen (origin, size, root, note) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note",
            (origin, newest.size, newest.root, newest.note),
        )


class Memory:
    """The memory kept in `file`, made when it is not there. Safe for several threads and processes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with closing(self._open()) as connection:
            connection.execute(_TABLE)

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """A turn alone at the memory. Leaving it without a fault makes what it wrote durable."""
        with closing(self._open()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Turn(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=10, isolation_level=None)
        connection.execute("PRAGMA synchronous = FULL")
        return connection
