"""`make bench` measures every page and leaves nothing running."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.rig.running_system import clean_environ

ROOT = Path(__file__).parents[2]
PAGES = ("bare Flask", "home", "list", "record", "submit", "look-up", "status", "queue", "ticket", "log")


def _bench(scratch: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    small = {"BENCH_TICKETS": "20", "BENCH_RECORDS": "5", "BENCH_SECONDS": "0.1", "TMPDIR": str(scratch)}
    command = [sys.executable, "tools/bench.py"]
    return subprocess.run(
        command, cwd=ROOT, env=clean_environ(**small | environ), capture_output=True, text=True, timeout=300
    )


def test_it_measures_every_page_and_cleans_up(tmp_path: Path) -> None:
    done = _bench(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    for page in PAGES:
        line = re.search(rf"{page} +((?:[\d.]+ *){{5}})", done.stdout)
        assert line, f"{page} is missing in\n{done.stdout}"
        assert all(float(figure) > 0 for figure in line[1].split()), line[0]
    assert not list(tmp_path.iterdir())
    assert not _processes_of(tmp_path)


def test_a_size_that_is_no_number_is_refused(tmp_path: Path) -> None:
    done = _bench(tmp_path, BENCH_TICKETS="many")
    assert done.returncode == 2
    assert "BENCH_TICKETS" in done.stderr
    assert "Traceback" not in done.stderr


def _processes_of(folder: Path) -> list[str]:
    """Processes whose environment names the scratch folder."""
    mark, found = os.fsencode(folder), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes() and process.name != str(os.getpid()):
                found.append((process / "comm").read_text())
        except OSError:
            continue
    return found
