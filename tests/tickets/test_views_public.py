"""The citizens' pages: the form and every way to fill it in badly, the receipt, the look-up by code, the report's own page."""

import html
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.disclosures import queries as records
from feedback_app.extensions import db, keyring, limiter
from feedback_app.tickets import forms_sending, operations, queries
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.workflow import STATES, State
from tests.factories import (
    NOBODY,
    STATES_ON_THE_WAY,
    beijing,
    code_of,
    people,
    published_penalty,
    ticket_after,
    ticket_at,
)
from tests.tickets.reporting import (
    PDF,
    WORDS,
    ReportPage,
    code_on,
    file,
    held_in,
    hidden_of,
    png,
    words_of,
    zipped,
)

pytestmark = pytest.mark.one_database


@pytest.fixture
def ref(db_session: Any) -> str:
    return published_penalty().ref


@pytest.fixture
def page(client: FlaskClient, ref: str) -> ReportPage:
    return ReportPage(client, ref)


@pytest.fixture
def guarded(app: Flask) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = True
    return app


# ---- finding the record


NUMBERS = (
    "昌州环阜罚〔2026〕3号",
    "昌州环阜罚(2026)3号",
    "昌州环阜罚［２０２６］３号",
    " 昌州环阜罚 【2026】 3 ",
    "C4-2026-0001",
    "c4-2026-0001",
    "http://127.0.0.1:8000/records/C4-2026-0001?field=amount",
)


def test_start_finds_the_record_however_its_number_is_typed(
    client: FlaskClient, ref: str, subtests: pytest.Subtests
) -> None:
    for typed in NUMBERS:
        with subtests.test(typed):
            answer = client.get("/report", query_string={"number": typed})
            assert answer.status_code == 303
            assert answer.location == f"/records/{ref}/report"


NO_NUMBERS = ("没有这个", "昌州环阜罚〔2026〕99号", "C4-1999-0001", "' OR 1=1 --", "\x00", "号" * 5000)


def test_start_says_so_when_nothing_is_found(
    client: FlaskClient, ref: str, subtests: pytest.Subtests
) -> None:
    for typed in NO_NUMBERS:
        with subtests.test(typed[:20]):
            answer = client.get("/report", query_string={"number": typed})
            assert answer.status_code == 200
            assert ("没有找到这样的信息" in words_of(answer.text)) == bool(typed.strip("\x00"))
            assert "从列表里找" in answer.text


def test_start_offers_the_telephone_and_the_lists(client: FlaskClient) -> None:
    text = client.get("/report").text
    assert "打电话就行" in text
    for stage in ("ex_ante", "in_process", "ex_post"):
        assert f"/disclosures/{stage}" in text


# ---- the form


def test_new_shows_what_the_chosen_field_says_now(page: ReportPage) -> None:
    assert '<option selected value="amount">' in page.html
    assert "68 万元（680,000 元）" in words_of(page.html)


def test_new_without_a_public_field_lets_the_person_choose(client: FlaskClient, ref: str) -> None:
    for field in ("", "nothing", "whole", "served_on", "<script>alert"):
        text = client.get(f"/records/{ref}/report", query_string={"field": field}).text
        assert '<option selected value="">' in text
        assert "<script>alert" not in text


def test_new_says_who_will_see_what(page: ReportPage) -> None:
    words = words_of(page.html)
    for said in ("不留姓名也可以", "受理员和指派的调查人员", "每看一次", "看不到的", "5 个工作日"):
        assert said in words


def test_an_unknown_record_is_not_found(client: FlaskClient, db_session: Any) -> None:
    for ref in ("C4-1999-0001", "x" * 41, "记录", "C4-2026-0001%00"):
        assert client.get(f"/records/{ref}/report").status_code == 404
        assert client.post(f"/records/{ref}/report").status_code == 404


def test_what_was_written_about_a_record_that_is_gone_is_given_back(page: ReportPage) -> None:
    record = records.record_by_ref(page.ref)
    record.status = "draft"
    db.session.commit()
    answer = page.send()
    assert answer.status_code == 404
    assert WORDS in answer.text
    assert "6.8万元" in answer.text


