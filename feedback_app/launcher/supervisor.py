"""Starts the parts, keeps them running, stops them in order."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import NoReturn

from feedback_app.launcher.ears import Ears, Stop
from feedback_app.launcher.part import Part
from feedback_app.launcher.redis_server import EmbeddedRedis
from feedback_app.launcher.words import CannotStart, news, warn

START_PATIENCE = 60.0
LOG_CHECK_EVERY = 60.0


class Supervisor:
    """Parts are kept in the order in which they are started; they are stopped in the reverse order."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self._parts: list[Part] = []

    def wait_for_end(self, part: Part) -> None:
        """Wait until a part that has an end reaches it; raises CannotStart when it fails."""
        while part.is_running:
            self._ears.wait(1.0)
        self._parts.remove(part)
        if part.exit_code:
            self._give_up(part)

    def start(self, part: Part) -> None:
        self._parts.append(part)
        part.start()

    def wait_until(self, part: Part, answers: Callable[[], bool]) -> None:
        """Wait until a part that was started answers; raises CannotStart when it dies or stays silent."""
        until = time.monotonic() + START_PATIENCE
        while not answers():
            if not part.is_running or time.monotonic() > until:
                self._give_up(part)
            self._ears.wait(0.05)

    def wait_for_redis(self, part: Part, redis: EmbeddedRedis) -> None:
        """Wait for our own Redis; what it cannot read of an earlier run is set aside, for it owes nothing by itself."""
        try:
            self.wait_until(part, redis.answers)
        except CannotStart:
            if not any(redis.folder.iterdir()):
                raise
            warn(
                f"旧的 Redis 数据读不出，已移到 {redis.set_aside_what_is_kept()}", "old Redis data set aside"
            )
            part.start()
            self.wait_until(part, redis.answers)

    def keep_running(self) -> NoReturn:
        """Start again whatever dies, until Stop is raised by a signal."""
        next_log_check = time.monotonic() + LOG_CHECK_EVERY
        while True:
            for part in self._parts:
                self._look_after(part)
            if time.monotonic() > next_log_check:
                next_log_check += LOG_CHECK_EVERY
                for part in self._parts:
                    part.trim_log()
            self._ears.wait(1.0)

    def stop(self) -> None:
        """Stop everything, last started first; a second request to stop kills what is left at once."""
        self._ears.be_deaf_for(1.0)  # the same Ctrl-C may arrive twice: from the terminal and from make
        try:
            for part in reversed(self._parts):
                self._stop_part(part)
        except Stop:
            news("立即停止", "stopping at once")
        for part in reversed(self._parts):
            part.kill()

    def _stop_part(self, part: Part) -> None:
        part.ask_to_stop()
        until = time.monotonic() + part.patience
        while part.is_running and time.monotonic() < until:
            self._ears.wait(0.2)
        part.kill()

    def _look_after(self, part: Part) -> None:
        if not part.is_running and part.exit_code is not None:
            code, wait = part.exit_code, part.plan_restart()
            warn(
                f"{part.zh}停了（{code}），{wait:.0f} 秒后重新启动",
                f"{part.name} died, starting again; {part.log_path}",
            )
        if part.is_due:
            part.start()

    def _give_up(self, part: Part) -> NoReturn:
        raise CannotStart(
            f"{part.zh}没有启动。{part.name} did not start. 日志 log: {part.log_path}\n{part.last_words()}"
        )


def answers_http(url: str, host: str) -> bool:
    """Whether a web server answers there at all; what it says of its own health is shown, not judged.

    `host`: the name it is asked by, for it answers trusted names only.
    """
    try:
        # Our own address: no proxy of the environment may stand between.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(urllib.request.Request(url, headers={"Host": host}), timeout=5) as answer:  # noqa: S310
            return bool(answer.status)
    except urllib.error.HTTPError as fault:
        warn(f"{url} 回答 {fault.code}", fault.read(300).decode(errors="replace"))
        return True
    except OSError:
        return False
