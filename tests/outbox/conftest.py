"""A real Redis, and the application that talks to it and to a mail server that behaves as it is told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from redis import Redis

from feedback_app import create_app
from feedback_app.extensions import db
from feedback_app.launcher.redis_server import EmbeddedRedis
from tests.rig.app import Client
from tests.rig.running_system import clean_environ
from tests.rig.smtp_sink import Mailbox

SECRETS = ("SECRET_KEY", "SEAL_KEYS", "CODE_KEY", "LOG_SIGNING_KEY")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator["RedisServer"]:
    """A real Redis-protocol server, empty at the start of the module."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


class RedisServer:
    """Redis that can be killed and started again, at the same address."""

    def __init__(self, folder: Path) -> None:
        (folder / "run").mkdir()
        self._settings = EmbeddedRedis(folder)
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self._settings.url

    def start(self) -> None:
        self._running = subprocess.Popen(self._settings.command, stdout=subprocess.DEVNULL)
        wait_for(self._settings.answers)

    def kill(self) -> None:
        assert self._running is not None
        self._running.kill()
        self._running.wait()


@pytest.fixture
def post_office(
    sqlite_templates: Any, tmp_path: Path, redis: RedisServer, mailbox: Mailbox
) -> Iterator["PostOffice"]:
    """The application with a mail server and a queue of its own, inside its context."""
    office = PostOffice(tmp_path, sqlite_templates(False), redis, mailbox)
    with office.app.app_context():
        yield office
        db.session.remove()
        db.engine.dispose()
    office.close()


class PostOffice:
    """`app`, and workers as processes."""

    def __init__(self, folder: Path, template: Path, redis: RedisServer, mailbox: Mailbox) -> None:
        file = folder / "post.sqlite3"
        file.write_bytes(template.read_bytes())
        self.settings = {
            "DATABASE_URL": f"sqlite:///{file}", "DATA_DIR": str(folder), "REDIS_URL": redis.url, "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(mailbox.port), "MAIL_DEFAULT_SENDER": "noreply@example.gov.cn", "MAIL_TIMEOUT": "1",
        }  # fmt: skip
        self.app: Flask = create_app(
            TESTING=True, WTF_CSRF_ENABLED=False, MAIL_SUPPRESS_SEND=False, **self.settings
        )
        self.app.test_client_class = Client
        self._processes: list[subprocess.Popen[bytes]] = []
        Redis.from_url(redis.url).flushall()

    def process(self, *command: str) -> subprocess.Popen[bytes]:
        """`process("worker")`: `flask --app wsgi worker` on the same database, queue and mail server."""
        running = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command], cwd=ROOT,
            env=clean_environ(**self.settings, **{name: os.environ[name] for name in SECRETS}),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._processes.append(running)
        return running

    def close(self) -> None:
        for running in self._processes:
            kill(running)


def kill(running: subprocess.Popen[bytes]) -> None:
    """At once, with whatever it has forked: no chance to tidy up."""
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def wait_for(what: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)
