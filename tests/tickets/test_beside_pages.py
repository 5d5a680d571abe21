"""The pages of the steps beside the straight way: for whom they open, what they refuse, what they leave."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.extensions import db
from feedback_app.tickets import operations
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import PassedOn
from feedback_app.tickets.views_staff.nouns import ENDPOINTS
from feedback_app.tickets.workflow import ASIDE, BESIDE, STEPS, Seat, State
from tests.factories import code_of, people, ticket_after, ticket_at
from tests.tickets.desk import Browse, fresh, send, url, words

pytestmark = pytest.mark.one_database


def _inquiry() -> Ticket:
    return ticket_after("accept", kind="inquiry", claims=())


def _waiting() -> Ticket:
    ticket = ticket_at("investigating")
    operations.ask_supplement(ticket, "请发第一页。", by=people().liufang)
    return ticket


def _at_rest() -> Ticket:
    ticket = ticket_at("investigating")
    operations.suspend(ticket, by=people().liweidong, reason="等鉴定")
    return ticket


def _withdrawn() -> Ticket:
    ticket = ticket_at("investigating")
    operations.withdraw(ticket, "看错了。")
    return ticket


Made = Callable[[], Ticket]
REASON = {"reason": "写明了理由"}
# noun → its step, a ticket on which it can be taken, by whom, not by whom, a good form, the state it leads to
PAGES: dict[str, tuple[str, Made, str, str, dict[str, str], State]] = {
    "supplement": (
        "ask_supplement", lambda: ticket_at("investigating"), "liufang", "majianxin", {"asked": "请发第一页。"},
        State.AWAITING_SUPPLEMENT,
    ),
    "supplement-answer": ("supply", _waiting, "sunlei", "liweidong", {"answer": "发了。"}, State.INVESTIGATING),
    "suspension": ("suspend", lambda: ticket_at("investigating"), "liweidong", "sunlei", REASON, State.SUSPENDED),
    "resumption": ("resume", _at_rest, "liweidong", "sunlei", REASON, State.INVESTIGATING),
    "extension": (
        "extend", lambda: ticket_at("investigating"), "liweidong", "sunlei", REASON | {"to_rule": "TICKET_COMPLEX"},
        State.INVESTIGATING,
    ),
    "transfer": (
        "transfer", _inquiry, "sunlei", "liweidong",
        {"to_whom": "交通运输局", "contact": "0994-0000000", "told": "已转去。"}, State.TRANSFERRED,
    ),
    "non-acceptance": (
        "decline", _inquiry, "liweidong", "sunlei",
        {"ground": "other_procedure", "explanation": "在复议", "remedy": "可以申请复议。"}, State.NOT_ACCEPTED,
    ),
    "withdrawal-end": ("end_withdrawn", _withdrawn, "sunlei", "majianxin", REASON, State.CLOSED),
    "withdrawal-mending": ("mend_anyway", _withdrawn, "sunlei", "majianxin", REASON, State.INVESTIGATING),
    "reopening": ("reopen", lambda: ticket_at("closed", "accurate"), "majianxin", "sunlei", REASON, State.ACCEPTED),
    "split": (
        "split", lambda: ticket_at("received"), "sunlei", "liweidong", {"kind": "pollution_report", "words": "灰大。"},
        State.RECEIVED,
    ),
}  # fmt: skip


def test_every_step_staff_can_take_has_its_page() -> None:
    of_staff = {name for name, step in STEPS.items() if set(step.by) - {Seat.REPORTER, Seat.TIME}}
    assert of_staff <= set(ENDPOINTS) <= of_staff | set(ASIDE)
    assert {row[0] for row in PAGES.values()} == of_staff & {row.name for row in BESIDE}


@pytest.mark.parametrize("noun", PAGES)
def test_a_page_beside_the_way_is_drawn_refused_unfinished_and_taken(
    browse: Browse, freeze: Any, noun: str
) -> None:
    step, make, login, other, typed, to = PAGES[noun]
    freeze("2026-11-21 10:00" if noun == "reopening" else "2026-11-10 18:30")
    ticket = make()
    db.session.commit()
    client: FlaskClient = browse(login)
    page = client.get(url(ticket, noun))
    assert page.status_code == 200, page.location
    assert f">{STEPS[step].label_zh}</h1>" in page.text
    assert send(client, ticket, noun).status_code == 422
    sent_back = browse(other).get(url(ticket, noun), follow_redirects=True)
    assert f"“{STEPS[step].label_zh}”由" in sent_back.text
    assert send(browse(other), ticket, noun, **typed).status_code == 409
    done = send(browse(login), ticket, noun, **typed)
    assert done.status_code == 303, done.text
    assert fresh(ticket).at_state is to
    assert browse(login).get(url(ticket)).status_code == 200


def test_the_tickets_page_tells_what_happened_beside_the_way(browse: Browse, freeze: Any) -> None:
    freeze("2026-11-10 18:30")
    cast, ticket = people(), ticket_at("investigating")
    operations.extend(ticket, to_rule="TICKET_COMPLEX", by=cast.liweidong, reason="要现场复查")
    operations.ask_supplement(ticket, "请发第一页。", by=cast.liufang)
    asked = _inquiry()
    operations.transfer(asked, PassedOn("交通运输局", "0994-0000000", "已转去。"), by=cast.sunlei)
    db.session.commit()
    said = words(browse("sunlei").get(url(ticket)))
    for expected in (
        "由 2026年11月16日 延长到 2026年11月30日",
        "要现场复查",
        "请发第一页。",
        "等待补充",
        "李卫东",
    ):
        assert expected in said
    assert "交通运输局" in words(browse("sunlei").get(url(asked)))


# ---- the reporter's own page ----


def reading(client: FlaskClient, ticket: Ticket) -> FlaskClient:
    """The browser of whoever typed this ticket's code just now."""
    assert client.post("/status", data={"code": code_of(ticket)}).status_code == 303
    return client


