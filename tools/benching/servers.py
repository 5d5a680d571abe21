"""What is measured: gunicorn exactly as the launcher starts it, over a scratch folder, and beside it a bare page.

Every process started here is ended here, also when this program is killed.
"""

import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from feedback_app.config.table import SETTINGS
from feedback_app.launcher.redis_server import EmbeddedRedis
from feedback_app.launcher.words import CannotStart

ROOT = Path(__file__).parents[2]
WORKERS, THREADS = 2, 4
_READY_WITHIN = 60.0


@dataclass(frozen=True)
class Content:
    """What was loaded: how long it took, and receipt codes by report."""

    seconds: float
    codes: dict[str, str] = field(default_factory=dict)


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """This environment with the system's settings replaced. The limits are lifted: one address stands for a town."""
    lifted = dict.fromkeys(
        ("LIMIT_SUBMIT", "LIMIT_SUBMIT_EASY", "LIMIT_CODE", "LIMIT_SIGN_IN"), "1000000 per minute"
    )
    own = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    paths = os.pathsep.join([str(ROOT / "tools"), str(ROOT)])
    return own | {
        "DATA_DIR": str(folder), "FLASK_SKIP_DOTENV": "1", "PYTHONPATH": paths, "WEB_WORKERS": str(WORKERS),
        "WEB_THREADS": str(THREADS), **lifted, **settings,
    }  # fmt: skip


def fill(environ: dict[str, str], tickets: int, records: int) -> Content:
    """Migrate, load the starting content and the sample, by the commands an operator types."""
    _flask(environ, "db", "upgrade")
    _flask(environ, "content", "load")
    began = time.monotonic()
    said = _flask(environ, "sample", "load", "--tickets", str(tickets), "--records", str(records))
    codes = dict(re.findall(r"receipt code (\S+): (\S+)", said))
    return Content(time.monotonic() - began, codes)


def multiply(environ: dict[str, str], tickets: int) -> None:
    """Copy what was filled in until there are so many tickets, in a process of its own that says how long it took."""
    command = [sys.executable, "-m", "benching.many", str(tickets)]
    if subprocess.run(command, check=False, cwd=ROOT, env=environ).returncode:
        raise SystemExit("测量中止 measuring stopped")


def measure_log(environ: dict[str, str], entries: int) -> None:
    """The accountability log, in a process of its own that prints what it finds."""
    _flask(environ, "db", "upgrade")
    _flask(environ, "content", "load")
    command = [sys.executable, "-m", "benching.accountability", str(entries)]
    if subprocess.run(command, check=False, cwd=ROOT, env=environ).returncode:
        raise SystemExit("测量中止 measuring stopped")


@contextmanager
def redis(folder: Path) -> Iterator[dict[str, str]]:
    """The launcher's own Redis, for the limits of rate; without one each process counts alone."""
    (folder / "run").mkdir(parents=True, exist_ok=True)
    try:
        own = EmbeddedRedis(folder)
    except CannotStart:
        yield {}
        return
    with _running(own.command, os.environ.copy(), folder / "redis.log") as process:
        _wait(own.answers, process, folder / "redis.log")
        yield {"REDIS_URL": own.url}


@contextmanager
def serving(what: str, environ: dict[str, str], folder: Path) -> Iterator[int]:
    """gunicorn with `what` ("system" or "bare") on a free port of loopback; the port."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        number, port = listening.fileno(), listening.getsockname()[1]
        command = [
            sys.executable, "-m", "gunicorn", "-c", "python:feedback_app.launcher.gunicorn_settings",
            f"benching.timed:{what}()",
        ]  # fmt: skip
        log = folder / f"{what}.log"
        with _running(
            command, environ | {"LAUNCHER_LISTEN": f"fd://{number}"}, log, keep=(number,)
        ) as process:
            _wait(lambda: log.read_text(errors="replace").count("Booting worker") >= WORKERS, process, log)
            yield port


@contextmanager
def flask_running(environ: dict[str, str], log: Path, *words: str) -> Iterator[None]:
    """A command that goes on until it is stopped: a worker, the relay."""
    with _running([sys.executable, "-m", "flask", "--app", "wsgi", *words], environ, log):
        yield


@contextmanager
def _running(
    command: list[str], environ: dict[str, str], log: Path, keep: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, stdout=said, stderr=said, pass_fds=keep,
            preexec_fn=_die_with_the_bench, start_new_session=True,  # noqa: PLW1509 - one thread here
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _flask(environ: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    done = subprocess.run(command, check=False, cwd=ROOT, env=environ, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"flask {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def _wait(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _READY_WITHIN
    while not is_ready():
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"没有启动 did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def _die_with_the_bench() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
