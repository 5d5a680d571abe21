"""Files are opened in a process of their own: bounded in time and memory, without our secrets, and free to crash.

Strangers' PDFs and pictures go through large libraries in C. What goes wrong there ends the child and refuses the file;
the page that waits for it answers all the same.
"""

import json
import subprocess
import sys
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from feedback_app.guard.files.report import CannotPublish, FileFinding, FileReport, Limits, too_long

_CHILD = Path(__file__).with_name("child.py")
_GRACE = 3  # seconds beyond its own limit before the child is ended from outside


def inspect_apart(
    path: Path, media_type: str, name: str, *, copy: Path, limits: Limits, own: Collection[str] = ()
) -> FileReport:
    """As inspect_file, within `limits`. Raises CannotPublish, also when the limits were not enough."""
    asked = {
        "path": str(path), "media_type": media_type, "name": name, "copy": str(copy), "own": list(own),
        "limits": asdict(limits),
    }  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", str(_CHILD)], input=json.dumps(asked), capture_output=True,
            encoding="utf-8", errors="replace", timeout=limits.seconds + _GRACE, check=False, env={"PATH": ""},
        )  # fmt: skip
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        copy.unlink(missing_ok=True)
        raise too_long() from None
    if "refused" in said:
        copy.unlink(missing_ok=True)
        raise CannotPublish(*said["refused"])
    return FileReport(
        [FileFinding(**one) for one in said["findings"]],
        [(zh, en) for zh, en in said["removed"]],
        said["pages"],
        said["words"],
    )
