"""Several people, or one person's impatient finger, at the very same moment: the deed is done once, the others are told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from feedback_app.audit.models import LogEntry
from feedback_app.carriers import operations as carriers_of
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.models import PENDING
from feedback_app.extensions import db
from feedback_app.tickets import steps
from tests.factories import people, published_penalty, sign_in, ticket_after
from tests.tickets.desk import fresh, url


@pytest.fixture(autouse=True)
def _session(db_session: Any) -> None:
    """Every test here works on a session of its own."""


def meeting(monkeypatch: pytest.MonkeyPatch, how_many: int) -> None:
    """Everyone has read the ticket before anyone acts, as far as the database lets them."""
    ready, read = Barrier(how_many), steps.check
    seen: set[int] = set()

    def wait(now: steps.Standing, *rest: Any) -> None:
        read(now, *rest)
        if id(db.session()) not in seen and db.engine.dialect.name == "postgresql":
            seen.add(id(db.session()))
            ready.wait(20)

    monkeypatch.setattr(steps, "check", wait)


def press(clients: list[FlaskClient], posts: list[tuple[str, dict[str, Any]]]) -> Counter[int]:
    db.session.commit()
    with ThreadPoolExecutor(len(clients)) as pool:
        sent = [
            pool.submit(one.post, path, data=typed) for one, (path, typed) in zip(clients, posts, strict=True)
        ]
        return Counter(done.result().status_code for done in sent)


def browsers(app: Flask, *logins: str) -> list[FlaskClient]:
    return [sign_in(app.test_client(), login) for login in logins]


def entries(action: str) -> int:
    return db.session.scalar(select(func.count()).where(LogEntry.action == action)) or 0


def test_a_correction_is_published_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = ticket_after("sign_finding")
    clients = browsers(app, "liufang", "liufang", "liufang")
    meeting(monkeypatch, 3)
    outcome = press(clients, [(url(ticket, "correction"), {"lock": ticket.lock})] * 3)
    assert outcome == {303: 1, 409: 2}
    assert entries("record.correct") == 1
    assert len(fresh(ticket).record.versions) == 2  # type: ignore[union-attr]


def test_two_reports_correct_one_record_one_after_the_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = published_penalty()
    tickets = [ticket_after("sign_finding", record=record) for _ in range(2)]
    clients = browsers(app, "liufang", "liufang")
    meeting(monkeypatch, 2)
    outcome = press(clients, [(url(one, "correction"), {"lock": one.lock}) for one in tickets])
    assert outcome == {303: 2}, "both are told; the second joins the first"
    assert {fresh(one).correction.to_number for one in tickets} == {2}  # type: ignore[union-attr]
    assert entries("record.correct") == 1


def test_a_carrier_is_confirmed_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = ticket_after("publish_correction")
    assert ticket.record is not None
    # With a second one pending the ticket itself does not change when the first is confirmed.
    carriers_of.push(ticket.record.ref, 2, ("wechat",), by=people().liufang.actor)
    db.session.flush()
    found = carriers.publications_of(ticket.record.ref, 2)
    number = next(one.id for one in found if one.state == PENDING)
    before = entries("channel.confirm")
    clients = browsers(app, *["liufang"] * 4)
    meeting(monkeypatch, 4)
    typed = {f"carrier-{number}-lock": ticket.lock, f"carrier-{number}-evidence": "http://example.gov.cn/x"}
    outcome = press(clients, [(url(ticket, f"carriers/{number}"), typed)] * 4)
    assert outcome == {303: 1, 409: 3}
    assert entries("channel.confirm") == before + 1
