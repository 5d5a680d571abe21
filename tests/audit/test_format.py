"""docs/log-format.md tells the truth: its example is recomputed from the page by means that know nothing of the app."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audit.example import blocks

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "log-format.md").read_text()
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
HASHES = dict(re.findall(r"^(\w+ (?:of )?\d)  ([0-9a-f]{64})$", BLOCKS["hashes"], re.MULTILINE))


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_page_holds_what_the_program_makes():
    assert blocks() == BLOCKS


def test_the_leaves_are_as_the_page_says():
    lines = BLOCKS["export"].splitlines()[1:-1]
    previous = "0" * 64
    for number, line in enumerate(lines, start=1):
        leaf = line.encode()[82:-1]
        found = hashlib.sha256(b"\x00" + leaf).hexdigest()
        assert found == HASHES[f"entry {number}"] == json.loads(line)["hash"]
        said = json.loads(leaf)
        assert (said["number"], said["previous_hash"]) == (number, previous)
        rows = re.search(r"\| member \| value \|\n\|---\|---\|\n(.*?)\n\n", PAGE, re.DOTALL)[1]
        assert set(re.findall(r"`(\w+)`", " ".join(row.split("|")[1] for row in rows.split("\n")))) == set(
            said
        )
        previous = found
    assert BLOCKS["leaf"].rstrip("\n") == lines[2][82:-1]


def test_the_roots_are_as_the_page_says():
    one, two, three, four, five = (bytes.fromhex(HASHES[f"entry {number}"]) for number in range(1, 6))
    assert node(one, two).hex() == HASHES["root of 2"]
    assert node(node(node(one, two), node(three, four)), five).hex() == HASHES["root of 5"]
    assert base64.b64decode(BLOCKS["checkpoint"].split("\n")[2]).hex() == HASHES["root of 2"]
    assert base64.b64decode(BLOCKS["proof"].split("\n\n")[1].split("\n")[2]).hex() == HASHES["root of 5"]


def test_the_sealed_part_is_as_the_page_says():
    salt, content, commitment = BLOCKS["sealed"].splitlines()
    assert hashlib.sha256(bytes.fromhex(salt) + content.encode()).hexdigest() == commitment
    assert json.loads(BLOCKS["leaf"])["sealed_hash"] == commitment


@pytest.mark.parametrize("kind", ["vkey", "witness"])
def test_the_key_ids_are_as_the_page_says(kind):
    name, key_id, packed = BLOCKS[kind].strip().split("+", 2)
    raw = base64.b64decode(packed)
    assert raw[0] == {"vkey": 1, "witness": 4}[kind]
    assert hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() == key_id


def test_the_stand_alone_verifier_finds_the_example_good(tmp_path):
    for name in ("checkpoint", "proof", "consistency", "export"):
        (tmp_path / name).write_text(BLOCKS[name])
    tool = [sys.executable, "-I", str(ROOT / "tools" / "verify_log.py"), "--key", BLOCKS["vkey"].strip()]
    files = ("checkpoint", "proof", "consistency", "export")
    done = subprocess.run([*tool, *files], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    cosigned = [*tool, "--witness", BLOCKS["witness"].strip(), "checkpoint"]
    assert subprocess.run(cosigned, cwd=tmp_path, capture_output=True, check=False).returncode == 0
