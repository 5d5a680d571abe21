"""The parts of this installation and the order in which they start."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask.cli import cli as flask_cli
from gunicorn.app.wsgiapp import WSGIApplication

from feedback_app import config
from feedback_app.launcher import child, prepare
from feedback_app.launcher.part import Part
from feedback_app.launcher.redis_server import EmbeddedRedis
from feedback_app.launcher.supervisor import Supervisor, answers_http
from feedback_app.launcher.words import news, step

SLOW_STOP = 15.0  # seconds a job or a request under way may take to end


class System:
    """`lock` and `listening` are descriptors the parts inherit."""

    def __init__(
        self, supervisor: Supervisor, settings: dict[str, Any], *, lock: int, listening: int
    ) -> None:
        self._supervisor = supervisor
        self._settings = settings
        self._lock, self._listening = lock, listening
        self._environ: dict[str, str] = {}

    def start(self, environ: dict[str, str], address: str) -> None:
        """Redis beside database and content, then worker, relay and web; returns when the site answers."""
        self._environ = environ | _settled(self._settings, environ, address)
        preparing = self._part("prepare", "准备", prepare.main)
        preparing.log_path.unlink(missing_ok=True)
        self._supervisor.start(preparing)
        if not environ.get("REDIS_URL"):
            self._start_redis()
        news("正在准备数据库…", "preparing the database")
        self._supervisor.wait_for_end(preparing)
        step("数据库就绪", "database ready")
        # Stopped in the reverse order: the web first, so that nothing new comes in while the rest ends.
        self._supervisor.start(self._queue_part("worker", "后台任务", "worker"))
        self._supervisor.start(self._queue_part("relay", "待办转送", "outbox", "relay"))
        if self._settings["IMAP_HOST"]:
            self._supervisor.start(self._queue_part("mail-idle", "收信", "mail", "idle"))
        if self._settings["LMTP_LISTEN"]:
            self._supervisor.start(self._queue_part("mail-lmtp", "收信（LMTP）", "mail", "lmtp"))
        web = self._web()
        self._supervisor.start(web)
        host = urlsplit(self._environ.get("PUBLIC_URL") or self._settings["PUBLIC_URL"]).netloc
        self._supervisor.wait_until(web, lambda: answers_http(f"{address}/healthz", host))

    def _start_redis(self) -> None:
        data_dir: Path = self._settings["DATA_DIR"]
        redis = EmbeddedRedis(data_dir)
        part = self._part("redis", "Redis ", lambda: child.execute(redis.command))
        self._supervisor.start(part)
        self._supervisor.wait_for_redis(part, redis)
        note = data_dir / config.REDIS_URL_FILE
        note.touch(mode=0o600)
        note.write_text(redis.url)
        self._environ = self._environ | {"REDIS_URL": redis.url}
        step(f"Redis 就绪（{redis.binary.name}，仅本机）", "Redis ready, this machine only")

    def _queue_part(self, name: str, zh: str, *arguments: str) -> Part:
        part = self._part(name, zh, lambda: flask_cli.main(["--app", "wsgi", *arguments], prog_name="flask"))
        # Without launcher and Redis it could only wait for a job nobody will collect. What is owed stands in the database.
        part.orphaned = signal.SIGKILL
        part.patience = SLOW_STOP
        return part

    def _web(self) -> Part:
        web = self._part("web", "网站", _gunicorn)
        web.environ = self._environ | {"LAUNCHER_LISTEN": f"fd://{self._listening}"}
        web.keep = (self._lock, self._listening)
        web.patience = SLOW_STOP
        return web

    def _part(self, name: str, zh: str, program: Callable[[], object]) -> Part:
        log = self._settings["DATA_DIR"] / "logs" / f"{name}.log"
        return Part(name, zh, program, self._environ, log, (self._lock,))


def _gunicorn() -> None:
    sys.argv = ["gunicorn", "-c", "python:feedback_app.launcher.gunicorn_settings", "wsgi:app"]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]", prog="gunicorn").run()


def _settled(settings: dict[str, Any], environ: dict[str, str], address: str) -> dict[str, str]:
    """Paths made absolute and the port we really got, so that every part reads the same settings."""
    names = ("DATA_DIR", "DATABASE_URL", "WEB_WORKERS", "WEB_THREADS")
    settled = {name: str(settings[name]) for name in names} | {"FLASK_SKIP_DOTENV": "1"}
    if settings["ENVIRONMENT"] == "development" and not environ.get("PUBLIC_URL"):
        settled["PUBLIC_URL"] = address
    return settled