BAD = {
    "no field": ({"field": ""}, "请选择一栏"),
    "a field that is none": ({"field": "secret"}, "请选择一栏"),
    "an internal field": ({"field": "served_on"}, "请选择一栏"),
    "nothing said": ({"should_say": "", "words": ""}, "请写下应该是什么"),
    "only spaces": ({"should_say": " 　\n", "words": "\t \u200b"}, "请写下应该是什么"),
    "words too long": ({"words": "长" * 10_001}, "最多 10000 字，现在有 10001 字"),
    "value too long": ({"should_say": "长" * 10_234}, "最多 10000 字，现在有 10234 字"),
    "name too long": ({"name": "何" * 101}, "最多 100 字，现在有 101 字"),
    "e-mail without @": ({"email": "hejing"}, "这个邮箱地址不完整"),
    "e-mail without domain": ({"email": "hejing@"}, "这个邮箱地址不完整"),
    "Chinese local part": ({"email": "何静@qq.com"}, "邮箱 @ 前面要用英文字母"),
    "two lines in the e-mail": ({"email": "a@qq.com\r\nBcc: b@qq.com"}, "这个邮箱地址不完整"),
    "e-mail too long": ({"email": "a" * 250 + "@qq.com"}, "最多 254 字"),
    "telephone in words": ({"phone": "不想说"}, "电话号码请只写数字"),
    "telephone too short": ({"phone": "120"}, "电话号码请只写数字"),
    "no token": ({"form_token": ""}, "这一页打开得太久了"),
    "forged token": ({"form_token": "eyJub25jZSI6ImEifQ.AAAA"}, "这一页打开得太久了"),
    "a token of another make": ({"form_token": "\ud7ff" * 50}, "这一页打开得太久了"),
}


def test_a_bad_answer_is_refused_beside_its_field_and_nothing_is_lost(
    app: Flask, page: ReportPage, subtests: pytest.Subtests
) -> None:
    app.config["LIMIT_SUBMIT"] = app.config["LIMIT_SUBMIT_EASY"] = "1000 per hour"
    for name, (typed, said) in BAD.items():
        with subtests.test(name):
            answer = page.send(**typed)
            assert answer.status_code == 422
            assert said in words_of(answer.text)
            assert "<title>需要改正：" in answer.text
            assert answer.headers["Cache-Control"] == "no-store"
            given = {"should_say": "6.8万元", "words": WORDS} | typed
            for box in ("should_say", "words", "name", "email", "phone"):
                kept = " ".join(given.get(box, "").split()).strip("\u200b ")
                assert kept in " ".join(answer.text.split()), box
            assert page.send_again(answer).status_code == 303


GOOD = {
    "ten thousand signs": {"words": "长" * 10_000},
    "only the value": {"words": ""},
    "only the words": {"should_say": ""},
    "emoji and other scripts": {"words": "错了😡👨‍👩‍👧 ئۇيغۇر تىلى қазақша قازاقشا"},
    "NUL and control signs": {"words": "错\x00误\x1b", "name": "何\x00静"},
    "markup": {"words": "<script>alert(1)</script>{{ 7*7 }}"},
    "full-width contact": {
        "email": "ｈｅｊｉｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "phone": "１３９－００００－００００",
    },
    "two telephones": {"phone": "0994-3220000转8001、139 0000 0000"},
    "foreign telephone": {"phone": "+86 (994) 322-0000"},
    "Chinese domain": {"email": "hejing@中国移动.中国"},
}


def test_what_people_really_type_is_taken(app: Flask, page: ReportPage, subtests: pytest.Subtests) -> None:
    app.config["LIMIT_CODE"] = app.config["LIMIT_SUBMIT_EASY"] = "1000 per hour"
    for name, typed in GOOD.items():
        with subtests.test(name):
            assert page.send(**typed).status_code == 303
            page.client.post("/status", data={"code": code_on(page.client.get("/receipt"))})
            shown = page.client.get("/status/ticket").text
            assert "<script>alert" not in shown
            assert html.escape(re.sub(r"[\x00\x1b]", "", typed.get("words", WORDS))) in shown


def test_contact_is_tidied_before_it_is_kept(page: ReportPage) -> None:
    page.send(
        email="ｈｅｊｉｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", phone="１３９－００００－００００", name="  何\x00静  "
    )
    reporter = queries.whole_ticket(only_ref()).reporter
    assert (reporter.email, reporter.phone, reporter.name) == ("hejing@example.com", "139-0000-0000", "何静")


