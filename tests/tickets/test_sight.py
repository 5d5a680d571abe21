"""Who sees which ticket: in full, a stub, or nothing at all; and what of it lies encrypted."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db, keyring
from feedback_app.outbox.models import OwedMessage
from feedback_app.tickets import jobs_telling, operations, queries, recusals, sight
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import ClaimWords, NotThisPerson
from feedback_app.tickets.recusal import LADDER, SUPERIOR
from feedback_app.tickets.sight import Sight
from feedback_app.tickets.workflow import State
from tests.factories import people, person, report, sign_in, ticket_at
from tests.tickets.desk import Browse, send, url, words
from tests.tickets.keeping_away import SECRET, conduct, granted, last_entry


@pytest.fixture(autouse=True)
def _at_noon(freeze: Any, db_session: Any) -> None:
    freeze("2026-11-12 12:00")


@pytest.mark.one_database
def test_who_had_the_record_in_hand_sees_a_stub_and_nobody_s_words(browse: Browse) -> None:
    ticket, cast = ticket_at(State.FINDING_DRAFTED), people()
    assert sight.of(cast.gulinaer, ticket) is Sight.STUB
    assert sight.of(cast.liweidong, ticket) is Sight.FULL
    assert sight.of(cast.zhaoming, ticket) is Sight.NONE, "no post of his keeps tickets in view"
    client = browse("gulinaer")
    page = words(client.get(url(ticket)))
    assert ticket.ref in page
    assert "您经办过这条信息（批准）" in page
    for hidden in (ticket.words[:12], "6.8万元", "何静", "刘芳", "李卫东", "决定书原件"):
        assert hidden not in page
    for noun in ("recusals", "reveals", "signature", "acceptance"):
        answer = client.get(url(ticket, noun))
        assert answer.status_code == 303, noun
        assert answer.location.endswith(ticket.ref)
    assert send(client, ticket, "signature").status_code == 409
    assert '"own_work":true' in last_entry("ticket.refuse_step").facts
    lists = "".join(client.get(f"/staff/?view={view}").text for view in ("mine", "late", "all"))
    assert ticket.ref not in lists
    assert ticket.ref not in client.get("/staff/mail").text


def test_a_list_asks_once_however_many_tickets_there_are(db_session: Any) -> None:
    cast = people()
    shown = select(func.count()).select_from(Ticket).where(sight.visible_to(cast.gulinaer))
    ticket_at(State.RECEIVED)
    assert db.session.scalar(shown) == 0
    operations.submit(report(words="别的事"), code_hash=keyring.code_hash("y"))
    assert db.session.scalar(shown) == 0, "every record here went through her hands"
    assert (
        db.session.scalar(select(func.count()).select_from(Ticket).where(sight.visible_to(cast.sunlei))) == 2
    )


def test_a_report_about_conduct_is_there_only_for_those_who_sit_on_it() -> None:
    cast = people()
    ticket = conduct()
    everybody = [one for one in vars(cast).values() if not one.is_supervisor]

    def seen() -> set[str]:
        return {one.login for one in everybody if sight.of(one, ticket) is not Sight.NONE}

    assert seen() == {"sunlei", "liufang", "fengli"}, "a clerk may take it in; the liaison"
    operations.name_in_report(ticket, cast.liufang, by=cast.sunlei)
    assert seen() == {"sunlei", "fengli"}
    operations.accept(ticket, by=cast.sunlei)
    operations.submit_to_leader(ticket, cast.liweidong, by=cast.sunlei)
    assert seen() == {"sunlei", "fengli", "liweidong"}
    investigator = person("someone", "investigator", unit="security")
    everybody.append(investigator)
    operations.assign(ticket, investigator, by=cast.liweidong)
    assert seen() == {"sunlei", "fengli", "liweidong", "someone"}
    assert sight.of(cast.majianxin, ticket) is Sight.NONE


def test_whoever_is_named_in_a_report_about_conduct_does_not_read_it_even_before_a_clerk_has(
    browse: Browse,
) -> None:
    cast = people()
    ticket = conduct("孙蕾收了沃野的羊，把投诉压下了，还把我的身份证号、手机号登在网上。")
    assert sight.of(cast.sunlei, ticket) is Sight.NONE, "a clerk, and the one it is about"
    assert sight.of(cast.liufang, ticket) is Sight.FULL
    assert ticket.ref not in [one.ref for one in queries.inbox(cast.sunlei).rows]
    db.session.commit()
    assert send(browse("sunlei"), ticket, "acceptance").status_code == 404
    told = [one.to_address for one in db.session.scalars(select(OwedMessage)) if one.to_role == "staff"]
    assert cast.sunlei.email not in told
    assert {cast.liweidong.email, cast.majianxin.email}.isdisjoint(told), "nor who is above her"
    operations.name_in_report(ticket, cast.sunlei, by=cast.liufang)
    assert [(one.ground, one.outcome) for one in recusals.of(ticket)] == [("named", "granted")]
    operations.accept(ticket, by=cast.liufang)


def test_nobody_of_the_unit_of_the_named_investigates() -> None:
    ticket, cast = conduct(), people()
    operations.name_in_report(ticket, cast.wangxiaoyan, by=cast.sunlei)
    operations.accept(ticket, by=cast.sunlei)
    operations.submit_to_leader(ticket, cast.liweidong, by=cast.sunlei)
    with pytest.raises(NotThisPerson, match="同一个部门"):
        operations.assign(ticket, person("inlegal", "investigator", unit="legal"), by=cast.liweidong)
    operations.assign(ticket, cast.liufang, by=cast.liweidong)


def addresses(app: Flask, ticket: Ticket) -> Iterator[str]:
    """Every address of the staff's side that takes a GET, from the map of addresses, and the months of the public log."""
    values: dict[str, Any] = {
        "ref": ticket.ref, "number": 1, "stage": "ex_post", "category_key": "penalty", "key": "penalty", "file": "csv",
        "scope": "ex_post", "form": "xml", "month": "2026-11", "day": "2026-11-12", "size": 1, "noun": "look",
    }  # fmt: skip
    assert ticket.record is not None
    entries = list(db.session.scalars(select(LogEntry.number).where(LogEntry.subject == ticket.subject)))
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        is_ours = rule.rule.startswith(("/staff", "/log/months")) and "/sign-" not in rule.rule
        if not is_ours or "GET" not in (rule.methods or ()) or not rule.arguments <= values.keys():
            continue
        for ref, number in [(ticket.ref, 1), (ticket.record.ref, 1), *((ticket.ref, one) for one in entries)]:
            given = values | {"ref": ref, "number": number}
            yield urls.build(rule.endpoint, {name: given[name] for name in rule.arguments})
    for query in (f"ref={ticket.ref}", "view=all", "view=late", "view=mine"):
        yield f"/staff/?{query}"
    for query in (f"q={ticket.ref}", "kind=ticket", "kind=file"):
        yield f"/staff/oversight/log?{query}"


