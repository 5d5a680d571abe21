"""What an attacker, a curious colleague or a careless proxy must not get: each test is one sentence of the threat list.

Canaries: distinctive words are sent in, then everything the system keeps (database, Redis, logs, mail, files) is searched
for them. Access by role has its own table in test_routes.py.
"""

import io
import itertools
import logging
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import select, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, ProgrammingError
from werkzeug.routing import AnyConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from feedback_app import clock, create_app
from feedback_app.accounts import operations as accounts
from feedback_app.accounts.roles import Role
from feedback_app.audit import queries as log
from feedback_app.audit.actor import SYSTEM
from feedback_app.disclosures import operations as records
from feedback_app.extensions import caller_key, db, keyring, limiter
from feedback_app.files.kinds import KINDS
from feedback_app.launcher.redis_server import EmbeddedRedis
from feedback_app.starting_content.staff import DEMONSTRATION_PASSWORD
from feedback_app.tickets import operations as tickets
from feedback_app.tickets.models import Reporter, Ticket
from feedback_app.tickets.operations import ClaimWords, ReporterWords
from tests.factories import (
    PASSWORD,
    beijing,
    code_of,
    people,
    published_penalty,
    sign_in,
    ticket_after,
    ticket_at,
)
from tests.rig.app import Client
from tests.rig.running_system import RunningSystem
from tests.tickets.reporting import ReportPage

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
one_database = pytest.mark.one_database


def enter(client: FlaskClient, login: str = "sunlei", password: str = PASSWORD, **more: Any) -> TestResponse:
    return client.post("/staff/sign-in", data={"login": login, "password": password}, **more)


def send(client: FlaskClient, method: str, address: str, **more: Any) -> TestResponse:
    """A request whose body, however large, leaves no open file behind."""
    answer = client.open(address, method=method, buffered=True, **more)
    answer.request.environ["wsgi.input"].close()
    return answer


def is_asked_to_sign_in(answer: TestResponse) -> bool:
    return answer.status_code == 303 and answer.location.startswith("/staff/sign-in")


def posts(app: Flask, **values: Any) -> Iterator[str]:
    """The address of every route that takes a POST."""
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            yield address_of(app, rule, "POST", **values)


def address_of(app: Flask, rule: Rule, method: str, **values: Any) -> str:
    """An address that fits the rule: with these values, else with ones that are none or the first allowed."""
    wanted: dict[str, Any] = {}
    for name, converter in rule._converters.items():
        fitting = 1 if isinstance(converter, IntegerConverter) else "none"
        wanted[name] = values.get(name, {"key": "penalty"}.get(name, fitting))
        if isinstance(converter, AnyConverter) and wanted[name] not in converter.items:
            wanted[name] = min(converter.items)
    return app.url_map.bind("localhost").build(rule.endpoint, wanted, method=method)


# ---- forged forms ----------------------------------------------------------------------------------------------------


@one_database
def test_every_post_without_its_token_is_refused_and_changes_nothing(app: Flask, db_session: Any) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    ticket = ticket_after(None)
    clerk = sign_in(app.test_client(), "sunlei")
    before = (log.head(), ticket.lock)
    addresses = [*posts(app, ref=ticket.ref), f"/records/{ticket.record.ref}/report", "/report/suggestion"]
    for client, token in itertools.product(
        [app.test_client(), clerk], [None, "", "made-up", _token_of_another(app)]
    ):
        for address in addresses:
            answer = client.post(address, data={} if token is None else {"csrf_token": token})
            # No such record, no such kind of report: those pages are refused as well, as gone.
            gone = address in (f"/records/{ticket.ref}/report", "/report/none")
            assert answer.status_code == (404 if gone else 400), address
    assert (log.head(), db.session.get_one(Ticket, ticket.id).lock) == before


def _token_of_another(app: Flask) -> str:
    return _token(app.test_client().get("/status").text)


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page) or re.search(
        r'value="([^"]+)"[^>]*name="csrf_token"', page
    )
    assert found, "the page has a form with a token"
    return found[1]


@one_database
def test_forms_work_over_https_though_no_referer_is_ever_sent(app: Flask, db_session: Any) -> None:
    people()
    app.config["WTF_CSRF_ENABLED"] = True
    client, at = app.test_client(), "https://localhost"
    token = _token(client.get("/staff/sign-in", base_url=at).text)
    answer = client.post(
        "/staff/sign-in", base_url=at, data={"csrf_token": token, "login": "sunlei", "password": PASSWORD}
    )
    assert answer.status_code == 303


@one_database
def test_nothing_is_changed_by_reading(app: Flask, db_session: Any) -> None:
    """Every GET of every page, by a person who may see it, leaves the log and the ticket as they were."""
    ticket = ticket_at("correcting")
    clerk = sign_in(app.test_client(), "sunlei")
    before = (log.head(), ticket.lock)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "static" not in rule.rule:
            address = address_of(
                app, rule, "GET", ref=ticket.ref, stage="ex_post", scope="ex_post", category_key="penalty"
            )
            answer = clerk.get(address, buffered=True)
            assert answer.status_code < 500 or rule.rule == "/readyz", rule.rule
    assert (log.head(), db.session.get_one(Ticket, ticket.id).lock) == before


# ---- sessions --------------------------------------------------------------------------------------------------------


def copy_of(client: FlaskClient, app: Flask) -> FlaskClient:
    """Another browser with the same cookies, as a thief would have it."""
    thief = app.test_client()
    cookie = client.get_cookie("zhengming")
    assert cookie is not None
    thief.set_cookie("zhengming", cookie.value)
    return thief


