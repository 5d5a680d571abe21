"""The schema the migrations make is the schema the models mean, on both databases; with rows in it, down and up again."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, stamp, upgrade
from sqlalchemy import JSON, inspect, text
from sqlalchemy.exc import DBAPIError

from feedback_app import create_app
from feedback_app.audit import queries as log
from feedback_app.audit import triggers
from feedback_app.disclosures import operations as records
from feedback_app.disclosures import queries
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.extensions import db
from feedback_app.search.models import BESIDE, POSTGRESQL, SQLITE
from tests.factories import people, published_penalty, ticket_at
from tests.rig import postgres

ROOT = Path(__file__).parents[1]
VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database with nothing in it, inside its context."""
    if request.param == "sqlite":
        url, drop = f"sqlite:///{tmp_path / 'empty.sqlite3'}", lambda: None
    else:
        server: postgres.PostgresServer = request.getfixturevalue("postgres_server")
        name = postgres.fresh_name()
        server.create(name)
        url, drop = server.url(name), lambda: server.drop(name)
    app = create_app(TESTING=True, DATABASE_URL=url, DATA_DIR=tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    drop()


def tables() -> set[str]:
    db.session.remove()
    return {name for name in inspect(db.engine).get_table_names() if is_compared(name)} - {"alembic_version"}


def is_compared(name: str | None, kind: str = "table", parent: Any = None) -> bool:
    """The words of the search index are no table of the models: `tests/search` looks at what they do."""
    return not (name or "").startswith(BESIDE)


def shape() -> dict[str, Any]:
    """Every table with its columns, keys and indexes, as the database itself tells it."""
    db.session.remove()
    see = inspect(db.engine)
    return {
        table: {
            "columns": sorted(
                (one["name"], str(one["type"]), one["nullable"]) for one in see.get_columns(table)
            ),
            "key": sorted(see.get_pk_constraint(table)["constrained_columns"]),
            "foreign": sorted(
                (one["constrained_columns"], one["referred_table"]) for one in see.get_foreign_keys(table)
            ),
            "unique": sorted(sorted(one["column_names"]) for one in see.get_unique_constraints(table)),
            "indexes": sorted(
                (one["name"], one["column_names"], bool(one["unique"]))
                for one in see.get_indexes(table)
                if is_compared(one["name"])
                if is_compared(one["name"])
            ),
        }
        for table in sorted(tables())
    }


def differences() -> list[Any]:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_name": is_compared}
        return compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)


def forbidden_changes() -> list[str]:
    """Which of the ways to rewrite the log the database itself still allows."""
    allowed = []
    db.session.remove()
    for statement in (
        "UPDATE log_entry SET actor_name = 'x' WHERE number = 1", "DELETE FROM log_entry WHERE number = 1",
        "INSERT INTO log_entry SELECT * FROM log_entry WHERE number = 1",
    ):  # fmt: skip
        try:
            with db.engine.begin() as connection:
                connection.execute(text(statement))
        except DBAPIError as refused:
            if re.search(r"append-only|next number only|unique", str(refused), re.IGNORECASE):
                continue
            raise
        allowed.append(statement)
    return allowed


def test_from_nothing_to_what_the_models_mean(empty: Flask) -> None:
    assert tables() == set()
    upgrade()
    assert tables() == set(db.metadata.tables)
    assert differences() == []


def test_the_projects_own_check_finds_nothing(empty: Flask) -> None:
    upgrade()
    db.session.remove()
    checked = empty.test_cli_runner().invoke(args=["db", "check"])
    assert checked.exit_code == 0, checked.output


def test_migrated_and_made_from_the_models_are_the_same(empty: Flask) -> None:
    upgrade()
    migrated = shape()
    downgrade(revision="base")
    db.create_all()
    assert shape() == migrated


def test_upgrading_again_changes_nothing(empty: Flask) -> None:
    upgrade()
    before = shape()
    upgrade()
    assert shape() == before


def test_down_to_nothing_and_up_again_with_rows_in_the_tables(empty: Flask) -> None:
    upgrade()
    people()
    ticket_at("closed")
    db.session.commit()
    rows = {
        table: db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar()
        for table in sorted(db.metadata.tables)
    }
    assert sum(bool(count) for count in rows.values()) > 20, "nearly every table has something in it"
    db.session.remove()
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert differences() == []
    ticket_at("closed")
    assert log.verify().holds
    assert forbidden_changes() == []


def test_the_log_is_append_only_in_the_database_itself(empty: Flask) -> None:
    upgrade()
    ticket_at("accepted")
    db.session.commit()
    assert log.head().number > 5
    assert forbidden_changes() == []
    assert log.verify().holds


def test_the_triggers_of_the_migration_are_those_of_the_code(empty: Flask) -> None:
    """A migration carries a copy, so that it means the same for ever; today the two must agree."""
    sources = "\n".join(path.read_text() for path in VERSIONS)
    for statement in (*triggers.SQLITE, *triggers.POSTGRESQL):
        assert statement.strip() in sources
    for statement in (*SQLITE, *POSTGRESQL):
        assert statement.strip() in sources
    upgrade()
    with db.engine.begin() as connection:
        triggers.drop(connection)
        triggers.create(connection)


