"""What the launcher says at the terminal: Chinese first, a few English words after."""

import os
import sys
import time
from pathlib import Path

_imported = time.monotonic()


class CannotStart(Exception):
    """A sentence for the operator; the launcher prints it and leaves with exit code 1."""


def step(zh: str, en: str) -> None:
    """One line of progress."""
    _print(f"  ✓ {zh}  {en}")


def news(zh: str, en: str) -> None:
    """Something that happened and needs no answer."""
    _print(f"  · {zh}  {en}")


def warn(zh: str, en: str) -> None:
    """Something the operator should look at."""
    _print(f"  ! {zh}  {en}")


def plain(text: str = "") -> None:
    _print(text)


def seconds_so_far() -> str:
    """Since this program was started, its imports counted in."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        passed = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError):
        passed = time.monotonic() - _imported
    return f"{passed:.1f}"


def _print(text: str) -> None:
    # The terminal may be gone (SIGHUP) or know no Chinese; neither may stop the stopping.
    try:
        print(text, flush=True)
    except OSError:
        pass
    except UnicodeEncodeError:
        print(text.encode("ascii", "backslashreplace").decode(), file=sys.stdout, flush=True)