@one_database
def test_signing_out_ends_the_session_on_the_server(app: Flask, client: FlaskClient, db_session: Any) -> None:
    people()
    assert enter(client).status_code == 303
    thief = copy_of(client, app)
    assert thief.get("/staff/").status_code == 200, "the copy is good while the session lives"
    client.post("/staff/sign-out")
    assert is_asked_to_sign_in(client.get("/staff/"))
    assert is_asked_to_sign_in(thief.get("/staff/"))


@one_database
def test_signing_out_in_one_place_leaves_the_other_sign_in_alone(app: Flask, db_session: Any) -> None:
    people()
    desk, phone = app.test_client(), app.test_client()
    enter(desk)
    enter(phone)
    desk.post("/staff/sign-out")
    assert phone.get("/staff/").status_code == 200


@one_database
def test_a_closed_account_is_out_at_its_next_request(app: Flask, db_session: Any) -> None:
    clerk = sign_in(app.test_client(), "sunlei")
    assert clerk.get("/staff/").status_code == 200
    accounts.deactivate(people().sunlei, by=SYSTEM, reason="离职")
    db.session.commit()
    assert is_asked_to_sign_in(clerk.get("/staff/"))
    assert enter(app.test_client()).status_code == 422, "and cannot come back"


@one_database
def test_a_role_taken_away_or_given_bites_at_the_next_request(app: Flask, db_session: Any) -> None:
    supervisor = sign_in(app.test_client(), "zhengmin")
    assert supervisor.get("/staff/oversight/log").status_code == 200
    accounts.revoke_role(people().zhengmin, Role.AUDIT_ADMIN, by=SYSTEM, reason="轮岗")
    db.session.commit()
    assert supervisor.get("/staff/oversight/log").status_code == 404
    accounts.grant_role(people().zhengmin, Role.JUSTICE_BUREAU, by=SYSTEM)
    db.session.commit()
    assert supervisor.get("/staff/oversight/log").status_code == 200


@one_database
def test_a_session_runs_out(app: Flask, db_session: Any, freeze: Callable[[str], None]) -> None:
    freeze("2026-11-23 10:00")
    clerk = sign_in(app.test_client(), "sunlei")
    freeze("2026-11-23 17:59")
    assert clerk.get("/staff/").status_code == 200
    freeze("2026-11-23 18:01")
    assert is_asked_to_sign_in(clerk.get("/staff/"))


@one_database
def test_a_made_up_session_opens_nothing(app: Flask, client: FlaskClient, db_session: Any) -> None:
    cast = people()
    for value in ("1", str(cast.sunlei.id), "", "x" * 200, None):
        with client.session_transaction() as session:
            session["_user_id"] = value
        assert is_asked_to_sign_in(client.get("/staff/"))


@one_database
def test_signing_in_keeps_nothing_planted_before(client: FlaskClient, db_session: Any) -> None:
    people()
    with client.session_transaction() as session:
        session["reading"], session["language"] = {"ref": "FK-1", "until": 9e9}, "en"
    enter(client)
    with client.session_transaction() as session:
        assert "reading" not in session
        assert session["language"] == "en"


