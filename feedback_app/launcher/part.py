"""One part of the running system: a program, its log, and when it may be started again."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from feedback_app.launcher import child

LOG_LIMIT = 10 * 1024 * 1024
LONGEST_WAIT = 30.0  # seconds between two tries of a part that keeps dying
WELL_AFTER = 60.0  # seconds after which an earlier death no longer counts


@dataclass
class Part:
    """`keep`: descriptors it inherits. `patience`: seconds it may take to stop before it is killed.

    `orphaned`: what the kernel sends it when the launcher is killed and nobody is left to be patient.
    """

    name: str
    zh: str
    program: Callable[[], object]
    environ: dict[str, str]
    log_path: Path
    keep: tuple[int, ...] = ()
    patience: float = 10.0
    orphaned: signal.Signals = signal.SIGTERM
    exit_code: int | None = None
    _number: int = 0
    _deaths: int = 0
    _begun_at: float = 0.0
    _next_try_at: float = 0.0

    def start(self) -> None:
        self.trim_log()
        log = os.open(self.log_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            birth = child.Birth(self.name, self.program, self.environ, log, self.keep, self.orphaned)
            self._number = child.fork(birth)
        finally:
            os.close(log)
        self.exit_code = None
        self._begun_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        if self._number:
            ended, status = os.waitpid(self._number, os.WNOHANG)
            if ended:
                self._number = 0
                self.exit_code = os.waitstatus_to_exitcode(status)
        return self._number != 0

    def plan_restart(self) -> float:
        """Plan the next start after a death; returns the seconds until then: 0 at first, then 1, 2, 4 … 30."""
        if time.monotonic() - self._begun_at > WELL_AFTER:
            self._deaths = 0
        wait = min(LONGEST_WAIT, 2.0 ** (self._deaths - 1)) if self._deaths else 0.0
        self._deaths += 1
        self._next_try_at = time.monotonic() + wait
        self.exit_code = None
        return wait

    @property
    def is_due(self) -> bool:
        return not self._number and time.monotonic() >= self._next_try_at

    def ask_to_stop(self) -> None:
        self._signal(os.kill, signal.SIGTERM)

    def kill(self) -> None:
        """The whole group at once, and wait for its end."""
        self._signal(os.killpg, signal.SIGKILL)
        while self.is_running:
            time.sleep(0.01)

    def last_words(self, lines: int = 12) -> str:
        try:
            return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""

    def trim_log(self) -> None:
        """Keep one older log. The program goes on writing into the same file, which it opened to append."""
        if self.log_path.exists() and self.log_path.stat().st_size > LOG_LIMIT:
            self.log_path.with_suffix(".1.log").write_bytes(self.log_path.read_bytes())
            os.truncate(self.log_path, 0)

    def _signal(self, send: Callable[[int, int], None], number: int) -> None:
        if self.is_running:
            with contextlib.suppress(ProcessLookupError):
                send(self._number, number)
