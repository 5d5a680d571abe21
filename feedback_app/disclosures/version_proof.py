"""The proof that a published version stood so since a moment: its text, and its place in the signed log."""

from dataclasses import dataclass

from feedback_app.audit import queries as log
from feedback_app.audit.models import LogEntry
from feedback_app.audit.proof_file import Proven, prove
from feedback_app.disclosures.models import DisclosureRecord, RecordClarification, RecordVersion

ACTION, ACTION_OF_CLARIFICATIONS = "record.attest", "record.attest_clarification"
_MOST_VERSIONS = 1_000


@dataclass(frozen=True)
class VersionProof:
    """A version, its text as published, and its place in the signed log."""

    version: RecordVersion
    proven: Proven
    text: str
    salt: str

    @property
    def file(self) -> str:
        """The small file, see docs/proof-file.md: the public text is in it."""
        return self.proven.file(
            "version",
            self.version.record.ref,
            version=self.version.number,
            content=self.text,
            salt=self.salt,
        )


def version_proof(record: DisclosureRecord, version: RecordVersion) -> VersionProof | None:
    """The proof for a version; None when it was published before there were any, or its proof was erased.

    Raises as audit.proof_file.prove; only inside `reading_only`.
    """
    if version.proof_text is None or version.proof_salt is None:
        return None
    entry = _entry(record, version.number)
    return VersionProof(version, prove(entry), version.proof_text, version.proof_salt) if entry else None


@dataclass(frozen=True)
class ClarificationProof:
    """Words beside a record as they were published, and their place in the signed log. `number`: which of the record's."""

    ref: str
    number: int
    proven: Proven
    text: str
    salt: str

    @property
    def file(self) -> str:
        """The small file, see docs/proof-file.md."""
        return self.proven.file(
            "clarification", self.ref, clarification=self.number, content=self.text, salt=self.salt
        )


def clarification_proof(
    record: DisclosureRecord, words: RecordClarification, number: int
) -> ClarificationProof | None:
    """As version_proof, for words that stand beside a record."""
    if words.proof_text is None or words.proof_salt is None:
        return None
    entry = _entry(record, number, ACTION_OF_CLARIFICATIONS, "clarification")
    if entry is None:
        return None
    return ClarificationProof(record.ref, number, prove(entry), words.proof_text, words.proof_salt)


def _entry(
    record: DisclosureRecord, number: int, action: str = ACTION, fact: str = "version"
) -> LogEntry | None:
    entries = log.entries(subject=record.subject, action=action, limit=_MOST_VERSIONS)
    return next((one for one in entries if one.fact_values.get(fact) == number), None)
