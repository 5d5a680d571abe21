"""The real thing: `python -m feedback_app.launcher` with its own folder, port and Redis."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest

from feedback_app.config.table import SETTINGS

ROOT = Path(__file__).parents[2]
READY_WITHIN = 60.0


@dataclass
class RunningSystem:
    """What a test may know and do: where it answers, where it keeps things, which processes it has."""

    url: str
    data_dir: Path
    launcher: subprocess.Popen[bytes]
    seconds_to_ready: float

    @property
    def said(self) -> str:
        """What the launcher has printed."""
        return (self.data_dir / "terminal").read_text()

    @property
    def redis_url(self) -> str:
        return (self.data_dir / "run" / "redis-url").read_text().strip()

    def processes(self) -> dict[int, str]:
        """Every living process of this system: number → name (`zm-web`, `zm-worker`, `zm-relay`, the Redis server's)."""
        return processes_of(self.data_dir)

    def numbers_of(self, name: str) -> list[int]:
        """The processes of one part, the oldest first: `numbers_of("web")[0]` is gunicorn's master."""
        return sorted(number for number, found in self.processes().items() if name in found)

    def log(self, part: str) -> str:
        return (self.data_dir / "logs" / f"{part}.log").read_text(errors="replace")

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask it to stop as Ctrl-C does; the launcher's exit code."""
        self.launcher.send_signal(number)
        return self.launcher.wait(40)

    def wait_for_end(self, seconds: float = 20) -> dict[int, str]:
        """Wait until no process is left; what is left after `seconds`."""
        until = time.monotonic() + seconds
        while (left := self.processes()) and time.monotonic() < until:
            time.sleep(0.05)
        return left


def processes_of(data_dir: Path) -> dict[int, str]:
    """Told by the DATA_DIR of their environment; Redis, which writes over its own, by the folder it works in."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environ = (folder / "environ").read_bytes().split(b"\0")
            if f"DATA_DIR={data_dir}".encode() in environ or (folder / "cwd").readlink().is_relative_to(
                data_dir
            ):
                found[int(folder.name)] = (folder / "comm").read_text().strip()
        except OSError:  # gone in the meantime, or dead and not yet buried
            continue
    return found


def clean_environ(**settings: str) -> dict[str, str]:
    """This environment without any setting of ours but the given ones."""
    return {name: value for name, value in os.environ.items() if name not in SETTINGS} | settings


@pytest.fixture(scope="module")
def start_system() -> Iterator[Callable[..., RunningSystem]]:
    """`start_system(WEB_WORKERS="1", …)` starts one more system and waits until it is ready; all are stopped afterwards.

    Settings are given as in the environment. DATA_DIR makes a second start in the same folder.
    """
    started: list[RunningSystem] = []
    folders: list[Path] = []

    def start(**settings: str) -> RunningSystem:
        if "DATA_DIR" not in settings:
            folders.append(Path(tempfile.mkdtemp(prefix="zm-system-")))
        data_dir = Path(settings.get("DATA_DIR") or folders[-1])
        started.append(_start(data_dir, {"PORT": "0", **settings, "DATA_DIR": str(data_dir)}))
        return started[-1]

    yield start
    left = [_end(system) for system in reversed(started)]  # the last one may live in an earlier one's folder
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    assert not any(left), f"processes outlived their launcher: {left}"


@pytest.fixture(scope="module")
def running_system(start_system: Callable[..., RunningSystem]) -> RunningSystem:
    """One system for all tests of a module: SQLite, its own Redis, the starting content; mail lands in data_dir/mail."""
    return start_system()


def _start(data_dir: Path, settings: dict[str, str]) -> RunningSystem:
    begun = time.monotonic()
    with (data_dir / "terminal").open("ab") as terminal:
        launcher = subprocess.Popen(
            [sys.executable, "-m", "feedback_app.launcher"],
            cwd=ROOT, env=clean_environ(**settings), stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal,
        )  # fmt: skip
    system = RunningSystem("", data_dir, launcher, 0.0)
    already = system.said.count("Ctrl-C")
    while system.said.count("Ctrl-C") == already:
        if launcher.poll() is not None or time.monotonic() - begun > READY_WITHIN:
            pytest.fail(f"the system did not start:\n{system.said}", pytrace=False)
        time.sleep(0.02)
    system.seconds_to_ready = time.monotonic() - begun
    system.url = [line.split()[-1] for line in system.said.splitlines() if "site" in line][-1].rstrip("/")
    return system


def get(url: str) -> int:
    """The status of an answer; no proxy of the environment stands between."""
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as answer:
        return answer.code


def _end(system: RunningSystem) -> dict[int, str]:
    if system.launcher.poll() is None:
        system.stop()
    left = system.wait_for_end()
    for number in left:
        os.kill(number, signal.SIGKILL)
    return left
