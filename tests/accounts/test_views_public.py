"""The door: signing in and out, what it says, where it leads."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app.accounts import operations
from feedback_app.accounts.models import StaffSession
from feedback_app.audit import queries as log
from feedback_app.audit.actor import SYSTEM
from feedback_app.extensions import db
from tests.factories import PASSWORD, people

pytestmark = pytest.mark.one_database
REFUSED = "登录名或密码不对"


@pytest.fixture(autouse=True)
def staff(db_session: Any) -> Any:
    return people()


def enter(client: FlaskClient, login: str = "sunlei", password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/staff/sign-in", data={"login": login, "password": password}, **more)


@pytest.mark.parametrize(
    ("login", "leads_to"),
    [
        ("sunlei", "/staff/"),
        ("liweidong", "/staff/"),
        ("zhengmin", "/staff/oversight/log"),
        ("ayinuer", "/staff/oversight/log"),
    ],
)
def test_each_is_led_to_their_own_desk(client: FlaskClient, login: str, leads_to: str) -> None:
    assert enter(client, login).location == leads_to
    assert client.get(leads_to).status_code == 200
    assert client.get("/staff/sign-in").location == leads_to, "who is in need not sign in again"


def test_whoever_has_no_queue_is_led_somewhere_useful(client: FlaskClient) -> None:
    answer = enter(client, "zhaoming")
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("login", ["sunlei", "nobody", "SUNLEI", "孙蕾"])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(client: FlaskClient, login: str) -> None:
    answer = enter(client, login, "a wrong password")
    assert answer.status_code == 422
    assert REFUSED in answer.text
    assert f'value="{login}"' in answer.text, "the name is kept"
    assert "a wrong password" not in answer.text, "the password is not"


def test_an_empty_form_says_what_is_missing(client: FlaskClient) -> None:
    page = client.post("/staff/sign-in", data={}).text
    assert "请填写登录名" in page
    assert "请填写密码" in page
    assert "需要改正：" in page


def test_spaces_around_the_name_are_forgiven(client: FlaskClient) -> None:
    assert enter(client, "  sunlei ").status_code == 303


def test_a_closed_account_is_told_nothing_special(client: FlaskClient) -> None:
    operations.deactivate(people().sunlei, by=SYSTEM, reason="离职")
    answer = enter(client)
    assert answer.status_code == 422
    assert REFUSED in answer.text


def test_coming_and_going_is_in_the_log_with_the_name_of_the_day(client: FlaskClient) -> None:
    enter(client, password="a wrong password")
    enter(client)
    client.post("/staff/sign-out")
    told = [(one.action, one.actor_name) for one in reversed(log.entries(subject="user:sunlei"))]
    assert told == [("staff.sign_in_refused", "系统"), ("staff.sign_in", "孙蕾"), ("staff.sign_out", "孙蕾")]


def test_signing_out_twice_or_as_a_stranger_is_harmless(client: FlaskClient) -> None:
    for _time in range(2):
        answer = client.post("/staff/sign-out")
        assert answer.location == "/staff/sign-in"
    assert "您已退出" in client.get("/staff/sign-in").text


def test_signing_out_keeps_language_and_size_and_nothing_else(client: FlaskClient) -> None:
    client.post("/language", data={"lang": "en"})
    client.post("/size", data={"size": "elder"})
    enter(client)
    client.post("/staff/sign-out")
    with client.session_transaction() as session:
        assert (session["language"], session["elder"]) == ("en", True)
        assert "_user_id" not in session


def test_each_sign_in_is_a_session_of_its_own(app: Flask) -> None:
    for _browser in range(2):
        enter(app.test_client())
    assert db.session.query(StaffSession).count() == 2


def test_the_page_helps_password_managers_and_tells_no_search_engine(client: FlaskClient) -> None:
    page = client.get("/staff/sign-in").text
    assert 'autocomplete="username"' in page
    assert re.search(r'type="password"[^>]*', page)
    assert 'autocomplete="current-password"' in page