@one_database
def test_the_cookie_is_for_this_site_and_no_script(client: FlaskClient, db_session: Any) -> None:
    people()
    cookie = enter(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_the_cookie_is_bound_to_it(sqlite_app: Callable[..., Flask]) -> None:
    client = sqlite_app(PUBLIC_URL="https://gs.example.gov.cn").test_client()
    answer = client.post("/language", data={"lang": "en"}, base_url="https://gs.example.gov.cn")
    assert answer.headers["Set-Cookie"].startswith("__Host-zhengming=")
    assert all(
        word in answer.headers["Set-Cookie"] for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax")
    )
    assert "Domain" not in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"]


@pytest.fixture
def sqlite_app(sqlite_templates: Any, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """`sqlite_app(NAME=…)` → an application with other settings; all of one test share a database and a data folder."""
    file = tmp_path / "test.sqlite3"
    file.write_bytes(sqlite_templates(False).read_bytes())
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        given = {
            "TESTING": True,
            "DATABASE_URL": f"sqlite:///{file}",
            "WTF_CSRF_ENABLED": False,
            "DATA_DIR": tmp_path,
        }
        made.append(create_app(**given | settings))
        made[-1].test_client_class = Client
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


# ---- throttles -------------------------------------------------------------------------------------------------------

FORWARDED = [
    {"X-Forwarded-For": "198.51.100.{}"}, {"X-Real-IP": "198.51.100.{}"}, {"Forwarded": "for=198.51.100.{}"},
    {"X-Forwarded-For": "198.51.100.{}, 127.0.0.1"}, {"X-Client-IP": "198.51.100.{}"}, {"User-Agent": "Browser/{}"},
]  # fmt: skip


def tries(
    client: FlaskClient, path: str, data: dict[str, str], times: int, headers: dict[str, str]
) -> list[int]:
    found = []
    for number in range(times):
        said = {name: value.format(number) for name, value in headers.items()}
        found.append(client.post(path, data=data, headers=said).status_code)
    return found


@one_database
@pytest.mark.parametrize("headers", FORWARDED, ids=" ".join)
@pytest.mark.parametrize(
    ("path", "data", "setting"),
    [
        ("/staff/sign-in", {"login": "sunlei", "password": "a wrong password"}, "LIMIT_SIGN_IN"),
        ("/status", {"code": "ABCD EFGH JKMN"}, "LIMIT_CODE"),
    ],
    ids=["signing in", "looking up a code"],
)
def test_trying_again_and_again_is_held_back_whatever_the_headers_say(
    app: Flask, db_session: Any, path: str, data: dict[str, str], setting: str, headers: dict[str, str]
) -> None:
    people()
    app.config[setting] = "3 per hour"
    assert tries(app.test_client(), path, data, 5, headers) == [422, 422, 422, 429, 429]


@one_database
def test_after_too_many_tries_the_right_password_waits_too_and_others_do_not(
    app: Flask, db_session: Any
) -> None:
    people()
    app.config["LIMIT_SIGN_IN"] = "2 per hour"
    for _try in range(2):
        enter(app.test_client(), password="a wrong password")
    assert enter(app.test_client()).status_code == 429
    assert enter(app.test_client(), environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 303


def test_behind_our_own_proxy_the_address_it_names_counts_and_no_other(
    sqlite_app: Callable[..., Flask],
) -> None:
    app = sqlite_app(TRUSTED_PROXIES="1", LIMIT_CODE="2 per hour")
    with app.app_context():
        spoofed = [f"203.0.113.{number}, 192.0.2.7" for number in range(3)]
        said = [
            app.test_client().post("/status", data={"code": "x"}, headers={"X-Forwarded-For": one})
            for one in spoofed
        ]
        assert [answer.status_code for answer in said] == [422, 422, 429]
        other = app.test_client().post(
            "/status", data={"code": "x"}, headers={"X-Forwarded-For": "192.0.2.8"}
        )
        assert other.status_code == 422


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis]:
    """A real Redis-protocol server of this module's own."""
    folder = tmp_path_factory.mktemp("redis")
    (folder / "run").mkdir()
    server = EmbeddedRedis(folder)
    running = subprocess.Popen(server.command, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 10
    while not server.answers():
        assert time.monotonic() < until
        time.sleep(0.02)
    yield server
    running.kill()
    running.wait()


def test_limits_hold_over_processes_and_restarts(
    sqlite_app: Callable[..., Flask], redis: EmbeddedRedis
) -> None:
    wrong = {"code": "ABCD EFGH JKMN"}
    first = sqlite_app(REDIS_URL=redis.url, LIMIT_CODE="3 per hour")
    assert tries(first.test_client(), "/status", wrong, 3, {}) == [422, 422, 422]
    second = sqlite_app(
        REDIS_URL=redis.url, LIMIT_CODE="3 per hour"
    )  # a new process: nothing remembered but in Redis
    assert tries(second.test_client(), "/status", wrong, 1, {}) == [429]
    kept = b"".join(Redis.from_url(redis.url).scan_iter())
    assert b"127.0.0.1" not in kept, "who is throttled is no address"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
    ],
)
def test_an_ipv6_address_counts_with_all_the_others_of_its_household(
    sqlite_app: Callable[..., Flask], one: str, other: str, is_same: bool
) -> None:
    app = sqlite_app()

    def key(address: str) -> str:
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return caller_key()

    assert (key(one) == key(other)) is is_same


def test_while_redis_is_away_people_get_in_and_limits_go_on(sqlite_app: Callable[..., Flask]) -> None:
    app = sqlite_app(REDIS_URL="redis://127.0.0.1:1/0", LIMIT_SIGN_IN="2 per hour")
    with app.app_context():
        people()
        assert enter(app.test_client()).status_code == 303
        tried = [enter(app.test_client(), password="wrong wrong").status_code for _try in range(4)]
        assert (tried[0], tried[-1]) == (422, 429)


# ---- hosts and redirects ---------------------------------------------------------------------------------------------


@one_database
@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host", "X-Host", "Forwarded"])
def test_a_foreign_host_never_comes_back(app: Flask, client: FlaskClient, db_session: Any, name: str) -> None:
    ref = published_penalty().ref
    value = "host=evil.example" if name == "Forwarded" else "evil.example"
    for method, path in (
        ("GET", "/"), ("GET", f"/records/{ref}"), ("GET", "/staff"), ("GET", "/staff/"), ("GET", "/nowhere"),
        ("POST", "/language"), ("POST", "/staff/sign-in"), ("POST", "/status"), ("GET", f"/records/{ref}/report"),
    ):  # fmt: skip
        answer = client.open(path, method=method, headers={name: value})
        told = f"{answer.headers}{answer.text}"
        assert "evil.example" not in told, path
        assert answer.status_code == 400 if name == "Host" else answer.status_code < 500, path


ELSEWHERE = [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "/\t/evil.example", "http:evil.example", "https:/evil.example", "/%5cevil.example", "////evil.example/x", "evil.example",
    "/staff/\r\nSet-Cookie: a=b", "\x00//evil.example", "/staff\\@evil.example", "//evil.example/staff/",
]  # fmt: skip


@one_database
@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere(app: Flask, client: FlaskClient, db_session: Any, wanted: str) -> None:
    people()
    for path in ("/language", "/size"):
        _stays_here(client.post(path, data={"lang": "en", "size": "elder", "next": wanted}))
    _stays_here(enter(app.test_client(), query_string={"next": wanted}))


def _stays_here(answer: TestResponse) -> None:
    assert answer.status_code == 303
    to = urlsplit(answer.location)
    assert (to.scheme, to.netloc) == ("", "")
    assert re.match(r"/(?![/\\])", answer.location), answer.location
    assert "Set-Cookie: a" not in str(answer.headers)


@one_database
def test_whoever_was_stopped_at_the_door_comes_back_to_the_page(
    app: Flask, client: FlaskClient, db_session: Any
) -> None:
    people()
    stopped = client.get("/staff/records/")
    assert stopped.location == "/staff/sign-in?next=/staff/records/"
    entered = client.post(stopped.location, data={"login": "sunlei", "password": PASSWORD})
    assert entered.location == "/staff/records/"


# ---- headers, scripts, caches ----------------------------------------------------------------------------------------


@pytest.fixture
def answers(app: Flask, db_session: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, TestResponse]:
    """One answer of every kind the application gives."""
    ticket, clerk, stranger = ticket_after(None), sign_in(app.test_client(), "sunlei"), app.test_client()
    app.config |= {"PROPAGATE_EXCEPTIONS": False, "LIMIT_CODE": "1 per hour"}
    found = {
        "200": stranger.get("/"),
        "200 staff": clerk.get("/staff/"),
        "200 json": stranger.get("/healthz"),
        "200 static": stranger.get("/static/css/base.css", buffered=True),
        "303": stranger.get("/staff/"),
        "308": stranger.get("/staff"),
        "400": send(stranger, "POST", "/language", headers={"Host": "evil.example"}),
        "404": stranger.get("/nowhere"),
        "404 static": stranger.get("/static/nowhere.css"),
        "405": stranger.post("/"),
        "409": clerk.post(f"/staff/tickets/{ticket.ref}/reply", data={"lock": "99", "text": "x"}),
        "413": send(stranger, "POST", "/staff/sign-in", data={"login": "x" * 4_000_000}),
        "422": stranger.post("/status", data={"code": "x"}),
        "429": stranger.post("/status", data={"code": "x"}),
    }
    for code, fault in (("500", ZeroDivisionError()), ("503", OperationalError("x", {}, Exception("gone")))):
        monkeypatch.setitem(app.view_functions, "public.procedure", _raise(fault))
        found[code] = stranger.get("/procedure")
    for name, answer in found.items():
        assert answer.status_code == int(name[:3]), name
    return found


def _raise(fault: Exception) -> Callable[[], None]:
    def view() -> None:
        raise fault

    return view


@one_database
def test_every_kind_of_answer_carries_the_headers(answers: dict[str, TestResponse]) -> None:
    for name, answer in answers.items():
        for header, value in HEADERS.items():
            assert answer.headers.get(header) == value, f"{header} of {name}"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert "http" not in policy, f"{name}: nothing is loaded from elsewhere"
        assert "Werkzeug" not in str(answer.headers)


@one_database
def test_nothing_but_files_of_the_site_is_kept_by_a_cache(answers: dict[str, TestResponse]) -> None:
    for name, answer in answers.items():
        if not name.endswith("static"):
            assert answer.headers["Cache-Control"] == "no-store", name


@one_database
def test_every_error_is_a_page_of_ours(answers: dict[str, TestResponse]) -> None:
    assert answers.pop("400").mimetype == "text/plain", (
        "for a foreign host no page can be drawn, only two sentences"
    )
    for name, answer in answers.items():
        if int(name[:3]) >= 400:
            assert '<html lang="zh-CN"' in answer.text, name
            assert answer.text.count("<h1") == 1, name
            assert "Traceback" not in answer.text, name


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_has_a_script_or_style_of_its_own(template: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)
    for forbidden in (
        r"<script(?![^>]*\bsrc=)", r"<style", r"\sstyle\s*=", r"\son[a-z]+\s*=\s*[\"']", r"javascript:",
        r"autoescape false", r"<(script|link|img|iframe)[^>]*(src|href)=[\"']?(https?:)?//", r"<iframe|<object|<embed|<base",
    ):  # fmt: skip
        # In a mail styles must stand on the elements: mailboxes take sheets away. Its own policy lets nothing else in.
        if forbidden == r"\sstyle\s*=" and template.parent.name == "emails":
            continue
        assert not re.search(forbidden, source, re.IGNORECASE), forbidden


def test_nothing_is_called_safe_but_a_setting_of_the_operators() -> None:
    found = {
        path.relative_to(ROOT / "templates")
        for path in TEMPLATES
        if re.search(r"\|\s*safe\b", path.read_text())
    }
    assert found <= {Path("components/setting.html")}


def test_no_script_writes_html(template_of_scripts: list[Path]) -> None:
    for script in template_of_scripts:
        source = script.read_text()
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "http://",
            "https://",
        ):
            assert forbidden not in source, f"{script.name}: {forbidden}"


