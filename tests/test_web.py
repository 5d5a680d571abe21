"""What every page shares: language, size, the monitor's page, error pages that keep what was typed, words and dates."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import abort

from feedback_app.extensions import db, is_reading_only
from feedback_app.outbox.models import OwedMessage
from feedback_app.web.error_pages import ERROR_PAGES
from feedback_app.web.words import FILTERS
from tests.factories import HE_JING, people, published_penalty, sign_in, ticket_after

pytestmark = pytest.mark.one_database
TYPED = "我公司是被罚6.8万元 <网上写成68万元>"


def is_english(page: str) -> bool:
    return '<html lang="en"' in page


# ---- language and size -----------------------------------------------------------------------------------------------


def test_chinese_unless_chosen_otherwise(client: FlaskClient) -> None:
    assert '<html lang="zh-CN"' in client.get("/").text
    assert '<html lang="zh-CN"' in client.get("/", headers={"Accept-Language": "en"}).text


def test_the_language_is_remembered_and_leads_back_to_the_page(client: FlaskClient) -> None:
    answer = client.post("/language", data={"lang": "en", "next": "/corrections?after=x"})
    assert (answer.status_code, answer.location) == (303, "/corrections?after=x")
    assert "Expires" in answer.headers["Set-Cookie"], "beyond this window"
    assert is_english(client.get("/corrections").text)
    client.post("/language", data={"lang": "zh"})
    assert not is_english(client.get("/").text)


@pytest.mark.parametrize("wanted", ["", "de", "zh-TW", "<script>", "en' --"])
def test_a_language_nobody_has_changes_nothing(client: FlaskClient, wanted: str) -> None:
    assert client.post("/language", data={"lang": wanted}).status_code == 303
    assert not is_english(client.get("/").text)


def test_larger_type_is_remembered_and_undone(client: FlaskClient) -> None:
    assert 'class="elder"' not in client.get("/").text
    client.post("/size", data={"size": "elder"})
    assert 'class="elder"' in client.get("/").text
    client.post("/size", data={"size": "normal"})
    assert 'class="elder"' not in client.get("/").text


PUBLIC = [
    "/",
    "/corrections",
    "/procedure",
    "/regulation",
    "/report",
    "/status",
    "/disclosures/ex_ante",
    "/staff/sign-in",
    "/nowhere",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_offers_the_other_language_and_the_other_size(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert 'action="/language"' in page
    assert 'action="/size"' in page
    assert page.count("<h1") == 1
    assert re.search(r"<title>[^<]+ - [^<]+</title>", page)


@pytest.mark.parametrize("path", PUBLIC)
def test_in_english_no_word_of_the_page_is_chinese_but_what_is_said_to_be(
    client: FlaskClient, path: str
) -> None:
    client.post("/language", data={"lang": "en"})
    page = client.get(path).text
    assert is_english(page)
    shown = re.sub(
        r'<(\w+)[^>]*lang="zh[^"]*"[^>]*>.*?</\1>', "", page[page.index("<body") :], flags=re.DOTALL
    )
    words = re.sub(r"<[^>]+>", " ", shown).replace(
        "昌州环阜罚〔2026〕3号", ""
    )  # a number is written as it is
    assert re.findall(r"[一-鿿]{2,}", words) in ([], ["中文"]), "left in Chinese"


def test_a_stranger_and_a_person_signed_in_keep_the_choice_alike(app: Flask, db_session: Any) -> None:
    clerk = sign_in(app.test_client(), "sunlei")
    clerk.post("/language", data={"lang": "en"})
    assert is_english(clerk.get("/staff/").text)
    assert is_english(clerk.get("/").text)


# ---- monitor ---------------------------------------------------------------------------------------------------------


def test_healthz_answers_with_what_is_owed_and_names_nobody(client: FlaskClient, db_session: Any) -> None:
    assert client.get("/healthz").json == {"status": "ok", "redis": False, "owed": {}, "log": "ok"}
    ticket_after(None)
    answer = client.get("/healthz")
    assert answer.json["owed"]["owed"]["count"] == 1
    assert HE_JING.email not in answer.text


def test_healthz_says_so_when_the_database_is_away(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: Any, **_more: Any) -> None:
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    monkeypatch.setattr(db.session, "execute", away)
    assert client.get("/healthz").status_code == 503


# ---- error pages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception | int], None]:
    """`failing(409)`: the regulation's page and the report form end with this from now on."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def view(**_arguments: Any) -> None:
        if isinstance(view.fault, int):
            abort(view.fault)
        raise view.fault

    def set_up(fault: Exception | int) -> None:
        view.fault = fault
        for endpoint in ("public.regulation", "report.submit", "staff.mail_again"):
            monkeypatch.setitem(app.view_functions, endpoint, view)

    return set_up


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", ERROR_PAGES)
def test_every_error_is_a_page_in_the_readers_language(
    client: FlaskClient, failing: Any, code: int, language: str
) -> None:
    client.post("/language", data={"lang": language})
    failing(code)
    answer = client.get("/regulation")
    assert answer.status_code == code
    assert is_english(answer.text) == (language == "en")
    assert answer.text.count("<h1") == 1
    main = answer.text[answer.text.index("<main") :]
    assert bool(re.search(r"[一-鿿]", re.sub(r"<[^>]+>", "", main.partition("</main>")[0]))) == (
        language == "zh"
    )


