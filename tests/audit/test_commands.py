"""`flask log …` says what it found and ends with an exit code: 0 holds, 1 broken, 2 could not be read."""

import pytest

from feedback_app.audit import hashing, queries
from feedback_app.audit.checkpoint import OldCheckpoint as Checkpoint
from feedback_app.audit.checkpoint import read_old as parse
from feedback_app.config.table import SETTINGS
from feedback_app.extensions import db


@pytest.fixture
def run(app):
    def invoke(*words, **more):
        db.session.rollback()
        return app.test_cli_runner().invoke(args=["log", *map(str, words)], **more)

    return invoke


def test_verify_says_that_the_log_holds(run, fill):
    fill(3)
    answer = run("verify")
    assert answer.exit_code == 0
    assert "责任日志成立：共 3 条" in answer.output
    assert "The log holds: 3 entries" in answer.output


def test_verify_names_the_first_bad_place(run, fill, owner):
    fill(3)
    owner().change(2, actor_name="别人")
    answer = run("verify")
    assert answer.exit_code == 1
    assert "第 2 条的内容与其哈希不符" in answer.output
    assert "Entry 2 does not match its hash" in answer.output


def test_a_checkpoint_is_three_lines(run, fill, tmp_path):
    fill(3)
    answer = run("checkpoint")
    number, head = queries.head()
    assert answer.exit_code == 0
    assert answer.stdout == f"{SETTINGS['LOG_ORIGIN'].default}\n{number}\n{head}\n"
    kept = tmp_path / "kept.txt"
    assert run("checkpoint", "--out", kept).exit_code == 0
    assert kept.read_bytes() == answer.stdout.encode()
    assert [file.name for file in tmp_path.glob("kept*")] == ["kept.txt"]


def test_the_origin_is_a_setting(run, app, fill, tmp_path):
    fill(1)
    kept = tmp_path / "kept.txt"
    run("checkpoint", "--out", kept)
    app.config["LOG_ORIGIN"] = "fukang.example/log"
    assert run("checkpoint").stdout.startswith("fukang.example/log\n")
    answer = run("verify", "--checkpoint", kept)
    assert answer.exit_code == 2
    assert "另一份日志" in answer.output


def test_a_kept_checkpoint_agrees_while_the_log_grows(run, fill, tmp_path):
    kept = tmp_path / "kept.txt"
    run("checkpoint", "--out", kept)
    for _ in range(2):
        fill(2)
        answer = run("verify", "--checkpoint", kept)
        assert answer.exit_code == 0
        assert "检查点" in answer.output
        assert run("checkpoint", "--out", kept).exit_code == 0


def test_a_kept_checkpoint_refuses_a_cut_off_log_and_is_not_overwritten(run, fill, owner, tmp_path):
    fill(4)
    kept = tmp_path / "kept.txt"
    run("checkpoint", "--out", kept)
    hands = owner()
    hands.delete(3)
    hands.delete(4)
    hands.run("DELETE FROM log_sealed WHERE entry_number > 2")
    assert run("verify").exit_code == 0
    answer = run("verify", "--checkpoint", kept)
    assert answer.exit_code == 1
    assert "从第 3 条起都没有了" in answer.output
    before = kept.read_bytes()
    refused = run("checkpoint", "--out", kept)
    assert refused.exit_code == 1
    assert "未覆盖" in refused.output
    assert kept.read_bytes() == before


def test_a_kept_checkpoint_refuses_a_rewritten_log(run, fill, owner, tmp_path):
    fill(2)
    kept = tmp_path / "kept.txt"
    run("checkpoint", "--out", kept)
    hands = owner()
    forged = hands.row(2) | {"actor_name": "别人"}
    hands.change(2, actor_name="别人", entry_hash=hashing.entry_hash(forged))
    assert run("verify").exit_code == 0
    answer = run("verify", "--checkpoint", kept)
    assert answer.exit_code == 1
    assert "Entry 2 differs from the kept checkpoint" in answer.output


@pytest.mark.parametrize(
    "text", ["", "x", "a\nb\nc\n", "here\n-1\n" + "0" * 64, "here\n1\n" + "G" * 64, "\n1\n" + "0" * 64]
)
def test_a_file_that_is_no_checkpoint_is_exit_code_2(run, tmp_path, text):
    kept = tmp_path / "kept.txt"
    kept.write_text(text)
    answer = run("verify", "--checkpoint", kept)
    assert answer.exit_code == 2
    assert "无法读取" in answer.output
    assert run("checkpoint", "--out", kept).exit_code == 2
    assert kept.read_text() == text


def test_a_missing_or_binary_file_or_a_folder_is_exit_code_2(run, tmp_path):
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none", tmp_path, binary):
        assert run("verify", "--checkpoint", path).exit_code == 2
    assert run("checkpoint", "--out", tmp_path / "no" / "folder").exit_code == 2
    assert run("verify", "--nonsense").exit_code == 2


def test_a_checkpoint_may_come_from_standard_input(run, fill):
    fill(1)
    text = run("checkpoint").stdout
    assert run("verify", "--checkpoint", "-", input=text).exit_code == 0


def test_a_log_that_cannot_be_read_is_exit_code_2(run, owner):
    owner().run("DROP TABLE log_entry")
    for word in ("verify", "checkpoint"):
        answer = run(word)
        assert answer.exit_code == 2
        assert "责任日志无法读取" in answer.output
        assert "Traceback" not in answer.output


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\n\n\n"])
def test_line_ends_of_any_system_are_forgiven(ends):
    kept = Checkpoint("here", 12, "ab" * 32)
    assert (
        parse("\ufeff" + kept.text.rstrip().replace("\n", ends[:2] if ends == "\r\n" else "\n") + ends)
        == kept
    )
    assert parse(kept.text) == kept
