"""The code in its reporter's hands: typed back, read aloud, handed out by a clerk, changed; and the reading it opens."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app.audit import queries as log
from feedback_app.extensions import db, keyring
from feedback_app.sealing import NO_LOOKALIKES
from feedback_app.tickets import jobs, operations
from feedback_app.tickets.models import Reading, Ticket
from feedback_app.tickets.operations import CodeIsTheirs, ReporterWords
from feedback_app.tickets.spelling import SIGNS, groups_of
from feedback_app.tickets.workflow import State
from tests.factories import code_of, people, published_penalty, ticket_at
from tests.tickets.reporting import ReportPage, code_on

pytestmark = pytest.mark.one_database
SHOW = "/status/ticket"


def typed(client: FlaskClient, code: str) -> Any:
    return client.post("/status", data={"code": code})


def by_phone(app: Flask) -> tuple[Ticket, str]:
    """A report a clerk typed, and the code read out for it."""
    ticket = ticket_at(State.RECEIVED, channel="phone", reporter=ReporterWords(email="han@reporter.example"))
    code = operations.issue_code(ticket, by=people().sunlei)
    db.session.commit()
    return ticket, code


def offered(client: FlaskClient) -> str:
    return "".join(re.findall(r'<span class="code-group">(\w+)</span>', client.get("/status/code").text))


def test_every_sign_can_be_said_aloud() -> None:
    assert set(SIGNS) == set(NO_LOOKALIKES)
    assert [[one.sign for one in group] for group in groups_of("346A 789C".replace(" ", ""))] == [
        list("346A"), list("789C"),
    ]  # fmt: skip


def test_the_group_that_was_mistyped_is_named_and_nothing_else_is_told(app: Flask, db_session: Any) -> None:
    code = code_of(ticket_at(State.RECEIVED))
    wrong = code[:5] + ("A" if code[5] != "A" else "C") + code[6:]
    assert "第 2 组好像打错了" in typed(app.test_client(), wrong).text
    assert "第 2 组" in typed(app.test_client(), code[:5] + "O" + code[6:]).text
    assert "您填了 15 位" in typed(app.test_client(), code[:-1]).text
    assert "没有查到" in typed(app.test_client(), keyring.code_for("nobody's")).text
    assert "这是工单编号" in typed(app.test_client(), "FK-JC-20261109-0001").text


def test_a_code_handed_out_opens_only_its_change_and_is_dead_after_it(app: Flask, db_session: Any) -> None:
    ticket, handed_out = by_phone(app)
    reporter, elsewhere = app.test_client(), app.test_client()
    assert typed(reporter, handed_out).location == "/status/code"
    typed(elsewhere, handed_out)
    for address in (SHOW, "/status/ticket/messages", "/status/ticket/proof", "/status/ticket/said.txt"):
        assert reporter.get(address).location == "/status/code", address
    own = offered(reporter)
    assert own != handed_out
    assert typed(app.test_client(), handed_out).status_code == 303, (
        "not lost while the new one is not written down"
    )
    assert reporter.post("/status/code").location == SHOW
    assert reporter.get(SHOW).status_code == 200
    assert typed(app.test_client(), handed_out).status_code == 422, "the clerk's is dead"
    assert elsewhere.get("/status/code").location == "/status", "also where it was open"
    assert typed(app.test_client(), own).location == SHOW
    entries = [one.action for one in log.chain(ticket.subject)]
    assert {"ticket.issue_code", "ticket.change_code"} <= set(entries)
    assert handed_out not in str([one.facts for one in log.chain(ticket.subject)])


def test_a_clerk_hands_out_another_only_until_the_reporter_has_their_own(app: Flask, db_session: Any) -> None:
    ticket, first = by_phone(app)
    second = operations.issue_code(ticket, by=people().sunlei)
    db.session.commit()
    assert typed(app.test_client(), first).status_code == 422
    reporter = app.test_client()
    typed(reporter, second)
    reporter.post("/status/code")
    ticket = db.session.get_one(Ticket, ticket.id, populate_existing=True)
    with pytest.raises(CodeIsTheirs):
        operations.issue_code(ticket, by=people().sunlei)
    with pytest.raises(CodeIsTheirs):
        operations.issue_code(ticket_at(State.RECEIVED), by=people().sunlei)


def test_whoever_likes_changes_their_code(app: Flask, db_session: Any) -> None:
    old = code_of(ticket_at(State.RECEIVED))
    reporter = app.test_client()
    typed(reporter, old)
    assert "code-group" not in reporter.get("/status/code").text
    reporter.post("/status/code/new")
    own = offered(reporter)
    reporter.post("/status/code")
    assert typed(app.test_client(), old).status_code == 422
    assert typed(app.test_client(), own).location == SHOW
    assert reporter.post("/status/code").location == "/status/code", "pressed twice, nothing more happens"


def test_leaving_ends_the_reading_wherever_its_cookie_was_copied(app: Flask, db_session: Any) -> None:
    reporter, thief = app.test_client(), app.test_client()
    typed(reporter, code_of(ticket_at(State.RECEIVED)))
    with reporter.session_transaction() as mine:
        copied = dict(mine)
    with thief.session_transaction() as theirs:
        theirs.update(copied)
    assert thief.get(SHOW).status_code == 200
    reporter.post("/status/leave")
    assert thief.get(SHOW).status_code == 303
    assert "FK-" not in str(copied), "the cookie does not say what it opens"


def test_half_an_hour_of_silence_ends_a_reading_and_each_page_begins_it_anew(
    app: Flask, db_session: Any, freeze: Any
) -> None:
    freeze("2026-11-23 10:00")
    reporter = app.test_client()
    typed(reporter, code_of(ticket_at(State.RECEIVED)))
    for moment in ("2026-11-23 10:29", "2026-11-23 10:58", "2026-11-23 11:27"):
        freeze(moment)
        assert reporter.get(SHOW).status_code == 200, moment
    freeze("2026-11-23 11:58")
    assert reporter.get(SHOW).status_code == 303
    assert db.session.query(Reading).count() == 1
    assert jobs.forget_readings() == 1


def test_only_wrong_codes_are_counted_and_the_last_tries_are_told(app: Flask, db_session: Any) -> None:
    app.config["LIMIT_CODE"] = "3 per hour"
    right = code_of(ticket_at(State.RECEIVED))
    for _turn in range(5):
        assert typed(app.test_client(), right).status_code == 303
    said = [typed(app.test_client(), "x").text for _turn in range(3)]
    assert ["还可以试 2 次" in said[0], "还可以试 1 次" in said[1], "请过几分钟再试" in said[2]] == [True] * 3
    refused = typed(app.test_client(), right)
    assert refused.status_code == 429
    assert "输错的次数太多了" in refused.text


def test_many_wrong_codes_from_everywhere_slow_each_address_down_and_keep_nobody_out(
    app: Flask, db_session: Any
) -> None:
    app.config |= {"LIMIT_CODE_ALL": "4 per hour", "LIMIT_CODE_CROWDED": "1 per hour"}
    right = code_of(ticket_at(State.RECEIVED))

    def at(address: str, code: str) -> int:
        return (
            app.test_client()
            .post("/status", data={"code": code}, environ_base={"REMOTE_ADDR": address})
            .status_code
        )

    assert [at(f"192.0.2.{n}", "x") for n in range(4)] == [422] * 4
    assert [at("198.51.100.7", "x") for _turn in range(2)] == [422, 429]
    assert at("203.0.113.9", right) == 303


def test_a_receipt_shows_no_code_that_was_changed_since(client: FlaskClient, db_session: Any) -> None:
    page = ReportPage(client, published_penalty().ref)
    assert page.send(words="金额多写了一位。").location == "/receipt"
    first = code_on(client.get("/receipt"))
    elsewhere = client.application.test_client()
    typed(elsewhere, first)
    elsewhere.post("/status/code/new")
    assert elsewhere.post("/status/code").location == SHOW
    page_now = client.get("/receipt", follow_redirects=True)
    assert not code_on(page_now)
    assert "查询码已经换过" in page_now.text
