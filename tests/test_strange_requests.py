"""Requests no page of ours sends, and a Redis that says nothing."""

import socket
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from feedback_app import create_app
from tests.factories import PASSWORD, people
from tests.rig.app import Client

one_database = pytest.mark.one_database
NO_ADDRESS = ["//[", "http://[", "https://[x", "//[::1"]


@one_database
@pytest.mark.parametrize("wanted", NO_ADDRESS)
def test_a_way_back_that_is_no_address_leads_home(client: FlaskClient, wanted: str) -> None:
    for path in ("/language", "/size"):
        answer = client.post(path, data={"lang": "en", "size": "elder", "next": wanted})
        assert (answer.status_code, answer.location) == (303, "/"), path


@one_database
@pytest.mark.parametrize("wanted", NO_ADDRESS)
def test_a_sign_in_with_no_address_to_go_on_to_leads_to_the_desk(
    client: FlaskClient, db_session: object, wanted: str
) -> None:
    people()
    answer = client.post(
        "/staff/sign-in",
        query_string={"next": wanted},
        data={"login": "sunlei", "password": PASSWORD},
    )
    assert (answer.status_code, answer.location) == (303, "/staff/")


def test_nobody_waits_for_a_redis_that_says_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        made = create_app(
            TESTING=True,
            WTF_CSRF_ENABLED=False,
            DATABASE_URL=f"sqlite:///{tmp_path / 'none'}",
            REDIS_URL=f"redis://127.0.0.1:{silent.getsockname()[1]}/0",
        )
        made.test_client_class = Client
        began = time.monotonic()
        assert made.test_client().post("/status", data={"code": ""}).status_code == 422
        assert time.monotonic() - began < 10, "the limits go on in memory"
