"""Owing, claiming, settling: a message belongs to the act that owes it, to one worker at a time, and has an end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.extensions import db
from feedback_app.outbox import operations, queries
from feedback_app.outbox.models import DEAD, OWED, SENDING, SENT, OwedMessage
from feedback_app.outbox.operations import LEASE, PAUSES
from tests.factories import beijing, people

NOW = beijing("2026-11-09 15:12")
CONTEXT = {"ref": "FK-JC-20261109-0001", "record": "一条信息", "reply_due_on": "2026-11-16"}


def owe(address: str = "hejing@reporter.example", **more: Any) -> OwedMessage:
    given = {
        "to_address": address,
        "to_role": "reporter",
        "about": "ticket:FK-JC-20261109-0001",
        "context": CONTEXT,
    }
    operations.owe("ticket_accepted", **given | more)
    db.session.commit()
    return queries.newest(limit=1)[0]


@pytest.fixture
def message(db_session: Any, freeze: Any) -> OwedMessage:
    freeze(NOW)
    return owe()


def fail(message: OwedMessage, fault: str = "ConnectionRefusedError") -> None:
    assert operations.claim(message.id)
    operations.settle_failed(message, fault)
    db.session.commit()


def test_what_is_owed_is_due_at_once(message: OwedMessage) -> None:
    assert (message.state, message.attempts, message.sent_at) == (OWED, 0, None)
    assert operations.due_ids() == [message.id]


@pytest.mark.one_database
def test_no_address_no_message(db_session: Any) -> None:
    operations.owe("ticket_accepted", to_address="", to_role="reporter", about="ticket:FK-1", context=CONTEXT)
    assert queries.newest() == []


@pytest.mark.one_database
def test_a_message_that_could_not_be_written_is_refused_while_there_is_time(db_session: Any) -> None:
    with pytest.raises(ValueError, match="reply_due_on"):
        operations.owe(
            "ticket_accepted",
            to_address="a@b.example",
            to_role="staff",
            about="ticket:FK-1",
            context={"ref": "", "record": ""},
        )
    with pytest.raises(KeyError):
        operations.owe(
            "praise", to_address="a@b.example", to_role="staff", about="ticket:FK-1", context=CONTEXT
        )


def test_an_act_that_is_rolled_back_owes_nothing(db_session: Any) -> None:
    operations.owe(
        "ticket_accepted", to_address="a@b.example", to_role="staff", about="ticket:FK-1", context=CONTEXT
    )
    db.session.rollback()
    assert operations.due_ids() == []


def test_address_and_content_are_sealed(message: OwedMessage) -> None:
    row = str(db.session.execute(text("SELECT * FROM owed_message")).all())
    assert "hejing" not in row
    assert "一条信息" not in row
    db.session.expire_all()
    assert (message.to_address, message.context) == ("hejing@reporter.example", CONTEXT)


def test_a_message_is_in_one_pair_of_hands(message: OwedMessage) -> None:
    claimed = operations.claim(message.id)
    assert claimed is message
    assert (message.state, message.attempts) == (SENDING, 1)
    assert operations.claim(message.id) is None
    assert operations.due_ids() == []


def test_only_one_of_many_workers_gets_it(app: Flask, db_session: Any) -> None:
    number = owe().id
    db.session.commit()

    def try_it(_worker: int) -> bool:
        with app.app_context():
            got = operations.claim(number) is not None
            db.session.commit()
            return got

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(try_it, range(16))) == 1


def test_a_worker_that_died_loses_its_hold_after_the_lease(message: OwedMessage, freeze: Any) -> None:
    operations.claim(message.id)
    db.session.commit()
    freeze(NOW + LEASE - timedelta(seconds=1))
    assert operations.claim(message.id) is None
    freeze(NOW + LEASE)
    assert operations.due_ids() == [message.id]
    assert operations.claim(message.id) is message
    assert message.attempts == 2


def test_what_was_sent_is_done_and_logged(message: OwedMessage, freeze: Any) -> None:
    operations.claim(message.id)
    operations.settle_sent(message)
    db.session.commit()
    assert (message.state, message.sent_at, message.last_fault) == (SENT, NOW, "")
    freeze(NOW + timedelta(days=30))
    assert operations.due_ids() == []
    assert operations.claim(message.id) is None
    entry = log.entries(action="message.sent")[0]
    assert entry.subject == message.about
    assert entry.fact_values == {"kind": "ticket_accepted", "message": message.id}


def test_every_failure_waits_longer_and_after_the_last_a_person_must_look(
    message: OwedMessage, freeze: Any
) -> None:
    now = NOW
    for tries, pause in enumerate(PAUSES, start=1):
        fail(message)
        assert (message.state, message.attempts) == (OWED, tries)
        assert message.due_again_at == now + timedelta(seconds=pause)
        freeze(now + timedelta(seconds=pause - 1))
        assert operations.claim(message.id) is None, "not before its time"
        now = message.due_again_at
        freeze(now)
    fail(message)
    assert (message.state, message.attempts) == (DEAD, len(PAUSES) + 1)
    freeze(now + timedelta(days=30))
    assert operations.due_ids() == []
    assert log.entries(action="message.failed")[0].subject == message.about
    assert list(PAUSES) == sorted(PAUSES)


def test_a_long_fault_is_cut(message: OwedMessage) -> None:
    fail(message, "x" * 5_000)
    assert len(message.last_fault) == 1_000


def test_a_person_may_have_it_tried_again(message: OwedMessage, freeze: Any) -> None:
    by = people().sunlei.actor
    operations.claim(message.id)
    message.attempts = len(PAUSES) + 1
    operations.settle_failed(message, "refused")
    operations.send_again(message, by=by)
    db.session.commit()
    assert (message.state, message.attempts) == (OWED, 0)
    assert operations.due_ids() == [message.id]
    assert log.entries(action="message.resend")[0].actor_name == "孙蕾"
    operations.claim(message.id)
    operations.settle_sent(message)
    with pytest.raises(ValueError, match="already sent"):
        operations.send_again(message, by=by)


@pytest.mark.one_database
def test_the_oldest_comes_first_and_counts_are_by_state(message: OwedMessage, freeze: Any) -> None:
    freeze(NOW + timedelta(minutes=1))
    later = owe("b@reporter.example")
    assert operations.due_ids() == [message.id, later.id]
    assert operations.due_ids(limit=1) == [message.id]
    fail(message)
    assert queries.waiting_by_state() == {OWED: (2, NOW)}
    assert [one.id for one in queries.newest()] == [later.id, message.id]
    assert [one.id for one in queries.newest(before=later.id)] == [message.id]
    assert [one.id for one in queries.messages_about(message.about)] == [message.id, later.id]
    assert clock.now() > NOW