def only_ref() -> str:
    db.session.rollback()
    (ref,) = db.session.scalars(sa.select(Ticket.ref))
    return ref


def test_the_language_of_the_page_is_the_language_of_the_ticket(page: ReportPage) -> None:
    page.client.post("/language", data={"lang": "en"})
    page.send()
    assert queries.whole_ticket(only_ref()).locale == "en"


# ---- tokens


def test_a_form_left_open_too_long_comes_back_with_everything_in_it(page: ReportPage) -> None:
    with clock.at(clock.now() + timedelta(days=4)):
        refused = page.send()
        assert refused.status_code == 422
        assert "这一页打开得太久了" in words_of(refused.text)
        assert WORDS in refused.text
        assert page.send_again(refused).status_code == 303


def test_a_post_without_the_session_token_is_refused_and_keeps_the_words(guarded: Flask, ref: str) -> None:
    page = ReportPage(guarded.test_client(), ref)
    for token in ({"csrf_token": ""}, {"csrf_token": "forged"}):
        refused = page.send(evidence=[file(png(), "决定书.png")], **token)
        assert refused.status_code == 400
        assert WORDS in refused.text
        assert "刚才选的文件还没有收下" in words_of(refused.text)
    assert page.send_again(refused).status_code == 303


@pytest.mark.parametrize("path", ["/status", "/status/leave"])
def test_other_posts_need_the_session_token_too(guarded: Flask, db_session: Any, path: str) -> None:
    refused = guarded.test_client().post(path, data={"code": "x"})
    assert refused.status_code == 400
    assert "请再按一次" in words_of(refused.text)


def test_too_many_reports_from_one_place_are_held_back_with_what_was_typed(app: Flask, ref: str) -> None:
    app.config["LIMIT_SUBMIT"] = "2 per hour"
    page = ReportPage(app.test_client(), ref)
    assert [page.send(words=f"第{n}件").status_code for n in range(2)] == [303, 303]
    held_back = page.send()
    assert held_back.status_code == 429
    assert WORDS in held_back.text
    assert "提交得太多了" in words_of(held_back.text)
    forwarded = app.test_client().post(
        f"/records/{ref}/report", data=page.fill(), headers={"X-Forwarded-For": "203.0.113.9"}
    )
    assert forwarded.status_code == 429
    assert app.test_client().get(f"/records/{ref}/report").status_code == 200
    limiter.reset()
    assert page.send_again(held_back).status_code == 303


# ---- files

NOT_TAKEN = {
    "empty": (b"", "空.png", "是空文件"),
    "a page called a photo": (
        b"<!doctype html><html><body>hi</body></html>",
        "照片.jpg",
        "不是可以接收的文件",
    ),
    "a zip called a PDF": (zipped("readme.txt"), "决定书.pdf", "不是可以接收的文件"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 100, "证据.exe", "不是可以接收的文件"),
    "drawn by a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        "图.svg",
        "不是可以接收的文件",
    ),
    "too large": (PDF + b" " * (1 << 20), "大.pdf", "超过 1 MB"),
}


def test_a_file_that_cannot_be_taken_is_named_and_the_others_are_kept(
    app: Flask, page: ReportPage, subtests: pytest.Subtests
) -> None:
    app.config["MAX_UPLOAD_MB"] = 1
    for case, (content, name, said) in NOT_TAKEN.items():
        with subtests.test(case):
            answer = page.send(evidence=[file(PDF, "好的.pdf"), file(content, name)])
            assert answer.status_code == 422
            assert said in words_of(answer.text)
            assert f"“{name}”" in answer.text
            assert len(held_in(answer)) == 1
            assert WORDS in answer.text
            assert page.send_again(answer).status_code == 303


def test_a_sixth_file_is_not_taken(page: ReportPage) -> None:
    six = [file(png(bytes([n, 0, 0])), f"照片{n}.png") for n in range(6)]
    answer = page.send(evidence=six)
    assert answer.status_code == 422
    assert "最多 5 个文件，“照片5.png”没有收下" in words_of(answer.text)
    assert len(held_in(answer)) == 5
    assert page.send_again(answer, evidence=[file(PDF, "再来.pdf")]).status_code == 422
    assert page.send_again(answer).status_code == 303


