"""Correction, clarification and the mark 'being verified' (Article 15)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.checks import Finding
from feedback_app.disclosures.fields import plain, same
from feedback_app.disclosures.models import (
    DisclosureRecord,
    GuardOverride,
    RecordClarification,
    RecordVersion,
)
from feedback_app.disclosures.operations.attesting import attest_clarification
from feedback_app.disclosures.operations.changing import set_aside
from feedback_app.disclosures.operations.guarding import (
    OVERRIDES_A_CORRECTION,
    held_up_by,
    override_guard,
    refuse_unfit_words,
)
from feedback_app.disclosures.operations.mirrors import reflect
from feedback_app.disclosures.operations.preparing import next_version
from feedback_app.disclosures.operations.publishing import go_live
from feedback_app.disclosures.operations.taking import NotAllowedHere, note, touch
from feedback_app.extensions import db


def publish_correction(
    record: DisclosureRecord, new_values: dict[str, Any], *, by: StaffUser, about: str
) -> RecordVersion:
    """Correct a published record (更正, Article 15): a new version with a notice that names old and new value.

    `new_values`: the fields that change. `about`: the ticket that found it, for the log. Raises NotAllowedHere when
    nothing would change.
    """
    if not (record.is_public or record.is_hidden) or record.live is None:
        raise NotAllowedHere(
            "这条信息现在没有公示，不能更正。", "This record is not public, so it cannot be corrected."
        )
    planned = _plan(record, new_values)
    if not planned.changes:
        raise NotAllowedHere(
            "更正后的内容和现在公示的一样。", "The corrected values are what is published already."
        )
    set_aside(record, by=by, about=about)
    version = next_version(
        record,
        planned.values,
        ChangeKind.CORRECTION,
        planned.notice_zh,
        planned.notice_en,
        record.formed_on,
        planned.changes,
    )
    note(record, "correct", by)
    audit.append(
        "record.correct",
        by=by.actor,
        subject=record.subject,
        about=about,
        facts={"version": version.number, "fields": sorted(change["field"] for change in planned.changes)},
    )
    go_live(record, version, by, about)
    return version


@dataclass(frozen=True)
class _Planned:
    """A correction before it is one: all values as they would stand, what changes, the public sentence."""

    values: dict[str, Any]
    changes: list[dict[str, Any]]
    notice_zh: str
    notice_en: str


def _plan(record: DisclosureRecord, new_values: dict[str, Any]) -> _Planned:
    row, before = record.category, record.live.field_values if record.live else {}
    if not all(row.field(key).public for key in new_values):
        raise NotAllowedHere(
            "内部记录不在公示范围，不能作为更正公布。",
            "Internal fields are not published, so they are no correction.",
        )
    changes = [
        {"field": key, "old": before.get(key), "new": new}
        for key, new in new_values.items()
        if not same(row.field(key), before.get(key), new)
    ]
    values = {**before, **{change["field"]: change["new"] for change in changes}}
    notices = [correction_notice(row, changes, clock.today(), lang) for lang in ("zh", "en")]
    return _Planned(values, changes, *notices)


@dataclass(frozen=True)
class HeldUp:
    """One place at which the guard holds a correction up, and who has signed that it may stand."""

    finding: Finding
    signed: GuardOverride | None

    def is_signed_by(self, person: StaffUser) -> bool:
        """Whether nothing is left to be signed here for this person."""
        return self.signed is not None and (self.signed.is_complete or self.signed.first_id == person.id)


def correction_held_up(record: DisclosureRecord, new_values: dict[str, Any]) -> list[HeldUp]:
    """What the guard would hold against this correction if it were published now; empty when nothing stands in its way."""
    version = _prospective(record, new_values)
    signed = {one.fingerprint: one for one in queries.overrides_of(record, version.number)}
    return [HeldUp(one, signed.get(one.fingerprint)) for one in held_up_by(record, version)]


def let_correction_stand(
    record: DisclosureRecord, new_values: dict[str, Any], fingerprint: str, *, by: StaffUser, reason: str
) -> GuardOverride:
    """Sign that what the guard holds a correction up for may stand, as for any version: two people, one of them answering
    for it by their post. The same words stand in the field and in both notices: one signature counts for all of them.

    Raises NotAllowedHere, also when the place is not held up any more.
    """
    held = {one.finding.fingerprint: one for one in correction_held_up(record, new_values)}
    meant = held.get(fingerprint)
    if meant is None:
        raise NotAllowedHere("这一处已经不用放行了。", "This place is not held up any more.")
    number = _prospective(record, new_values).number
    alike = [
        one
        for one in held.values()
        if one is not meant and _is_alike(one, meant) and not one.is_signed_by(by)
    ]
    rows = [
        override_guard(
            record, one.finding, version_number=number, by=by, reason=reason, act=OVERRIDES_A_CORRECTION
        )
        for one in (meant, *alike)
    ]
    return rows[0]


def _is_alike(one: HeldUp, other: HeldUp) -> bool:
    return (one.finding.check, one.finding.excerpt) == (other.finding.check, other.finding.excerpt)


def _prospective(record: DisclosureRecord, new_values: dict[str, Any]) -> RecordVersion:
    """The version a correction would make; it is no row and belongs to no session."""
    planned = _plan(record, new_values)
    return RecordVersion(
        number=record.newest.number + 1, field_values=planned.values, change_kind=ChangeKind.CORRECTION.value,
        notice_zh=planned.notice_zh, notice_en=planned.notice_en, changes=planned.changes, formed_on=record.formed_on,
    )  # fmt: skip


def correction_notice(row: Category, changes: list[dict[str, Any]], on: date, lang: str) -> str:
    """The public sentence of a correction: which field, from what to what, when."""
    parts = []
    for change in changes:
        field = row.field(change["field"])
        old, new = plain(field, change["old"], lang), plain(field, change["new"], lang)
        parts.append(
            f"{field.label_zh}由“{old}”更正为“{new}”"
            if lang == "zh"
            else f"{field.label_en}: “{old}” corrected to “{new}”"
        )
    return (
        f"{on.isoformat()} 更正：{'；'.join(parts)}。"
        if lang == "zh"
        else f"{on.isoformat()}: {'; '.join(parts)}."
    )


def clarify(record: DisclosureRecord, text: str, *, by: StaffUser, about: str) -> RecordClarification:
    """Publish words beside a record whose content was right (澄清, Article 15). Raises GuardRefused for personal data in them."""
    refuse_unfit_words(record, text, "澄清说明", "Clarification")
    clarification = RecordClarification(record_id=record.id, text=text, published_at=clock.now())
    number = len(queries.clarifications(record)) + 1
    db.session.add(clarification)
    touch(record)  # whoever seals the record at this moment has not seen these words
    note(record, "clarify", by)
    audit.append("record.clarify", by=by.actor, subject=record.subject, about=about)
    attest_clarification(record, clarification, number)
    reflect(record)
    return clarification


def mark_under_verification(record: DisclosureRecord, under: bool, *, by: StaffUser, about: str) -> None:
    """Show or clear 'being verified' (核实中) beside a record; nothing happens when it stands so already."""
    if record.under_verification == under:
        return
    record.under_verification = under
    action = "record.mark_under_verification" if under else "record.clear_under_verification"
    audit.append(action, by=by.actor, subject=record.subject, about=about)
