"""The log's Merkle tree (log_node) and the checkpoints given out (log_checkpoint), filled in for the entries there are.

Revision 0002
"""

import hashlib
import re

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TILE = 256
HASH = re.compile("[0-9a-f]{64}")

SQLITE = (
    """
CREATE TRIGGER log_node_no_update BEFORE UPDATE ON log_node
BEGIN SELECT RAISE(ABORT, 'log_node is append-only'); END
""",
    """
CREATE TRIGGER log_node_no_delete BEFORE DELETE ON log_node
BEGIN SELECT RAISE(ABORT, 'log_node is append-only'); END
""",
    """
CREATE TRIGGER log_node_no_replace BEFORE INSERT ON log_node
WHEN EXISTS (SELECT 1 FROM log_node WHERE level = NEW.level AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'log_node is append-only'); END
""",
    """
CREATE TRIGGER log_checkpoint_no_update BEFORE UPDATE OF size, root, note, issued_at ON log_checkpoint
BEGIN SELECT RAISE(ABORT, 'log_checkpoint is append-only'); END
""",
    """
CREATE TRIGGER log_checkpoint_only_grows BEFORE UPDATE OF cosignatures ON log_checkpoint
WHEN substr(NEW.cosignatures, 1, length(OLD.cosignatures)) IS NOT OLD.cosignatures
BEGIN SELECT RAISE(ABORT, 'log_checkpoint is append-only'); END
""",
    """
CREATE TRIGGER log_checkpoint_no_delete BEFORE DELETE ON log_checkpoint
BEGIN SELECT RAISE(ABORT, 'log_checkpoint is append-only'); END
""",
    """
CREATE TRIGGER log_checkpoint_no_replace BEFORE INSERT ON log_checkpoint
WHEN EXISTS (SELECT 1 FROM log_checkpoint WHERE size = NEW.size)
BEGIN SELECT RAISE(ABORT, 'log_checkpoint is append-only'); END
""",
)
POSTGRESQL = (
    """
CREATE FUNCTION log_tree_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the tree and the checkpoints of the log are append-only'; END $$
""",
    """
CREATE TRIGGER log_node_no_change BEFORE UPDATE OR DELETE ON log_node
FOR EACH ROW EXECUTE FUNCTION log_tree_refuse()
""",
    """
CREATE TRIGGER log_node_no_truncate BEFORE TRUNCATE ON log_node
FOR EACH STATEMENT EXECUTE FUNCTION log_tree_refuse()
""",
    """
CREATE TRIGGER log_checkpoint_no_change BEFORE DELETE OR UPDATE OF size, root, note, issued_at ON log_checkpoint
FOR EACH ROW EXECUTE FUNCTION log_tree_refuse()
""",
    """
CREATE TRIGGER log_checkpoint_only_grows BEFORE UPDATE OF cosignatures ON log_checkpoint
FOR EACH ROW
WHEN (substr(NEW.cosignatures, 1, length(OLD.cosignatures)) IS DISTINCT FROM OLD.cosignatures)
EXECUTE FUNCTION log_tree_refuse()
""",
    """
CREATE TRIGGER log_checkpoint_no_truncate BEFORE TRUNCATE ON log_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION log_tree_refuse()
""",
)
DROP_SQLITE = (
    "DROP TRIGGER log_node_no_update",
    "DROP TRIGGER log_node_no_delete",
    "DROP TRIGGER log_node_no_replace",
    "DROP TRIGGER log_checkpoint_no_update",
    "DROP TRIGGER log_checkpoint_only_grows",
    "DROP TRIGGER log_checkpoint_no_delete",
    "DROP TRIGGER log_checkpoint_no_replace",
)
DROP_POSTGRESQL = (
    "DROP TRIGGER log_node_no_change ON log_node",
    "DROP TRIGGER log_node_no_truncate ON log_node",
    "DROP TRIGGER log_checkpoint_no_change ON log_checkpoint",
    "DROP TRIGGER log_checkpoint_only_grows ON log_checkpoint",
    "DROP TRIGGER log_checkpoint_no_truncate ON log_checkpoint",
    "DROP FUNCTION log_tree_refuse()",
)


def _number():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "log_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", _number(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_log_node")),
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("size", _number(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cosignatures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoint")),
    )
    connection = op.get_bind()
    _fill(connection)
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    connection = op.get_bind()
    for statement in DROP_SQLITE if connection.dialect.name == "sqlite" else DROP_POSTGRESQL:
        connection.exec_driver_sql(statement)
    op.drop_table("log_checkpoint")
    op.drop_table("log_node")


def _fill(connection) -> None:
    """The tree over the entries that are there; a run with a hole in it is left out, for `log verify` to name."""
    leaves = sa.text(
        "SELECT number, entry_hash FROM log_entry WHERE number > :low AND number <= :high ORDER BY number"
    )
    put = sa.text("INSERT INTO log_node (level, position, hash) VALUES (:level, :position, :hash)")
    count = connection.execute(sa.text("SELECT coalesce(max(number), 0) FROM log_entry")).scalar_one() // TILE
    row = []
    for position in range(count):
        low = position * TILE
        found = connection.execute(leaves, {"low": low, "high": low + TILE}).all()
        row.append(_root([text for _, text in found]))
    level = 1
    while row:
        rows = [
            {"level": level, "position": position, "hash": found}
            for position, found in enumerate(row)
            if found is not None
        ]
        if rows:
            connection.execute(put, rows)
        row = [_root(row[at : at + TILE]) for at in range(0, len(row) - TILE + 1, TILE)]
        level += 1


def _root(texts):
    """The root over 256 hashes (hex), or None when one of them is missing."""
    if len(texts) != TILE or not all(text is not None and HASH.fullmatch(text) for text in texts):
        return None
    row = [bytes.fromhex(text) for text in texts]
    while len(row) > 1:
        row = [hashlib.sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row), 2)]
    return row[0].hex()
