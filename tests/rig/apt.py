"""Programs the tests need and Python cannot bring, by apt, where that may be done without asking."""

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Does nothing where there is no apt or no root; whoever calls looks afterwards whether it is there."""
    if shutil.which("apt-get") and (prefix := _as_root()) is not None:
        attempt([*prefix, "apt-get", "update", "-qq"])
        attempt([*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])


def attempt(command: list[str]) -> None:
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, check=False, timeout=600)


def _as_root() -> list[str] | None:
    """What to put before a command that needs root; None when it cannot be had without asking."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None
