"""What makes the log append-only inside the database, whoever asks: no UPDATE, DELETE or TRUNCATE, and each new entry
bears the next number (which also stops SQLite's INSERT OR REPLACE, whose hidden delete fires no delete trigger). Of a
checkpoint only the witnesses' signatures may grow.

The owner of the database can drop a trigger; what they then change is found by `log verify` and a kept checkpoint.
The statements are constants, one each, without colons or per cent signs, so that a migration can carry a copy.
"""

from sqlalchemy.engine import Connection

SQLITE = (
    """
CREATE TRIGGER log_entry_no_update BEFORE UPDATE ON log_entry
BEGIN SELECT RAISE(ABORT, 'log_entry is append-only'); END
""",
    """
CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON log_entry
BEGIN SELECT RAISE(ABORT, 'log_entry is append-only'); END
""",
    """
CREATE TRIGGER log_entry_next_number BEFORE INSERT ON log_entry
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM log_entry)
BEGIN SELECT RAISE(ABORT, 'log_entry takes the next number only'); END
""",
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
CREATE FUNCTION log_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'log_entry is append-only'; END $$
""",
    """
CREATE FUNCTION log_entry_next_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number IS DISTINCT FROM (SELECT coalesce(max(number), 0) + 1 FROM log_entry) THEN
        RAISE EXCEPTION 'log_entry takes the next number only';
    END IF;
    RETURN NEW;
END $$
""",
    """
CREATE TRIGGER log_entry_no_change BEFORE UPDATE OR DELETE ON log_entry
FOR EACH ROW EXECUTE FUNCTION log_entry_refuse()
""",
    """
CREATE TRIGGER log_entry_no_truncate BEFORE TRUNCATE ON log_entry
FOR EACH STATEMENT EXECUTE FUNCTION log_entry_refuse()
""",
    """
CREATE TRIGGER log_entry_next_number BEFORE INSERT ON log_entry
FOR EACH ROW EXECUTE FUNCTION log_entry_next_number()
""",
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
    "DROP TRIGGER log_entry_no_update",
    "DROP TRIGGER log_entry_no_delete",
    "DROP TRIGGER log_entry_next_number",
    "DROP TRIGGER log_node_no_update",
    "DROP TRIGGER log_node_no_delete",
    "DROP TRIGGER log_node_no_replace",
    "DROP TRIGGER log_checkpoint_no_update",
    "DROP TRIGGER log_checkpoint_only_grows",
    "DROP TRIGGER log_checkpoint_no_delete",
    "DROP TRIGGER log_checkpoint_no_replace",
)

DROP_POSTGRESQL = (
    "DROP TRIGGER log_entry_no_change ON log_entry",
    "DROP TRIGGER log_entry_no_truncate ON log_entry",
    "DROP TRIGGER log_entry_next_number ON log_entry",
    "DROP FUNCTION log_entry_refuse()",
    "DROP FUNCTION log_entry_next_number()",
    "DROP TRIGGER log_node_no_change ON log_node",
    "DROP TRIGGER log_node_no_truncate ON log_node",
    "DROP TRIGGER log_checkpoint_no_change ON log_checkpoint",
    "DROP TRIGGER log_checkpoint_only_grows ON log_checkpoint",
    "DROP TRIGGER log_checkpoint_no_truncate ON log_checkpoint",
    "DROP FUNCTION log_tree_refuse()",
)


def create(connection: Connection) -> None:
    """Put the triggers on the existing tables of the log."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Take the triggers away (for a downgrade; tests use it to play the owner of the database)."""
    for statement in DROP_SQLITE if connection.dialect.name == "sqlite" else DROP_POSTGRESQL:
        connection.exec_driver_sql(statement)
