"""The process in which a file is opened. Started by apart.py as a script; speaks JSON over its standard streams.

The application itself is not loaded: it would take longer than the file, and a process that opens strange files should
know nothing of databases and keys. A bare package stands in its place.
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

_HOME = Path(__file__).resolve().parents[2]


def main() -> None:
    asked = json.loads(sys.stdin.read())
    hold_in(**asked["limits"])
    package = ModuleType("feedback_app")
    package.__path__ = [str(_HOME)]
    sys.modules["feedback_app"] = package
    sys.stdout.write(json.dumps(_answer(asked), ensure_ascii=True))


def hold_in(seconds: int, memory_mb: int, **more: int) -> None:
    """The system itself ends this process when it takes more; it writes no core and no file above a quarter gigabyte."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 20, 256 << 20))


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    from feedback_app.guard.files import report as words
    from feedback_app.guard.files.inspecting import inspect_file

    try:
        report = inspect_file(
            Path(asked["path"]), asked["media_type"], asked["name"], copy=Path(asked["copy"]),
            limits=words.Limits(**asked["limits"]), own=asked["own"],
        )  # fmt: skip
    except words.CannotPublish as refusal:
        return _refused(refusal)
    except (MemoryError, RecursionError, OSError):
        return _refused(words.too_long())
    except Exception:  # noqa: BLE001 - whatever a library stumbles over in somebody's file, the file is refused
        return _refused(words.broken())
    return asdict(report)


def _refused(refusal: Any) -> dict[str, Any]:
    return {"refused": [refusal.zh, refusal.en]}


if __name__ == "__main__":
    main()
