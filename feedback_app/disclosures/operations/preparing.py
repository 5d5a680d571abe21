"""Beginning a record and changing its draft. Nothing that was published is ever edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue import Category, category
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.models import DisclosureRecord, RecordFile, RecordVersion
from feedback_app.disclosures.operations import clocks
from feedback_app.disclosures.operations.taking import NotAllowedHere, check_prepares, note, touch
from feedback_app.disclosures.workflow import EDITABLE, RecordStatus, VersionStatus
from feedback_app.extensions import db
from feedback_app.numbering import next_numbers


@dataclass(frozen=True)
class Draft:
    """What a record begins with; see `prepare`."""

    values: dict[str, Any]
    formed_on: date
    party_kind: str | None = None
    once_hash: str | None = None


def prepare(
    category_key: str,
    values: dict[str, Any],
    *,
    formed_on: date,
    by: StaffUser,
    party_kind: str | None = None,
    is_sample: bool = False,
    once_hash: str | None = None,
) -> DisclosureRecord:
    """Begin a record as a draft. `once_hash` marks the form it came from: the database takes it only once.
    `values`: field key → parsed value (see fields.parse). Its clock starts from `formed_on`."""
    row = category(category_key)
    standing = check_prepares(row, by)
    (ref,) = _next_refs(row, 1)
    record = _begun(row, Draft(values, formed_on, party_kind, once_hash), ref, by)
    record.is_sample = is_sample
    db.session.add(record)
    db.session.flush()
    note(record, "prepare", by, standing=standing)
    audit.append(
        "record.prepare", by=standing.actor, subject=record.subject, facts={"category": row.key, "version": 1}
    )
    clocks.start_first(record, by)
    return record


def prepare_many(category_key: str, drafts: Sequence[Draft], *, by: StaffUser) -> list[DisclosureRecord]:
    """As `prepare`, for all of them or none: the same records, history, log entries and clocks, in the order given.

    Whoever calls this holds the log's turn (audit.hold).
    """
    row = category(category_key)
    standing = check_prepares(row, by)
    refs = _next_refs(row, len(drafts))
    records = [_begun(row, draft, ref, by) for draft, ref in zip(drafts, refs, strict=True)]
    db.session.add_all(records)
    db.session.flush()
    for record in records:
        note(record, "prepare", by, standing=standing)
    clocks.start_first_of_many(records, by)
    facts, now = {"category": row.key, "version": 1}, clock.now()
    audit.append_many(
        {
            "action": "record.prepare",
            "by": standing.actor,
            "subject": record.subject,
            "facts": facts,
            "at": now,
        }
        for record in records
    )
    return records


def _next_refs(row: Category, count: int) -> list[str]:
    year = clock.to_local(clock.now()).year
    return [f"{row.code}-{year}-{number:04d}" for number in next_numbers(f"{row.code}-{year}", count)]


def _begun(row: Category, draft: Draft, ref: str, by: StaffUser) -> DisclosureRecord:
    record = DisclosureRecord(
        ref=ref,
        category_key=row.key,
        stage=row.stage.value,
        status=RecordStatus.DRAFT,
        party_kind=draft.party_kind,
        formed_on=draft.formed_on,
        is_sample=False,
        under_verification=False,
        handling_unit_id=by.unit_id,
        created_at=clock.now(),
        once_hash=draft.once_hash,
    )
    name_from(record, row, draft.values)
    record.versions.append(new_version(1, draft.values, ChangeKind.INITIAL, draft.formed_on))
    return record


def edit(
    record: DisclosureRecord,
    values: dict[str, Any],
    *,
    formed_on: date,
    party_kind: str | None,
    by: StaffUser,
) -> None:
    """Change a draft or a returned record. Nothing that was published is ever edited.

    When the day the information was formed is changed, or the kind of result, its clocks are started anew.
    """
    check_editable(record)
    standing = check_prepares(record.category, by)
    if record.live_number is not None:
        raise NotAllowedHere(
            "这条信息已经公示，请在“更新”里修改。",
            "This record is public; edit the change that is on its way.",
        )
    changes = overwritten(record, values)
    record.newest.field_values, record.party_kind = values, party_kind
    name_from(record, record.category, values)
    touch(record)
    note(record, "edit", by, standing=standing)
    audit.append(
        "record.edit",
        by=standing.actor,
        subject=record.subject,
        facts={"version": record.newest.number, "fields": [row["field"] for row in changes]},
        private={"changes": changes} if changes else None,
    )
    record.formed_on = record.newest.formed_on = formed_on
    clocks.recount_first(record, by)


def overwritten(record: DisclosureRecord, values: dict[str, Any]) -> list[dict[str, Any]]:
    """What an edit changes, field by field: a draft is overwritten, so only the log can tell what it said before."""
    before = record.newest.field_values
    return [
        {"field": field.key, "old": before.get(field.key), "new": values.get(field.key)}
        for field in record.category.fields
        if before.get(field.key) != values.get(field.key)
    ]


def check_editable(record: DisclosureRecord) -> None:
    """Raises NotAllowedHere unless the newest version is a draft or was returned."""
    if record.newest.state not in EDITABLE:
        raise NotAllowedHere(
            "已提交的信息不能再改；请先退回。", "A submitted record cannot be changed; send it back first."
        )


def name_from(record: DisclosureRecord, row: Category, values: dict[str, Any]) -> None:
    record.title_zh, record.title_en = row.title_of(values, "zh"), row.title_of(values, "en")
    record.document_number = values.get("document_number") or ""


def new_version(number: int, values: dict[str, Any], kind: ChangeKind, formed_on: date) -> RecordVersion:
    return RecordVersion(
        number=number,
        status=VersionStatus.DRAFT.value,
        field_values=values,
        change_kind=kind.value,
        changes=[],
        notice_zh="",
        notice_en="",
        formed_on=formed_on,
        created_at=clock.now(),
    )


def next_version(
    record: DisclosureRecord,
    values: dict[str, Any],
    kind: ChangeKind,
    note_zh: str,
    note_en: str,
    formed_on: date,
    changes: list[dict[str, Any]] | None = None,
) -> RecordVersion:
    """The version after the newest, as a draft. It takes over the files the public sees."""
    version = new_version(record.newest.number + 1, values, kind, formed_on)
    version.notice_zh, version.notice_en, version.changes = note_zh, note_en, changes or []
    record.versions.append(version)
    db.session.flush()
    for file in queries.files_of(record, record.live_number or 0):
        db.session.add(RecordFile(**file.values(), version_number=version.number))
    return version
