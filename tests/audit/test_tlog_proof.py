"""Proofs as texts: written and read back to the byte, and nothing else is taken for one."""

import pytest

from feedback_app.audit.checkpoint import Checkpoint, read
from feedback_app.audit.tlog_proof import ConsistencyProof, InclusionProof, parse

PATH = (b"a" * 32, b"b" * 32)
NOTE = "log.example\n5\nroot\n\n— log.example AAAA\n"
INCLUSION = InclusionProof(4, PATH, NOTE)


@pytest.mark.parametrize(
    "proof",
    [
        INCLUSION,
        InclusionProof(0, (), NOTE),
        InclusionProof(4, PATH, NOTE, b"more"),
        InclusionProof(4, PATH, NOTE, b""),
        ConsistencyProof(2, 5, PATH, NOTE),
        ConsistencyProof(0, 5, (), NOTE),
    ],
)
def test_a_proof_is_read_back_as_it_was_written(proof):
    assert parse(proof.text) == proof


def test_a_proof_looks_as_c2sp_writes_it():
    lines = InclusionProof(4, PATH, NOTE, b"more").text.split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra bW9yZQ==", "index 4"]
    assert lines[5] == ""
    assert "\n".join(lines[6:]) == NOTE


@pytest.mark.parametrize(
    "text",
    [
        "",
        NOTE,
        INCLUSION.text.replace("@v1", "@v2"),
        INCLUSION.text.replace("index 4", "index 04"),
        INCLUSION.text.replace("index 4", "index -4"),
        INCLUSION.text.replace("index 4\n", ""),
        INCLUSION.text.replace("YWFh", "YWF", 1),
        INCLUSION.text.replace("\nYWFh", "\n YWFh", 1),
        InclusionProof(4, (b"short",), NOTE).text,
        InclusionProof(4, PATH * 40, NOTE).text,
        ConsistencyProof(2, 5, PATH, NOTE).text.replace("new 5", "new"),
    ],
)
def test_what_is_no_proof_is_refused(text):
    with pytest.raises(ValueError, match=r"proof|base64"):
        parse(text)


ROOT = "cm9vdHJvb3Ryb290cm9vdHJvb3Ryb290cm9vdHJvb3Q="


@pytest.mark.parametrize(
    "text",
    [
        "",
        "here\n1\n",
        f"here\n01\n{ROOT}\n",
        f"here\n-1\n{ROOT}\n",
        f"here\n1\n{ROOT[:-4]}\n",
        f"here\n1\n{ROOT}",
        f"\n1\n{ROOT}\n",
        f"here\n1\n{ROOT}\n\nmore\n",
        "here\n1\n" + "0" * 64 + "\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(ValueError, match=r"checkpoint|line"):
        read(text)


def test_a_checkpoint_of_somebody_else_is_read_too():
    plain = read(f"here\n1\n{ROOT}\n")
    assert plain == Checkpoint("here", 1, b"root" * 8)
    assert (plain.issued_at, plain.after) == (None, None)
    odd = read(f"here\n1\n{ROOT}\nissued yesterday\nafter -3\nsomething else\n")
    assert (odd.issued_at, odd.after, odd.text) == (
        None,
        None,
        f"here\n1\n{ROOT}\nissued yesterday\nafter -3\nsomething else\n",
    )
    twice = read(f"here\n1\n{ROOT}\nafter 1\nafter 2\n")
    assert twice.after is None
