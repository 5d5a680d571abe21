"""The application on a fresh database, and ways to act on it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from contextvars import copy_context
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from feedback_app import clock, create_app
from feedback_app.extensions import babel, csrf, db, limiter, login_manager, mail, migrate
from tests.rig.databases import Database
from tests.rig.every_act_logged import every_act_logged


class Client(FlaskClient):
    """Each request gets an application context and a session of its own, as in production.

    Whatever a request commits must stand in the log, see `every_act_logged`.
    What the test has pending is committed first: on SQLite the test's open transaction would keep the request waiting,
    and a view that forgets to commit must not be saved by the test. Objects of the test are reloaded when next read.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        if _cv_app.get(None) is not None:
            db.session.commit()
        return copy_context().run(self._open_alone, *args, **options)

    def _open_alone(self, *args: Any, **options: Any) -> TestResponse:
        _cv_app.set(None)  # type: ignore[arg-type]
        with every_act_logged():
            return super().open(*args, **options)


SHARED_EXTENSIONS = (babel, csrf, limiter, login_manager, mail, migrate)


@pytest.fixture(scope="session")
def one_app(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, list[dict[str, Any]]]:
    """The application all tests of a worker share, so that routes and templates are compiled once. Use `app`.

    Beside it the state of the extensions, which are global and remember whichever application was made last.
    """
    made = create_app(
        TESTING=True, DATABASE_URL=f"sqlite:///{tmp_path_factory.mktemp('none')}/none", WTF_CSRF_ENABLED=False
    )
    made.test_client_class = Client
    return made, [dict(vars(extension)) for extension in SHARED_EXTENSIONS]


_engines: dict[str, Engine] = {}


def engine_on(database: Database) -> Engine:
    """One engine for each kind of database, led to this test's: what it has learnt and compiled is learnt once."""
    if database.kind not in _engines:
        _engines[database.kind] = create_engine(database.url)
        event.listen(_engines[database.kind], "do_connect", _lead)
    engine = _engines[database.kind]
    engine.url = make_url(database.url)
    return engine


def _lead(dialect: Dialect, record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
    target = _engines["sqlite" if dialect.name == "sqlite" else "postgresql"].url
    led_arguments, led_options = dialect.create_connect_args(target)
    arguments[:] = led_arguments
    options.update(led_options)


@pytest.fixture
def app(one_app: tuple[Flask, list[dict[str, Any]]], database: Database, tmp_path: Path) -> Iterator[Flask]:
    """The application on this test's own database and DATA_DIR.

    CSRF is off for convenience: a test of it sets `app.config["WTF_CSRF_ENABLED"]`; the configuration is put back after
    each test. Routes cannot be added: `create_app(**overrides)` makes an application for that.
    No application context is pushed: `db_session` does that, or `with app.app_context()`.
    """
    shared, states = one_app
    for extension, state in zip(SHARED_EXTENSIONS, states, strict=True):
        vars(extension).update(state)
    before = dict(shared.config)
    shared.config |= {
        "DATABASE_URL": database.url,
        "SQLALCHEMY_DATABASE_URI": database.url,
        "DATA_DIR": tmp_path / "data",
    }
    _forget_sessions()
    with shared.app_context():
        db.engines[None] = engine = engine_on(database)
        engine.dispose()  # nothing led to the database of an earlier test is in the pool
        limiter.reset()
    yield shared
    with shared.app_context():
        db.session.remove()
    engine.dispose()
    shared.config.clear()
    shared.config.update(before)


def _forget_sessions() -> None:
    """A session goes by the number of its context in memory: one that was left behind would be met again by a later test."""
    sessions = db.session.registry.registry
    for session in list(sessions.values()):
        session.close()
    sessions.clear()


@pytest.fixture
def db_session(app: Flask) -> Iterator[scoped_session[Any]]:
    """`db.session`, inside an application context that lasts for the test; operations and queries can be called at once."""
    with app.app_context():
        yield db.session
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser without cookies. See `Client` for what it does to the test's own session."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """`sign_in("sunlei")` → a new client of that member of the demonstration staff; needs `with_content`."""
    from feedback_app.starting_content.staff import DEMONSTRATION_PASSWORD

    def sign_in_as(login: str) -> FlaskClient:
        browser = app.test_client()
        answer = browser.post("/staff/sign-in", data={"login": login, "password": DEMONSTRATION_PASSWORD})
        assert answer.status_code == 303, f"{login} was not let in: {answer.status}"
        return browser

    return sign_in_as


@pytest.fixture
def freeze() -> Iterator[Callable[[datetime | str], None]]:
    """`freeze("2026-11-09 15:12")` holds the clock at that moment in Beijing (or at an aware datetime); call it again to move on."""
    with ExitStack() as held:

        def hold(moment: datetime | str) -> None:
            if isinstance(moment, str):
                moment = datetime.fromisoformat(moment).replace(tzinfo=clock.LEGAL_ZONE)
            held.enter_context(clock.at(moment))

        yield hold
