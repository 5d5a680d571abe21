"""Text messages and WeChat: a signed form to a gateway on loopback, with the same states and tries as mail."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from flask import Flask

from feedback_app.extensions import db
from feedback_app.outbox import jobs, operations, queries
from feedback_app.outbox.models import OWED, REFUSED, SENT, OwedMessage
from tests.factories import NOBODY, ticket_after

pytestmark = pytest.mark.one_database
PHONE = "13999990000"
CONTEXT = {
    "ref": "FK-JC-20261109-0001",
    "record": "某公司处罚决定",
    "answer": "罚款金额有误",
    "answered_on": "2026-11-11",
}


class Provider:
    """What it answers, and what it was asked."""

    def __init__(self) -> None:
        self.status, self.answer = 200, b'{"accepted": true}'
        self.asked: list[tuple[dict[str, str], bytes]] = []
        provider = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                provider.asked.append((dict(self.headers), body))
                self.send_response(provider.status)
                if provider.status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()
                self.wfile.write(provider.answer)

            def log_message(self, format: str, *words: Any) -> None:  # noqa: A002
                """Silent."""

        self.server = HTTPServer(("127.0.0.1", 0), Desk)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send"


@pytest.fixture
def provider(app: Flask) -> Iterator[Provider]:
    made = Provider()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    for name in ("SMS", "WECHAT"):
        app.config |= {f"{name}_URL": made.url, f"{name}_ACCOUNT": "bureau", f"{name}_SECRET": "s3cret"}
    app.config["WECHAT_TEMPLATE"] = "T1"
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def owe(channel: str = "sms", **more: Any) -> OwedMessage:
    operations.owe(
        "ticket_answered", to_address=PHONE, to_role="reporter", about="ticket:FK-JC-20261109-0001", context=CONTEXT,
        channel=channel, **more,
    )  # fmt: skip
    db.session.commit()
    return queries.newest(limit=1)[0]


def sent(message: OwedMessage) -> OwedMessage:
    jobs.deliver(message.id)
    db.session.expire_all()
    return queries.newest(limit=1)[0]


def test_a_text_message_is_signed_and_says_nothing_of_the_matter(provider: Provider, db_session: Any) -> None:
    message = sent(owe())
    assert message.state == SENT
    [(heads, body)] = provider.asked
    said = f"{heads['X-Timestamp']}\n{heads['X-Message']}\n".encode() + body
    assert heads["X-Signature"] == hmac.new(b"s3cret", said, hashlib.sha256).hexdigest()
    form = json.loads(body)
    assert form["to"] == PHONE
    assert "FK-JC-20261109-0001" in form["text"]
    assert "/status" in form["text"]
    assert len(form["text"]) < 140
    for matter in ("某公司", "罚款金额"):
        assert matter not in form["text"]


def test_a_discreet_one_names_not_even_the_number(provider: Provider, db_session: Any) -> None:
    sent(owe(is_discreet=True))
    assert "FK-JC" not in provider.asked[0][1].decode()


def test_wechat_speaks_the_same_form_with_its_template(provider: Provider, db_session: Any) -> None:
    sent(owe("wechat"))
    form = json.loads(provider.asked[0][1])
    assert form["template"] == "T1"
    assert form["url"].endswith("/status")


@pytest.mark.parametrize(
    ("status", "answer", "state"),
    [
        (200, b'{"accepted": false, "for_good": true, "words": "no such number 13999990000"}', REFUSED),
        (422, b'{"words": "bad number"}', REFUSED),
        (200, b'{"accepted": false, "words": "busy"}', OWED),
        (503, b"", OWED),
        (401, b"{}", OWED),
        (302, b"", OWED),
        (200, b"<html>", OWED),
    ],
)
def test_what_the_gateway_says_decides_whether_it_is_tried_again(
    provider: Provider, db_session: Any, status: int, answer: bytes, state: str
) -> None:
    provider.status, provider.answer = status, answer
    message = sent(owe())
    assert message.state == state
    assert PHONE not in message.last_fault


def test_a_channel_that_is_off_keeps_what_is_owed(app: Flask, db_session: Any) -> None:
    message = sent(owe())
    assert (message.state, message.last_fault) == (OWED, "SMS_URL is not set")


def test_who_left_only_a_telephone_gets_a_text_message_where_there_are_any(
    provider: Provider, app: Flask, db_session: Any
) -> None:
    from dataclasses import replace

    by_phone = replace(NOBODY, phone=PHONE)
    ticket_after(None, reporter=by_phone)
    assert [(one.kind, one.channel) for one in queries.newest()] == [("ticket_received", "sms")]
    app.config["SMS_URL"] = ""
    ticket_after(None, reporter=by_phone)
    assert len(queries.newest()) == 1
