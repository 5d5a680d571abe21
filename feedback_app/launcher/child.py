"""What a process of the system does between its birth and its program.

It asks the kernel to be told when its parent dies, and has every process it will fork ask the same. So nothing outlives
the launcher, not even after `kill -9`, when nobody is left to clean up.

Parts are forks of the launcher, not new interpreters: everything is imported already, and a start takes a third of the
time. The launcher has one thread and no connection of any kind, so there is nothing a fork could tear.
"""

import ctypes
import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
_parent = 0


@dataclass(frozen=True)
class Birth:
    """How a process begins: its name in ps (`zm-NAME`), what it runs, the descriptor its output goes to, the ones it keeps.

    `orphaned`: the signal the kernel sends it when the launcher dies. Its own forks always get SIGTERM.
    """

    name: str
    program: Callable[[], object]
    environ: dict[str, str]
    log: int
    keep: tuple[int, ...]
    orphaned: signal.Signals


def fork(birth: Birth) -> int:
    """Run the program in a new process; returns its number."""
    launcher = os.getpid()
    if child := os.fork():
        return child
    try:
        _ask_kernel(PR_SET_NAME, f"zm-{birth.name}".encode())
        _follow(launcher, birth.orphaned)
        _leave_the_launcher(birth)
        os.register_at_fork(before=_remember_parent, after_in_child=_follow_remembered)
        _end(_exit_code(birth.program))
    finally:
        os._exit(70)


def execute(command: list[str]) -> None:
    """Become another executable; what the kernel was asked stays asked."""
    os.execv(command[0], command)  # noqa: S606 - a list, no shell


def _follow(parent: int, number: signal.Signals) -> None:
    """Have a signal sent to this process when `parent` dies; leave at once if it is dead already."""
    _ask_kernel(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


def _ask_kernel(what: int, value: int | bytes) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(what, value)


def _remember_parent() -> None:
    global _parent  # noqa: PLW0603 - read by the child of the fork that follows at once
    _parent = os.getpid()


def _follow_remembered() -> None:
    _follow(_parent, signal.SIGTERM)


def _leave_the_launcher(birth: Birth) -> None:
    # Its own session: a Ctrl-C at the terminal reaches the launcher alone, which stops the parts in order.
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (birth.log, 1), (birth.log, 2)):
        os.dup2(source, target)
    for descriptor in _open_descriptors() - {0, 1, 2, *birth.keep}:
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(birth.environ)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]


def _open_descriptors() -> set[int]:
    """The folder's own descriptor, gone by the time we know it, is left out."""
    numbers = {int(name) for name in os.listdir(_descriptors_folder())}  # noqa: PTH208 - numbers, not paths
    return {number for number in numbers if _is_open(number)}


def _descriptors_folder() -> Path:
    return Path("/proc/self/fd" if sys.platform == "linux" else "/dev/fd")


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _exit_code(program: Callable[[], object]) -> int:
    try:
        result = program()
    except SystemExit as end:
        result = end.code
    except KeyboardInterrupt:
        return 130
    except BaseException:  # noqa: BLE001 - the last frame of the process: whatever it was belongs in the log
        traceback.print_exc()
        return 1
    if isinstance(result, str):
        print(result, file=sys.stderr)
    return result if isinstance(result, int) else int(result is not None)


def _end(code: int) -> NoReturn:
    """Leave without returning into the launcher's frames, which hold things that are not this process's to close."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
