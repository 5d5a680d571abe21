"""Taking away what nobody names: bytes of forms that were refused or given up, and pieces a crash left behind.

A file is named when any column of any table whose name ends in "sha256" holds its hash; a table that keeps files
names its column so, and is safe. What is younger than the time the bureau sets is never looked at: between a file and
the row that names it lies one request, or a form that is still open (see tickets/carried.py, which renews the file's time).
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Column, select

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.files.operations import SCRATCH
from feedback_app.files.shelf import SCRATCH as LAID_OPEN
from feedback_app.files.shelf import SEALED, flush_folder

SHELVES = 256  # folders, by the first two signs of the hash
_LEAVING = ".leaving"


def sweep_shelf(folder: Path, shelf: int, *, older_than: timedelta) -> int:
    """Delete the orphans on one shelf (0…255); how many they were. Harmless beside another sweep and beside a `store`."""
    name = f"{shelf % SHELVES:02x}"
    before = clock.now().timestamp() - older_than.total_seconds()
    old = {path for path in _files(folder / name) if path.stat().st_mtime < before}
    if not old:
        return 0
    named = named_hashes(name)
    orphans = [path for path in old if path.name.partition(".")[0] not in named]
    gone = sum(_take_away(path, before) for path in orphans)
    if gone:
        flush_folder(folder / name)
    return gone


def sweep_scratch(folder: Path, *, older_than: timedelta) -> int:
    """Delete half-written files and opened copies that a crash left behind; how many they were."""
    before = clock.now().timestamp() - older_than.total_seconds()
    left = [path for path in _entries(folder) if path.name.startswith((SCRATCH, LAID_OPEN))]
    left = [path for path in left if path.stat().st_mtime < before]
    for path in left:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return len(left)


def naming_columns() -> list[Column[str]]:
    """Every column that names stored bytes."""
    return [
        column
        for table in db.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("sha256")
    ]


def named_hashes(start: str) -> set[str]:
    """All hashes beginning so that some row names."""
    found: set[str] = set()
    for column in naming_columns():
        found.update(db.session.scalars(select(column).where(column >= start, column < start + "g")))
    return found


def _take_away(path: Path, before: float) -> int:
    """Put the file aside first, and look at its time once more: it may have been stored anew a moment ago."""
    aside = path.with_name(path.name + _LEAVING)
    try:
        path.rename(aside)
    except FileNotFoundError:
        return 0
    with suppress(FileNotFoundError):  # another sweep has put it back
        if aside.stat().st_mtime >= before:
            aside.rename(path)
            return 0
        aside.unlink()
        return 1
    return 0


def _files(folder: Path) -> Iterator[Path]:
    for path in _entries(folder):
        if path.name.endswith(_LEAVING):
            _put_back(path)
        elif path.suffix in ("", SEALED) and path.is_file():
            yield path


def _put_back(aside: Path) -> None:
    """A sweep was cut off: the file is judged at the next one, like the others."""
    with suppress(FileNotFoundError):  # another sweep is at it
        aside.rename(aside.with_name(aside.name.removesuffix(_LEAVING)))


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
