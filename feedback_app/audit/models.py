"""Tables of the accountability log (责任日志).

`log_entry` is append-only (see triggers.py) and refers to nothing by foreign key: whatever happens to a ticket, a
record or a person, what was written about it stays, in the words of that day. Words that may have to be erased by law
one day stand apart in `log_sealed`; the entry keeps only a salted commitment to them, so the log still verifies when
they are gone. `log_node` keeps the upper hashes of the Merkle tree, `log_checkpoint` what was signed and given out.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.extensions import Sealed, UtcDateTime, db

# On SQLite only a column of type INTEGER is the row's own key, which VACUUM keeps.
Number = BigInteger().with_variant(Integer, "sqlite")


class LogSealed(db.Model):
    """The sealed part of one entry: the reason and other words of persons. May be erased; never changed."""

    __tablename__ = "log_sealed"

    entry_number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Sealed("log_sealed.content"))

    @property
    def words(self) -> dict[str, Any]:
        """The sealed words by name; the reason under 'reason'."""
        return _object(self.content)


class LogEntry(db.Model):
    """One act: who (as they were then), what, on what, when, from which state to which."""

    __tablename__ = "log_entry"
    __table_args__ = (
        Index(None, "subject", "number"),
        Index(None, "about", "number"),
        # For the filters of the supervisor's desk, each read in its order, see queries.entries.
        Index("ix_log_entry_time", "at", "number"),
        Index("ix_log_entry_action", "action", "at", "number"),
        Index("ix_log_entry_person", "actor_id", "at", "number", "action"),
        Index("ix_log_entry_unit", "actor_unit", "at", "number", "action"),
        Index("ix_log_entry_whose", "actor_kind", "at", "number"),
        Index(
            "ix_log_entry_behalf",
            "at",
            "number",
            sqlite_where=text("on_behalf_of <> ''"),
            postgresql_where=text("on_behalf_of <> ''"),
        ),
    )

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    actor_post: Mapped[str] = mapped_column(Text)
    actor_unit: Mapped[str] = mapped_column(Text)
    on_behalf_of: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(Text)
    from_state: Mapped[str | None] = mapped_column(Text)
    to_state: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[str | None] = mapped_column(Text)
    sealed_hash: Mapped[str | None] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    entry_hash: Mapped[str] = mapped_column(String(64))

    # Always in the same query, so that no list of entries can ask once per line.
    sealed: Mapped[LogSealed | None] = relationship(
        primaryjoin="foreign(LogSealed.entry_number) == LogEntry.number",
        uselist=False,
        viewonly=True,
        lazy="joined",
    )

    @property
    def fact_values(self) -> dict[str, Any]:
        """The public facts by name; empty when there are none or they cannot be read."""
        return _object(self.facts)

    @property
    def reason(self) -> str | None:
        """Why, in the actor's words; None when none was given or it has been erased."""
        return self.sealed.words.get("reason") if self.sealed else None

    @property
    def is_erased(self) -> bool:
        """Whether a sealed part was written and has since been erased."""
        return self.sealed_hash is not None and self.sealed is None


class LogNode(db.Model):
    """One stored hash of the Merkle tree: the root of 256**level entries, the `position`-th run of that many from 0.

    Level 0 is not here: those hashes are the entries' own. A row is written in the transaction that completes its run.
    """

    __tablename__ = "log_node"

    level: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64))


class LogCheckpoint(db.Model):
    """A checkpoint that was given out: the signed statement that the first `size` entries make this root."""

    __tablename__ = "log_checkpoint"

    size: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    root: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cosignatures: Mapped[str] = mapped_column(Text, default="")

    @property
    def text(self) -> str:
        """The whole signed note: the log's signature first, then those of witnesses."""
        return self.note + self.cosignatures


def _object(text: str | None) -> dict[str, Any]:
    # A page about a damaged log must still open: unreadable text counts as no text here, verify() places the damage.
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
