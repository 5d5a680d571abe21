"""/readyz and the page of the queues: a monitor and a person see what has stopped."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from feedback_app import clock, rounds, runs
from feedback_app.extensions import db
from feedback_app.intake.models import MailboxLook
from feedback_app.outbox import jobs, queries
from feedback_app.outbox.models import DEAD
from feedback_app.web.round_words import ROUND_WORDS
from tests.factories import beijing, sign_in, ticket_after

pytestmark = pytest.mark.one_database
NOW = beijing("2026-11-09 15:12")


@pytest.fixture
def running(app: Flask, db_session: Any, freeze: Any, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A system in which everything is well."""
    freeze(NOW)
    monkeypatch.setattr("feedback_app.web.readiness.CHECKS", _with_redis())
    note("outbox.enqueue")
    return app


def _with_redis() -> Any:
    from dataclasses import replace

    from feedback_app.web.readiness import CHECKS

    return tuple(replace(row, is_well=lambda: True) if row.name == "redis" else row for row in CHECKS)


def note(name: str, fault: str = "") -> None:
    runs.note(name, fault=fault)
    db.session.commit()


def failing(app: Flask) -> set[str]:
    answer = app.test_client().get("/readyz")
    found = {name for name, state in answer.json["checks"].items() if state != "ok"}
    assert answer.status_code == (503 if found else 200)
    return found


def test_it_is_ready_when_everything_does_its_work(running: Flask) -> None:
    assert failing(running) == set()


def test_a_relay_that_is_silent_is_a_failure(running: Flask, freeze: Any) -> None:
    freeze(NOW + timedelta(minutes=2))
    assert failing(running) == {"relay"}


def test_what_waits_too_long_is_a_failure_and_what_waits_for_its_next_try_is_none(
    running: Flask, freeze: Any
) -> None:
    ticket_after(None)
    message = queries.newest(limit=1)[0]
    freeze(later := message.due_again_at + timedelta(minutes=16))
    note("outbox.enqueue")
    assert failing(running) == {"outbox"}
    message.due_again_at = later + timedelta(hours=1)
    db.session.commit()
    assert failing(running) == set()


def test_mail_that_stopped_coming_in_is_a_failure_where_mail_is_fetched(running: Flask, freeze: Any) -> None:
    running.config["IMAP_HOST"] = "imap.example.gov.cn"
    try:
        assert failing(running) == {"mail_in"}
        db.session.add(MailboxLook(place="imap;INBOX", looked_at=NOW, succeeded_at=NOW, fault=""))
        db.session.commit()
        assert failing(running) == set()
        freeze(NOW + timedelta(minutes=20))
        note("outbox.enqueue")
        look = db.session.get_one(MailboxLook, "imap;INBOX")
        look.looked_at, look.fault = clock.now(), "ConnectionRefusedError"
        db.session.commit()
        assert failing(running) == {"mail_in"}, "tries that fail are no mail"
    finally:
        running.config["IMAP_HOST"] = ""


def test_rounds_say_when_they_were_done_and_how_they_failed(
    running: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble() -> None:
        raise ValueError("13912345678")

    monkeypatch.setattr(
        rounds, "ROUNDS", (rounds.Round("well", 1, lambda: None), rounds.Round("ill", 1, stumble))
    )
    rounds.start()
    rounds.look()
    done = runs.all_runs()
    assert (done["well"].fault, done["well"].well_at) == ("", NOW)
    assert (done["ill"].fault, done["ill"].well_at) == ("ValueError", None)
    for _relay in range(2):  # a second relay writes over the first
        rounds.start()
        rounds.look()
    assert clock.now() == runs.all_runs()["well"].ended_at


def test_the_page_shows_what_runs_and_what_failed_to_who_keeps_it(running: Flask) -> None:
    ticket_after(None)
    queries.newest(limit=1)[0].state = DEAD
    note("watch.sign", fault="TimeoutError")
    client = sign_in(running.test_client(), "sunlei")
    page = client.get("/staff/queues").text
    for shown in ("Redis 没有应答", "签发责任日志检查点", "TimeoutError", "没有送到", "短信"):
        assert shown in page, shown
    assert client.post("/staff/queues").status_code == 405
    assert not jobs.queue_answers()


def test_every_round_has_words_a_person_can_read() -> None:
    assert {row.name for row in rounds.ROUNDS} <= ROUND_WORDS.keys()