def test_rows_survive_every_step_down_and_up_between_revisions(empty: Flask) -> None:
    """Each revision above the first, with rows in the tables, taken back and made again."""
    upgrade()
    ticket_at("closed")
    db.session.commit()
    revisions = [revision.revision for revision in _script(empty).walk_revisions()]
    for _revision in revisions[:-1]:  # newest first; the first one makes the tables themselves
        before = db.session.execute(text("SELECT count(*) FROM ticket")).scalar()
        db.session.remove()
        downgrade(revision="-1")
        assert db.session.execute(text("SELECT count(*) FROM ticket")).scalar() == before
        db.session.remove()
    upgrade()
    assert differences() == []
    assert log.verify().holds
    assert forbidden_changes() == []


def test_the_revisions_are_one_numbered_line(empty: Flask) -> None:
    script = _script(empty)
    line = [revision.revision for revision in reversed(list(script.walk_revisions()))]
    assert line == [f"{number:04d}" for number in range(1, len(line) + 1)]
    assert len(script.get_heads()) == 1
    assert [path.name[:4] for path in VERSIONS] == line
    for path in VERSIONS:
        source = path.read_text()
        assert "feedback_app" not in source, "a migration means the same whatever the code becomes"
        assert "def downgrade" in source


def test_a_database_of_an_unknown_revision_is_refused(empty: Flask) -> None:
    upgrade()
    stamp(revision="head")
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises((SystemExit, Exception)):
        upgrade()
    assert tables() == set(db.metadata.tables)


def _script(app: Flask) -> ScriptDirectory:
    return ScriptDirectory(app.extensions["migrate"].directory)


def test_sqlite_and_postgresql_get_the_same_tables(
    tmp_path: Path, postgres_server: postgres.PostgresServer
) -> None:
    """Names of tables, columns and indexes: what runs on one runs on the other."""
    name = postgres.fresh_name()
    postgres_server.create(name)
    found = []
    for url in (f"sqlite:///{tmp_path / 'a.sqlite3'}", postgres_server.url(name)):
        app = create_app(TESTING=True, DATABASE_URL=url, DATA_DIR=tmp_path)
        with app.app_context():
            upgrade()
            found.append({
                table: (
                    sorted(one[0] for one in parts["columns"]), [one for one in parts["indexes"] if not one[0].startswith(("uq_", "sqlite_"))],
                )
                for table, parts in shape().items()
            })  # fmt: skip
            db.session.remove()
            db.engine.dispose()
    postgres_server.drop(name)
    assert found[0] == found[1]


def test_hidings_go_down_and_up_but_never_the_sealed_archive(empty: Flask) -> None:
    """Going down would lose what lies sealed: it is refused. A hidden record stays hidden whatever happens."""
    upgrade()
    hidden, sealed = published_penalty(), published_penalty(document_number="昌州环阜罚〔2026〕8号")
    records.hide(hidden, "privacy", by=people().sunlei)
    db.session.commit()
    number = hidden.id
    db.session.remove()
    downgrade(revision="0005")
    upgrade()
    status = db.session.execute(
        text("SELECT status FROM disclosure_record WHERE id = :id"), {"id": number}
    ).scalar()
    assert status == "hidden"
    sealed = db.session.merge(sealed)
    records.withdraw(sealed, "other_by_law", by=people().wangxiaoyan, law="《某条例》第三条")
    records.approve_takedown(queries.waiting_takedown(sealed), by=people().majianxin)
    db.session.commit()
    db.session.remove()
    with pytest.raises((RuntimeError, SystemExit)):
        downgrade(revision="0005")
    assert db.session.execute(text("SELECT count(*) FROM sealed_original")).scalar() == 2


def test_periods_of_carriers_are_counted_for_what_stands_there_and_drafts_take_over_new_names(
    empty: Flask,
) -> None:
    """What was published before there were periods gets the same as what is published now; a draft loses nothing."""
    upgrade()
    record = published_penalty()
    values = {**record.newest.field_values, "conduct_to": "2026-09-01", "facts": "改过的事实。"}
    draft = records.prepare_change(
        record, ChangeKind.UPDATE, values, note_zh="改动。", changed_on=record.formed_on, by=people().zhaoming
    )
    db.session.commit()
    asked = "SELECT channel, keeps_years, public_until FROM channel_publication ORDER BY id"
    before, number = db.session.execute(text(asked)).all(), draft.id
    db.session.remove()
    downgrade(revision="0023")
    kept = text("SELECT field_values FROM record_version WHERE id = :id").columns(field_values=JSON)
    old = db.session.execute(kept, {"id": number}).scalar()
    assert old["conduct_ended_on"] == "2026-09-01"
    assert "conduct_to" not in old
    db.session.remove()
    upgrade()
    assert db.session.execute(text(asked)).all() == before
    assert db.session.execute(kept, {"id": number}).scalar() == values
