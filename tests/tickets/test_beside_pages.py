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
from feedback_app.tickets.workflow import BESIDE, STEPS, Seat, State
from tests.factories import people, ticket_after, ticket_at
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
        REASON | {"ground": "other_procedure", "remedy": "可以申请复议。"}, State.NOT_ACCEPTED,
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
    assert of_staff == set(ENDPOINTS)
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
