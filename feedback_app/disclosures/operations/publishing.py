"""Before the public: the first version, and those that follow because the facts moved on (Articles 10, 12, 14)."""

from datetime import date
from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.carriers import operations as carriers
from feedback_app.carriers import queries as carrier_queries
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as open_deadlines
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.operations.attesting import attest
from feedback_app.disclosures.operations.mirrors import reflect
from feedback_app.disclosures.operations.preparing import name_from, new_version
from feedback_app.disclosures.operations.taking import note, take
from feedback_app.extensions import db


def publish(record: DisclosureRecord, *, by: StaffUser) -> None:
    """Put an approved record before the public, on every carrier its row names (Articles 10, 14)."""
    take(record, "publish", by=by)
    go_live(record, record.newest, by)
    _stop_clocks(record, by)


def publish_update(
    record: DisclosureRecord,
    values: dict[str, Any],
    *,
    note_zh: str,
    note_en: str,
    formed_on: date,
    by: StaffUser,
) -> RecordVersion:
    """A new version because the facts moved on (rectified, seal lifted …), under the 5-working-day clock of Article 12."""
    audit.hold()
    rule = record.category.change_clock
    if rule not in {running.rule for running in open_deadlines.open_clocks("record", record.ref)}:
        deadlines.start(
            rule, subject_kind="record", subject_ref=record.ref, started_on=formed_on, by=by.actor
        )
    version = next_version(record, values, "update", note_zh, note_en, formed_on)
    note(record, "update", by)
    audit.append("record.update", by=by.actor, subject=record.subject, facts={"version": version.number})
    go_live(record, version, by)
    _stop_clocks(record, by)
    return version


def go_live(
    record: DisclosureRecord, version: RecordVersion, by: StaffUser, about: str | None = None
) -> None:
    now = clock.now()
    shown_on = channels_for(record)
    version.published_at = now
    record.live_number, record.published_at = version.number, now
    record.first_published_at = record.first_published_at or now
    name_from(record, record.category, version.field_values)
    attest(record, version)
    carriers.push(record.ref, version.number, shown_on, by=by.actor, about=about)
    reflect(record)


def _stop_clocks(record: DisclosureRecord, by: StaffUser) -> None:
    """What was due is public now. A correction stops nothing: a change that is still owed goes on being owed."""
    for running in open_deadlines.open_clocks("record", record.ref):
        if running.rule not in ("RETENTION_ORG", "RETENTION_NATURAL"):
            deadlines.stop(running, by=by.actor)


def channels_for(record: DisclosureRecord) -> tuple[str, ...]:
    """What the category's row names, and wherever the version before was shown: an error must go from all of them."""
    wanted = dict.fromkeys(record.category.carriers_for(record.party_kind, record.newest.field_values))
    if record.live_number:
        before = carrier_queries.publications_of(record.ref, record.live_number)
        wanted |= dict.fromkeys(row.channel for row in before)
    return tuple(wanted)


def next_version(
    record: DisclosureRecord,
    values: dict[str, Any],
    kind: str,
    note_zh: str,
    note_en: str,
    formed_on: date,
    changes: list[dict[str, Any]] | None = None,
) -> RecordVersion:
    version = new_version(record, record.newest.number + 1, values, kind, formed_on)
    version.notice_zh, version.notice_en, version.changes = note_zh, note_en, changes or []
    record.versions.append(version)
    db.session.flush()
    return version