ODD_NAMES = ("../../etc/passwd.png", "a\r\nSet-Cookie: x.png", "\u202egnp.png")


def test_a_file_name_is_only_a_name(page: ReportPage) -> None:
    for name in ODD_NAMES:
        answer = page.send(phone="不想说", evidence=[file(png(), name)])
        assert answer.status_code == 422
        assert "etc" not in words_of(answer.text)
        assert "\u202e" not in answer.text
        assert "Set-Cookie: x" not in str(answer.headers)


# ---- the receipt


def test_receipt_says_what_was_received_and_by_when_what_comes(page: ReportPage, freeze: Any) -> None:
    freeze("2026-11-09 15:12")
    page.send(email="hejing@reporter.example", evidence=[file(png(), "决定书.png")])
    receipt = page.client.get("/receipt")
    words = words_of(receipt.text)
    for said in (
        "FK-JC-20261109-0001",
        "2026年11月9日 15:12（北京时间）",
        "昌州环阜罚〔2026〕3号",
        "决定书.png",
        "最晚 2026年11月16日 答复您",
        "2026年11月11日",
        "从2026年11月9日（星期一）的次日起数5个工作日",
        "您留了邮箱",
    ):
        assert said in words, said
    assert receipt.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"[346789ACDEFHJKMNPRTUWXY]{16}", code_on(receipt))
    assert len(re.findall(r'<span class="code-group">\w{4}</span>', receipt.text)) == 4


def test_receipt_names_its_place_in_the_log(page: ReportPage) -> None:
    page.send()
    (entry,) = log.entries(action="ticket.submit")
    words = words_of(page.client.get("/receipt").text)
    assert f"第 {entry.number} 条" in words
    assert entry.entry_hash in words


def test_receipt_is_shown_only_on_the_device_that_sent_the_report(page: ReportPage, app: Flask) -> None:
    page.send()
    answer = app.test_client().get("/receipt")
    assert (answer.status_code, answer.location) == (303, "/status")


def test_receipt_is_shown_for_a_day(page: ReportPage, freeze: Any) -> None:
    freeze("2026-11-09 15:12")
    page.send()
    freeze("2026-11-10 15:11")
    assert code_on(page.client.get("/receipt"))
    freeze("2026-11-10 15:13")
    assert page.client.get("/receipt").location == "/status"


def test_receipt_can_be_cleared_from_a_shared_device(page: ReportPage) -> None:
    page.send()
    assert page.client.post("/status/leave").status_code == 303
    assert page.client.get("/receipt").location == "/status"


def test_a_receipt_of_a_ticket_that_is_not_in_this_database_is_not_somebody_elses(page: ReportPage) -> None:
    page.send()
    with page.client.session_transaction() as session:
        session["receipt"] = session["receipt"] | {"seed": "0" * 32}
    assert page.client.get("/receipt").location == "/status"


# ---- the look-up


@pytest.fixture
def code(db_session: Any) -> str:
    return code_of(ticket_at(State.INVESTIGATING, reporter=NOBODY))


