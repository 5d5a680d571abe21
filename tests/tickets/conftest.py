"""A member of staff at their desk."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.factories import sign_in
from tests.tickets.desk import Browse


@pytest.fixture
def browse(app: Flask, db_session: Any, freeze: Callable[[str], None]) -> Browse:
    """`browse("sunlei")` → that person's browser, signed in; it is noon on 12 November 2026."""
    freeze("2026-11-12 12:00")
    return lambda login: sign_in(app.test_client(), login)
