"""The process in which mail is read. Started by apart.py as a script; it reads one mail after the other until told no more.

The application is not loaded: what reads strange mail should know nothing of databases and keys. Each question is a line of
JSON with a length and so many bytes of mail; each answer a line of JSON and the bytes of the files.
"""

import json
import resource
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feedback_app.intake.read_mail import ReadMail

_HOME = Path(__file__).resolve().parents[1]
SECONDS = 20
MEMORY_MB = 1536


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    package = ModuleType("feedback_app")
    package.__path__ = [str(_HOME)]
    sys.modules["feedback_app"] = package
    from feedback_app.intake.reading import read

    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while line := asked.readline():
        question = json.loads(line)
        raw = asked.read(question["length"])
        _allow_time()
        found = read(raw, own_domains=question["own_domains"])
        answers.write(json.dumps(_said(found), ensure_ascii=True).encode() + b"\n")
        for file in found.files:
            answers.write(file.content)
        answers.flush()


def _allow_time() -> None:
    """The system ends this process when one mail takes more time of the processor than any honest one."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _said(found: "ReadMail") -> dict[str, Any]:
    return {
        **vars(found),
        "files": [[file.name, file.kind, len(file.content)] for file in found.files],
        "sent_at": found.sent_at.isoformat() if found.sent_at else None,
        "faults": [fault.code for fault in found.faults],
        "nature": found.nature.value,
    }


if __name__ == "__main__":
    main()
