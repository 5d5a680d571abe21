"""Real tickets led through any steps in any order, by whoever the rules let: none ends with a gate unmet, and from
wherever it stands each can be brought to its end by the steps it waits for."""

import random
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import queries as log
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.models import PENDING
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import for_reporter, operations, steps
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import Answer, Part, PassedOn
from feedback_app.tickets.workflow import ENDS, State
from tests.factories import RIGHT_AMOUNT, beijing, people, ticket_after

NOW = beijing("2026-11-10 12:00")
MOST = 60
Take = Callable[[Ticket, StaffUser], object]


def takers(cast: SimpleNamespace, rng: random.Random) -> dict[str, Take]:
    """Every step as a call; what a step leaves open is drawn."""

    def leader() -> StaffUser:
        return rng.choice([cast.liweidong, cast.majianxin])  # type: ignore[no-any-return]

    def verify(one: Ticket, by: StaffUser) -> None:
        live = one.record.live if one.record else None
        is_wrong = rng.random() < 0.5 and live is not None and live.field_values["amount"] != RIGHT_AMOUNT
        operations.verify(
            one, finding="inaccurate" if is_wrong else "accurate", compared="原件", basis="原件所载。",
            new_values={"amount": RIGHT_AMOUNT} if is_wrong else {}, by=by,
        )  # fmt: skip

    def confirm(one: Ticket, by: StaffUser) -> None:
        corrected = one.latest("corrections")
        assert one.record is not None
        for carried in carriers.publications_of(one.record.ref, corrected.to_number):
            if carried.state == PENDING:
                operations.confirm_carrier(one, carried, evidence="已核对。", by=by)

    passed = PassedOn("交通运输局", "0994-0000000", "已转去。", feedback_owed=rng.random() < 0.5)
    return {
        "accept": lambda one, by: operations.accept(one, by=by),
        "submit_to_leader": lambda one, by: operations.submit_to_leader(one, leader(), by=by),
        "change_leader": lambda one, by: operations.change_leader(one, leader(), by=by, reason="出差"),
        "assign": lambda one, by: operations.assign(one, cast.liufang, by=by),
        "change_investigator": lambda one, by: operations.change_investigator(one, cast.liufang, by=by, reason="出差"),
        "verify": verify,
        "return_finding": lambda one, by: operations.return_finding(one, by=by, reason="请附原件"),
        "sign_finding": lambda one, by: operations.sign_finding(one, by=by),
        "publish_correction": lambda one, by: operations.publish_correction(one, by=by),
        "clarify": lambda one, by: operations.clarify(one, "与原件一致。", by=by),
        "reply": lambda one, by: operations.reply(one, "已办理。", by=by),
        "answer": lambda one, by: operations.reply(one, "已办理。", by=by),
        "analyse_cause": lambda one, by: operations.analyse_cause(
            one, causes=["data_entry"], words="录入错误。", prevention="双人核对。", by=by
        ),
        "trace_accountability": lambda one, by: operations.trace_accountability(
            one, Answer("order_rectify", "本机关", date(2026, 11, 10), "未核对。", "执法大队"), by=by
        ),
        "close": lambda one, by: operations.close(one, by=by),
        "confirm_carrier": confirm,
        "ask_supplement": lambda one, by: operations.ask_supplement(one, "请补充。", by=by),
        "supply": lambda one, by: operations.supply(one, "补充了。", by=by),
        "suspend": lambda one, by: operations.suspend(one, by=by, reason="等鉴定"),
        "resume": lambda one, by: operations.resume(one, by=by, reason="到了"),
        "extend": lambda one, by: operations.extend(one, to_rule="TICKET_COMPLEX", by=by, reason="要复查"),
        "transfer": lambda one, by: operations.transfer(one, passed, by=by),
        "decline": lambda one, by: operations.decline(
            one, ground="nothing_to_check", remedy="可以再反映。", by=by, reason="联系不上"
        ),
        "end_withdrawn": lambda one, by: operations.end_withdrawn(one, by=by, reason="与原件一致"),
        "mend_anyway": lambda one, by: operations.mend_anyway(one, by=by, reason="明显不符"),
        "reopen": lambda one, by: operations.reopen(one, by=by, reason="新材料"),
        "split": lambda one, by: operations.split(one, Part("inquiry", "另一件。"), by=by),
    }  # fmt: skip


OWN: dict[str, Callable[[Ticket], object]] = {
    "supply": lambda one: operations.supply(one, "补充了。", by=None),
    "withdraw": lambda one: operations.withdraw(one, "算了。"),
    "object": lambda one: operations.object_to_answer(one, "没有看原件。"),
}


def one_step(ticket: Ticket, rng: random.Random, cast: SimpleNamespace) -> None:
    """Some step that the rules offer somebody now; what an operation refuses must have changed nothing."""
    now, take = steps.standing(ticket), takers(cast, rng)
    able: list[Callable[[], object]] = [
        lambda step=step, who=who: take[step.name](ticket, who)  # type: ignore[misc]
        for who in (cast.sunlei, cast.liweidong, cast.majianxin, cast.liufang)
        for step in steps.offers(now, who)
        if step.name in take
    ]
    able += [lambda name=name: OWN[name](ticket) for name in for_reporter.own_steps(ticket)]  # type: ignore[misc]
    if able:
        before = (ticket.state, ticket.round, len(log.entries(subject=ticket.subject, limit=500)))
        try:
            rng.choice(able)()
        except Refusal:
            db.session.flush()
            assert (ticket.state, ticket.round, len(log.entries(subject=ticket.subject, limit=500))) == before


def bring_to_its_end(ticket: Ticket, cast: SimpleNamespace) -> None:
    """Only the step it waits for, each time, by whoever may take it."""
    rng = random.Random(1)
    for _ in range(MOST):
        if not ticket.is_open:
            return
        now, take = steps.standing(ticket), takers(cast, rng)
        wanted = steps.next_step(now)
        assert wanted is not None, ticket.state
        for who in (cast.sunlei, cast.liweidong, cast.majianxin, cast.liufang):
            try:
                steps.check(now, wanted, who)
                take[wanted.name](ticket, who)
                break
            except Refusal:
                continue
        else:
            pytest.fail(f"nobody can take {wanted.name} at {ticket.state}")


@pytest.mark.one_database
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_in_whatever_order(db_session: Any, seed: int) -> None:
    rng, cast = random.Random(seed), people()
    ticket = ticket_after("accept") if seed % 3 else ticket_after("accept", kind="inquiry", claims=())
    with clock.at(NOW):
        for _ in range(25):
            one_step(ticket, rng, cast)
            if ticket.at_state is State.CLOSED:
                assert steps.standing(ticket).lacks() == []
            assert ticket.is_open == (ticket.closed_at is None)
        bring_to_its_end(ticket, cast)
    assert ticket.at_state in ENDS
    if ticket.at_state is State.CLOSED:
        assert steps.standing(ticket).lacks() == []
        errors = [one for one in ticket.verifications if one.signed_at and one.finding == "inaccurate"]
        if errors:
            assert {Demand.CAUSE, Demand.ACCOUNTABILITY} <= ticket.demands | steps.standing(ticket).have or (
                ticket.causes and ticket.accountabilities
            )