def test_a_code_opens_the_page_however_it_is_typed(app: Flask, code: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    for typed in (
        code,
        code.lower(),
        f"{code[:4]} {code[4:8]} {code[8:]}",
        f" {code[:4]}－{code[4:8]}-{code[8:]}。",
        wide,
    ):
        client = app.test_client()
        answer = client.post("/status", data={"code": typed})
        assert (answer.status_code, answer.location) == (303, "/status/ticket"), typed
        assert client.get("/status/ticket").status_code == 200


NO_CODES = {
    "": "请填写回执上的查询码",
    "   ": "请填写回执上的查询码",
    "\x00": "请填写回执上的查询码",
    "ABCD-EFGH-2345": "您填了 12 位",
    "没有码": "您填了 3 位",
    "A" * 5000: "您填了 5000 位",
    "' OR 1=1 --": "您填了 4 位",
    "FK-JC-20261109-0001": "这是工单编号",
}


def test_a_code_that_opens_nothing_gets_a_kind_sentence(client: FlaskClient, code: str) -> None:
    for typed, said in NO_CODES.items():
        answer = client.post("/status", data={"code": typed})
        assert answer.status_code == 422
        assert said in words_of(answer.text)
        assert typed.strip("\x00 ") in html.unescape(answer.text)
        assert client.get("/status/ticket").location == "/status"


def test_impossible_and_unknown_codes_cost_alike_and_only_the_codes_own_check_tells_them_apart(
    client: FlaskClient, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed, asked = [], []
    slow, look = keyring.code_hash, queries.by_code
    monkeypatch.setattr(keyring, "code_hash", lambda typed: hashed.append(typed) or slow(typed))
    monkeypatch.setattr(queries, "by_code", lambda digest: asked.append(digest) or look(digest))
    unknown = keyring.code_for("nobody's seed")
    impossible = unknown[:-1] + ("2" if unknown[-1] != "2" else "3")
    answers = [client.post("/status", data={"code": typed}) for typed in (unknown, impossible)]
    assert len(hashed) == len(asked) == 2
    one, other = (words_of(answer.text) for answer in answers)
    assert "没有查到" in one
    assert "第 4 组好像打错了" in other
    assert [answer.status_code for answer in answers] == [422, 422]


def test_what_cannot_be_a_code_never_meets_a_real_one(code: str, client: FlaskClient) -> None:
    assert client.post("/status", data={"code": f"?{code}"}).status_code == 303  # only punctuation was added
    assert client.post("/status", data={"code": f"{code}Z"}).status_code == 422


def test_nobody_waits_while_a_file_is_stored_or_a_code_is_hashed(
    page: ReportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are slow, so the database's one write lock must be free meanwhile."""
    place, slow, keep, free = db.engine.url.database, keyring.code_hash, forms_sending.store, list[str]()

    def try_lock(what: str) -> None:
        with closing(sqlite3.connect(place or "", timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        free.append(what)

    monkeypatch.setattr(keyring, "code_hash", lambda typed: try_lock("hash") or slow(typed))
    monkeypatch.setattr(
        forms_sending, "store", lambda *given, **more: try_lock("file") or keep(*given, **more)
    )
    assert page.send(evidence=[file(png(), "决定书.png")]).status_code == 303
    code = code_on(page.client.get("/receipt"))
    assert page.client.post("/status", data={"code": code}).status_code == 303
    assert free == ["file", "hash", "hash"]


def test_refusals_do_not_wait_for_somebody_who_writes(page: ReportPage) -> None:
    place = db.engine.url.database
    db.session.commit()
    with closing(sqlite3.connect(place or "", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        assert page.send(phone="不想说").status_code == 422
        assert page.client.post("/status", data={"code": "ABCD"}).status_code == 422
        assert time.monotonic() - begun < 10  # a writer would have waited thirty seconds


def test_look_ups_are_throttled_and_the_question_is_not(app: Flask, code: str) -> None:
    app.config["LIMIT_CODE"] = "3 per 10 minutes"
    client = app.test_client()
    assert [client.post("/status", data={"code": "x"}).status_code for _ in range(4)] == [422, 422, 422, 429]
    assert client.post("/status", data={"code": code}).status_code == 429
    assert client.get("/status").status_code == 200


def open_page(client: FlaskClient, code: str) -> str:
    client.post("/status", data={"code": code})
    return words_of(client.get("/status/ticket").text)


def test_the_page_closes_after_thirty_minutes(client: FlaskClient, code: str, freeze: Any) -> None:
    freeze("2026-11-10 10:00")
    assert "正在调查核实" in open_page(client, code)
    freeze("2026-11-10 10:29")
    assert client.get("/status/ticket").status_code == 200
    freeze("2026-11-10 11:00")
    answer = client.get("/status/ticket", follow_redirects=True)
    assert answer.request.path == "/status"
    assert "请输入查询码" in words_of(answer.text)


def test_leaving_closes_the_page(client: FlaskClient, code: str) -> None:
    open_page(client, code)
    assert client.post("/status/leave").status_code == 303
    assert client.get("/status/ticket").location == "/status"


def test_a_stranger_sees_no_report(client: FlaskClient, db_session: Any) -> None:
    for path in ("/status/ticket", "/receipt"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (303, "/status")


# ---- where it stands

EVERY_NAME = ("马建新", "李卫东", "古丽娜尔", "王晓燕", "周婷", "叶尔肯", "赵明", "陈志强", "刘芳", "孙蕾")


@pytest.mark.parametrize(
    "state",
    [
        state
        for state in STATES_ON_THE_WAY
        if state not in (State.CLARIFYING, State.TAKING_DOWN, State.PUBLISHING)
    ],
)
def test_every_state_is_told_in_plain_words_and_without_names(
    client: FlaskClient, db_session: Any, state: State, freeze: Any
) -> None:
    ticket = ticket_at(state)
    freeze("2026-11-20 18:00" if state in (State.CLOSED, State.ACCOUNTABILITY) else "2026-11-10 18:30")
    words = open_page(client, code_of(ticket))
    assert STATES[state].citizen_zh in words
    assert STATES[state].next_zh in words
    assert not [name for name in EVERY_NAME if name in words]
    for said in ("68万元", "6.8万元", "报送主管领导", "倒查责任", ticket.ref):
        assert said in words


def test_a_closed_report_shows_answer_correction_cause_and_number_of_measures(
    client: FlaskClient, db_session: Any, freeze: Any
) -> None:
    ticket = ticket_at(State.CLOSED)
    freeze("2026-11-21 10:00")
    words = open_page(client, code_of(ticket))
    for said in (
        "经核实已经办理。感谢监督。",
        "您反映的情况属实",
        "原为 68万元",
        "现为 6.8万元",
        "2026年11月10日更正",
        "计量（万元/元）换算错误；审核把关不严",
        "录入时把6.8万元写成68。",
        "发布前自动核对金额与正文。",
        "本机关决定：1 项",
    ):
        assert said in words, said
    assert "批评教育" not in words
    assert "我们没有按时办完" not in words
    assert f"/records/{ticket.record.ref}" in client.get("/status/ticket").text


def test_a_finding_is_not_shown_before_the_leader_has_signed_it(client: FlaskClient, db_session: Any) -> None:
    words = open_page(client, code_of(ticket_at(State.FINDING_DRAFTED, "accurate")))
    assert "核实的结果" not in words
    assert "不需要" not in words


def test_a_record_that_was_right_is_explained_and_nobody_is_sought(
    client: FlaskClient, db_session: Any, freeze: Any
) -> None:
    ticket = ticket_after("reply", "accurate")
    freeze("2026-11-10 18:30")
    words = open_page(client, code_of(ticket))
    assert "经核对决定书原件，公示的内容与原件一致。" in words
    assert words.count("不需要") == 3
    assert "追究责任" not in words
    assert "核对齐全后办结" in words


def test_missed_limits_are_said_plainly(client: FlaskClient, db_session: Any, freeze: Any) -> None:
    ticket = ticket_at(State.RECEIVED)
    with clock.at(beijing("2026-11-12 10:00")):
        operations.accept(ticket, by=people().sunlei)
    db.session.commit()
    freeze("2026-11-18 09:00")
    words = open_page(client, code_of(ticket))
    assert "“受理”最晚应当在 2026年11月11日 完成，实际 2026年11月12日 完成" in words
    assert "“核实、更正并答复”最晚应当在 2026年11月16日 完成，现在还没有完成" in words
    assert "已超期 2 个工作日" in words
    assert "答复您。" not in words


@contextmanager
def counted(statements: list[str]) -> Iterator[None]:
    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def test_the_number_of_queries_does_not_grow_with_what_happened(client: FlaskClient, db_session: Any) -> None:
    fresh, old = code_of(ticket_at(State.RECEIVED)), code_of(ticket_at(State.CLOSED))
    counts = []
    for code in (fresh, old):
        client.post("/status", data={"code": code})
        statements: list[str] = []
        with counted(statements):
            client.get("/status/ticket")
        counts.append(len(statements))
    assert max(counts) <= 40
    assert counts[1] - counts[0] <= 3


def test_every_page_has_one_heading_and_a_title_without_the_ticket(page: ReportPage) -> None:
    page.send()
    code = code_on(page.client.get("/receipt"))
    page.client.post("/status", data={"code": code})
    for path in ("/report", f"/records/{page.ref}/report", "/receipt", "/status", "/status/ticket"):
        text = page.client.get(path).text
        assert text.count("<h1") == 1, path
        title = re.search(r"<title>(.*?)</title>", text).group(1)
        assert "FK-JC" not in title
        assert 'style="' not in text
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids)), path


def test_hidden_fields_hold_only_the_token(page: ReportPage) -> None:
    assert set(hidden_of(page.html)) <= {"form_token", "csrf_token"}
