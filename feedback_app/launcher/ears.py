"""Waiting that hears signals: the launcher does everything in one thread and never in a signal handler."""

import os
import select
import signal
import time
from types import FrameType

STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


class Stop(BaseException):
    """Someone asked the launcher to stop."""


class Ears:
    """Turns signals into return values of `wait`."""

    def __init__(self) -> None:
        self._deaf_until = 0.0
        self._inner, self._outer = os.pipe()
        for end in (self._inner, self._outer):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._outer, warn_on_full_buffer=False)
        for number in (*STOPPING, signal.SIGCHLD):
            signal.signal(number, _only_wake_up)

    def be_deaf_for(self, seconds: float) -> None:
        """Do not hear requests to stop for a moment."""
        self._deaf_until = time.monotonic() + seconds

    def wait(self, seconds: float) -> None:
        """Sleep until something happens, `seconds` at most; raises Stop when asked to stop."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if not select.select([self._inner], [], [], left)[0]:
                return
            heard = {signal.Signals(number) for number in os.read(self._inner, 4096)}
            if heard & STOPPING and time.monotonic() > self._deaf_until:
                raise Stop
            if signal.SIGCHLD in heard:
                return


def _only_wake_up(number: int, frame: FrameType | None) -> None:
    """The wake-up pipe carries the number; the handler is only there so that the signal does not act."""