@pytest.fixture
def template_of_scripts() -> list[Path]:
    return sorted((ROOT / "feedback_app" / "static").rglob("*.js"))


@one_database
def test_a_second_person_never_gets_a_private_page_from_a_cache(app: Flask, db_session: Any) -> None:
    """Neither 200 nor 304, whatever the browser says it still has."""
    ticket = ticket_after(None, kept=(_proof(app),))
    clerk, other = sign_in(app.test_client(), "sunlei"), sign_in(app.test_client(), "zhaoming")
    page = f"/staff/tickets/{ticket.ref}"
    for path in (page, f"{page}/files/1", "/staff/mail/1"):
        seen = clerk.get(path, buffered=True)
        assert seen.status_code == 200
        assert seen.headers["Cache-Control"] == "no-store"
        assert "ETag" not in seen.headers
        for header in (
            {"If-None-Match": "*"},
            {"If-None-Match": '"x"'},
            {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        ):
            assert clerk.get(path, headers=header, buffered=True).status_code == 200
            assert other.get(path, headers=header).status_code in (403, 404)
            assert is_asked_to_sign_in(app.test_client().get(path, headers=header))


# ---- files -----------------------------------------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML_AND_PDF = b"%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF"


def _proof(app: Flask, content: bytes = HTML_AND_PDF, name: str = "投诉材料 “原件”.pdf") -> Any:
    from feedback_app.files.operations import store

    return store(io.BytesIO(content), name, folder=Path(app.config["DATA_DIR"]) / "files", limit=10_000)


@one_database
def test_a_file_is_only_ever_downloaded(app: Flask, db_session: Any) -> None:
    ticket = ticket_after(None, kept=(_proof(app),))
    answer = sign_in(app.test_client(), "sunlei").get(f"/staff/tickets/{ticket.ref}/files/1", buffered=True)
    assert answer.data == HTML_AND_PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E6%8A%95%E8%AF%89%E6%9D%90%E6%96%99" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@one_database
@pytest.mark.parametrize(
    "name", ["a.svg", "a.html", "a.xml", "a.js", "a.pdf", "a.png", "a.exe", "a.pdf.html"]
)
def test_nothing_a_browser_would_run_is_taken(app: Flask, db_session: Any, name: str) -> None:
    client, ref = app.test_client(), published_penalty().ref
    answer = send(
        client,
        "POST",
        f"/records/{ref}/report",
        data={"words": "x", "field": "whole", "evidence": (io.BytesIO(SVG), name)},
    )
    assert answer.status_code == 422
    assert "不是可以接收的文件" in answer.text
    assert not {kind.media_type for kind in KINDS} & {
        "image/svg+xml",
        "text/html",
        "text/xml",
        "application/javascript",
    }


# ---- bodies and addresses that mean harm -----------------------------------------------------------------------------

BOUNDARY = "multipart/form-data; boundary=b"
BODIES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "no form": {"data": b"\x00\xff\xfe{[", "content_type": "application/octet-stream"},
    "json": {"json": {"lock": {"a": [1]}, "words": None}},
    "json that is none": {"data": b'{"a":', "content_type": "application/json"},
    "broken multipart": {"data": b'--b\r\nContent-Disposition: form-data; name="words"\r\n\r\nx', "content_type": BOUNDARY},
    "multipart without boundary": {"data": b"--b--", "content_type": "multipart/form-data"},
    "multipart with odd headers": {
        "data": b'--b\r\nContent-Disposition: form-data; name="evidence"; filename="\xff\x00.pdf"\r\nContent-Type: ;;\r\n\r\n\x00\r\n--b--\r\n',
        "content_type": BOUNDARY,
    },
    "a thousand and one fields": {"data": {f"f{number}": "x" for number in range(1_001)}},
    "many times the same": {"data": b"&".join([b"words=x", b"lock=1", b"person=2", b"causes=other"] * 200),
                            "content_type": "application/x-www-form-urlencoded"},
    "bad percent signs": {"data": b"words=%ff%fe%zz%&lock=%", "content_type": "application/x-www-form-urlencoded"},
    "an unknown charset": {"data": b"words=x", "content_type": "application/x-www-form-urlencoded; charset=klingon"},
}  # fmt: skip
TOLD_APART = ["\x00", "a\x00b", "9" * 400]  # what the databases answer differently
NASTY = [*TOLD_APART, "\u202e\u2028\uffff", "-1", "' OR 1=1 --", "\r\nSet-Cookie: a=b", "😀" * 200]


