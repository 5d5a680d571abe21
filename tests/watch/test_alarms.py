"""A damaged log alarms everyone who must know, once, and stops nothing that citizens need."""

import pytest
import sqlalchemy as sa
from flask import Flask

from feedback_app.audit import operations as log
from feedback_app.audit import queries as log_rows
from feedback_app.audit import triggers
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db
from feedback_app.outbox.models import OwedMessage
from feedback_app.watch import jobs, queries
from feedback_app.watch.models import LogAlarm
from tests.factories import people, published_penalty, sign_in
from tests.tickets.reporting import ReportPage


@pytest.fixture(autouse=True)
def entries(db_session: object) -> None:
    """Staff, and a few entries of the log."""
    people()
    for _ in range(6):
        log.append("content.load", by=SYSTEM, subject="content:all")
    db.session.commit()


def change_entry(number: int) -> None:
    """As whoever has the database in their hands."""
    db.session.commit()
    with db.engine.begin() as connection:
        triggers.drop(connection)
        connection.execute(sa.text(f"UPDATE log_entry SET actor_name = 'X' WHERE number = {number}"))
        triggers.create(connection)


def mailed(kind: str) -> list[str]:
    found = db.session.scalars(sa.select(OwedMessage).where(OwedMessage.kind == kind))
    return sorted(message.to_address for message in found)


def test_a_damaged_log_alarms_everyone_who_must_know_once(app: Flask) -> None:
    cast = people()
    change_entry(3)
    assert jobs.verify() is False
    assert jobs.verify() is False
    alarm = db.session.scalars(sa.select(LogAlarm)).one()
    assert "第 3 条" in alarm.words_zh
    assert alarm.seen_at >= alarm.raised_at
    told = sorted(user.email for user in vars(cast).values() if user.roles & set(_told_roles()))
    assert told
    assert mailed("log_alarm") == told
    raised = db.session.scalars(sa.select(LogEntry).where(LogEntry.action == "log.alarm")).all()
    assert [entry.fact_values for entry in raised] == [{"alarm": "log_damaged"}]
    checks = db.session.scalars(sa.select(LogEntry).where(LogEntry.action == "log.verify")).all()
    assert [entry.fact_values["verdict"] for entry in checks] == ["broken", "broken"]


def _told_roles() -> frozenset[object]:
    from feedback_app.watch.alarms import TOLD

    return TOLD


def test_a_log_that_holds_alarms_nobody(app: Flask) -> None:
    people()
    db.session.commit()
    assert jobs.verify() is True
    assert queries.open_count() == 0
    assert mailed("log_alarm") == []
    check = queries.last_check()
    assert check is not None
    assert check.holds


def test_citizens_report_and_staff_work_on_while_the_log_is_damaged(app: Flask) -> None:
    record = published_penalty()
    db.session.commit()
    change_entry(2)
    jobs.verify()
    answer = ReportPage(app.test_client(), record.ref).send()
    assert answer.status_code == 303
    assert app.test_client().get("/healthz").json["log"] == "alarm"
    assert app.test_client().get("/healthz").status_code == 200


def test_a_log_put_back_to_an_older_state_is_not_signed_and_alarms(app: Flask) -> None:
    people()
    log.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    size = log_rows.size()
    db.session.rollback()
    with db.engine.begin() as connection:
        triggers.drop(connection)
        for table, column in (("log_sealed", "entry_number"), ("log_entry", "number")):
            connection.execute(sa.text(f"DELETE FROM {table} WHERE {column} > {size - 2}"))
        triggers.create(connection)
    db.session.rollback()
    for _ in range(2):
        log.append("log.verify", by=SYSTEM, subject="log:all")
        log.append("log.verify", by=SYSTEM, subject="log:all")
        db.session.commit()
        _make_due()
        jobs.sign()
    assert [alarm.kind for alarm in queries.open_alarms()] == ["log_not_signed"]
    assert log_rows.latest_issued().size == size, "nothing was signed over it"


def _make_due() -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        triggers.drop(connection)
        connection.execute(sa.text("UPDATE log_checkpoint SET issued_at = '2026-01-01 00:00:00+00:00'"))
        triggers.create(connection)


def test_a_supervisor_closes_an_alarm_with_what_was_found(app: Flask) -> None:
    people()
    change_entry(2)
    jobs.verify()
    supervisor = sign_in(app.test_client(), "zhengmin")
    page = supervisor.get("/staff/log-alarms/")
    assert "第 2 条" in page.text
    assert "责任日志有警报" in supervisor.get("/staff/oversight/log").text
    number = queries.open_alarms()[0].id
    empty = supervisor.post(f"/staff/log-alarms/{number}/closing", data={"note": "  "})
    assert empty.status_code == 422
    assert "请写明查到了什么" in empty.text
    words = "恢复过 11 月 20 日的旧备份，已经重新录入。"
    assert supervisor.post(f"/staff/log-alarms/{number}/closing", data={"note": words}).status_code == 303
    assert queries.open_count() == 0
    assert words in supervisor.get("/staff/log-alarms/").text
    entry = db.session.scalars(sa.select(LogEntry).where(LogEntry.action == "log.close_alarm")).one()
    assert entry.reason == words
    assert supervisor.post(f"/staff/log-alarms/{number}/closing", data={"note": words}).status_code == 409
    assert "责任日志有警报" not in supervisor.get("/staff/oversight/log").text


def test_found_again_after_it_was_closed_it_is_a_new_alarm(app: Flask) -> None:
    people()
    change_entry(2)
    jobs.verify()
    supervisor = sign_in(app.test_client(), "zhengmin")
    supervisor.post(f"/staff/log-alarms/{queries.open_alarms()[0].id}/closing", data={"note": "查过了"})
    jobs.verify()
    assert queries.open_count() == 1


def test_only_those_told_see_the_red_line(app: Flask) -> None:
    people()
    change_entry(2)
    jobs.verify()
    assert "责任日志有警报" in sign_in(app.test_client(), "majianxin").get("/staff/").text
    clerk = sign_in(app.test_client(), "sunlei")
    assert "责任日志有警报" not in clerk.get("/staff/").text
    assert clerk.get("/staff/log-alarms/").status_code == 404
    assert "责任日志有警报" not in app.test_client().get("/").text