@pytest.mark.one_database
def test_the_named_and_the_recused_meet_it_nowhere(app: Flask, freeze: Any) -> None:
    """Every GET of the staff's side, each as somebody who is named, recused or simply not seated: no number, no word."""
    app.config["LOG_PUBLIC"] = "sentences"
    cast = people()
    ticket = conduct()
    for named in (cast.gulinaer, cast.zhengmin):
        operations.name_in_report(ticket, named, by=cast.sunlei)
    operations.accept(ticket, by=cast.sunlei)
    operations.submit_to_leader(ticket, cast.liweidong, by=cast.sunlei)
    granted(ticket, cast.wangxiaoyan)
    db.session.commit()
    freeze("2026-12-21 11:00")  # long overdue: reminded of, escalated, in the mail of the day
    assert jobs_telling.tell_about_limits()
    assert jobs_telling.send_digests()
    told = db.session.scalars(select(OwedMessage.to_address).where(OwedMessage.about == ticket.subject))
    assert set(told) & {one.email for one in vars(cast).values()} <= {
        one.email for one in (cast.liweidong, cast.sunlei, cast.liufang, cast.hewenbo)
    }
    met, tried, everywhere = [], 0, sorted(set(addresses(app, ticket)))
    for login in ("gulinaer", "zhengmin", "wangxiaoyan", "gaoxiang"):
        client = sign_in(app.test_client(), login)
        for address in everywhere:
            page, tried = client.get(address, buffered=True).text, tried + 1
            asked = (
                page.replace(f"/{ticket.ref}", "")
                .replace(f"“{ticket.ref}”", "")
                .replace(f'"{ticket.ref}"', "")
                .replace(f"={ticket.ref}", "")
            )
            if ticket.ref in asked or SECRET in asked:
                met.append(f"{login} {address}")
    assert tried > 200
    assert met == []
    clerk = sign_in(app.test_client(), "sunlei")
    assert SECRET in clerk.get(url(ticket)).text, "who sits on it reads it"
    supervisor = sign_in(app.test_client(), "hewenbo")
    assert SECRET in supervisor.get(f"/staff/oversight/tickets/{ticket.ref}").text


