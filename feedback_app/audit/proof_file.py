"""The small file a person carries away: what one entry says, and the proof that it stands in the signed log.

It holds everything a check needs but the log's key, which the reader must have from somewhere they trust; the key inside
only says which one it was. Its form is described in docs/proof-file.md; the check page and the tests read the same file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedback_app.audit import checkpoints, keys
from feedback_app.audit.checkpoint import read
from feedback_app.audit.hashing import HASHED_COLUMNS, entry_text, moment_text
from feedback_app.audit.models import LogEntry
from feedback_app.audit.note import VerifierKey, parse
from feedback_app.audit.signing import signer
from feedback_app.audit.tlog_proof import InclusionProof

FORMAT = "zhengming-proof/1"


@dataclass(frozen=True)
class Proven:
    """An entry with its proof. `size`: how many entries the log had at the checkpoint the proof leads to; `is_issued`:
    whether that checkpoint is among those given out, where anybody finds it; `signed_at`: when it was signed."""

    entry: LogEntry
    proof: InclusionProof
    size: int
    key: VerifierKey
    is_issued: bool = True

    @property
    def signed_at(self) -> datetime | None:
        return read(parse(self.proof.checkpoint).text).issued_at

    def file(self, kind: str, number: str, **members: Any) -> str:
        """The file as JSON text. `kind` and `members`: what the entry commits to, see docs/proof-file.md."""
        head = {"format": FORMAT, "kind": kind, "number": number}
        tail = {
            "at": moment_text(self.entry.at),
            "entry": _text_of(self.entry),
            "proof": self.proof.text,
            "key": self.key.text,
        }
        return json.dumps({**head, **members, **tail}, ensure_ascii=False, indent=1) + "\n"


def prove(entry: LogEntry) -> Proven:
    """The proof to the earliest checkpoint given out that holds the entry, else to one signed for this moment.

    Only inside `reading_only`. Raises checkpoints.NotSigned and tree.TreeDamaged, both refusals with a sentence.
    """
    issued = checkpoints.first_issued_with(entry.number)
    size = issued.size if issued else checkpoints.size()
    proof = checkpoints.inclusion_proof(entry.number, size)
    return Proven(entry, proof, size, _signed_by(proof.checkpoint), issued is not None)


def own_keys() -> list[VerifierKey]:
    """Every key this log was ever signed with, as the log names them. A key file that was put in place of the right one
    is not among them. The present key while the log names none yet."""
    named = [one.key for one in keys.named() if one.action != keys.WITNESS]
    return list(dict.fromkeys(named)) or [signer.verifier]


def _signed_by(note: str) -> VerifierKey:
    made = parse(note).signatures
    return next((key for key in own_keys() if any(key.made(one) for one in made)), signer.verifier)


def _text_of(entry: LogEntry) -> str:
    columns: Mapping[str, Any] = {name: getattr(entry, name) for name in HASHED_COLUMNS}
    return entry_text(columns)
