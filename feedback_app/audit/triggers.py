"""What makes `log_entry` append-only inside the database, whoever asks: no UPDATE, DELETE or TRUNCATE, and each new
row bears the next number (which also stops SQLite's INSERT OR REPLACE, whose hidden delete fires no delete trigger).

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
)

DROP_SQLITE = (
    "DROP TRIGGER log_entry_no_update",
    "DROP TRIGGER log_entry_no_delete",
    "DROP TRIGGER log_entry_next_number",
)

DROP_POSTGRESQL = (
    "DROP TRIGGER log_entry_no_change ON log_entry",
    "DROP TRIGGER log_entry_no_truncate ON log_entry",
    "DROP TRIGGER log_entry_next_number ON log_entry",
    "DROP FUNCTION log_entry_refuse()",
    "DROP FUNCTION log_entry_next_number()",
)


def create(connection: Connection) -> None:
    """Put the triggers on an existing `log_entry`."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Take the triggers away (for a downgrade; tests use it to play the owner of the database)."""
    for statement in DROP_SQLITE if connection.dialect.name == "sqlite" else DROP_POSTGRESQL:
        connection.exec_driver_sql(statement)
