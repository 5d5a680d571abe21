"""A ticket or record as a file to review: who, when, from where to where, how long it took, what changed."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit import operations as audit_log
from feedback_app.audit import queries as log
from feedback_app.audit.actor import SYSTEM
from feedback_app.disclosures import operations as records
from feedback_app.extensions import db
from feedback_app.oversight.queries.chain import chain, lasted, version_changes
from tests.factories import beijing, people, published_penalty, sign_in, ticket_at

one_database = pytest.mark.one_database


@pytest.fixture
def supervisor(app: Flask, db_session: Any) -> FlaskClient:
    people()
    return sign_in(app.test_client(), "ayinuer")


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (timedelta(seconds=20), "1 分钟内", "less than a minute"),
        (timedelta(minutes=1, seconds=59), "1 分钟", "1 minute"),
        (timedelta(hours=2, minutes=5), "2 小时 5 分钟", "2 hours 5 minutes"),
        (timedelta(days=2, hours=3, minutes=59), "2 天 3 小时", "2 days 3 hours"),
        (timedelta(days=-1), "1 分钟内", "less than a minute"),
    ],
)
def test_a_span_is_said_in_its_two_greatest_units(span: timedelta, zh: str, en: str) -> None:
    assert (lasted(span, "zh"), lasted(span, "en")) == (zh, en)


@one_database
def test_each_link_says_how_long_after_the_one_before_and_from_which_state_to_which(
    supervisor: FlaskClient,
) -> None:
    ticket = ticket_at("closed")
    links = chain(ticket.subject, ticket.record.category, "zh")
    waits = {link.entry.action: link.waited("zh") for link in links}
    assert (waits["ticket.accept"], waits["ticket.verify"]) == ("28 分钟", "18 小时 50 分钟")
    assert links[0].waited("zh") == ""
    page = unescape(supervisor.get(f"/staff/oversight/tickets/{ticket.ref}").text)
    assert "隔 28 分钟" in page
    assert re.search(r"待受理 → 已受理", page)


@one_database
def test_what_an_edit_of_a_draft_changed_stands_in_the_sealed_part_alone(supervisor: FlaskClient) -> None:
    cast, live = people(), published_penalty().live.field_values
    with clock.at(beijing("2026-11-10 11:00")):
        draft = records.prepare(
            "penalty", live, formed_on=clock.today(), party_kind="organization", by=cast.zhaoming
        )
        records.edit(
            draft,
            live | {"amount": 1_000_000},
            formed_on=clock.today(),
            party_kind="organization",
            by=cast.zhaoming,
        )
    db.session.commit()
    entry = log.entries(action="record.edit")[0]
    assert entry.fact_values["fields"] == ["amount"]
    assert "1000000" not in (entry.facts or "")
    page = unescape(re.sub(r"<[^>]+>", "", supervisor.get(f"/staff/oversight/records/{draft.ref}").text))
    assert "罚款金额：68万元 → 1万元" in page
    audit_log.erase_sealed(entry.number, by=SYSTEM, reason="依法删除")
    db.session.commit()
    page = supervisor.get(f"/staff/oversight/records/{draft.ref}").text
    assert "1万元" not in page.partition("日志中的全部记录")[2]
    assert "依法删除" in page


@one_database
def test_each_version_is_set_against_the_one_before(supervisor: FlaskClient) -> None:
    ticket = ticket_at("closed")
    record = ticket.record
    (changes,) = version_changes(record, "zh").values()
    assert [(one.label, one.old, one.new) for one in changes] == [("罚款金额", "68万元", "6.8万元")]
    for place in (f"records/{record.ref}", f"tickets/{ticket.ref}"):
        page = re.sub(r"<[^>]+>", "", supervisor.get(f"/staff/oversight/{place}").text)
        assert "罚款金额：68万元 → 6.8万元" in page


@one_database
def test_who_was_excluded_is_named_with_why(supervisor: FlaskClient) -> None:
    ticket = ticket_at("investigating")
    page = re.sub(r"<[^>]+>", "", supervisor.get(f"/staff/oversight/tickets/{ticket.ref}").text)
    assert re.search(r"赵明（执法人员）：经办过这条信息：拟制", page)
    assert re.search(r"周婷（法制科信息发布员）：经办过这条信息：.*发布", page)


@one_database
def test_every_entry_leads_to_its_proof_and_says_since_when_it_is_covered(supervisor: FlaskClient) -> None:
    ticket_at("accepted")
    page = supervisor.get("/staff/oversight/entries/3").text
    assert "还没有；下一次签发检查点时" in page
    audit_log.issue_checkpoint(by=SYSTEM)
    db.session.commit()
    page = supervisor.get("/staff/oversight/entries/3").text
    assert re.search(r"第 \d+ 条处", page)
    assert "/staff/oversight/entries/3/proof" in page
    assert supervisor.get("/staff/oversight/entries/999999").status_code == 404


@one_database
def test_the_chain_can_be_taken_away_whole(supervisor: FlaskClient) -> None:
    ticket = ticket_at("closed")
    answer = supervisor.post(
        "/staff/oversight/log/export", data={"form": "jsonl", "ticket": ticket.ref}, buffered=True
    )
    assert len(answer.data.splitlines()) == 1 + len(log.chain(ticket.subject))
