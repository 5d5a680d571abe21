"""`flask log …` says what it found and ends with an exit code: 0 holds, 1 broken, 2 could not be read."""

import base64
import hashlib
import json

import pytest
import sqlalchemy as sa

from feedback_app import create_app
from feedback_app.audit import export, hashing, merkle, note, queries
from feedback_app.audit.checkpoint import Kept, OldCheckpoint, read, read_kept
from feedback_app.audit.models import LogEntry
from feedback_app.audit.signing import signer
from feedback_app.audit.tlog_proof import parse
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


def test_a_checkpoint_is_a_signed_note_that_is_kept(run, fill, tmp_path):
    fill(3)
    answer = run("checkpoint")
    assert answer.exit_code == 0
    said = read(note.parse(answer.stdout).text)
    assert (said.origin, said.size) == (SETTINGS["LOG_ORIGIN"].default, 4)
    assert queries.latest_issued().text == answer.stdout
    kept = tmp_path / "kept.txt"
    assert run("checkpoint", "--out", kept).exit_code == 0
    assert kept.read_bytes() == answer.stdout.encode()
    assert [file.name for file in tmp_path.glob("kept*")] == ["kept.txt"]
    assert run("key").stdout.strip() == signer.verifier.text


def test_the_origin_is_a_setting(run, app, fill, tmp_path):
    fill(1)
    kept = tmp_path / "kept.txt"
    run("checkpoint", "--out", kept)
    other = create_app(**app.config | {"LOG_ORIGIN": "fukang.example/log"})
    answer = other.test_cli_runner().invoke(args=["log", "verify", "--checkpoint", str(kept)])
    signer.load(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"])
    assert answer.exit_code == 2
    assert "另一份日志" in answer.output


def test_a_kept_checkpoint_agrees_while_the_log_grows(run, fill, tmp_path):
    kept, first = tmp_path / "kept.txt", tmp_path / "first.txt"
    run("checkpoint", "--out", first)
    run("checkpoint", "--out", kept)
    for _ in range(2):
        fill(2)
        answer = run("verify", "--checkpoint", kept, "--checkpoint", first)
        assert answer.exit_code == 0
        assert "与留存的检查点（第 1 条" in answer.output
        assert run("checkpoint", "--out", kept).exit_code == 0


def test_a_kept_checkpoint_of_an_earlier_version_still_refuses(run, fill, owner, tmp_path):
    fill(3)
    kept = tmp_path / "kept.txt"
    kept.write_text(OldCheckpoint(signer.origin, *queries.head()).text)
    assert run("verify", "--checkpoint", kept).exit_code == 0
    hands = owner()
    hands.change(3, actor_name="别人", entry_hash=hashing.entry_hash(hands.row(3) | {"actor_name": "别人"}))
    answer = run("verify", "--checkpoint", kept)
    assert answer.exit_code == 1
    assert "Entry 3 differs from the kept checkpoint" in answer.output
    assert run("checkpoint", "--out", kept).exit_code == 1


def test_a_kept_checkpoint_refuses_a_cut_off_log_and_is_not_overwritten(run, fill, owner, tmp_path):
    fill(4)
    kept = tmp_path / "kept.txt"
    run("checkpoint", "--out", kept)
    hands = owner()
    for number in (3, 4, 5):
        hands.delete(number)
    hands.run("DELETE FROM log_sealed WHERE entry_number > 2", "DELETE FROM log_checkpoint")
    assert run("verify").exit_code == 0
    answer = run("verify", "--checkpoint", kept, "--key", signer.verifier.text)
    assert answer.exit_code == 1
    assert "从第 3 条起都没有了" in answer.output
    before = kept.read_bytes()
    refused = run("checkpoint", "--out", kept)
    assert refused.exit_code == 1
    assert "未覆盖" in refused.output
    assert kept.read_bytes() == before


def test_a_checkpoint_by_a_key_the_log_does_not_name_needs_the_key(run, fill, tmp_path):
    fill(2)
    run("checkpoint")
    stranger = note.SigningKey(signer.origin, b"s" * 32)
    body = note.parse(queries.latest_issued().note).text
    kept = tmp_path / "kept.txt"
    kept.write_text(str(note.Note(body, (stranger.sign(body),))), newline="")
    answer = run("verify", "--checkpoint", kept)
    assert answer.exit_code == 2
    assert "不是用本日志登记的密钥签名的" in answer.output
    assert run("verify", "--checkpoint", kept, "--key", stranger.verifier.text).exit_code == 0
    assert run("verify", "--key", "nonsense").exit_code == 2


def test_a_log_that_may_not_be_signed_is_exit_code_1(run, fill, owner):
    fill(4)
    run("checkpoint")
    owner().change(2, entry_hash="ab" * 32)
    fill(1)
    answer = run("checkpoint")
    assert answer.exit_code == 1
    assert "The log contradicts the checkpoint that was issued at entry 5" in answer.output


def test_a_proof_can_be_checked_from_its_file(run, fill, tmp_path):
    fill(5)
    run("checkpoint")
    fill(3)
    file = tmp_path / "one.tlog-proof"
    assert run("proof", 2, "--size", 6, "--out", file).exit_code == 0
    proof = parse(file.read_text())
    said = read(note.parse(proof.checkpoint).text)
    leaf = bytes.fromhex(db.session.scalar(sa.select(LogEntry.entry_hash).where(LogEntry.number == 2)))
    assert said.size == 6
    assert merkle.verify_inclusion(leaf, proof.index, said.size, proof.path, said.root)
    answer = run("proof", "--consistency", 6)
    later = parse(answer.stdout)
    now = read(note.parse(later.checkpoint).text)
    assert merkle.verify_consistency(6, 9, said.root, now.root, later.path)


@pytest.mark.parametrize(
    "words", [["99"], ["1", "--size", "99"], ["--consistency", "99"], [], ["1", "--consistency", "1"], ["0"]]
)
def test_a_proof_of_what_is_not_there_is_exit_code_2(run, fill, words):
    fill(2)
    answer = run("proof", *words)
    assert answer.exit_code == 2
    assert "Traceback" not in answer.output


def test_an_export_holds_every_entry_and_ends_with_the_signed_checkpoint(run, fill, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "CHUNK", 3)
    fill(7)
    file = tmp_path / "log.jsonl"
    assert run("export", "--out", file).exit_code == 0
    head, *lines, end = file.read_text().splitlines()
    assert json.loads(head) == {
        "before": [],
        "export": "zhengming-log@v1",
        "from": 1,
        "origin": signer.origin,
        "to": 8,
    }
    for number, line in enumerate(lines, start=1):
        leaf = line[82:-1]
        assert json.loads(line)["leaf"]["number"] == number
        assert hashlib.sha256(b"\0" + leaf.encode()).hexdigest() == json.loads(line)["hash"]
    assert json.loads(lines[-1])["leaf"]["action"] == "log.export"
    assert json.loads(end)["checkpoint"] == queries.latest_issued().text
    part = run("export", "--from", 3, "--to", 4)
    assert part.exit_code == 0
    assert len(part.stdout.splitlines()) == 4
    assert run("export", "--from", 5, "--to", 4).exit_code == 2
    assert run("export", "--to", 400).exit_code == 2


def test_a_damaged_log_is_exported_as_it_lies_and_said_to_be_damaged(run, fill, owner, tmp_path):
    fill(4)
    owner().delete(2)
    file = tmp_path / "log.jsonl"
    answer = run("export", "--out", file)
    assert answer.exit_code == 1
    assert "第 2 条的哈希缺失" in answer.output
    numbers = [json.loads(line)["leaf"]["number"] for line in file.read_text().splitlines()[1:-1]]
    assert numbers == [1, 3, 4, 5]


def test_an_export_names_what_cannot_be_read_and_leaves_no_half_file(run, database, fill, owner, tmp_path):
    fill(4)
    wrong = "'yesterday'" if database.kind == "sqlite" else "'infinity'"
    owner().run(f"UPDATE log_entry SET at = {wrong} WHERE number = 3")
    answer = run("export", "--out", tmp_path / "log.jsonl")
    assert answer.exit_code == 1
    assert "无法导出" in answer.output
    assert list(tmp_path.glob("log*")) == []


def test_an_erasure_is_asked_for_twice_and_recorded(run, fill):
    fill(2)
    assert run("erase", 2, "--reason", "依法删除", input="n\n").exit_code == 1
    assert run("erase", 2, "--reason", "依法删除", input="y\n").exit_code == 0
    assert run("erase", 2, "--reason", "again", "--yes").exit_code == 2
    assert run("erase", 1, "--reason", "nothing there", "--yes").exit_code == 2
    answer = run("verify")
    assert answer.exit_code == 0
    assert "其中 1 条的密封内容已依法删除" in answer.output


def test_a_change_of_key_is_recorded(run, app, fill):
    fill(1)
    run("checkpoint")
    assert "the key is the one in force" in run("change-key", "--reason", "none").output
    signer.load(app.config["LOG_ORIGIN"], b"n" * 32)
    try:
        broken = run("verify")
        assert (broken.exit_code, "第 2 条登记的不是现在的密钥" in broken.output) == (1, True)
        assert run("checkpoint").exit_code == 1
        assert run("change-key", "--reason", "旧机器报废").exit_code == 0
        assert run("checkpoint").exit_code == 0
        assert run("verify").exit_code == 0
    finally:
        signer.load(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"])


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
    kept = OldCheckpoint("here", 12, "ab" * 32)
    body = "here\n12\n" + base64.b64encode(b"r" * 32).decode() + "\n"
    signed = note.Note(body, (note.SigningKey("here", b"k" * 32).sign(body),))
    for text, wanted in ((kept.text, Kept(kept)), (str(signed), Kept(read(body), signed))):
        assert read_kept(text) == wanted
        line_end = "\r\n" if ends == "\r\n" else "\n"
        assert read_kept("\ufeff" + text.rstrip().replace("\n", line_end) + ends) == wanted
