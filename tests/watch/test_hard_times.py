"""The watch when others misbehave: witnesses that lie, dawdle or answer twice, clocks that jump, relays that die."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from feedback_app.audit import jobs as audit_jobs
from feedback_app.audit import operations as log
from feedback_app.audit import queries as log_rows
from feedback_app.audit import tlog_witness, triggers
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.note import COSIGNATURE, SigningKey
from feedback_app.audit.signing import signer
from feedback_app.clock import LEGAL_ZONE
from feedback_app.extensions import db
from feedback_app.outbox.models import OwedMessage
from feedback_app.watch import jobs, queries, witnessing
from feedback_app.watch.models import LogAlarm
from feedback_app.witness.judging import Witness
from feedback_app.witness.memory import Memory
from tests.factories import people

WITNESS = SigningKey("witness.example/prefecture", bytes(range(5, 37)), COSIGNATURE)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=LEGAL_ZONE)


@pytest.fixture(autouse=True)
def entries(db_session: object) -> None:
    people()
    grow(5)


def grow(by: int) -> None:
    for _ in range(by):
        log.append("content.load", by=SYSTEM, subject="content:all")
    db.session.commit()


def issue() -> int:
    size = log.issue_checkpoint(by=SYSTEM).size
    db.session.commit()
    return size


def cut_off_after(number: int) -> None:
    """As whoever has the database in their hands: the newest entries go, the checkpoints stay."""
    db.session.rollback()
    with db.engine.begin() as connection:
        triggers.drop(connection)
        connection.execute(sa.text(f"DELETE FROM log_sealed WHERE entry_number > {number}"))
        connection.execute(sa.text(f"DELETE FROM log_entry WHERE number > {number}"))
        triggers.create(connection)


def asked_by(monkeypatch: pytest.MonkeyPatch, app: Flask, answer: Any) -> None:
    monkeypatch.setattr(witnessing, "ask", answer)
    app.config["LOG_WITNESSES"] = [("https://witness.example", WITNESS.verifier.text)]


# ---- witnesses ---------------------------------------------------------------------------------------------------------


def test_a_signature_given_but_lost_on_the_way_is_asked_for_again_without_an_alarm(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness = Witness(WITNESS, Memory(tmp_path / "memory.sqlite3"), [signer.verifier])
    answers: list[int] = []

    def ask(url: str, asked: tlog_witness.AddCheckpoint) -> Any:
        answer = witness.add_checkpoint(asked.text, at=1_795_000_000)
        answers.append(answer.status)
        if answer.status == 409:
            return tlog_witness.Behind(int(answer.body))
        return tlog_witness.Cosigned(tuple(answer.body.splitlines()))

    issue()
    with db.session.no_autoflush:
        row = log_rows.latest_issued()
        assert row is not None
        asked = tlog_witness.asking(0, (), row.text)
        db.session.rollback()
    witness.add_checkpoint(
        asked.text, at=1
    )  # by a relay that died before it could keep the answer, or by a second one
    asked_by(monkeypatch, app, ask)
    jobs.ask_witnesses()
    assert answers == [409, 200]
    assert [alarm.words_zh for alarm in queries.open_alarms()] == []
    assert WITNESS.name in app.test_client().get("/log/checkpoint").text


@pytest.mark.parametrize("answer", ["refuses", "counts up"])
def test_a_witness_that_goes_on_refusing_is_one_alarm_however_the_log_grows(
    app: Flask, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    said = iter(range(10**9, 10**9 + 100))

    def ask(url: str, asked: tlog_witness.AddCheckpoint) -> Any:
        return tlog_witness.NotCosigned(403, "no") if answer == "refuses" else tlog_witness.Behind(next(said))

    asked_by(monkeypatch, app, ask)
    for _ in range(4):
        grow(3)
        issue()
        jobs.ask_witnesses()
    assert [alarm.kind for alarm in queries.open_alarms()] == ["witness_refused"]
    told = db.session.scalar(sa.select(sa.func.count()).where(OwedMessage.kind == "log_alarm"))
    assert told == len(
        {
            row.to_address
            for row in db.session.scalars(sa.select(OwedMessage).where(OwedMessage.kind == "log_alarm"))
        }
    )


def test_a_log_that_can_prove_nothing_keeps_no_other_witness_from_being_asked(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = issue()
    cut_off_after(size - 2)
    asked_by(monkeypatch, app, lambda url, asked: tlog_witness.NotCosigned(422, ""))
    jobs.ask_witnesses()  # raised, and so ended the round, before


@pytest.fixture
def dripping() -> Iterator[str]:
    """The address of a witness that sends one byte after the other, for ever."""
    door = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        talk, _ = door.accept()
        with talk:
            talk.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not ended.wait(0.05):
                try:
                    talk.sendall(b"a")
                except OSError:
                    return

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    ended.set()
    door.close()


@pytest.mark.one_database
def test_a_witness_that_drips_its_answer_holds_nothing_up(
    app: Flask, dripping: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tlog_witness, "AT_MOST", 1)
    issue()
    app.config["LOG_WITNESSES"] = [(dripping, WITNESS.verifier.text)]
    began = time.monotonic()
    jobs.ask_witnesses()
    jobs.ask_witnesses()
    assert time.monotonic() - began < 5
    assert queries.open_count() == 0


# ---- clocks, and ends that are cut off -----------------------------------------------------------------------------------


def test_entries_cut_off_behind_a_checkpoint_alarm_in_the_next_round(app: Flask) -> None:
    size = issue()
    cut_off_after(size - 2)
    jobs.sign()
    assert [alarm.kind for alarm in queries.open_alarms()] == ["log_not_signed"]


@pytest.mark.one_database
def test_a_clock_that_was_ahead_for_a_while_stops_neither_signing_nor_verifying(
    app: Flask, freeze: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(NOW + timedelta(days=4000))
    issue()
    jobs.verify()
    freeze(NOW)
    grow(2)
    assert audit_jobs.issue_due()
    assert not audit_jobs.issue_due()
    queued: list[str] = []
    monkeypatch.setattr(jobs, "connect", lambda: queued.append("asked") or _stop())
    jobs.verify_due()
    assert queued == ["asked"]
    jobs.verify()
    jobs.verify_due()
    assert queued == ["asked"], "and once it is done it is done"


def _stop() -> Any:
    raise jobs.RedisError


@pytest.mark.one_database
def test_an_alarm_of_another_sort_is_an_alarm_of_its_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    issue()
    asked_by(monkeypatch, app, lambda url, asked: tlog_witness.NotCosigned(403, "no"))
    jobs.ask_witnesses()
    asked_by(monkeypatch, app, lambda url, asked: tlog_witness.Behind(10**9))
    jobs.ask_witnesses()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(LogAlarm)) == 2


# ---- damage that the check itself could stumble over ---------------------------------------------------------------------


@pytest.mark.parametrize("row", ["2000000000, 0", "1, -3", "0, 1", "'one', 1", "1, 'one'"])
def test_a_hash_that_stands_nowhere_is_found_and_alarms(app: Flask, row: str) -> None:
    if "'" in row and db.engine.dialect.name == "postgresql":
        return  # refused by the column
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(sa.text(f"INSERT INTO log_node VALUES ({row}, '{'0' * 64}')"))
    assert jobs.verify() is False
    (alarm,) = queries.open_alarms()
    assert alarm.kind == "log_damaged"
    assert "多余的哈希" in alarm.words_zh


@pytest.mark.one_database
def test_a_check_that_breaks_off_is_an_alarm_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble() -> Any:
        raise TypeError

    monkeypatch.setattr(log_rows, "verify", stumble)
    assert jobs.verify() is False
    (alarm,) = queries.open_alarms()
    assert "核验没有做完" in alarm.words_zh
    check = queries.last_check()
    assert check is not None
    assert not check.holds
