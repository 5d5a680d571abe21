"""Putting on record what a version said when it went live, so that anyone can prove later that it stood so."""

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.audit.commitments import commitment, digest, new_salt
from feedback_app.disclosures.models import DisclosureRecord, RecordClarification, RecordVersion
from feedback_app.disclosures.public_text import clarification_text, version_text


def attest(record: DisclosureRecord, version: RecordVersion) -> None:
    """Append the commitment to what the public sees of this version. The entry names nobody: it is shown to anyone."""
    text = version_text(
        record.category,
        ref=record.ref,
        party_kind=record.party_kind,
        number=version.number,
        values=version.field_values,
        kind=version.change_kind,
        notice=version.notice_zh,
        at=version.published_at or clock.now(),
    )
    version.proof_text, version.proof_salt = text, new_salt()
    audit.append(
        "record.attest",
        by=SYSTEM,
        subject=record.subject,
        facts=facts_of(version.number, text, version.proof_salt),
    )


def attest_clarification(record: DisclosureRecord, words: RecordClarification, number: int) -> None:
    """The same for words beside a record (澄清). `number`: which of the record's clarifications it is, from 1."""
    text = clarification_text(record.ref, record.title_zh, number, words.text, words.published_at)
    words.proof_text, words.proof_salt = text, new_salt()
    audit.append(
        "record.attest_clarification",
        by=SYSTEM,
        subject=record.subject,
        facts={"clarification": number, "content_hash": commitment(words.proof_salt, digest(text))},
    )


def facts_of(number: int, text: str, salt: str) -> dict[str, str | int]:
    """The public facts that bind to a version's text."""
    return {"version": number, "content_hash": commitment(salt, digest(text))}


def forget_proof(version: RecordVersion | RecordClarification) -> None:
    """Erase what was committed to and its salt, when a record comes down: the entry stays and says nothing more."""
    version.proof_text = version.proof_salt = None
