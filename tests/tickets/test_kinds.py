"""Every kind of report: its own form, its own questions, its own way to an end (5.4)."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.rules import RULES
from feedback_app.extensions import db
from feedback_app.tickets.asks import SHEETS, Ask, AskKind
from feedback_app.tickets.models import Particular, Ticket
from feedback_app.tickets.types import TYPES, Route
from feedback_app.tickets.ways import PASSED_TO, WAYS
from tests.factories import people, published_penalty, sign_in
from tests.tickets.desk import fresh, send, url
from tests.tickets.reporting import code_on, hidden_of, words_of

pytestmark = pytest.mark.one_database
WORDS = "事情是这样的，请你们看一看，谢谢。"


class MatterPage:
    """The form of one kind, as one person has it open."""

    def __init__(self, client: FlaskClient, kind: str, **asked: str) -> None:
        self.client, self.kind, self.asked = client, kind, asked
        self.html = client.get(f"/report/{kind}", query_string=asked).text

    def send(self, **typed: Any) -> TestResponse:
        typed = {"words": WORDS} | hidden_of(self.html) | typed
        return self.client.post(f"/report/{self.kind}", query_string=self.asked, data=typed)


def filled(kind: str) -> dict[str, Any]:
    """An answer to every question of a kind."""
    return {f"ask_{ask.key}": _answer(ask) for ask in SHEETS[kind].asks}


def _answer(ask: Ask) -> Any:
    if ask.kind is AskKind.TICKS:
        return [one.code for one in ask.choices[:2]]
    return ask.choices[0].code if ask.choices else f"<b>回答 {ask.key}</b>"


def last_ticket() -> Ticket:
    db.session.rollback()
    found = db.session.scalar(sa.select(Ticket).order_by(Ticket.id.desc()).limit(1))
    assert found is not None
    return found


@pytest.fixture
def ready(app: Flask, db_session: Any, freeze: Callable[[str], None]) -> Flask:
    freeze("2026-11-12 10:00")
    people()
    app.config["LIMIT_SUBMIT_EASY"] = app.config["LIMIT_SUBMIT"] = "1000 per hour"
    return app


def test_every_kind_has_a_form_but_the_one_that_begins_with_a_record_and_the_one_in_writing() -> None:
    assert set(TYPES) - set(SHEETS) == {"inaccuracy_report", "foi_request"}
    assert {row.code for row in TYPES.values() if not row.available_now} == {"foi_request"}
    for sheet in SHEETS.values():
        keys = [ask.key for ask in sheet.asks]
        assert len(keys) == len(set(keys))
        assert sheet.must_words or any(ask.must for ask in sheet.asks)
        assert all(ask.label_zh and ask.label_en for ask in sheet.asks)


def test_the_door_names_every_kind_in_plain_words_with_its_help(ready: Flask) -> None:
    page = words_of(ready.test_client().get("/report").text)
    for row in TYPES.values():
        assert row.citizen_zh in page
        assert row.help_zh in page or row.code == "inaccuracy_report"


def test_every_kind_asks_its_questions_keeps_the_answers_sealed_and_shows_them_to_whom_they_concern(
    ready: Flask,
) -> None:
    """One ticket of each kind, with its route's clock; the answers stand on the receipt's text, the reporter's page and the clerk's."""
    clerk = sign_in(ready.test_client(), "liufang")
    for kind, sheet in SHEETS.items():
        client = ready.test_client()
        form = MatterPage(client, kind)
        for ask in sheet.asks:
            assert ask.label_zh in form.html, (kind, ask.key)
        answer = form.send(**filled(kind), recuse="")
        assert answer.status_code == 303, (kind, words_of(answer.text))
        ticket = last_ticket()
        assert (ticket.type, ticket.state, ticket.channel) == (kind, "received", "web")
        running = {one.rule for one in deadlines.open_clocks("ticket", ticket.ref)}
        assert {"TICKET_ACCEPT", TYPES[kind].clock} <= running
        assert TYPES[kind].label_zh in words_of(client.get("/receipt").text)
        said, ref = ticket.said_text or "", ticket.ref
        staff = clerk.get(f"/staff/tickets/{ref}").text
        for ask in sheet.asks:
            shown = ask.shown(",".join(a) if isinstance(a := _answer(ask), list) else a, "zh")
            assert shown in said, (kind, ask.key)
            assert shown.replace("<", "&lt;").replace(">", "&gt;") in staff, (kind, ask.key)
        assert WORDS in staff
        assert "<b>回答" not in staff
    rows = db.session.execute(sa.text("SELECT words FROM particular")).scalars().all()
    assert rows
    assert not any("回答" in one for one in rows)


def test_what_must_be_answered_is_asked_for_beside_its_question_and_everything_typed_is_kept(
    ready: Flask,
) -> None:
    for kind, sheet in SHEETS.items():
        must = [ask for ask in sheet.asks if ask.must]
        typed = {f"ask_{ask.key}": f"留着{ask.key}" for ask in sheet.asks if not ask.choices and not ask.must}
        words = "" if sheet.must_words else "想说的话留着"
        answer = MatterPage(ready.test_client(), kind).send(words=words, phone="13900000000", **typed)
        assert answer.status_code == 422, kind
        for ask in must:
            assert f"：{ask.label_zh}。" in answer.text, (kind, ask.key)
        for kept in (*typed.values(), words, "13900000000"):
            assert kept in answer.text, (kind, kept)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Ticket)) == 0


def test_a_choice_that_is_none_and_a_kind_that_is_none_are_refused(ready: Flask) -> None:
    client = ready.test_client()
    page = MatterPage(client, "pollution_report")
    assert page.send(ask_where="村口", ask_going_on="<script>").status_code == 422
    assert page.send(ask_where="村口", ask_what=["dust", "gold"]).status_code == 422
    assert page.send(ask_where="村" * 301).status_code == 422
    for method in (client.get, client.post):
        assert method("/report/no_such_kind").status_code == 404
    assert client.post("/report/foi_request", data={"words": WORDS}).status_code == 404
    assert client.post("/report/inaccuracy_report", data={"words": WORDS}).status_code == 404
    ready.config["WTF_CSRF_ENABLED"] = True
    for kind in ("no_such_kind", "foi_request", "inaccuracy_report"):
        assert client.post(f"/report/{kind}").status_code == 404, "also without the mark of a page of ours"
    assert "写信" in client.get("/report/foi_request").text
    assert client.get("/report/inaccuracy_report").status_code == 303


def test_the_same_form_sent_twice_is_one_ticket(ready: Flask) -> None:
    page = MatterPage(ready.test_client(), "suggestion")
    page.send()
    first = code_on(page.client.get("/receipt"))
    page.send()
    assert code_on(page.client.get("/receipt")) == first
    page.send(words="另一条建议，说的是别的事情。")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Ticket)) == 2


def test_the_same_words_about_another_place_are_another_matter(ready: Flask) -> None:
    for place in ("城关镇东街", "滋泥泉子镇西头"):
        MatterPage(ready.test_client(), "pollution_report").send(ask_where=place)
    assert [one.state for one in db.session.scalars(sa.select(Ticket))] == ["received", "received"]


def test_from_a_record_the_report_is_about_it_and_elsewhere_it_is_found_by_its_number(ready: Flask) -> None:
    record = published_penalty()
    ref, number = record.ref, record.document_number
    for kind in ("privacy_takedown", "revocation_takedown", "decision_challenge"):
        assert f"/report/{kind}?record={ref}" in ready.test_client().get(f"/records/{ref}").text
    answers = filled("revocation_takedown") | {"ask_record": ""}
    MatterPage(ready.test_client(), "revocation_takedown", record=ref).send(**answers)
    ticket = last_ticket()
    assert ticket.record is not None
    assert (ticket.record.ref, ticket.record_number) == (ref, 1)
    for typed, about in ((number, ref), ("没有这一条", None)):
        MatterPage(ready.test_client(), "decision_challenge").send(ask_record=typed)
        named = last_ticket().record
        assert (named.ref if named else None) == about


def test_the_foot_of_every_page_reports_that_very_page(ready: Flask) -> None:
    client = ready.test_client()
    assert "/report/site_error?page=/corrections" in client.get("/corrections").text
    assert 'value="/corrections"' in MatterPage(client, "site_error", page="/corrections").html


def test_who_should_not_deal_with_it_is_asked_where_somebody_is_accused(ready: Flask) -> None:
    asked = {kind for kind, sheet in SHEETS.items() if sheet.asks_recusal}
    assert asked == {"conduct_report", "omission_report"}
    MatterPage(ready.test_client(), "conduct_report").send(
        ask_who="古丽娜尔·艾山", recuse="古丽娜尔，她是亲家"
    )
    ref = last_ticket().ref
    assert sign_in(ready.test_client(), "gulinaer").get(f"/staff/tickets/{ref}").status_code == 404


def test_after_five_in_an_hour_a_small_question_is_asked_and_nobody_is_turned_away(ready: Flask) -> None:
    """C-6: the sixth is asked; a wrong answer is asked anew, a right one lets it in; every word stays."""
    ready.config["LIMIT_SUBMIT_EASY"] = "5 per hour"
    for turn in range(5):
        assert (
            MatterPage(ready.test_client(), "suggestion")
            .send(words=f"第 {turn} 条建议，写长一点。")
            .status_code
            == 303
        )
    page = MatterPage(ready.test_client(), "suggestion")
    asked = page.send(words="第六条建议，也不能丢。", name="何静")
    assert asked.status_code == 422
    assert "第六条建议" in asked.text
    assert "何静" in asked.text
    token = hidden_of(asked.text)
    wrong = page.send(**token | {"words": "第六条建议，也不能丢。", "name": "何静", "question": "1"})
    assert wrong.status_code == 422
    solved = hidden_of(wrong.text) | {"words": "第六条建议，也不能丢。", "name": "何静"}
    assert page.send(**solved | {"question": _solve(wrong.text)}).status_code == 303
    # The answer counted for these words alone.
    assert page.send(**solved | {"question": _solve(wrong.text), "words": "第七条"}).status_code == 422
    # A wrong field of a record is asked the same.
    record = published_penalty()
    client = ready.test_client()
    form = hidden_of(client.get(f"/records/{record.ref}/report").text)
    sent = client.post(
        f"/records/{record.ref}/report", data=form | {"field": "amount", "should_say": "6.8万元"}
    )
    assert sent.status_code == 422
    assert "等于几" in sent.text


def _solve(html: str) -> str:
    numerals = "零一二三四五六七八九"
    at = html.index("加", html.index("等于几") - 4)
    return str(numerals.index(html[at - 1]) + numerals.index(html[at + 1]))


def test_the_limit_of_each_kind_is_a_rule_that_exists() -> None:
    assert TYPES["site_error"].clock == "TICKET_SIMPLE"
    assert RULES["TICKET_SIMPLE"].length == 3
    assert {row.route for row in TYPES.values()} == set(Route)
    assert db.metadata.tables["particular"].c.words is Particular.__table__.c.words


def test_what_is_only_answered_goes_from_acceptance_to_its_end_by_the_clerk_alone(ready: Flask) -> None:
    """Each such kind: accepted, where it is the rule looked into by colleagues under their number, answered, closed in time."""
    clerk = sign_in(ready.test_client(), "sunlei")
    for kind in (row.code for row in TYPES.values() if row.route is Route.ANSWER):
        reporter = ready.test_client()
        MatterPage(reporter, kind).send(**filled(kind))
        ticket = last_ticket()
        assert "主管领导" not in words_of(reporter.get("/receipt").text)
        assert send(clerk, ticket, "acceptance").status_code == 303
        if kind in PASSED_TO:
            draft = clerk.get(url(ticket, "transfer")).text
            assert PASSED_TO[kind].whom in draft
            passed = {
                "to_whom": PASSED_TO[kind].whom,
                "contact": "0994-0000000",
                "told": PASSED_TO[kind].told,
            }
            passed |= {"feedback_owed": "y", "ledger_number": "12369-2026-0071"}
            assert send(clerk, ticket, "transfer", **passed).status_code == 303
            assert send(clerk, ticket, "closing").status_code == 409, "the result is owed to the reporter"
        answer = send(clerk, ticket, "reply", text="看过了，情况是这样的，谢谢您。")
        assert answer.status_code == 303, (kind, words_of(answer.text))
        assert send(clerk, ticket, "closing").status_code == 303, kind
        ended = last_ticket()
        assert (ended.state, ended.route) == ("closed", Route.ANSWER)
        assert not deadlines.open_clocks("ticket", ended.ref)
        reporter.post("/status", data={"code": code_on(reporter.get("/receipt"))})
        page = words_of(reporter.get("/status/ticket").text)
        assert "看过了，情况是这样的" in page
        assert "六个步骤" not in page
        assert ("12369-2026-0071" in page) == (kind in PASSED_TO)


def test_c_2_one_call_about_two_things_becomes_two_tickets_each_on_its_own_way(ready: Flask) -> None:
    """The record is right and is clarified; the night dust goes to the enforcement team, and its result comes back."""
    record = published_penalty()
    client = ready.test_client()
    form = hidden_of(client.get(f"/records/{record.ref}/report").text)
    words = "写未发现问题是糊弄人。晚上一点钟往后灰大得很，窗台一擦一层。"
    client.post(
        f"/records/{record.ref}/report",
        data=form | {"field": "whole", "words": words, "phone": "13900000000"},
    )
    first = last_ticket()
    clerk = sign_in(ready.test_client(), "sunlei")
    send(clerk, first, "acceptance")
    assert (
        send(clerk, first, "split", kind="pollution_report", words="晚上一点钟往后灰大得很").status_code
        == 303
    )
    dust = last_ticket()
    assert (dust.type, dust.submission_ref) == ("pollution_report", first.ref)
    assert dust.received_at == first.received_at
    send(clerk, dust, "acceptance")
    passed = {
        "to_whom": "执法大队",
        "contact": "0994-0000000",
        "told": "已转执法大队夜间去查。",
        "feedback_owed": "y",
    }
    send(clerk, dust, "transfer", **passed)
    send(clerk, dust, "reply", text="执法大队夜间查了，已要求洒水降尘。")
    send(clerk, dust, "closing")
    assert last_ticket().state == "closed"
    assert fresh(first).state == "accepted"
    client.post("/status", data={"code": code_on(client.get("/receipt"))})
    assert "已要求洒水降尘" in words_of(client.get("/status/ticket").text)


def test_the_procedure_says_of_each_kind_how_it_goes_and_how_long(ready: Flask) -> None:
    client = ready.test_client()
    assert "/procedure/kinds" in client.get("/procedure").text
    page = words_of(client.get("/procedure/kinds").text)
    for row in TYPES.values():
        assert row.citizen_zh in page
        assert WAYS[row.route].how_zh in page
    assert "3 个工作日内答复" in page
