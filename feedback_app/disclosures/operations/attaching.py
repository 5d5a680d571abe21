"""The files of a record: kept as they came, published only as their safe copy, and only those somebody chose (Article 14)."""

from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from feedback_app import clock
from feedback_app.accounts.models import StaffUser, Standing
from feedback_app.audit import operations as audit
from feedback_app.disclosures import queries
from feedback_app.disclosures.models import DisclosureRecord, RecordFile
from feedback_app.disclosures.operations.preparing import check_editable
from feedback_app.disclosures.operations.taking import NotAllowedHere, check_prepares, note, touch
from feedback_app.extensions import db
from feedback_app.files import operations as files
from feedback_app.files.operations import KeptBytes
from feedback_app.guard import BY_KEY, NAME_PLACE, FileReport
from feedback_app.guard.settled import own_numbers

MOST_FILES = 20


@dataclass(frozen=True)
class FileWords:
    """What the staff say of a file: whether it goes out, under which name, with which words, at which place."""

    is_published: bool
    name: str
    description: str
    position: int


def add_file(
    record: DisclosureRecord, original: KeptBytes, copy: KeptBytes, report: FileReport, *, by: StaffUser
) -> RecordFile:
    """Put a file that was looked through beside the draft. It is not chosen for publication yet."""
    standing = _check_may_change(record, by)
    there = queries.files_of(record, record.newest.number)
    if len(there) >= MOST_FILES:
        raise NotAllowedHere(f"一条信息最多{MOST_FILES}个附件。", f"A record has at most {MOST_FILES} files.")
    audit.hold()
    kept = files.keep(original, subject=record.subject, kept_by="staff", by=standing.actor)
    db.session.flush()
    file = RecordFile(
        record_id=record.id,
        version_number=record.newest.number,
        number=_next_number(record),
        attachment_id=kept.id,
        name=original.name,
        media_type=copy.kind.media_type,
        copy_sha256=copy.sha256,
        copy_size=copy.size,
        pages=report.pages,
        is_published=False,
        position=len(there) + 1,
        description="",
        findings=[asdict(one) for one in report.findings],
        removed=[list(words) for words in report.removed],
        words="" if any(one.key in BY_KEY for one in report.findings) else report.words[:200_000],
        kept_at=clock.now(),
    )
    db.session.add(file)
    _noted(record, file, "record.add_file", standing)
    return file


def describe_file(record: DisclosureRecord, file: RecordFile, words: FileWords, *, by: StaffUser) -> None:
    """Say whether a file is published, and how it is named, described and placed.

    A new name is looked through like the old one when the version comes to be checked: `findings` about names are redone here.
    """
    standing = _check_may_change(record, by)
    file.is_published, file.description, file.position = words.is_published, words.description, words.position
    if words.name != file.name:
        file.name = words.name
        file.findings = [one for one in file.findings if one["place_zh"] != NAME_PLACE[0]] + _name_findings(
            words.name
        )
    _noted(record, file, "record.change_file", standing)


def look_at_file(record: DisclosureRecord, file: RecordFile, *, by: StaffUser) -> None:
    """Somebody looked at every page a machine cannot read (扫描件逐页看过)."""
    standing = _check_may_change(record, by)
    file.looked_at, file.looked_at_by = clock.now(), by.name
    _noted(record, file, "record.look_at_file", standing)


def drop_file(record: DisclosureRecord, file: RecordFile, *, by: StaffUser) -> None:
    """Take a file from the draft. What was handed in stays kept, and versions published before keep theirs."""
    standing = _check_may_change(record, by)
    _noted(record, file, "record.drop_file", standing)
    db.session.delete(file)


def _name_findings(name: str) -> list[dict[str, str]]:
    report = FileReport()
    report.read(name, *NAME_PLACE, own_numbers())
    return [asdict(one) for one in report.findings]


def _next_number(record: DisclosureRecord) -> int:
    """Never one that an earlier version used for another file: its address may be written down somewhere."""
    highest = db.session.scalar(select(func.max(RecordFile.number)).where(RecordFile.record_id == record.id))
    return (highest or 0) + 1


def _check_may_change(record: DisclosureRecord, by: StaffUser) -> Standing:
    check_editable(record)
    return check_prepares(record.category, by)


def _noted(record: DisclosureRecord, file: RecordFile, action: str, standing: Standing) -> None:
    """In whose name it was done counts: neither of the two may pass this version."""
    touch(record)
    note(record, "edit", standing.by, standing=standing)
    audit.append(
        action,
        by=standing.actor,
        subject=record.subject,
        facts={"version": record.newest.number, "file": file.number},
        private={"sha256": file.copy_sha256},
    )