def test_who_should_keep_off_a_sealed_report_is_decided_by_its_leader_or_from_outside(browse: Browse) -> None:
    ticket, cast = conduct(), people()
    (asked,) = operations.ask_recusal(ticket, "请李卫东回避，他收过羊")
    db.session.commit()
    rung, free = recusals.deciders(ticket, cast.liweidong)
    assert LADDER[rung] is SUPERIOR
    assert cast.majianxin not in free, "whoever is above may be the one it is about"
    client = browse("majianxin")
    assert ticket.ref not in client.get("/staff/recusals").text
    assert client.get(url(ticket, f"recusals/{asked.id}/decision")).status_code == 404
    told = select(OwedMessage.to_address).where(OwedMessage.kind == "recusal_asked")
    assert cast.majianxin.email not in db.session.scalars(told).all()
    operations.accept(ticket, by=cast.sunlei)
    operations.submit_to_leader(ticket, cast.majianxin, by=cast.sunlei)
    assert recusals.deciders(ticket, cast.liufang)[1] == [cast.majianxin], "who leads it knows it"


def test_who_must_keep_away_by_now_gets_no_mail_that_the_reporter_wrote() -> None:
    ticket, cast = ticket_at(State.RECEIVED), people()
    operations.accept(ticket, by=cast.sunlei)
    operations.ask_supplement(ticket, "请说明是哪一栏。", by=cast.sunlei)
    operations.tell(ticket, "补充：处罚金额。", seed="1")

    def told() -> list[str]:
        return [
            one.kind for one in db.session.scalars(select(OwedMessage)) if one.to_address == cast.sunlei.email
        ]

    assert told() == ["ticket_supplied"]
    operations.ask_supplement(ticket, "还有呢？", by=cast.sunlei)
    operations.ask_recusal(ticket, "请孙蕾回避")
    operations.tell(ticket, "孙蕾是当事人的亲戚。", seed="2")
    operations.tell(ticket, "还有一句。", seed="3")
    assert told() == ["ticket_supplied"], "nothing more since he is to keep away"


def test_sealed_words_lie_encrypted_and_the_others_as_they_are() -> None:
    ticket, other = conduct(), ticket_at(State.RECEIVED)
    raw = db.session.execute(text("SELECT words FROM ticket WHERE id = :id"), {"id": ticket.id}).scalar_one()
    assert SECRET not in raw
    assert raw.startswith("sealed:v1:")
    claim = db.session.execute(
        text("SELECT says, should_say FROM claim WHERE ticket_id = :id"), {"id": ticket.id}
    ).one()
    assert "送羊" not in "".join(claim)
    db.session.expire_all()
    assert ticket.words == SECRET
    assert ticket.claims[0].says == "送羊"
    plain = db.session.execute(text("SELECT words FROM ticket WHERE id = :id"), {"id": other.id}).scalar_one()
    assert plain == other.words
    tricky = operations.submit(report(words="sealed:v1:a:b:c"), code_hash=keyring.code_hash("z"))
    db.session.flush()
    db.session.expire_all()
    assert tricky.words == "sealed:v1:a:b:c", "what looks like a seal is no seal"


@pytest.mark.one_database
def test_a_ticket_made_of_a_part_is_sealed_as_its_own_kind_says() -> None:
    ticket, cast = ticket_at(State.RECEIVED), people()
    part = operations.Part("conduct_report", SECRET, claims=(ClaimWords(None, "送羊", "查一查"),))
    other = operations.split(ticket, part, by=cast.sunlei)
    db.session.flush()
    raw = db.session.execute(
        text(
            "SELECT words, says FROM ticket JOIN claim ON claim.ticket_id = ticket.id WHERE ticket.id = :id"
        ),
        {"id": other.id},
    ).one()
    assert "羊" not in "".join(raw)
    assert sight.of(cast.majianxin, other) is Sight.NONE
    assert sight.of(cast.majianxin, ticket) is Sight.FULL
