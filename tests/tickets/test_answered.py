"""The answer and what follows it: its template, the look beforehand, the letter, the public answer, the rating."""

import re

import pypdfium2
import pytest
from flask.testing import FlaskClient

from feedback_app.audit import queries as log
from feedback_app.extensions import db
from feedback_app.tickets import operations
from feedback_app.tickets.answers.blanks import BLANKS, filled, still_asking
from feedback_app.tickets.answers.templates import TEMPLATES, fitting
from feedback_app.tickets.findings import FINDINGS
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.types import TYPES, Route
from tests.factories import HE_JING, code_of, people, ticket_after, ticket_at
from tests.tickets.desk import Browse, fresh, send, url

pytestmark = pytest.mark.one_database


@pytest.fixture
def answered(browse: Browse) -> Ticket:
    return ticket_at("replied", reporter=HE_JING)


def reporters(client: FlaskClient, ticket: Ticket) -> FlaskClient:
    assert client.post("/status", data={"code": code_of(ticket)}).status_code == 303
    return client


# ---- templates ----


def test_every_kind_of_report_and_finding_has_a_template_that_is_not_ones_own_words() -> None:
    for row in TYPES.values():
        if row.route is Route.FOI:  # decided, not answered
            continue
        findings = [one.code for one in FINDINGS.values() if row.code in one.types] or [None]
        for finding in findings:
            first = fitting(row.code, finding)[0]
            assert first.key != "own_words", (row.code, finding)
            assert not first.findings or finding in first.findings


def test_no_template_names_a_blank_that_there_is_none_for_and_both_languages_ask_the_same() -> None:
    known = {blank.name for blank in BLANKS}
    for row in TEMPLATES.values():
        asked = [set(re.findall(r"{(\w+)}", text)) for text in (row.zh, row.en)]
        assert asked[0] <= known, row.key
        assert asked[0] == asked[1], row.key


def test_a_draft_is_filled_from_the_file_and_says_nothing_twice(browse: Browse) -> None:
    ticket = ticket_after("publish_correction")
    zh, en = (filled(TEMPLATES["corrected"], ticket, lang) for lang in ("zh", "en"))
    assert "“罚款金额（万元）”原来写的是“68万元”，已更正为“6.8万元”" in zh or "已更正为" in zh
    assert "11月10日" in zh
    assert "10 November 2026" in en
    assert not still_asking(zh)
    assert not still_asking(en)


def test_an_answer_with_an_empty_blank_is_refused_with_what_it_asks_for(browse: Browse) -> None:
    ticket, clerk = ticket_after("publish_correction"), browse("sunlei")
    page = clerk.get(url(ticket, "reply") + "?template=not_ours").text
    assert "（请写明归哪个单位）" in page
    refused = send(clerk, ticket, "reply", text="由（请写明归哪个单位）负责。")
    assert refused.status_code == 422
    assert "还有地方没有写完：（请写明归哪个单位）" in refused.text
    assert fresh(ticket).reply is None


def test_the_look_beforehand_is_what_the_reporter_then_sees_and_gets(
    browse: Browse, client: FlaskClient
) -> None:
    ticket, clerk = ticket_after("publish_correction", reporter=HE_JING), browse("sunlei")
    words = "金额已经改正，谢谢您。"
    preview = send(clerk, ticket, "reply", text=words, preview="1").text
    assert send(clerk, ticket, "reply", text=words).status_code == 303
    shown = reporters(client, ticket).get("/status/ticket").text
    section = re.compile(r'<p class="answer-words.*?</p>', re.DOTALL)
    assert section.search(preview)[0] == section.search(shown)[0]  # type: ignore[index]


# ---- the letter ----


def test_the_letter_names_the_reporter_and_each_print_is_in_the_log(browse: Browse, answered: Ticket) -> None:
    letter = browse("sunlei").post(url(answered, "letters"), data={"large": "1"})
    assert letter.headers["Content-Disposition"].startswith("attachment")
    paper = pypdfium2.PdfDocument(letter.data)
    words = "".join(page.get_textpage().get_text_range() for page in paper)
    paper.close()
    for said in ("何静", "经核实已经办理", "送审稿", answered.ref):
        assert said in words.replace("\n", "")
    assert [one.action for one in log.chain(answered.subject)].count("ticket.print_letter") == 1


