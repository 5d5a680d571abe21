"""The rig keeps its own promises: what other tests lean on is tried here once."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.accounts.models import OrgUnit
from feedback_app.extensions import db
from tests.rig.databases import Database
from tests.rig.running_system import RunningSystem


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_database_of_its_own(db_session: Any, database: Database, turn: int) -> None:
    assert db.engine.dialect.name == database.kind
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OrgUnit)) == 0
    db.session.add(OrgUnit(code="x", name_zh="科", name_en="Section"))
    db.session.commit()


@pytest.mark.one_database
def test_one_database_is_sqlite(database: Database) -> None:
    assert database.kind == "sqlite"


@pytest.mark.with_content
def test_with_content_people_can_sign_in(sign_in: Callable[[str], FlaskClient]) -> None:
    assert sign_in("liweidong").get("/staff/", follow_redirects=True).status_code == 200


def test_a_request_neither_saves_nor_sees_what_only_the_tests_session_holds(
    app: Flask, client: FlaskClient, db_session: Any
) -> None:
    unit = OrgUnit(code="a", name_zh="旧", name_en="Old")
    db.session.add(unit)
    assert client.get("/healthz").status_code == 200, "pending work was committed, so nothing is locked"
    with app.app_context():
        db.session.execute(sa.update(OrgUnit).values(name_zh="新"))
        db.session.commit()
    db.session.commit()
    assert unit.name_zh == "新", "objects are read again after a request"


@pytest.mark.one_database
def test_the_clock_is_held_for_requests_too(freeze: Callable[[Any], None]) -> None:
    freeze("2026-11-09 15:12")
    assert clock.now() == datetime(2026, 11, 9, 7, 12, tzinfo=UTC)
    freeze(datetime(2026, 11, 10, tzinfo=UTC))
    assert clock.today().isoformat() == "2026-11-10"


@pytest.mark.one_database
@pytest.mark.parametrize("turn", [1, 2])
def test_configuration_is_put_back(app: Flask, turn: int) -> None:
    assert app.config["MAX_FILES"] == 5
    app.config["MAX_FILES"] = 99


@pytest.mark.journey
@pytest.mark.parametrize("which", ["page", "phone"])
def test_a_browser_reads_the_running_system_with_chinese_type(
    running_system: RunningSystem,
    request: pytest.FixtureRequest,
    which: str,
    shoot: Callable[..., Path],
    axe: Any,
) -> None:
    page = request.getfixturevalue(which)
    page.goto("/")
    assert page.locator("h1").first.is_visible()
    wide, missing = page.evaluate("""() => {
        const draw = text => { const c = document.createElement('canvas').getContext('2d');
            c.font = '40px sans-serif'; c.fillText(text, 0, 40); return c.getImageData(0, 0, 60, 60).data.join(); };
        return [document.documentElement.scrollWidth <= window.innerWidth, draw('正') === draw('名')]; }""")
    assert wide, "no sideways scrolling"
    assert not missing, "two characters drawn alike are both an empty box"
    assert shoot(page, f"rig-{which}").name == f"rig-{which}-{page.viewport_size['width']}.png"  # type: ignore[index]
    assert len(page.screenshot(full_page=True)) > 10_000
    assert axe(page) == []


@pytest.mark.journey
def test_pages_without_javascript(running_system: RunningSystem, new_page: Callable[..., Any]) -> None:
    page = new_page(javascript=False, base_url=running_system.url)
    assert page.goto("/").status == 200
