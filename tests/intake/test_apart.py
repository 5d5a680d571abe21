"""Mail read in a process of its own: whatever ends it, the next mail is read."""

from pathlib import Path

from feedback_app.intake import apart
from feedback_app.intake.reading import read
from tests.intake.conftest import letter
from tests.intake.corpus import cases


def test_reading_apart_brings_the_same_as_reading_here():
    for case in [one for one in cases() if one.files and len(one.raw) < 50_000][::8]:
        assert apart.read_apart(case.raw) == read(case.raw), case.name


def test_a_mail_that_hangs_or_kills_its_reader_is_given_up_and_the_next_one_read(tmp_path: Path, monkeypatch):
    for number, program in enumerate(
        ("import time; time.sleep(60)", "raise SystemExit(1)", "print('nonsense')")
    ):
        broken = tmp_path / f"{number}.py"
        broken.write_text(program)
        apart._READER._end()
        with monkeypatch.context() as patch:
            patch.setattr(apart, "_CHILD", broken)
            given_up = apart.read_apart(letter(), longest=0.3)
        assert [fault.code for fault in given_up.faults] == ["gave_up"]
        assert not given_up.could_be_read
        assert apart.read_apart(letter()).subject == "咨询"
