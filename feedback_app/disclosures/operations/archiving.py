"""The sealed archive (密封存档): what a record said is moved there when it comes down, and nothing of it stays in clear.

The regulation wants the page to show the reason and never the old content; whoever has to judge the case later still
needs the original. So the words are encrypted, opened only by a few with a reason, and every opening is logged.
"""

from collections.abc import Sequence
from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import SUPERVISORS, Role
from feedback_app.audit import operations as audit
from feedback_app.disclosures import queries
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion, SealedOriginal, Takedown
from feedback_app.disclosures.operations.attesting import forget_proof
from feedback_app.disclosures.operations.taking import NotAllowedHere
from feedback_app.extensions import db

ARCHIVE_READERS = SUPERVISORS | {Role.LEGAL_SECTION_HEAD}
WHOLE = 0  # the number under which lies what belongs to the record and to no version
# With text and salt of its commitment, so that what comes out of the archive can be proven to be what was published.
_OF_A_VERSION = ("field_values", "changes", "notice_zh", "notice_en", "proof_text", "proof_salt")
_OF_THE_RECORD = ("title_zh", "title_en", "document_number")


def seal_record(record: DisclosureRecord, *, closes_reasons: bool = False) -> None:
    """Move everything the record ever said into the archive: all versions, its title and number, its clarifications.

    `closes_reasons`: also what people wrote down as their reasons, where it may name what must not be read.
    """
    seal_versions(record, record.versions)
    words = queries.clarifications(record)
    content: dict[str, Any] = {name: getattr(record, name) for name in _OF_THE_RECORD}
    content["clarifications"] = [
        {
            "text": one.text,
            "published_at": one.published_at.isoformat(),
            "proof_text": one.proof_text,
            "proof_salt": one.proof_salt,
        }
        for one in words
    ]
    content["reasons"] = _take_reasons(record) if closes_reasons else []
    _keep(record, WHOLE, content)
    for one in words:
        one.text = ""
        forget_proof(one)
    record.title_zh = f"已撤下的公示信息（{record.ref}）"
    record.title_en = f"Information taken down ({record.ref})"
    record.document_number = ""


def keep_notice(record: DisclosureRecord, down: Takedown) -> None:
    """The words of a take-down's notice that are about to be corrected."""
    told = {"number": down.notice_number, "words_zh": down.words_zh, "words_en": down.words_en}
    _keep(record, WHOLE, {"notice": told})


def _take_reasons(record: DisclosureRecord) -> list[dict[str, str]]:
    """The typed reasons of acts, of what two people let stand, and of hidings; nothing of them stays in clear."""
    taken = []
    for act in queries.history(record):
        if act.reason:
            taken.append({"by": act.user_name, "at": act.at.isoformat(), "reason": act.reason})
            act.reason = ""
    for version in record.versions:
        for one in queries.overrides_of(record, version.number):
            taken.append({"by": one.first_name, "at": one.first_at.isoformat(), "reason": one.first_reason})
            if one.second_at is not None:
                taken.append(
                    {"by": one.second_name, "at": one.second_at.isoformat(), "reason": one.second_reason}
                )
            one.first_reason = one.second_reason = one.masked = ""
    for hiding in queries.hidings_of(record):
        if hiding.ended_at is not None and hiding.ended_because:
            taken.append(
                {"by": hiding.ended_by, "at": hiding.ended_at.isoformat(), "reason": hiding.ended_because}
            )
            hiding.ended_because = ""
    return taken


def seal_withheld(record: DisclosureRecord) -> None:
    """Move what an unpublished record says into the archive: nothing of what law keeps back stays in clear."""
    seal_versions(record, record.versions)
    _keep(record, WHOLE, {name: getattr(record, name) for name in _OF_THE_RECORD})
    record.title_zh = f"依法不予公开的信息（{record.ref}）"
    record.title_en = f"Information withheld by law ({record.ref})"
    record.document_number = ""


def unseal_withheld(record: DisclosureRecord) -> None:
    """Give an unpublished record its words back. Its files are looked through again before any of them goes out."""
    kept = {one.version_number: one.content for one in queries.sealed_originals(record)}  # the latest counts
    for name in _OF_THE_RECORD:
        setattr(record, name, kept[WHOLE][name])
    for version in record.versions:
        content, version.sealed_at = kept[version.number], None
        for name in _OF_A_VERSION:
            setattr(version, name, content[name])
        _give_files_back(record, version, content["files"])


def _give_files_back(record: DisclosureRecord, version: RecordVersion, told: list[dict[str, Any]]) -> None:
    by_bytes = {one["sha256"]: one for one in told}
    for file in queries.files_of(record, version.number):
        for name in ("words", "description", "findings"):
            setattr(file, name, by_bytes[file.copy_sha256][name])


def seal_versions(record: DisclosureRecord, versions: Sequence[RecordVersion]) -> int:
    """Move what these versions said into the archive; returns how many were not there yet."""
    open_ones = [one for one in versions if one.sealed_at is None]
    for version in open_ones:
        content = {name: getattr(version, name) for name in _OF_A_VERSION}
        _keep(record, version.number, content | {"files": _take_files(record, version)})
        version.field_values, version.sealed_at = {}, clock.now()
        _forget_changes(version)
        forget_proof(version)
    return len(open_ones)


def _take_files(record: DisclosureRecord, version: RecordVersion) -> list[dict[str, Any]]:
    """What is written in clear about the files of a version. Their names are sealed already, their bytes stay in store."""
    told = []
    for one in queries.files_of(record, version.number):
        told.append(
            {"name": one.name, "sha256": one.copy_sha256}
            | {name: getattr(one, name) for name in ("words", "description", "findings")}
        )
        one.words, one.description, one.findings, one.is_published = "", "", [], False
    return told


def seal_changes(record: DisclosureRecord, version: RecordVersion, note_zh: str, note_en: str) -> None:
    """Keep apart what a version that stays says of the version before it, and let it say only this much."""
    told = {name: getattr(version, name) for name in ("changes", "notice_zh", "notice_en")}
    _keep(record, version.number, told)
    _forget_changes(version)
    version.notice_zh, version.notice_en = note_zh, note_en


def _forget_changes(version: RecordVersion) -> None:
    version.changes, version.notice_zh, version.notice_en = [], "", ""


def open_archive(record: DisclosureRecord, *, by: StaffUser, reason: str) -> list[SealedOriginal]:
    """What lies sealed of a record, oldest version first. Each opening is logged with its reason.

    Raises NotAllowedHere for anyone but the legal section's head and supervisors.
    """
    if not by.roles & ARCHIVE_READERS:
        raise NotAllowedHere(
            "封存的原件只有法制科负责人和监督人员可以查看。",
            "Only the head of the legal section and supervisors may open the archive.",
        )
    found = queries.sealed_originals(record)
    versions = len({one.version_number for one in found} - {WHOLE})
    audit.append(
        "archive.view", by=by.actor, subject=record.subject, reason=reason, facts={"versions": versions}
    )
    return found


def _keep(record: DisclosureRecord, number: int, content: dict[str, Any]) -> None:
    db.session.add(
        SealedOriginal(record_id=record.id, version_number=number, content=content, sealed_at=clock.now())
    )
