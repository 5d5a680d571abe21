"""Orphans: what nobody names goes after its time, what is named or young never does, also beside a `store`."""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from feedback_app import rounds
from feedback_app.audit.actor import REPORTER
from feedback_app.extensions import db
from feedback_app.files import jobs, operations, sweeping
from feedback_app.files.handing_over import files_folder
from feedback_app.files.operations import KeptBytes, store
from feedback_app.files.shelf import is_there, path_of, touch
from tests.tickets.reporting import PDF

pytestmark = pytest.mark.one_database
WEEK = timedelta(days=7)


def stored(content: bytes = PDF, *, days_ago: int = 30) -> KeptBytes:
    kept = store(io.BytesIO(content), "a.pdf", folder=files_folder(), limit=9999)
    age(path_of(files_folder(), kept.sha256), days_ago)
    return kept


def age(path: Path, days: int) -> None:
    then = path.stat().st_mtime - days * 86400
    os.utime(path, (then, then))


def sweep_all() -> int:
    return sum(sweeping.sweep_shelf(files_folder(), shelf, older_than=WEEK) for shelf in range(256))


def test_only_what_no_row_names_and_is_old_is_taken_away(app: Flask, db_session: Any) -> None:
    orphan, young, named, copy = (
        stored(PDF + b"1"), stored(PDF + b"2", days_ago=6), stored(PDF + b"3"), stored(PDF + b"4"),
    )  # fmt: skip
    row = operations.keep(named, subject="ticket:FK-1", kept_by="reporter", by=REPORTER)
    row.copy_sha256 = copy.sha256
    db.session.commit()
    assert sweep_all() == 1
    left = [is_there(files_folder(), one.sha256) for one in (orphan, young, named, copy)]
    assert left == [False, True, True, True]
    assert sweep_all() == 0


def test_a_file_of_a_form_that_is_still_open_is_young_again(app: Flask, db_session: Any) -> None:
    kept = stored()
    assert touch(files_folder(), kept.sha256)
    assert sweep_all() == 0
    assert not touch(files_folder(), "0" * 64)


def test_a_file_stored_anew_while_it_is_being_swept_stays(
    app: Flask, db_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep has judged the old bytes; the same file comes in again before they are taken away."""
    kept = stored()
    asked = sweeping.named_hashes

    def slow(start: str) -> set[str]:
        stored(days_ago=0)
        return asked(start)

    monkeypatch.setattr(sweeping, "named_hashes", slow)
    assert sweep_all() == 0
    assert is_there(files_folder(), kept.sha256)


def test_a_sweep_that_was_cut_off_loses_nothing(app: Flask, db_session: Any) -> None:
    kept = stored()
    operations.keep(kept, subject="ticket:FK-1", kept_by="reporter", by=REPORTER)
    db.session.commit()
    path = path_of(files_folder(), kept.sha256)
    path.rename(path.with_name(path.name + ".leaving"))
    assert sweep_all() == 0
    assert path.is_file()


def test_pieces_of_a_crash_go_and_those_of_a_running_upload_stay(app: Flask, db_session: Any) -> None:
    folder = files_folder()
    (folder / ".open-old").mkdir(parents=True)
    for name in (".new-old", ".open-old/file", ".new-now"):
        (folder / name).write_bytes(b"x")
    for name in (".new-old", ".open-old"):
        age(folder / name, 30)
    assert sweeping.sweep_scratch(folder, older_than=WEEK) == 2
    assert [path.name for path in folder.iterdir()] == [".new-now"]


def test_the_round_comes_by_every_shelf_in_a_day_and_keeps_what_a_form_may_still_name(
    app: Flask, db_session: Any, freeze: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {row.name for row in rounds.ROUNDS} >= {"files.sweep", "files.enqueue_copies"}
    app.config["ORPHAN_DAYS"] = 1
    asked: list[tuple[int, timedelta]] = []
    monkeypatch.setattr(
        sweeping, "sweep_shelf", lambda _folder, shelf, older_than: asked.append((shelf, older_than)) or 0
    )
    for turn in range(256):
        freeze(datetime.fromtimestamp(1_800_000_000 + turn * jobs.SWEEP_EVERY, UTC))
        jobs.sweep()
    assert {shelf for shelf, _older in asked} == set(range(256))
    assert {older for _shelf, older in asked} == {timedelta(days=4)}, "a form is good for three days"


def test_every_column_that_holds_the_hash_of_stored_bytes_is_asked() -> None:
    found = {f"{column.table.name}.{column.name}" for column in sweeping.naming_columns()}
    assert found >= {"attachment.sha256", "attachment.copy_sha256", "record_file.copy_sha256"}