@pytest.mark.parametrize(
    "fault", [ValueError("boom"), OperationalError("x", {}, Exception("gone")), KeyError("k"), 500, 503]
)
def test_whatever_breaks_what_was_typed_is_given_back(
    client: FlaskClient, db_session: Any, failing: Any, fault: Any
) -> None:
    ref = published_penalty().ref
    failing(fault)
    sent = {
        "words": TYPED,
        "should_say": "6.8万元",
        "csrf_token": "T0KEN",
        "form_token": "T0KEN",
        "password": "S3CRET",
        "code": "C0DE",
    }
    answer = client.post(f"/records/{ref}/report", data=sent)
    assert answer.status_code in (500, 503)
    assert TYPED in unescape(answer.text)
    assert "<网上" not in answer.text, "as text, never as markup"
    for hidden in ("T0KEN", "S3CRET", "C0DE", "boom", "Traceback", "gone"):
        assert hidden not in answer.text
    assert "没有看到“查询码”，就表示还没有收到" in answer.text


@pytest.mark.parametrize("code", [400, 404, 409, 500, 503])
def test_the_page_of_a_member_of_staff_has_their_face(
    app: Flask, db_session: Any, failing: Any, code: int
) -> None:
    clerk = sign_in(app.test_client(), "sunlei")
    failing(code)
    answer = clerk.post("/staff/mail/1/again", data={"text": TYPED})
    assert answer.status_code == code
    assert TYPED in unescape(answer.text) or code == 404


@pytest.mark.parametrize(
    ("code", "shown"),
    [(410, "这次提交没有成功"), (415, "这次提交没有成功"), (418, "这次提交没有成功"), (501, "系统出错了")],
)
def test_an_error_without_a_page_of_its_own_gets_the_nearest(
    client: FlaskClient, failing: Any, code: int, shown: str
) -> None:
    failing(code)
    answer = client.get("/regulation")
    assert answer.status_code == (min(500, code))
    assert shown in answer.text


def test_a_failed_request_leaves_nothing_behind(
    client: FlaskClient, db_session: Any, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an act is no act: what was added before the fault is rolled back."""
    from feedback_app.tickets import messages

    ref = published_penalty().ref
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(_ticket: Any) -> None:
        raise ValueError

    monkeypatch.setattr(messages, "received", broken)
    from tests.tickets.reporting import ReportPage

    assert ReportPage(client, ref).send().status_code == 500
    assert db.session.query(OwedMessage).count() == 0
    assert db.session.execute(db.text("SELECT count(*) FROM ticket")).scalar() == 0


# ---- reading and writing ---------------------------------------------------------------------------------------------


def test_a_page_only_reads_and_a_form_writes(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def view(**_arguments: Any) -> str:
        seen.append(is_reading_only())
        return ""

    monkeypatch.setitem(app.view_functions, "public.regulation", view)
    monkeypatch.setitem(app.view_functions, "status.leave", view)
    client.get("/regulation")
    client.head("/regulation")
    client.post("/status/leave")
    assert seen == [True, True, False]
    assert not is_reading_only(), "and afterwards nothing of it is left"


def test_static_files_are_served_with_their_types(client: FlaskClient) -> None:
    for path, kind in (
        ("css/base.css", "text/css"),
        ("js/enhance.js", "text/javascript"),
        ("icons/favicon.svg", "image/svg+xml"),
    ):
        answer = client.get(f"/static/{path}", buffered=True)
        assert (answer.status_code, answer.mimetype) == (200, kind)
    assert client.get("/static/../wsgi.py").status_code == 404
    assert client.get("/static/%2e%2e/%2e%2e/wsgi.py").status_code == 404


# ---- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filter_", "value", "zh", "en"),
    [
        ("day", date(2026, 11, 9), "2026年11月9日", "9 November 2026"),
        ("day", datetime(2026, 11, 9, 17, 0, tzinfo=UTC), "2026年11月10日", "10 November 2026"),
        ("moment", datetime(2026, 11, 9, 7, 12, tzinfo=UTC), "2026年11月9日 15:12", "9 November 2026 15:12"),
        ("day", None, "", ""),
        ("moment", None, "", ""),
    ],
)
def test_dates_are_written_as_people_write_them_in_beijing(
    app: Flask, filter_: str, value: Any, zh: str, en: str
) -> None:
    from flask import session

    for language, expected in (("zh", zh), ("en", en)):
        with app.test_request_context("/"):
            session["language"] = language
            assert FILTERS[filter_](value) == expected


def test_nobody_sees_a_page_that_names_no_bureau(client: FlaskClient, db_session: Any) -> None:
    people()
    for path in PUBLIC:
        page = client.get(path).text
        assert "昌吉回族自治州生态环境局阜康市分局" in page, path
        assert "0994-0000000" in page, "and how to reach it"