@pytest.fixture
def doors(app: Flask, db_session: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[FlaskClient, str]]:
    """Every address that takes a POST, of things that are there, with somebody who may use it."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(limiter, "enabled", False)
    ticket, cast = ticket_at("finding_drafted"), people()
    values = published_penalty().live.field_values
    draft = records.prepare(
        "penalty", values, formed_on=clock.today(), party_kind="organization", by=cast.zhaoming
    ).ref
    db.session.commit()
    clerk, handler, supervisor = (
        sign_in(app.test_client(), name) for name in ("sunlei", "zhaoming", "zhengmin")
    )
    addresses = [
        one for one in posts(app, ref=ticket.ref) if "/records/" not in one and one != "/staff/sign-out"
    ]
    found = [(supervisor if "oversight" in one else clerk, one) for one in addresses]
    found += [(handler, one) for one in posts(app, ref=draft) if "/staff/records/" in one]
    return [*found, (app.test_client(), f"/records/{ticket.record.ref}/report")]


@pytest.mark.parametrize("body", BODIES, ids=lambda name: name)
@one_database
def test_malformed_bodies_get_a_page_and_never_a_fault(
    doors: list[tuple[FlaskClient, str]], body: str
) -> None:
    for client, address in doors:
        answer = send(client, "POST", address, **BODIES[body])
        assert answer.status_code < 500, f"{body} at {address}: {answer.status}"


def test_nasty_values_in_every_field_get_a_page_and_never_a_fault(
    doors: list[tuple[FlaskClient, str]], database: Any
) -> None:
    """On both databases: what one takes and the other refuses must not reach either."""
    wrong = []
    for client, address in doors:
        page = client.get(address)
        names = set(re.findall(r'name="([^"]+)"', page.text)) | {
            "login",
            "password",
            "code",
            "reason",
            "words",
            "next",
            "lang",
        }
        for value in NASTY if database.kind == "sqlite" else TOLD_APART:
            answer = send(client, "POST", address, data=dict.fromkeys(names - {"lock", "form_token"}, value))
            if answer.status_code >= 500:
                wrong.append(f"{value!a} at {address}: {answer.status}")
    assert wrong == []


QUERIES = {
    "/": ["after"], "/corrections": ["after"], "/report": ["number"], "/disclosures/ex_post": ["after"],
    "/disclosures/ex_post/penalty": ["after"], "/staff/": ["view", "state", "after"], "/staff/?view=all": ["state", "after"],
    "/staff/?view=late": ["after"], "/staff/?": ["ref"], "/staff/mail": ["before"], "/staff/records/": ["after"],
    "/staff/oversight/tickets": ["after"], "/staff/oversight/log": ["kind", "person", "subject", "from_on", "to_on", "before"],
    "/staff/sign-in": ["next"],
}  # fmt: skip
ODD = [
    "0001-01-01T00:00:00+14:00_1", "9999-12-31T23:59:59-14:00_1", "2026-11-09T00:00:00+00:00_99999999999999999999",
    "0001-01-01", "9999-12-31", "99999999999999999999", "٣", "_",
]  # fmt: skip


def test_odd_questions_get_a_page_and_never_a_fault(app: Flask, db_session: Any, database: Any) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    clerk, supervisor = (sign_in(app.test_client(), name) for name in ("sunlei", "zhengmin"))
    wrong = []
    for (path, names), value in itertools.product(
        QUERIES.items(), ODD + (NASTY if database.kind == "sqlite" else TOLD_APART)
    ):
        client, (address, _mark, given) = supervisor if "oversight" in path else clerk, path.partition("?")
        answer = client.get(
            address, query_string=dict.fromkeys(names, value) | dict([given.split("=")] if given else [])
        )
        if answer.status_code >= 500:
            wrong.append(f"{path} {names} {value!a}: {answer.status}")
    assert wrong == []


def test_odd_addresses_get_a_page_and_never_a_fault(app: Flask, db_session: Any) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    ticket = ticket_after(None)
    clerk, handler, supervisor = (
        sign_in(app.test_client(), name) for name in ("sunlei", "zhaoming", "zhengmin")
    )
    wrong = []
    for rule in app.url_map.iter_rules():
        client = (
            supervisor if "oversight" in rule.rule else handler if "/staff/records" in rule.rule else clerk
        )
        for odd in ("a%00b", "%ff%fe", "FK-" + "9" * 300):
            if rule.arguments and rule.endpoint != "static" and "GET" in (rule.methods or ()):
                path = re.sub(r"<[^>]+>", odd, re.sub(r"<int:[^>]+>", "9" * 26, rule.rule))
                wrong += [path] if client.get(path).status_code >= 500 else []
    for rest in (f"tickets/{ticket.ref}/files/", f"tickets/{ticket.ref}/carriers/", "mail/"):
        for odd in ("0", "4096", "9" * 10, "9" * 19, "9" * 40):
            wrong += [rest + odd] if clerk.get(f"/staff/{rest}{odd}").status_code >= 500 else []
    assert wrong == []


@one_database
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_very_long_text_gets_a_clear_page_in_the_readers_language(
    app: Flask, db_session: Any, kind: str
) -> None:
    ticket = ticket_after(None)
    clerk = sign_in(app.test_client(), "sunlei")
    for client, address, field in (
        (app.test_client(), "/staff/sign-in", "login"), (app.test_client(), "/status", "code"), (clerk, "/language", "next"),
        (app.test_client(), f"/records/{ticket.record.ref}/report", "words"), (clerk, f"/staff/tickets/{ticket.ref}/acceptance", "lock"),
    ):  # fmt: skip
        half = send(client, "POST", address, data={field: "长" * 167_000}, content_type=kind)
        assert half.status_code in (303, 409, 422), f"500 kB at {address}: {half.status}"
        assert half.status_code == 303 or "<h1" in half.text
        huge = send(client, "POST", address, data={field: "长" * 400_000}, content_type=kind)
        assert huge.status_code == 413, address
        assert "太大" in huge.text
        assert "需要帮助" in huge.text, "and a way to reach somebody"
    english = app.test_client()
    english.post("/language", data={"lang": "en"})
    assert (
        '<html lang="en"'
        in send(english, "POST", "/status", data={"code": "长" * 400_000}, content_type=kind).text
    )


# ---- markup ----------------------------------------------------------------------------------------------------------

MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"


@one_database
def test_markup_in_every_field_is_shown_as_text(app: Flask, db_session: Any) -> None:
    """Through the whole life of a ticket, on every page that shows any of it."""
    cast = people()
    record = published_penalty(facts=MARKUP, party=MARKUP, content=f"{MARKUP} 罚款人民币6.8万元。")
    ticket = ticket_after(
        "assign", record=record, words=MARKUP, claims=(ClaimWords("amount", MARKUP, MARKUP), ClaimWords(None, "", MARKUP)),
        reporter=ReporterWords(MARKUP, "a@reporter.example", MARKUP), kept=(_proof(app, name=f"{MARKUP}.pdf"),),
    )  # fmt: skip
    with clock.at(beijing("2026-11-10 18:00")):
        new = {"amount": 6_800_000, "facts": MARKUP + MARKUP}
        tickets.verify(
            ticket, finding="inaccurate", compared=MARKUP, basis=MARKUP, new_values=new, by=cast.liufang
        )
        tickets.return_finding(ticket, by=cast.liweidong, reason=MARKUP)
        tickets.verify(
            ticket, finding="inaccurate", compared=MARKUP, basis=MARKUP, new_values=new, by=cast.liufang
        )
        tickets.sign_finding(ticket, by=cast.liweidong)
        tickets.publish_correction(ticket, by=cast.liufang)
        tickets.reply(ticket, MARKUP, by=cast.sunlei)
        tickets.analyse_cause(ticket, causes=["other"], words=MARKUP, prevention=MARKUP, by=cast.liufang)
        answer = tickets.Answer(
            "criticism",
            MARKUP,
            clock.today(),
            MARKUP,
            MARKUP,
            cast.zhaoming.id,
            heard="said",
            statement=MARKUP,
        )
        tickets.trace_accountability(ticket, answer, by=cast.liweidong)
    db.session.commit()
    seen = 0
    for login in ("sunlei", "zhengmin", "zhouting"):
        client = sign_in(app.test_client(), login)
        client.post("/status", data={"code": code_of(ticket)})
        for path in _pages_about(ticket, login):
            answers = [client.get(path)]
            if path.startswith("/staff/tickets/"):
                answers.append(
                    client.post(path, data={"lock": "0", "text": MARKUP, "reason": MARKUP, "words": MARKUP})
                )
            for page in answers:
                assert "<script>alert" not in page.text, path
                assert "<img src=x" not in page.text, path
                assert "49&lt;" not in page.text, f"{path}: a value was taken for a template"
                seen += page.text.count("&lt;script&gt;alert")
    assert seen > 100, "the markup does stand on these pages"


def _pages_about(ticket: Ticket, login: str) -> list[str]:
    page, record = f"/staff/tickets/{ticket.ref}", ticket.record.ref
    nouns = ("acceptance", "verification", "signature", "correction", "clarification", "reply", "cause", "accountability",
             "closing", "reporter", "finding-return")  # fmt: skip
    of = {
        "sunlei": [
            "/", "/corrections", "/status/ticket", f"/records/{record}", f"/records/{record}/versions/1", f"/records/{record}/versions/2",
            f"/records/{record}/report", "/disclosures/ex_post", "/disclosures/ex_post/penalty", "/staff/", "/staff/?view=all",
            "/staff/mail", "/staff/mail/1", "/staff/records/", f"/staff/records/{record}", page, *(f"{page}/{noun}" for noun in nouns),
        ],
        "zhengmin": [
            "/staff/oversight/log", "/staff/oversight/tickets", f"/staff/oversight/tickets/{ticket.ref}", f"/staff/oversight/records/{record}",
        ],
        "zhouting": ["/staff/records/", f"/staff/records/{record}"],
    }  # fmt: skip
    return of[login]


# ---- what is kept ----------------------------------------------------------------------------------------------------


@one_database
def test_right_and_wrong_codes_cost_the_same(
    app: Flask, db_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One slow hash and the same questions to the database, whether the code is right, wrong or no code at all."""
    code = code_of(ticket_after(None))
    hashed: list[str] = []
    slow = keyring.code_hash
    monkeypatch.setattr(
        keyring, "code_hash", lambda typed: hashed.append(typed) or slow("x" if len(hashed) > 1 else typed)
    )
    costs = []
    for typed in (code, "ABCD EFGH JKMN", "no code", "FK-JC-20261109-0001", "x" * 500):
        hashed.clear()
        app.test_client().post("/status", data={"code": typed})
        costs.append(len(hashed))
    assert costs == [1] * 5


