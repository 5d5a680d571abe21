"""Finding a Chromium, or getting one: `python -m tests.rig.chromium` (part of `make test`).

By apt where that may be done, else playwright's own. Fails only under CI=true; elsewhere the journeys are left out.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.rig import apt

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoChromium(Exception):
    """There is none on this machine."""


def find() -> str | None:
    """The machine's own program, or None for the one playwright keeps. Raises NoChromium.

    Ubuntu's `chromium-browser` may be a script that only advertises a snap: it has to answer for itself.
    """
    for name in NAMES:
        if (found := shutil.which(name)) and _answers(found):
            return found
    if _playwrights_own():
        return None
    raise NoChromium("没有找到 Chromium。no Chromium on this machine")


def get() -> None:
    """Install one. Raises NoChromium when it cannot be done."""
    apt.install("chromium")
    try:
        find()
    except NoChromium:
        apt.attempt([sys.executable, "-m", "playwright", "install", "chromium"])
        find()


def main() -> int:
    try:
        find()
    except NoChromium:
        print("正在安装 Chromium（网页测试用）… installing Chromium for the browser tests", flush=True)
        try:
            get()
        except NoChromium as reason:
            print(f"!!! {reason}", file=sys.stderr)
            return 1 if os.environ.get("CI") == "true" else 0
    return 0


def _answers(program: str) -> bool:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"snap" not in done.stdout


def _playwrights_own() -> bool:
    place = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright").expanduser()
    return any(place.glob("chromium*/**/chrome*"))


if __name__ == "__main__":
    sys.exit(main())
