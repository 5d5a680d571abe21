"""What the launcher says at the terminal: Chinese first, a few English words after."""

import sys
import time

_begun = time.monotonic()


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
    return f"{time.monotonic() - _begun:.1f}"


def _print(text: str) -> None:
    # The terminal may be gone (SIGHUP) or know no Chinese; neither may stop the stopping.
    try:
        print(text, flush=True)
    except OSError:
        pass
    except UnicodeEncodeError:
        print(text.encode("ascii", "backslashreplace").decode(), file=sys.stdout, flush=True)