def test_the_reporter_adds_what_was_asked_for(client: FlaskClient, db_session: Any, freeze: Any) -> None:
    freeze("2026-11-10 18:30")
    ticket = _waiting()
    db.session.commit()
    me = reading(client, ticket)
    assert "请发第一页。" in words(me.get("/status/ticket"))
    assert me.post("/status/ticket/supplement", data={"words": ""}).status_code == 422
    assert me.post("/status/ticket/supplement", data={"words": "照片上写的是6.8万。"}).status_code == 303
    assert fresh(ticket).at_state is State.INVESTIGATING
    assert fresh(ticket).supplements[0].answer == "照片上写的是6.8万。"
    assert (
        me.post("/status/ticket/supplement", data={"words": "再来"}, follow_redirects=True).status_code == 200
    )


def test_the_reporter_withdraws_only_after_being_asked_once_more(
    client: FlaskClient, db_session: Any, freeze: Any
) -> None:
    freeze("2026-11-10 18:30")
    ticket = ticket_at("investigating")
    me = reading(client, ticket)
    assert "撤回反映" in words(me.get("/status/ticket"))
    assert "如果有人要求您撤回，请不要撤回" in words(me.get("/status/ticket/withdrawal"))
    assert fresh(ticket).at_state is State.INVESTIGATING, "a look changes nothing"
    assert me.post("/status/ticket/withdrawal", data={"words": ""}).status_code == 303
    assert fresh(ticket).at_state is State.WITHDRAWN
    assert "您已经撤回" in words(me.get("/status/ticket"))


def test_the_reporter_objects_once_and_reads_the_former_answer(
    client: FlaskClient, db_session: Any, freeze: Any
) -> None:
    freeze("2026-11-21 10:00")
    ticket = ticket_at("closed", "accurate")
    me = reading(client, ticket)
    assert "2026年11月25日 前提出异议" in words(me.get("/status/ticket"))
    assert me.post("/status/ticket/objection", data={"words": " "}).status_code == 422
    assert me.post("/status/ticket/objection", data={"words": "没有看原件。"}).status_code == 303
    page = words(me.get("/status/ticket"))
    for expected in ("已经收到您的异议", "上一次的答复", "经核实已经办理。感谢监督。", "没有看原件。"):
        assert expected in page
    sent_back = me.get("/status/ticket/objection")
    assert sent_back.status_code == 303
    freeze("2026-11-26 10:00")
    late = ticket_at("closed", "accurate")
    assert "提出异议" not in words(reading(client, late).get("/status/ticket"))


def test_the_reporter_reads_what_happened_and_names_nobody(
    client: FlaskClient, db_session: Any, freeze: Any
) -> None:
    freeze("2026-11-10 18:30")
    cast, ticket = people(), ticket_at("investigating")
    operations.extend(ticket, to_rule="TICKET_COMPLEX", by=cast.liweidong, reason="要现场复查")
    operations.split(ticket, operations.Part("pollution_report", "晚上灰大。"), by=cast.sunlei)
    db.session.commit()
    page = words(reading(client, ticket).get("/status/ticket"))
    for expected in ("办理期限延长到 2026年11月30日", "要现场复查", "您同一次反映的另一件事", "环境污染举报"):
        assert expected in page
    for name in ("李卫东", "孙蕾", "刘芳"):
        assert name not in page


def test_without_the_code_there_is_nothing_to_withdraw(client: FlaskClient, db_session: Any) -> None:
    for noun in ("supplement", "withdrawal", "objection"):
        assert client.post(f"/status/ticket/{noun}", data={"words": "x"}).location.endswith("/status")
