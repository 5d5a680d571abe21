"""Finding a Chromium, or getting one: `python -m tests.rig.chromium` (part of `make test`).

By apt where that may be done, else playwright's own. Fails only under CI=true; elsewhere the journeys are left out.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
    tries = []
    if shutil.which("apt-get") and (prefix := _as_root()) is not None:
        tries += [
            [*prefix, "apt-get", "update", "-qq"],
            [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ]
    for command in tries:
        _try(command)
    try:
        find()
    except NoChromium:
        _try([sys.executable, "-m", "playwright", "install", "chromium"])
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


def _as_root() -> list[str] | None:
    """What to put before a command that needs root; None when it cannot be had without asking."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def _try(command: list[str]) -> None:
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, check=False, timeout=600)


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
