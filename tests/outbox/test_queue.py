"""From the table through the queue to the mail server, with everything on the way killed once."""

from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.outbox import jobs, queries
from feedback_app.outbox.models import OWED, SENDING, SENT, OwedMessage
from tests.factories import HE_JING, NOBODY, published_penalty, ticket_after
from tests.outbox.conftest import PostOffice, RedisServer, kill, wait_for
from tests.rig.smtp_sink import HANG, TAKE, Mailbox
from tests.tickets.reporting import ReportPage


def states() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    # The relay also reminds of limits; what is watched here is what the reports owed.
    found = [one.state for one in reversed(queries.newest(limit=1000)) if one.to_role == "reporter"]
    db.session.rollback()
    return found


def owe(count: int) -> None:
    record = published_penalty()
    for _one in range(count):
        ticket_after(None, record=record)


def work(office: PostOffice) -> None:
    """What the worker does, here and now, until the queue is empty."""
    connection = Redis.from_url(office.settings["REDIS_URL"])
    SimpleWorker([Queue(jobs.QUEUE, connection=connection)], connection=connection).work(
        burst=True, logging_level="ERROR"
    )


def waiting_jobs(office: PostOffice) -> int:
    return Queue(jobs.QUEUE, connection=Redis.from_url(office.settings["REDIS_URL"])).count


def test_the_relay_rings_for_what_is_owed_and_not_again_while_nobody_has_heard(
    post_office: PostOffice, mailbox: Mailbox
) -> None:
    assert jobs.enqueue_due() == 0, "nothing is due"
    owe(3)
    assert jobs.enqueue_due() == jobs.BELLS
    assert jobs.enqueue_due() == 0, "a second look finds them there"
    assert waiting_jobs(post_office) == jobs.BELLS
    work(post_office)
    assert states() == [SENT] * 3
    assert len(mailbox.received) == 3
    assert jobs.enqueue_due() == 0


def test_relay_and_worker_carry_it_by_themselves(post_office: PostOffice, mailbox: Mailbox) -> None:
    post_office.process("outbox", "relay")
    post_office.process("worker")
    owe(2)
    wait_for(lambda: states() == [SENT] * 2)
    assert len({letter["Message-ID"] for letter in mailbox.received}) == len(mailbox.received) >= 2


def test_two_relays_and_two_workers_send_nothing_twice(post_office: PostOffice, mailbox: Mailbox) -> None:
    owe(20)
    for command in (("worker",), ("worker",), ("outbox", "relay"), ("outbox", "relay")):
        post_office.process(*command)
    wait_for(lambda: states() == [SENT] * 20)
    identities = [letter["Message-ID"] for letter in mailbox.received]
    assert len(set(identities)) == len(identities) >= 20


def test_a_worker_killed_half_way_loses_nothing(post_office: PostOffice, mailbox: Mailbox) -> None:
    post_office.settings["MAIL_TIMEOUT"] = "60"
    mailbox.behaves = HANG
    owe(1)
    worker = post_office.process("worker")
    jobs.enqueue_due()
    wait_for(lambda: mailbox.tries == 1)
    kill(worker)
    assert states() == [SENDING]
    mailbox.behaves = TAKE
    assert jobs.enqueue_due() == 0, "it may still be under way"
    with clock.at(queries.newest()[0].due_again_at):
        assert jobs.enqueue_due() == 1
        work(post_office)
    assert states() == [SENT]
    assert len(mailbox.received) == 1


def test_redis_wiped_is_filled_again_from_the_table(post_office: PostOffice, mailbox: Mailbox) -> None:
    owe(3)
    jobs.enqueue_due()
    Redis.from_url(post_office.settings["REDIS_URL"]).flushall()
    assert waiting_jobs(post_office) == 0
    assert jobs.enqueue_due() == jobs.BELLS
    work(post_office)
    assert states() == [SENT] * 3
    assert len(mailbox.received) == 3


def test_redis_killed_and_back_again(post_office: PostOffice, mailbox: Mailbox, redis: RedisServer) -> None:
    redis.kill()
    try:
        owe(1)
        with pytest.raises(RedisError):
            jobs.enqueue_due()
        jobs.enqueue_quietly()  # what the relay does: it goes on looking
        assert not jobs.queue_answers()
    finally:
        redis.start()
    assert jobs.queue_answers()
    assert jobs.enqueue_due() == 1
    work(post_office)
    assert states() == [SENT]


def test_a_job_that_stands_in_the_queue_twice_sends_once(post_office: PostOffice, mailbox: Mailbox) -> None:
    owe(1)
    number = queries.newest()[0].id
    queue = Queue(jobs.QUEUE, connection=Redis.from_url(post_office.settings["REDIS_URL"]))
    for name in ("one", "other"):
        queue.enqueue(jobs.deliver, number, job_id=name)
    work(post_office)
    assert len(mailbox.received) == 1


def test_nothing_of_a_message_but_its_number_goes_through_redis(post_office: PostOffice) -> None:
    owe(1)
    jobs.enqueue_due()
    store = Redis.from_url(post_office.settings["REDIS_URL"])
    kept = b"".join(key + (store.dump(key) or b"") for key in store.scan_iter())
    for canary in (HE_JING.email, HE_JING.name, queries.newest()[0].context["ref"]):
        assert canary.encode() not in kept


def test_a_report_is_taken_while_redis_and_the_mail_server_are_away(
    post_office: PostOffice, mailbox: Mailbox, redis: RedisServer
) -> None:
    """…and what was owed goes out when they are back, once."""
    port, config = mailbox.port, post_office.app.config
    record = published_penalty()
    redis.kill()
    config["MAIL_PORT"] = 1
    try:
        page = ReportPage(post_office.app.test_client(), record.ref)
        answer = page.send(email="hejing@reporter.example")
        assert answer.status_code == 303
        assert page.client.get(answer.location).status_code == 200, "with its receipt"
        jobs.enqueue_quietly()
        jobs.deliver_due()  # the operator tries by hand: no mail server either
        assert states() == [OWED]
    finally:
        redis.start()
        config["MAIL_PORT"] = port
    with clock.at(queries.newest()[0].due_again_at):
        assert jobs.enqueue_due() == 1
        work(post_office)
    assert states() == [SENT]
    assert len(mailbox.received) == 1


@pytest.mark.one_database
def test_who_left_no_address_is_owed_no_mail(db_session: Any) -> None:
    ticket_after(None, reporter=NOBODY)
    assert db.session.query(OwedMessage).count() == 0