def test_nobody_prints_a_letter_who_may_not_see_the_reporter(browse: Browse, answered: Ticket) -> None:
    for login in ("zhouting", "zhaoming", "liweidong"):
        assert browse(login).post(url(answered, "letters")).status_code in (404, 409)
    assert not fresh(answered).letters


# ---- the public answer ----


def test_an_answer_is_public_only_with_the_reporters_word_and_gone_when_it_is_taken_back(
    browse: Browse, client: FlaskClient, answered: Ticket
) -> None:
    clerk, own = browse("sunlei"), reporters(client, answered)
    asked = {"asked": "有人反映罚款金额有误。", "text": "经核实有误，已更正。"}
    without = clerk.post(url(answered, "public-answer"), data=asked)
    assert "没有同意公开" in without.text
    assert own.post("/status/ticket/publication", data={"agreed": "1"}).status_code == 303
    assert clerk.post(url(answered, "public-answer"), data=asked).status_code == 303
    public = client.get("/answers").text
    assert "经核实有误，已更正。" in public
    assert answered.ref not in public
    own.post("/status/ticket/publication", data={"agreed": "0"})
    assert "经核实有误，已更正。" not in client.get("/answers").text
    actions = [one.action for one in log.chain(answered.subject)]
    assert actions[-3:] == ["ticket.allow_publication", "ticket.publish_answer", "ticket.forbid_publication"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("何静反映的情况属实。", "反映人的姓名"),
        ("请拨 13912345678。", "139"),
        ("身份证 11010519491231002X。", "身份证"),
    ],
)
def test_words_that_give_somebody_away_are_refused_with_the_place(
    browse: Browse, answered: Ticket, words: str, said: str
) -> None:
    operations.allow_publication(fresh(answered))
    db.session.commit()
    refused = browse("sunlei").post(
        url(answered, "public-answer"), data={"asked": "有人反映金额有误。", "text": words}
    )
    assert refused.status_code == 422
    assert said in refused.text
    assert words in refused.text, "what was typed is kept"
    assert fresh(answered).public_answer is None


def test_a_privacy_report_is_never_answered_in_public(browse: Browse) -> None:
    assert not TYPES["privacy_takedown"].answer_may_be_public
    assert not TYPES["conduct_report"].answer_may_be_public


def test_a_public_answer_is_taken_down_with_a_reason(
    browse: Browse, client: FlaskClient, answered: Ticket
) -> None:
    ticket = fresh(answered)
    operations.allow_publication(ticket)
    operations.publish_answer(ticket, asked="问了什么。", text="答了什么。", by=people().sunlei)
    db.session.commit()
    clerk = browse("sunlei")
    assert clerk.post(url(answered, "public-answer/withdrawal"), data={"reason": ""}).status_code == 422
    assert clerk.post(url(answered, "public-answer/withdrawal"), data={"reason": "写错了"}).status_code == 303
    assert "答了什么。" not in client.get("/answers").text


# ---- the rating ----


def test_an_answer_is_rated_once_with_words_only_staff_read(
    browse: Browse, client: FlaskClient, answered: Ticket
) -> None:
    own = reporters(client, answered)
    nothing = own.post("/status/ticket/rating", data={"words": "还行"})
    assert nothing.status_code == 422
    assert "还行" in nothing.text
    assert own.post("/status/ticket/rating", data={"score": "4", "words": "办得快"}).status_code == 303
    assert "4 分" in own.get("/status/ticket").text
    own.post("/status/ticket/rating", data={"score": "1"})
    assert [one.score for one in fresh(answered).satisfactions] == [4]
    assert "办得快" in browse("sunlei").get(url(answered)).text


def test_nobody_rates_before_there_is_an_answer_or_without_the_code(
    client: FlaskClient, browse: Browse
) -> None:
    ticket = ticket_at("investigating")
    assert client.post("/status/ticket/rating", data={"score": "5"}).location == "/status"
    reporters(client, ticket).post("/status/ticket/rating", data={"score": "5"})
    assert not fresh(ticket).satisfactions
