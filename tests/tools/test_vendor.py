"""What others made and we serve is what its table says, to the last byte."""

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import vendor  # noqa: E402 - it lies beside the other tools


def test_the_committed_files_are_those_of_the_table() -> None:
    assert [fault for row in vendor.TABLE for fault in vendor.faults_of(row)] == []
    assert {path.name for path in vendor.FOLDER.iterdir()} == {row.name for row in vendor.TABLE}


def test_a_changed_and_a_stray_file_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(vendor.FOLDER, tmp_path / "vendor")
    monkeypatch.setattr(vendor, "FOLDER", tmp_path / "vendor")
    (row,) = vendor.TABLE
    with (tmp_path / "vendor" / row.name / "LICENSE").open("a") as file:
        file.write("x")
    (tmp_path / "vendor" / row.name / "more.js").touch()
    assert vendor.faults_of(row) == [
        "tweetnacl/LICENSE: not as the table says",
        "tweetnacl/more.js: not in the table",
    ]
