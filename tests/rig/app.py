"""The application on a fresh database, and ways to act on it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from contextvars import copy_context
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from feedback_app import clock, create_app
from feedback_app.extensions import db
from tests.rig.databases import Database


class Client(FlaskClient):
    """Each request gets an application context and a session of its own, as in production.

    What the test has pending is committed first: on SQLite the test's open transaction would keep the request waiting,
    and a view that forgets to commit must not be saved by the test. Objects of the test are reloaded when next read.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        if _cv_app.get(None) is not None:
            db.session.commit()
        return copy_context().run(self._open_alone, *args, **options)

    def _open_alone(self, *args: Any, **options: Any) -> TestResponse:
        _cv_app.set(None)  # type: ignore[arg-type]
        return super().open(*args, **options)


@pytest.fixture
def app(database: Database) -> Iterator[Flask]:
    """The application on this test's database. CSRF is off for convenience: a test of it sets WTF_CSRF_ENABLED again.

    No application context is pushed: `db_session` does that, or `with app.app_context()`.
    """
    made = create_app(TESTING=True, DATABASE_URL=database.url, WTF_CSRF_ENABLED=False)
    made.test_client_class = Client
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


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
