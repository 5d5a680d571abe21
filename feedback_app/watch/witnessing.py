"""Asking the witnesses for their signature on the newest checkpoint."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.audit import operations as audit
from feedback_app.audit import queries as log
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.models import LogCheckpoint
from feedback_app.audit.note import BadNote, VerifierKey, signature, verifier_key
from feedback_app.audit.tlog_witness import Behind, Cosigned, NotCosigned, ask, asking
from feedback_app.extensions import db, reading_only

LOOKED_BACK = 50  # issued checkpoints; beyond them the witness says itself from where it wants the proof


@dataclass(frozen=True, slots=True)
class WitnessAddress:
    """A witness: where it is asked, and the key it signs with."""

    url: str
    key: VerifierKey


@dataclass(frozen=True, slots=True)
class Refused:
    """A witness did not sign the checkpoint of so many entries; in words.

    `stem`: how the Chinese words begin, up to the first number. What it goes on refusing is one alarm, however the log
    grows meanwhile, and whatever numbers a false witness invents.
    """

    stem: str
    more_zh: str
    words_en: str

    @property
    def words_zh(self) -> str:
        return f"{self.stem}：{self.more_zh}"


def witnesses(setting: Sequence[tuple[str, str]] | None) -> list[WitnessAddress]:
    """From the setting LOG_WITNESSES. Raises BadNote for a key that is none."""
    return [WitnessAddress(url, verifier_key(vkey)) for url, vkey in setting or ()]


def have_signed(witness: WitnessAddress) -> Refused | None:
    """Ask one witness to cosign the newest issued checkpoint, unless it did; its signature is kept, not committed.

    Returns why it refused. Raises tlog_witness.Unreachable when there was no answer.
    """
    with reading_only():
        newest = log.latest_issued()
        size, is_signed = (newest.size, _signed(newest, witness.key)) if newest else (0, True)
        old = 0 if is_signed else _last_signed(witness.key)
        db.session.rollback()
    if is_signed:
        return None
    answer = _ask(witness, old, size)
    # As far as we have come ourselves: its answer was lost, or another relay has it. It may well sign once more.
    if isinstance(answer, Behind) and answer.size <= size and answer.size != old:
        answer = _ask(witness, answer.size, size)
    if isinstance(answer, Cosigned):
        return _keep(witness, size, answer)
    return _refusal(witness, size, answer)


def _ask(witness: WitnessAddress, old: int, size: int) -> Cosigned | Behind | NotCosigned:
    with reading_only():
        proof = log.consistency_proof(old, size)
        db.session.rollback()
    # Nothing of the database is held while a machine elsewhere takes its time.
    return ask(witness.url, asking(old, proof.path, proof.checkpoint))


def _keep(witness: WitnessAddress, size: int, answer: Cosigned) -> Refused | None:
    for line in answer.lines:
        try:
            if witness.key.made(signature(line)):
                audit.add_cosignature(size, line + "\n", witness=witness.key, by=SYSTEM)
                return None
        except BadNote:
            break
    return Refused(
        f"见证方 {witness.key.name} 给出的签名不成立",
        f"不是它的密钥为第 {size} 条处的检查点签的。",
        f"What the witness {witness.key.name} gave for the checkpoint of {size} entries is no signature of its key.",
    )


def _refusal(witness: WitnessAddress, size: int, answer: Behind | NotCosigned) -> Refused:
    name = witness.key.name
    if isinstance(answer, Behind) and answer.size > size:
        return Refused(
            f"日志变短了，见证方 {name} 不签名",
            f"它见过的日志有 {answer.size} 条，现在的检查点只到第 {size} 条。",
            f"The witness {name} has seen a log of {answer.size} entries; the checkpoint now is of {size}: the log became shorter.",
        )
    if isinstance(answer, Behind):
        return Refused(
            f"出现了两份日志，见证方 {name} 不签名",
            f"它在第 {answer.size} 条处签过的日志与现在的不同。",
            f"What the witness {name} signed at {answer.size} entries is not the log shown now: there are two histories.",
        )
    return Refused(
        f"见证方 {name} 拒绝签名（{answer.status}）",
        f"第 {size} 条处的检查点没有得到它的签名。",
        f"The witness {name} refused to sign the checkpoint of {size} entries ({answer.status}).",
    )


def _last_signed(key: VerifierKey) -> int:
    """The size of the newest of the latest issued checkpoints that this witness signed; 0 when it signed none of them."""
    signed = [row.size for row in log.newest_issued(LOOKED_BACK) if _signed(row, key)]
    return max(signed, default=0)


def _signed(row: LogCheckpoint, key: VerifierKey) -> bool:
    lines = row.cosignatures.splitlines()
    return any(key.made(signature(line)) for line in lines)