def test_a_failed_statement_says_nothing_of_what_people_wrote(
    sqlite_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(report: Any, **_more: Any) -> Any:
        db.session.execute(text("INSERT INTO ticket (words) VALUES (:words)"), {"words": report.words})

    app = sqlite_app(PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr(tickets, "submit", broken)
    with app.app_context():
        with pytest.raises(IntegrityError) as said:
            broken(SimpleNamespace(words="金丝雀之言"))
        assert "金丝雀" not in str(said.value), "the engine hides parameters"
        db.session.rollback()
    with app.app_context(), caplog.at_level(logging.DEBUG):
        page = ReportPage(app.test_client(), published_penalty().ref)
        answer = page.send(words="金丝雀之言")
    assert answer.status_code == 500
    assert "金丝雀之言" in answer.text, "what was typed is given back"
    assert "statement refused" in caplog.text
    assert "金丝雀" not in caplog.text


@pytest.mark.parametrize("fault", [DBAPIError, DataError, ProgrammingError, IntegrityError])
@one_database
def test_the_databases_own_words_stay_out_of_the_log(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: type[DBAPIError],
) -> None:
    """PostgreSQL quotes the row it refuses: 'Failing row contains (…)'."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    said = fault("INSERT …", {}, Exception("Failing row contains (金丝雀)"), hide_parameters=True)
    monkeypatch.setitem(app.view_functions, "public.procedure", _raise(said))
    assert client.get("/procedure").status_code == 500
    assert "金丝雀" not in caplog.text
    assert "_raise" in caplog.text or "view" in caplog.text, "the place of the fault is there"


def test_who_reported_stands_nowhere_in_clear(app: Flask, db_session: Any) -> None:
    words = ReporterWords("晋庭化工 何静", "hejing@reporter.example", "13900000000")
    ticket = ticket_at("closed", reporter=words)
    assert db.session.scalars(select(Reporter)).one().email == words.email, (
        "the application itself can read it"
    )
    everything = ""
    for table in db.metadata.sorted_tables:
        names = ", ".join(f'CAST("{column.name}" AS TEXT)' for column in table.columns)
        everything += str(db.session.execute(text(f"SELECT {names} FROM {table.name}")).all())
    assert ticket.ref in everything
    for canary in ("何静", "hejing", "13900000000", code_of(ticket)):
        assert canary not in everything


# ---- the whole system, searched --------------------------------------------------------------------------------------

ADDRESS, AGENT = "203.0.113.77", "CanaryBrowser/7.7"
HE_JING = ("何静金丝雀", "canary-hejing@reporter.example", "13877766655")


class Browser:
    """A person behind a proxy that passes their address on, without scripts; keeps cookies, follows nothing by itself."""

    def __init__(self, system: RunningSystem, address: str = ADDRESS) -> None:
        self.system = system
        self.seen: list[str] = []  # every address asked for or led to
        self._headers = {"X-Forwarded-For": address, "User-Agent": AGENT}
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()), _Stay())

    def get(self, path: str) -> str:
        return self._fetch(Request(f"{self.system.url}{path}", headers=self._headers))

    def post(self, path: str, page: str, **typed: str) -> str:
        """Send a form of that page with its hidden fields; the page it leads to."""
        hidden = dict(re.findall(r'name="(csrf_token|form_token|lock)"[^>]*value="([^"]*)"', page))
        body = urlencode(hidden | typed).encode()
        led_to = self._fetch(Request(f"{self.system.url}{path}", data=body, headers=self._headers))
        return self.get(urlsplit(self.seen[-1]).path) if led_to == "" else led_to

    def _fetch(self, request: Request) -> str:
        self.seen.append(request.full_url)
        try:
            with self._opener.open(request, timeout=30) as answer:
                return str(answer.read().decode())
        except HTTPError as answer:
            with answer:
                if answer.code == 303:
                    self.seen.append(answer.headers["Location"])
                    return ""
                return answer.read().decode()


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        return None


@pytest.fixture(scope="module")
def searched(start_system: Callable[..., RunningSystem]) -> dict[str, Any]:
    """The running system after an anonymous and a named report, look-ups, a look at the reporter, an answer by mail."""
    system = start_system(TRUSTED_PROXIES="1", WEB_WORKERS="1", WEB_THREADS="2")
    browser = Browser(system)
    record = re.search(r'href="(/records/C4-2026-\d+)"', browser.get("/disclosures/ex_post/penalty"))[1]
    codes = [
        _report(browser, record),
        _report(browser, record, name=HE_JING[0], email=HE_JING[1], phone=HE_JING[2]),
    ]
    for code in (codes[0], "ABCDEFGHJKMN", codes[1]):
        browser.post("/status", browser.get("/status"), code=code)
    clerk = Browser(system)
    clerk.post("/staff/sign-in", clerk.get("/staff/sign-in"), login="sunlei", password=DEMONSTRATION_PASSWORD)
    shown = ""
    for path in sorted(
        set(re.findall(r'href="(/staff/tickets/FK-JC-\d+-\d+)"', clerk.get("/staff/?view=all")))
    ):
        shown += clerk.post(f"{path}/reporter", clerk.get(path), reason="电话核对事实")
        clerk.post(f"{path}/acceptance", clerk.get(f"{path}/acceptance"))
    assert all(words in shown for words in HE_JING), "the clerk may look, once, with a reason"
    _wait_for_mail(system, 2)
    return {"system": system, "codes": codes, "seen": browser.seen + clerk.seen, "record": record}


def _report(browser: Browser, record: str, **who: str) -> str:
    """The code on the receipt."""
    page = browser.get(f"{record}/report")
    receipt = browser.post(
        f"{record}/report", page, field="amount", should_say="6.8万元", words=f"请更正。{len(who)}", **who
    )
    return "".join(re.findall(r'<span class="code-group">(\w+)</span>', receipt))


def _wait_for_mail(system: RunningSystem, count: int) -> None:
    until = time.monotonic() + 30
    while len(list((system.data_dir / "mail").glob("*.eml"))) < count:
        assert time.monotonic() < until, system.log("worker")
        time.sleep(0.1)


def _kept(system: RunningSystem) -> dict[str, bytes]:
    """Every byte the system keeps: its whole data folder, and what lies in Redis."""
    found = {
        str(path.relative_to(system.data_dir)): path.read_bytes()
        for path in system.data_dir.rglob("*")
        if path.is_file()
    }
    store = Redis.from_url(system.redis_url)
    found["redis"] = b"\n".join(key + b" " + (store.dump(key) or b"") for key in store.scan_iter())
    return found


def _clear_places(found: dict[str, bytes], canary: str) -> list[str]:
    from email import message_from_bytes
    from email.policy import default

    mails = {
        name: message_from_bytes(raw, policy=default).as_string().encode()  # as read, not as packed
        for name, raw in found.items()
        if name.endswith(".eml")
    }
    spelt = {canary.encode(), ascii(canary)[1:-1].encode()}
    return [name for name, raw in (found | mails).items() if any(one in raw for one in spelt)]


def test_an_address_or_a_browser_is_kept_nowhere(searched: dict[str, Any]) -> None:
    found = _kept(searched["system"])
    assert "FK-JC-" in str(found["zhengming.sqlite3"] + found["zhengming.sqlite3-wal"]), (
        "the database is searched"
    )
    assert "mail/00000001.eml" in found
    assert found["redis"]
    assert _clear_places(found, ADDRESS) == []
    assert _clear_places(found, AGENT) == []


def test_a_receipt_code_is_kept_nowhere_and_stands_in_no_address(searched: dict[str, Any]) -> None:
    found = _kept(searched["system"])
    for code in searched["codes"]:
        assert len(code) == 16
        for spelt in (
            code,
            code.lower(),
            " ".join((code[:4], code[4:8], code[8:12], code[12:])),
            "-".join((code[:4], code[4:8], code[8:12], code[12:])),
        ):
            assert _clear_places(found, spelt) == []
            assert not [address for address in searched["seen"] if spelt in address]


def test_who_reported_is_sealed_everywhere_but_in_their_own_mail(searched: dict[str, Any]) -> None:
    found = _kept(searched["system"])
    for canary in HE_JING:
        places = _clear_places(found, canary)
        assert [place for place in places if not place.startswith("mail/")] == []
    assert not any(name.startswith("mail/") for name in _clear_places(found, HE_JING[2]))


def test_the_mail_names_our_own_address_and_no_other(searched: dict[str, Any]) -> None:
    system = searched["system"]
    for mail in (system.data_dir / "mail").glob("*.eml"):
        links = re.findall(r"https?://[^\s/]+", mail.read_text())
        assert set(links) <= {system.url}


def test_the_log_of_all_this_holds(searched: dict[str, Any]) -> None:
    supervisor = Browser(searched["system"])
    supervisor.post(
        "/staff/sign-in", supervisor.get("/staff/sign-in"), login="zhengmin", password=DEMONSTRATION_PASSWORD
    )
    page = supervisor.get("/staff/oversight/log")
    assert "责任日志成立" in supervisor.post("/staff/oversight/verification", page)


def test_files_of_the_data_folder_are_for_nobody_else(searched: dict[str, Any]) -> None:
    folder: Path = searched["system"].data_dir
    open_ones = [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.name != "terminal" and path.stat().st_mode & 0o077  # the tests' own file
    ]
    assert open_ones == []
