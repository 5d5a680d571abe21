"""The worked example of docs/log-format.md, made by the app's own code: five entries, two checkpoints, fixed keys and salt.

python -m tests.audit.example        prints the blocks as they must stand in the document
"""

import json
from datetime import UTC, datetime

from feedback_app.audit import hashing, merkle, note
from feedback_app.audit.checkpoint import of
from feedback_app.audit.tlog_proof import ConsistencyProof, InclusionProof, path_text

ORIGIN = "log.example/fukang"
KEY = note.SigningKey(ORIGIN, bytes(range(32)))
WITNESS = note.SigningKey("witness.example/changji", bytes(range(32, 64)), note.COSIGNATURE)
SALT = "00" * 31 + "01"
SEALED = hashing.canonical({"reason": "刘芳未经办过该信息"})


def _at(minute: int) -> datetime:
    return datetime(2026, 11, 9, 4, minute, 0, 123456, tzinfo=UTC)


def _entries() -> list[dict[str, object]]:
    reporter = {"actor_kind": "reporter", "actor_id": None, "actor_name": "反映人", "actor_post": ""}
    system = {"actor_kind": "system", "actor_id": None, "actor_name": "系统", "actor_post": ""}
    leader = {"actor_kind": "staff", "actor_id": 2, "actor_name": "李卫东", "actor_post": "副局长"}
    ticket, said = {"subject": "ticket:FK-JC-20261109-0007"}, "sealed_hash"
    rows = [
        reporter | ticket | {"action": "ticket.submit", "about": "record:D-2", "facts": {"claims": 1}},
        system | {"action": "log.begin", "subject": "log:all", "facts": {"vkey": KEY.verifier.text}},
        leader | ticket | {
            "action": "ticket.assign", "actor_unit": "局领导", "on_behalf_of": "马建新", "from_state": "leader_assigned",
            "to_state": "investigating", "facts": {"excluded_count": 3, "investigator": "刘芳"},
            said: hashing.sealed_hash(SALT, SEALED),
        },
        leader | {"action": "log.erase_sealed", "subject": "log:all", "facts": {"entry": 3}},
        system | ticket | {"action": "message.sent"},
    ]  # fmt: skip
    return [_whole(row, number) for number, row in enumerate(rows, start=1)]


def _whole(row: dict[str, object], number: int) -> dict[str, object]:
    empty = {"actor_unit": "", "on_behalf_of": "", "about": None, "from_state": None, "to_state": None}
    facts = hashing.canonical(row["facts"]) if row.get("facts") else None
    return empty | {"sealed_hash": None} | row | {"number": number, "at": _at(number), "facts": facts}


def blocks() -> dict[str, str]:
    """The blocks of the document by name."""
    previous, leaves, texts = hashing.NO_HASH, [], []
    for row in _entries():
        row["previous_hash"] = previous
        previous = hashing.entry_hash(row)
        leaves.append(bytes.fromhex(previous))
        texts.append(hashing.entry_text(row))
    read = merkle.reader_of(leaves)
    first = _signed(2, merkle.root(2, read), after=0)
    last = _signed(5, merkle.root(5, read), after=2)
    cosigned = first + WITNESS.sign(note.parse(first).text, at=1_794_196_860).line
    head = {"before": [], "export": "zhengming-log@v1", "from": 1, "origin": ORIGIN, "to": 5}
    lines = [f'{{"hash":"{leaf.hex()}","leaf":{text}}}' for leaf, text in zip(leaves, texts, strict=True)]
    return {
        "vkey": KEY.verifier.text + "\n",
        "witness": WITNESS.verifier.text + "\n",
        "leaf": texts[2] + "\n",
        "hashes": "".join(f"entry {number}  {leaf.hex()}\n" for number, leaf in enumerate(leaves, start=1))
        + f"root of 2  {merkle.root(2, read).hex()}\nroot of 5  {merkle.root(5, read).hex()}\n",
        "sealed": f"{SALT}\n{SEALED}\n{hashing.sealed_hash(SALT, SEALED)}\n",
        "checkpoint": cosigned,
        "proof": InclusionProof(2, tuple(merkle.inclusion_path(2, 5, read)), last).text,
        "consistency": ConsistencyProof(2, 5, tuple(merkle.consistency_path(2, 5, read)), last).text,
        "export": "\n".join([_json(head), *lines, _json({"checkpoint": last, "consistency": path_text([])})]) + "\n",
    }  # fmt: skip


def _signed(size: int, root: bytes, *, after: int) -> str:
    checkpoint = of(ORIGIN, size, root, issued_at=_at(size), after=after)
    return str(note.Note(checkpoint.text, (KEY.sign(checkpoint.text),)))


def _json(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


if __name__ == "__main__":
    for name, text in blocks().items():
        print(f"```{name}\n{text}```\n")
