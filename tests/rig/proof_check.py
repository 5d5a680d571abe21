"""A proof file checked the way a stranger would, with the log's own mathematics and without its database."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from feedback_app.audit import checkpoint, merkle, note, tlog_proof
from feedback_app.audit.commitments import commitment, digest


@dataclass(frozen=True)
class Checked:
    """What a proof file that holds says."""

    file: dict[str, Any]
    entry: dict[str, Any]
    facts: dict[str, Any]
    size: int


def check(text: str, vkey: str) -> Checked:
    """Raises AssertionError, BadNote or ValueError when anything in the file does not hold."""
    file = json.loads(text)
    entry = json.loads(file["entry"])
    facts = json.loads(entry["facts"])
    proof = tlog_proof.parse(file["proof"])
    assert isinstance(proof, tlog_proof.InclusionProof)
    signed = note.parse(proof.checkpoint)
    note.opened(signed, [note.verifier_key(vkey)])
    head = checkpoint.read(signed.text)
    leaf = hashlib.sha256(b"\0" + file["entry"].encode()).digest()
    assert merkle.verify_inclusion(leaf, proof.index, head.size, proof.path, head.root)
    assert (entry["number"], entry["at"]) == (proof.index + 1, file["at"])
    if file["kind"] == "report":
        assert facts["said_hash"] == commitment(file["salt"], file["said"])
        assert facts["file_hashes"] == [commitment(file["salt"], one) for one in file["files"]]
    else:
        assert facts["content_hash"] == commitment(file["salt"], digest(file["content"]))
    return Checked(file, entry, facts, head.size)
