"""A fresh database for each test, on SQLite and on PostgreSQL, cloned from one the migrations made.

A test that takes `app` (or anything that does) runs twice, once on each. `@pytest.mark.one_database` leaves it at SQLite;
`@pytest.mark.with_content` clones a database in which the starting content is loaded already.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from feedback_app import clock
from tests.rig import postgres

BOTH = ["sqlite", "postgresql"]
# The starting content is loaded as it stood at a moment. The first test that wants it may hold the clock before its last act.
LOADED_AT = datetime(2026, 11, 23, 18, 0, tzinfo=clock.LEGAL_ZONE)


@dataclass(frozen=True)
class Database:
    """`kind` is 'sqlite' or 'postgresql'; `url` is a DATABASE_URL."""

    kind: str
    url: str


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        once = metafunc.definition.get_closest_marker("one_database")
        metafunc.parametrize("database", BOTH[:1] if once else BOTH, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh, migrated database of this test's own; with the starting content under `with_content`."""
    has_content = request.node.get_closest_marker("with_content") is not None
    if request.param == "sqlite":
        file = tmp_path / "test.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_templates")(has_content), file)
        yield Database("sqlite", f"sqlite:///{file}")
        return
    server: postgres.PostgresServer = request.getfixturevalue("postgres_server")
    name = postgres.fresh_name()
    server.create(name, request.getfixturevalue("postgres_templates")(has_content))
    yield Database("postgresql", server.url(name))
    server.drop(name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    """The PostgreSQL server of this run. None to be had is a failure, never a skip."""
    try:
        with postgres.server() as found:
            yield found
    except postgres.NoPostgres as reason:
        pytest.fail(str(reason), pytrace=False)


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Path]:
    """has_content → a file to copy."""
    folder, made = tmp_path_factory.mktemp("templates"), dict[bool, Path]()

    def template(has_content: bool) -> Path:
        if has_content not in made:
            file = folder / f"{'content' if has_content else 'empty'}.sqlite3"
            if has_content:
                shutil.copyfile(template(False), file)
            _fill(f"sqlite:///{file}", has_content)
            made[has_content] = file
        return made[has_content]

    return template


@pytest.fixture(scope="session")
def postgres_templates(postgres_server: postgres.PostgresServer) -> Iterator[Callable[[bool], str]]:
    """has_content → the name of a database to clone."""
    made: dict[bool, str] = {}

    def template(has_content: bool) -> str:
        if has_content not in made:
            name = postgres.fresh_name()
            postgres_server.create(name, template(False) if has_content else "template0")
            _fill(postgres_server.url(name), has_content)
            made[has_content] = name
        return made[has_content]

    yield template
    for name in made.values():
        postgres_server.drop(name)


def _fill(url: str, has_content: bool) -> None:
    """Migrate an empty database, or load the starting content into a migrated one."""
    from feedback_app import create_app
    from feedback_app.extensions import db

    app = create_app(TESTING=True, DATABASE_URL=url)
    if has_content:
        with clock.at(LOADED_AT):
            loaded = app.test_cli_runner().invoke(args=["content", "load"])
        assert loaded.exit_code == 0, f"content load: {loaded.output}\n{loaded.exception!r}"
    with app.app_context():
        if not has_content:
            _make_schema(app.extensions["migrate"].directory)
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def _make_schema(migrations: str) -> None:
    """By the migrations, as in production. TEST_SCHEMA=models takes the models instead, while a migration is being written."""
    if os.environ.get("TEST_SCHEMA") == "models" or not list(Path(migrations).glob("versions/*.py")):
        from feedback_app.audit import triggers
        from feedback_app.extensions import db

        db.create_all()
        with db.engine.begin() as connection:
            triggers.create(connection)
    else:
        from flask_migrate import upgrade

        upgrade()
