"""Recusal (回避): who keeps away from which ticket, who decides it, and what they still get to see."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from feedback_app import clock
from feedback_app.accounts import delegating
from feedback_app.accounts.models import StaffUser
from feedback_app.extensions import db
from feedback_app.outbox.models import OwedMessage
from feedback_app.tickets import operations, queries, recusals, sight, steps
from feedback_app.tickets.models import Recusal, Reveal
from feedback_app.tickets.operations import (
    Decision,
    NotThisPerson,
    RecusalRefused,
)
from feedback_app.tickets.sight import Sight
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import State
from tests.factories import code_of, people, person, sign_in, ticket_at
from tests.tickets.desk import Browse, fresh, url, words
from tests.tickets.keeping_away import granted, last_entry

pytestmark = pytest.mark.one_database
GRANT = Decision(True, "relatives_interest", "与当事人是亲家，应当回避。")


@pytest.fixture(autouse=True)
def _at_noon(freeze: Any, db_session: Any) -> None:
    freeze("2026-11-12 12:00")


# ---- asked for and decided ----


def test_each_is_decided_by_who_is_next_above_and_free() -> None:
    ticket, cast = ticket_at(State.ACCEPTED), people()

    def decided_by(who: StaffUser) -> set[str]:
        return {one.login for one in recusals.deciders(ticket, who)[1]}

    assert decided_by(cast.liufang) == {"liweidong"}, "古丽娜尔 approved the record"
    assert decided_by(cast.liweidong) == {"majianxin"}
    assert decided_by(cast.majianxin) == {"hewenbo"}
    operations.enter_recusal(ticket, cast.liweidong, ground="other", words="有利害关系", by=cast.sunlei)
    assert decided_by(cast.liufang) == {"majianxin"}, "whoever is asked to keep away decides nothing"


def test_the_reporter_asks_the_head_decides_and_names_who_leads(app: Flask) -> None:
    ticket, cast = ticket_at(State.ACCEPTED, recuse="请不要让李卫东副局长来查，他和老板是亲家。"), people()
    (asked,) = recusals.of(ticket)
    assert asked.person is cast.liweidong
    assert last_entry("ticket.ask_recusal").actor_kind == "reporter"
    assert "李卫东" not in last_entry("ticket.ask_recusal").facts
    mailed = db.session.scalars(
        select(OwedMessage.to_address).where(OwedMessage.kind == "recusal_asked")
    ).all()
    assert mailed == [cast.majianxin.email]
    assert sight.of(cast.liweidong, ticket) is Sight.STUB, "he has no seat and learns nothing of it"
    with pytest.raises(RecusalRefused):
        operations.decide_recusal(asked, GRANT, by=cast.gulinaer)
    db.session.rollback()
    head = sign_in(app.test_client(), "majianxin")
    assert "有 1 件回避申请等您决定" in words(head.get("/staff/"))
    address = f"/staff/tickets/{ticket.ref}/recusals/{asked.id}/decision"
    assert "他和老板是亲家" in head.get(address).text
    empty = head.post(address, data={})
    assert empty.status_code == 422
    assert "请写明决定的理由。" in empty.text
    typed = {
        "outcome": "granted",
        "ground": "relatives_interest",
        "reason": "情况属实",
        "successor": str(cast.majianxin.id),
    }
    assert head.post(address, data=typed).status_code == 303
    ticket = fresh(ticket)
    assert ticket.at_state is State.LEADER_ASSIGNED
    assert ticket.leader is cast.majianxin
    assert last_entry("ticket.recuse").facts.count("亲属")
    assert "李卫东" not in last_entry("ticket.recuse").facts
    told = db.session.scalars(select(OwedMessage).where(OwedMessage.kind == "recusal_decided")).one()
    assert told.to_address == "hejing@reporter.example"
    assert head.post(address, data=typed).status_code == 404, "decided once"
    assert sight.of(cast.liweidong, ticket) is Sight.STUB


def test_a_refused_recusal_leaves_everybody_where_they_were_and_says_why() -> None:
    ticket, cast = ticket_at(State.INVESTIGATING), people()
    (asked,) = operations.ask_recusal(ticket, "刘芳是老板的同学，请换人。")
    assert sight.of(cast.liufang, ticket) is Sight.FULL, "who sits goes on until it is decided"
    operations.decide_recusal(asked, Decision(False, "", "只是同学，没有往来。"), by=cast.liweidong)
    assert asked.is_refused
    assert ticket.investigator is cast.liufang
    assert steps.may(steps.standing(ticket), steps.STEPS["verify"], cast.liufang)


def test_who_should_keep_away_says_so_and_acts_no_more() -> None:
    ticket, cast = ticket_at(State.INVESTIGATING), people()
    made = operations.recuse_self(ticket, ground="relatives_interest", words="老板是我表哥", by=cast.liufang)
    with pytest.raises(StepNotAllowed, match="您须回避"):
        operations.verify(ticket, finding="accurate", compared="x", basis="y", new_values={}, by=cast.liufang)
    with pytest.raises(RecusalRefused, match="接替"):
        operations.decide_recusal(made, GRANT, by=cast.liweidong)
    db.session.rollback()


def test_the_seat_is_filled_with_the_decision_and_an_unsigned_finding_dropped() -> None:
    ticket, cast = ticket_at(State.FINDING_DRAFTED), people()
    fresh_eyes = person("fresheyes", "investigator")
    made = operations.recuse_self(ticket, ground="relatives_interest", words="老板是我表哥", by=cast.liufang)
    due = ticket.due_at
    operations.decide_recusal(
        made, Decision(True, "relatives_interest", "应当回避", fresh_eyes), by=cast.liweidong
    )
    assert ticket.at_state is State.INVESTIGATING
    assert ticket.investigator is fresh_eyes
    assert ticket.verification is None
    assert ticket.due_at == due, "the clock goes on"
    assert sight.of(cast.liufang, ticket) is Sight.STUB, "she is a clerk as well, and sees no more than that"


def test_words_that_name_nobody_are_for_the_clerk_to_say_who_is_meant() -> None:
    ticket, cast = ticket_at(State.ACCEPTED, recuse="那个姓李的副局长别来"), people()
    (asked,) = recusals.to_be_named(ticket)
    assert recusals.waiting_for(cast.majianxin) == []
    operations.say_who_is_meant(asked, cast.liweidong, by=cast.sunlei)
    assert [row.id for row in recusals.waiting_for(cast.majianxin)] == [asked.id]
    with pytest.raises(RecusalRefused):
        operations.say_who_is_meant(asked, cast.gulinaer, by=cast.sunlei)


def test_when_every_leader_keeps_away_an_officer_of_the_superior_body_leads_and_the_clock_goes_on(
    browse: Browse,
) -> None:
    ticket, cast = ticket_at(State.ACCEPTED), people()
    with pytest.raises(NotThisPerson):
        operations.submit_to_leader(ticket, cast.hewenbo, by=cast.sunlei)
    db.session.rollback()
    granted(ticket, cast.liweidong)
    granted(ticket, cast.majianxin)
    due = ticket.due_at
    page = browse("sunlei").get(url(ticket, "leader-submission"))
    assert "何文博" in page.text
    ticket = fresh(ticket)
    operations.submit_to_leader(ticket, cast.hewenbo, by=cast.sunlei)
    db.session.commit()
    assert ticket.due_at == due
    assert "上级机关" in last_entry("ticket.submit_to_leader").facts
    assert db.session.scalars(select(OwedMessage).where(OwedMessage.kind == "ticket_escalated")).one()
    operations.assign(ticket, cast.liufang, by=cast.hewenbo)
    db.session.commit()
    assert (
        "指派调查人员" in words(browse("hewenbo").get(url(ticket))) or ticket.at_state is State.INVESTIGATING
    )
    other = ticket_at(State.LEADER_ASSIGNED)
    with pytest.raises(StepNotAllowed):
        operations.assign(other, cast.liufang, by=cast.hewenbo)


def test_what_somebody_declared_keeps_them_away_from_new_tickets_and_open_ones(browse: Browse) -> None:
    cast = people()
    earlier = ticket_at(State.ACCEPTED)
    assert earlier.record is not None
    party = earlier.record.live.field_values["party"]
    client = browse("liweidong")
    typed = {"party": party, "ground": "relatives_interest", "reason": "老板是我表哥"}
    assert client.post("/staff/relations", data=typed | {"credit_code": "123"}).status_code == 422
    assert client.post("/staff/relations", data=typed).status_code == 303
    assert client.post("/staff/relations", data=typed).status_code == 422, "said once"
    assert "表哥" not in "".join(map(str, db.session.execute(text("SELECT * FROM declared_relation")).one()))
    later = ticket_at(State.ACCEPTED, record=earlier.record)
    for ticket in (fresh(earlier), later):
        assert sight.of(cast.liweidong, ticket) is Sight.STUB
        with pytest.raises(NotThisPerson, match="须回避"):
            operations.submit_to_leader(ticket, cast.liweidong, by=cast.sunlei)
        db.session.rollback()
    (relation,) = recusals.relations_of(cast.liweidong)
    operations.end_relation(relation, by=cast.liweidong)
    assert sight.of(cast.liweidong, fresh(later)) is Sight.STUB, "what was decided stays"


def test_the_reporter_asks_later_by_the_code_and_reads_what_was_decided(app: Flask) -> None:
    ticket, cast = ticket_at(State.LEADER_ASSIGNED), people()
    client = app.test_client()
    client.post("/status", data={"code": code_of(ticket)})
    assert client.post("/status/ticket/recusal", data={"recuse": ""}).status_code == 422
    assert (
        client.post("/status/ticket/recusal", data={"recuse": "请李卫东回避，他们是亲戚"}).status_code == 303
    )
    assert "正在由上一级决定" in client.get("/status/ticket").text
    (asked,) = recusals.of(fresh(ticket))
    decision = Decision(True, "relatives_interest", "应当回避", cast.majianxin)
    operations.decide_recusal(asked, decision, by=cast.majianxin)
    db.session.commit()
    page = words(client.get("/status/ticket"))
    assert "已经决定：回避。" in page
    assert "应当回避" not in page, "a granted recusal is told without the staff's words"
    assert fresh(ticket).leader is cast.majianxin


# ---- the delegate ----


def test_who_stands_in_for_an_absent_leader_takes_his_steps_in_his_name() -> None:
    ticket, cast = ticket_at(State.LEADER_ASSIGNED), people()
    delegating.delegate(
        cast.liweidong,
        cast.majianxin,
        from_on=clock.today(),
        to_on=clock.today(),
        by=cast.liweidong,
        reason="出差",
    )
    assert not queries.inbox(cast.gulinaer).rows
    assert [one.id for one in queries.inbox(cast.majianxin).rows] == [ticket.id]
    operations.assign(ticket, cast.liufang, by=cast.majianxin)
    entry = last_entry("ticket.assign")
    assert entry.actor_name == "马建新"
    assert entry.on_behalf_of.startswith("李卫东")
    assert ticket.appointments[-1].by_name == "马建新（代李卫东）"
    assert cast.majianxin.acts_for is None


@pytest.mark.parametrize("who", ["the delegate", "the absent"])
def test_a_recusal_counts_for_both_the_delegate_and_the_absent(who: str) -> None:
    ticket, cast = ticket_at(State.LEADER_ASSIGNED), people()
    delegate = person("delegate", "section_head")
    delegating.delegate(
        cast.liweidong, delegate, from_on=clock.today(), to_on=clock.today(), by=cast.liweidong, reason="出差"
    )
    assert sight.of(delegate, ticket) is Sight.FULL
    recused = delegate if who == "the delegate" else cast.liweidong
    row = Recusal(ticket=ticket, person=recused, asked_by="clerk", asked_at=clock.now(), ground="other", outcome="granted",
                  words="", rung=0)  # fmt: skip
    db.session.add(row)
    db.session.flush()
    assert sight.of(delegate, ticket) is not Sight.FULL
    with pytest.raises(StepNotAllowed):
        operations.assign(ticket, cast.liufang, by=delegate)


def test_an_investigator_who_is_a_clerk_too_does_not_choose_who_signs() -> None:
    ticket, cast = ticket_at(State.FINDING_DRAFTED), people()
    assert ticket.investigator is cast.liufang
    offered = {step.name for step in steps.offers(steps.standing(ticket), cast.liufang)}
    assert "change_leader" not in offered
    assert "change_leader" in {step.name for step in steps.offers(steps.standing(ticket), cast.sunlei)}


# ---- a look at the reporter ----


def test_a_look_at_the_reporter_needs_a_second_person_and_ends_after_a_day(
    browse: Browse, freeze: Any
) -> None:
    ticket = ticket_at(State.INVESTIGATING)
    leader, head = browse("liweidong"), browse("majianxin")
    page = url(ticket, "reveals")
    assert leader.post(page, data={"reason": ""}).status_code == 422
    assert head.post(page, data={"reason": "核对重复反映"}).status_code == 303
    (asked,) = db.session.scalars(select(Reveal)).all()
    assert head.post(f"{page}/{asked.id}/look").status_code == 409
    consent = {f"consent-{asked.id}-outcome": "granted"}
    assert head.post(f"{page}/{asked.id}/decision", data=consent).status_code == 409, "never one's own"
    assert leader.post(f"{page}/{asked.id}/decision", data=consent).status_code == 303
    seen = head.post(f"{page}/{asked.id}/look")
    assert "何静" in seen.text
    entry = last_entry("ticket.reveal_reporter")
    assert (entry.actor_name, "李卫东" in entry.facts) == ("马建新", True)
    assert leader.post(f"{page}/{asked.id}/look").status_code == 409, "the consent is one person's"
    freeze("2026-11-13 12:01")
    head = browse("majianxin")
    assert head.post(f"{page}/{asked.id}/look").status_code == 409
    assert "何静" not in head.get(page).text


def test_supervisors_read_the_recusals_and_the_looks_of_a_ticket(browse: Browse) -> None:
    ticket, cast = ticket_at(State.ACCEPTED), people()
    granted(ticket, cast.liweidong)
    operations.ask_reveal(ticket, by=cast.majianxin, reason="核对重复反映")
    db.session.commit()
    page = words(browse("hewenbo").get(f"/staff/oversight/tickets/{ticket.ref}"))
    assert re.search("回避.*李卫东.*情况属实", page)
    assert re.search("查看反映人.*马建新.*核对重复反映", page)
