"""The rights docs/deploy.md gives to the program's role on PostgreSQL: enough to work, and none to change the log."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade

from feedback_app import create_app
from feedback_app.audit import note, operations, queries
from feedback_app.audit.actor import SYSTEM
from feedback_app.extensions import db
from tests.factories import people, ticket_at
from tests.rig import postgres

PAGE = (Path(__file__).parents[2] / "docs" / "deploy.md").read_text()
SQL = re.search(r"```sql\n(.*?)```", PAGE, re.DOTALL)[1]
FORBIDDEN = [
    "UPDATE log_entry SET actor_name = 'x'",
    "DELETE FROM log_entry",
    "TRUNCATE log_entry",
    "TRUNCATE log_entry, log_node, log_checkpoint, log_sealed",
    "DROP TRIGGER log_entry_no_change ON log_entry",
    "ALTER TABLE log_entry DISABLE TRIGGER ALL",
    "ALTER TABLE log_entry ADD COLUMN x int",
    "DROP TABLE log_entry",
    "CREATE OR REPLACE FUNCTION log_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "SET session_replication_role = replica",
    "UPDATE log_node SET hash = 'x'",
    "DELETE FROM log_node",
    "TRUNCATE log_node",
    "UPDATE log_checkpoint SET note = 'x'",
    "UPDATE log_checkpoint SET cosignatures = ''",
    "DELETE FROM log_checkpoint",
    "TRUNCATE log_checkpoint",
    "DROP TRIGGER log_checkpoint_no_change ON log_checkpoint",
    "UPDATE log_sealed SET content = 'x'",
    "TRUNCATE log_sealed",
    "DROP INDEX ix_log_entry_time",
    "UPDATE alembic_version SET version_num = '0001'",
]


@pytest.fixture(scope="module")
def owner_url(postgres_server):
    postgres_server.create(name := postgres.fresh_name())
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(scope="module")
def role_url(owner_url):
    """The address of the program's own role, with the rights of the page."""
    role, base = postgres.fresh_name(), sa.make_url(owner_url)
    app = create_app(TESTING=True, DATABASE_URL=owner_url)
    with app.app_context():
        upgrade()
        with db.engine.begin() as connection:
            for statement in (
                SQL.replace("zhengming_app", role)
                .replace("DATABASE zhengming", f"DATABASE {base.database}")
                .split(";")
            ):
                if statement.strip():
                    connection.exec_driver_sql(statement)
        db.engine.dispose()
    yield base.set(username=role, password="choose one").render_as_string(hide_password=False)
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP OWNED BY {role}; DROP ROLE {role}")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(role_url):
    made = create_app(TESTING=True, DATABASE_URL=role_url)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def test_the_program_does_all_its_work_with_these_rights(app):
    upgrade()
    people()
    ticket_at("closed")
    _cosigned()
    reasoned = next(one for one in queries.entries(limit=200) if one.sealed_hash)
    operations.erase_sealed(reasoned.number, by=SYSTEM, reason="依法删除")
    db.session.commit()
    assert queries.verify().holds


def _cosigned():
    """A checkpoint of the log as it stands, with a witness's signature."""
    operations.append("content.load", by=SYSTEM, subject="content:starting", facts={"records": 1})
    row = operations.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    witness = note.SigningKey("witness.example/w", b"w" * 32, note.COSIGNATURE)
    line = witness.sign(note.parse(row.note).text, at=1).line
    operations.add_cosignature(row.size, line, witness=witness.verifier, by=SYSTEM)
    db.session.commit()


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_programs_role_cannot_change_the_log(app, statement):
    _cosigned()  # a rule about rows refuses only where there is one, and one with something to lose
    with (
        pytest.raises(sa.exc.DBAPIError, match=r"permission denied|must be owner|append-only"),
        db.engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)
