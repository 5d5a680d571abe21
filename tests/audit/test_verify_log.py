"""The stand-alone verifier, run as anyone would run it: beside no code of the app, and of one mind with it."""

import base64
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from feedback_app.audit import hashing, note, operations
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.checkpoint import read
from feedback_app.audit.signing import signer
from feedback_app.extensions import db

TOOL = Path(__file__).parents[2] / "tools" / "verify_log.py"
pytestmark = pytest.mark.one_database


@pytest.fixture
def run(app):
    def invoke(*words):
        db.session.rollback()
        answer = app.test_cli_runner().invoke(args=["log", *map(str, words)])
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    return invoke


@pytest.fixture
def check(tmp_path):
    """Run the verifier on files: (exit code, what it said)."""

    def invoke(*words, key=True):
        keys = ["--key", signer.verifier.text] if key else []
        command = [sys.executable, "-I", "-S", str(TOOL), *keys, *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr

    return invoke


@pytest.fixture
def export(run, fill, tmp_path):
    """A log of eleven entries as a file; the first checkpoint was issued at 5, the last at 11."""
    fill(4)
    (tmp_path / "at5").write_text(run("checkpoint"))
    fill(5)
    run("export", "--out", tmp_path / "log.jsonl")
    return tmp_path / "log.jsonl"


def test_it_uses_no_code_of_the_app_and_only_the_standard_library():
    source = TOOL.read_text()
    assert "feedback_app" not in source
    assert "cryptography" not in source


def test_a_whole_log_with_checkpoints_and_proofs_holds(export, run, check, tmp_path):
    for name, words in (
        ("one.tlog-proof", ("proof", 1)),
        ("last.tlog-proof", ("proof", 11, "--size", 11)),
        ("link", ("proof", "--consistency", 5)),
        ("now", ("checkpoint",)),
    ):
        (tmp_path / name).write_text(run(*words))
    code, said = check("log.jsonl", "at5", "one.tlog-proof", "last.tlog-proof", "link", "now")
    assert code == 0, said
    assert "Entries 1 to 11 are linked" in said
    assert "Entry 11 is in the log" in said
    assert "continues that of 5" in said


def test_without_a_key_it_says_where_the_key_came_from(export, check):
    code, said = check("log.jsonl", "at5", key=False)
    assert code == 0
    assert "No key was given; the one the export itself names was taken" in said
    assert check("at5", key=False)[0] == 2


def test_a_part_of_the_log_is_led_to_the_checkpoint(export, run, check, tmp_path):
    for first, last in ((1, 3), (2, 2), (4, 9), (6, 11), (11, 11)):
        run("export", "--from", first, "--to", last, "--out", tmp_path / "part")
        code, said = check("part", "at5")
        assert code == 0, said
        assert f"Entries {first} to {last} are linked" in said


def test_another_key_is_refused(export, check):
    stranger = note.SigningKey(signer.origin, b"s" * 32).verifier.text
    code, said = check("log.jsonl", "--key", stranger, key=False)
    assert code == 1
    assert "names another key" in said
    assert check("at5", "--key", stranger, key=False)[0] == 1


def lines_of(export):
    return export.read_text().splitlines(keepends=True)


def forge(line, **members):
    """The entry with other members and a hash that fits."""
    leaf = json.loads(line)["leaf"] | members
    text = json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    made = hashlib.sha256(b"\0" + text.encode()).hexdigest()
    return f'{{"hash":"{made}","leaf":{text}}}\n'


DAMAGES = {
    "a changed word": (4, lambda lines: lines.__setitem__(4, lines[4].replace("李卫东", "李卫冬"))),
    "a changed hash": (4, lambda lines: lines.__setitem__(4, '{"hash":"' + "0" * 64 + lines[4][73:])),
    "a deleted entry": (4, lambda lines: lines.pop(4)),
    "two swapped": (4, lambda lines: lines.__setitem__(slice(4, 6), [lines[5], lines[4]])),
    "one copied": (5, lambda lines: lines.insert(5, lines[4])),
    "a forged entry with a fitting hash": (
        5,
        lambda lines: lines.__setitem__(4, forge(lines[4], actor_name="别人")),
    ),
    "a member more than there are": (4, lambda lines: lines.__setitem__(4, forge(lines[4], secret="x"))),
    "another way to write the same": (
        4,
        lambda lines: lines.__setitem__(4, lines[4].replace(',"format"', ', "format"')),
    ),
    "the end cut off": (10, lambda lines: lines.pop(10) and lines.pop(10)),
    "the middle not JSON": (4, lambda lines: lines.__setitem__(4, "nonsense\n")),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_export_is_refused_and_placed(export, check, name):
    number, damage = DAMAGES[name]
    lines = lines_of(export)
    damage(lines)
    export.write_text("".join(lines))
    code, said = check("log.jsonl")
    assert code == 1, said
    assert f"ntry {number} " in said, said


def test_a_file_that_breaks_off_is_refused(export, check):
    export.write_text("".join(lines_of(export)[:-1]))
    code, said = check("log.jsonl")
    assert code == 1
    assert "breaks off after entry 11" in said


def test_an_entry_written_twice_over_is_refused(export, check):
    """JSON readers take the last of two members of one name: the canonical form leaves no room for that."""
    lines = lines_of(export)
    leaf = lines[4][82:-2].replace('{"about":', '{"about":"record:X","about":', 1)
    made = hashlib.sha256(b"\0" + leaf.encode()).hexdigest()
    lines[4] = f'{{"hash":"{made}","leaf":{leaf}}}\n'
    export.write_text("".join(lines))
    code, said = check("log.jsonl")
    assert code == 1
    assert "Entry 4 is not written in the canonical form" in said


def test_a_log_rewritten_from_first_to_last_is_refused_by_a_kept_checkpoint(export, check):
    lines, previous = lines_of(export), hashing.NO_HASH
    for at in range(1, 12):
        name = "别人" if at == 3 else json.loads(lines[at])["leaf"]["actor_name"]
        lines[at] = forge(lines[at], previous_hash=previous, actor_name=name)
        previous = json.loads(lines[at])["hash"]
    lines[-1] = '{"checkpoint":null,"consistency":[]}\n'
    export.write_text("".join(lines))
    assert check("log.jsonl", key=False)[0] == 0, "nothing was kept, nothing can be said"
    assert check("log.jsonl")[0] == 2, "the key one trusts has signed nothing of this"
    code, said = check("log.jsonl", "at5")
    assert code == 1
    assert "Entry 5 or an earlier one differs from the checkpoint" in said


def test_a_log_cut_off_is_refused_by_a_kept_checkpoint(export, run, check, tmp_path):
    (tmp_path / "at11").write_text(run("checkpoint"))
    lines = lines_of(export)
    head = json.loads(lines[0]) | {"to": 7}
    export.write_text(
        json.dumps(head, separators=(",", ":"), sort_keys=True)
        + "\n"
        + "".join(lines[1:8])
        + '{"checkpoint":null,"consistency":[]}\n'
    )
    assert check("log.jsonl", key=False)[0] == 0
    code, said = check("log.jsonl", "at11")
    assert code == 1
    assert "saw entry 11, but everything from entry 8 is gone" in said


def test_two_histories_of_one_size_are_refused(export, check, tmp_path):
    text = (tmp_path / "at5").read_text()
    body = note.parse(text).text.split("\n")
    body[2] = base64.b64encode(hashlib.sha256(b"another").digest()).decode()
    other = signer.sign(read("\n".join(body)))
    (tmp_path / "other").write_text(str(other))
    code, said = check("at5", "other")
    assert code == 1
    assert "two different histories" in said


@pytest.mark.parametrize("kind", ["proof", "consistency", "checkpoint"])
def test_one_changed_sign_of_a_proof_or_checkpoint_is_refused(export, run, check, tmp_path, kind):
    words = {
        "proof": ("proof", 3),
        "consistency": ("proof", "--consistency", 5),
        "checkpoint": ("checkpoint",),
    }
    text = run(*words[kind])
    refused = 0
    for place in range(0, len(text) - 1, 11):
        sign = text[place]
        if sign == "\n":
            continue
        changed = text[:place] + ("A" if sign != "A" else "B") + text[place + 1 :]
        (tmp_path / "changed").write_text(changed)
        code, said = check("changed", "at5", "log.jsonl")
        assert code in (1, 2), (place, said)
        refused += 1
    assert refused > 20


def test_a_proof_alone_needs_its_entry(export, run, check, tmp_path):
    (tmp_path / "one").write_text(run("proof", 3))
    code, said = check("one")
    assert code == 2
    assert "an export with entry 3 is needed" in said


def test_a_change_of_key_is_followed_through_the_log(export, app, run, check, tmp_path):
    old = signer.verifier.text
    signer.load(app.config["LOG_ORIGIN"], b"n" * 32)
    try:
        operations.change_key(by=SYSTEM, reason="换机")
        db.session.commit()
        run("export", "--out", tmp_path / "new.jsonl")
        assert check("new.jsonl", "at5", "--key", old, key=False)[0] == 0
        code, said = check("new.jsonl", "at5")
        assert code == 0
        assert "changed its key at entry 12" in said
    finally:
        signer.load(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"])


def test_a_witness_asked_for_must_have_signed(export, app, check, tmp_path):
    witness = note.SigningKey("witness.example/w", b"w" * 32, note.COSIGNATURE)
    signed = note.parse((tmp_path / "at5").read_text())
    line = witness.sign(signed.text, at=1_764_000_000).line
    operations.add_cosignature(5, line, witness=witness.verifier, by=SYSTEM)
    db.session.commit()
    (tmp_path / "cosigned").write_text(str(signed) + line)
    assert check("cosigned", "--witness", witness.verifier.text)[0] == 0
    code, said = check("at5", "--witness", witness.verifier.text)
    assert code == 1
    assert "no cosignature" in said
    true = note.signature(line.removesuffix("\n"))
    later = note.Signature(true.name, true.key_id, (1_764_000_001).to_bytes(8, "big") + true.raw[8:])
    (tmp_path / "forged").write_text(str(signed) + later.line)
    assert check("forged", "--witness", witness.verifier.text)[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "{}",
        "\ufeff",
        "c2sp.org/tlog-proof@v1\n",
        "a\nb\nc\n",
        '{"export":"zhengming-log@v9"}',
        '{"export":"zhengming-log@v1","from":1e400,"to":1,"origin":"x","before":[]}',
        '{"export":"zhengming-log@v1","from":1,"to":0,"origin":"x","before":[]}\n{"checkpoint":5}',
        '{"entry":"{\\"number\\":1}","proof":5}',
        '{"entry":"{\\"number\\":\\"x\\"}","proof":"c2sp.org/tlog-proof@v1\\nindex 0\\n\\n"}',
        '{"entry":' + "[" * 100_000,
    ],
    ids=range(12),
)
def test_what_cannot_be_read_is_exit_code_2(check, tmp_path, app, text):
    (tmp_path / "odd").write_text(text)
    assert check("odd")[0] == 2
    assert check("nowhere")[0] == 2


def test_bytes_that_are_no_text_are_exit_code_2(check, tmp_path, app):
    (tmp_path / "odd").write_bytes(b"\xff\xfe\x00")
    assert check("odd")[0] == 2


def test_an_old_checkpoint_beside_an_export(export, check, tmp_path):
    third = json.loads(lines_of(export)[3])["hash"]
    (tmp_path / "old").write_text(f"{signer.origin}\n3\n{third}\n")
    assert check("old", "log.jsonl")[0] == 0
    assert check("old")[0] == 2
    (tmp_path / "old").write_text(f"{signer.origin}\n3\n{'0' * 64}\n")
    code, said = check("old", "log.jsonl")
    assert code == 1
    assert "Entry 3 differs" in said


def test_a_log_anybody_wrote_is_not_taken_for_that_of_a_key_one_trusts(export, app, run, check, tmp_path):
    """Its first entry names the trusted key, as everyone knows it; a later one names the writer's own."""
    trusted = signer.verifier.text
    signer.load(app.config["LOG_ORIGIN"], b"n" * 32)
    try:
        operations.change_key(by=SYSTEM, reason="换机")
        db.session.commit()
        run("export", "--out", tmp_path / "new.jsonl")
    finally:
        signer.load(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"])
    code, said = check("new.jsonl", "--key", trusted, key=False)
    assert code == 2, said
    assert "signed no checkpoint that these entries lead to" in said
    unsigned = [*lines_of(tmp_path / "new.jsonl")[:-1], '{"checkpoint":null,"consistency":[]}\n']
    (tmp_path / "unsigned.jsonl").write_text("".join(unsigned))
    assert check("unsigned.jsonl")[0] == 2


def test_a_key_that_was_replaced_signs_nothing_any_more(export, app, run, check, tmp_path):
    old = note.SigningKey(signer.origin, app.config["LOG_SIGNING_KEY"])
    signer.load(app.config["LOG_ORIGIN"], b"n" * 32)
    try:
        operations.change_key(by=SYSTEM, reason="换机")
        db.session.commit()
        run("export", "--out", tmp_path / "new.jsonl")
        text = note.parse(run("checkpoint")).text
    finally:
        signer.load(app.config["LOG_ORIGIN"], app.config["LOG_SIGNING_KEY"])
    (tmp_path / "stolen").write_text(str(note.Note(text, (old.sign(text),))))
    code, said = check("new.jsonl", "at5", "stolen")
    assert code == 1, said
    assert "not signed by a known key" in said


def test_a_proof_between_two_other_checkpoints_does_not_vouch_for_a_shorter_log(export, run, check, tmp_path):
    (tmp_path / "at11").write_text(run("checkpoint"))
    run("export", "--to", "8", "--out", tmp_path / "short.jsonl")
    (tmp_path / "later").write_text(run("checkpoint"))
    (tmp_path / "link").write_text(run("proof", "--consistency", "11"))
    short = [*lines_of(tmp_path / "short.jsonl")[:-1], '{"checkpoint":null,"consistency":[]}\n']
    (tmp_path / "short.jsonl").write_text("".join(short))
    code, said = check("short.jsonl", "at5", "at11", "later", "link")
    assert code == 1, said
    assert "shorter than the checkpoint" in said


@pytest.mark.parametrize("number", ["1.0", "true"])
def test_a_number_written_another_way_is_refused(export, check, tmp_path, number):
    leaf = lines_of(export)[1][82:-2].replace('"number":1,', f'"number":{number},')
    assert json.loads(leaf)["number"] == 1
    lines = (
        f'{{"before":[],"export":"zhengming-log@v1","from":1,"origin":"{signer.origin}","to":1}}',
        f'{{"hash":"{hashlib.sha256(bytes(1) + leaf.encode()).hexdigest()}","leaf":{leaf}}}',
        '{"checkpoint":null,"consistency":[]}',
    )
    (tmp_path / "other.jsonl").write_text("\n".join(lines) + "\n")
    assert check("other.jsonl", key=False)[0] == 1
