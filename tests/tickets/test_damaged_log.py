"""A damaged log stops nothing that citizens need; a log that cannot be written stops the act."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit import operations, queries, triggers
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.checkpoints import NotSigned
from feedback_app.extensions import db
from feedback_app.tickets.models import Ticket
from tests.factories import published_penalty
from tests.tickets.reporting import ReportPage, code_on


def count() -> int:
    db.session.rollback()
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(Ticket)) or 0)


def as_owner(*statements: str) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        triggers.drop(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.fixture
def ref(app: Flask, db_session: Any) -> str:
    record = published_penalty()
    operations.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    return str(record.ref)


DAMAGES = [
    "UPDATE log_entry SET actor_name = '别人' WHERE number = 2",
    "UPDATE log_entry SET entry_hash = 'no hash' WHERE number = 2",
    "DELETE FROM log_entry WHERE number = 2",
    "DELETE FROM log_checkpoint",
    "UPDATE log_checkpoint SET note = 'nonsense'",
    "INSERT INTO log_node (level, position, hash) VALUES (1, 0, 'nonsense')",
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_with_an_old_entry_damaged_a_report_is_taken_and_followed(
    client: FlaskClient, ref: str, damage: str
) -> None:
    page = ReportPage(client, ref)
    as_owner(damage)
    answer = page.send()
    assert answer.status_code == 303
    assert count() == 1
    receipt = client.get("/receipt")
    assert receipt.status_code == 200
    assert code_on(receipt)
    for address in ("/", f"/records/{ref}", "/corrections", "/status"):
        assert client.get(address).status_code == 200
    db.session.rollback()
    if "DELETE FROM log_checkpoint" not in damage:
        assert not queries.verify().holds


def test_but_nothing_is_signed_over_what_contradicts_the_last_checkpoint(
    client: FlaskClient, ref: str
) -> None:
    as_owner("UPDATE log_entry SET entry_hash = previous_hash WHERE number = 2")
    assert ReportPage(client, ref).send().status_code == 303
    db.session.rollback()
    with pytest.raises(NotSigned):
        operations.issue_checkpoint(by=SYSTEM)
    db.session.rollback()


@pytest.mark.parametrize("table", ["log_entry", "log_sealed", "log_node"])
def test_when_the_log_cannot_be_written_the_act_does_not_happen(
    client: FlaskClient, ref: str, table: str
) -> None:
    if table == "log_node":  # the next entries complete a run, and its hash must be written with them
        row = {"at": clock.now(), "action": "ticket.note", "by": SYSTEM, "subject": "ticket:1"}
        operations.append_many(row for _ in range(255 - queries.size()))
        db.session.commit()
    page, size = ReportPage(client, ref), queries.size()
    as_owner(f"ALTER TABLE {table} RENAME TO gone")
    answer = page.send()
    assert answer.status_code in (500, 503)
    assert "Traceback" not in answer.text
    as_owner_back(table)
    assert count() == 0
    assert queries.size() == size


def as_owner_back(table: str) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE gone RENAME TO {table}")
