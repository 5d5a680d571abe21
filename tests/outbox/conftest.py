"""A mail server that behaves as it is told, a real Redis, and the application that talks to both."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from redis import Redis

from feedback_app import create_app
from feedback_app.extensions import db
from feedback_app.launcher.redis_server import EmbeddedRedis
from tests.rig.app import Client
from tests.rig.running_system import clean_environ

SECRETS = ("SECRET_KEY", "SEAL_KEYS", "CODE_KEY", "LOG_SIGNING_KEY")
ROOT = Path(__file__).parents[2]
TAKE, REFUSE, DEFER, HANG, DROP, DROP_AFTER = (
    "take",
    "refuse",
    "defer",
    "hang",
    "drop",
    "drop after taking it",
)


@dataclass
class Mailbox:
    """What came in, and how the server behaves: take, refuse (550), defer (451), hang, drop the line, or drop it after
    taking the mail."""

    port: int = 0
    behaves: str = TAKE
    received: list[EmailMessage] = field(default_factory=list)
    tries: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's names
        self.tries += 1
        if self.behaves == REFUSE:
            return f"550 5.1.1 <{address}>: no such user {address.upper()}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.behaves == DEFER:
            return "451 4.3.0 try again later"
        if self.behaves == DROP:
            server.transport.abort()
            return "421 gone"
        if self.behaves == HANG:
            await asyncio.sleep(3600)
        if self.behaves == DROP_AFTER:
            asyncio.get_running_loop().call_later(0.01, server.transport.abort)
        mail = message_from_bytes(envelope.content, policy=default)
        mail["X-Delivered-To"] = ",".join(envelope.rcpt_tos)
        self.received.append(mail)  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """An SMTP server on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        box = Mailbox(free.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.loop.call_soon_threadsafe(
        lambda: [task.cancel() for task in asyncio.all_tasks(controller.loop)]
    )
    controller.stop()


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
