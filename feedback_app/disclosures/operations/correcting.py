"""Correction, clarification and the mark 'being verified' (Article 15)."""

from datetime import date
from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.fields import plain, same
from feedback_app.disclosures.models import DisclosureRecord, RecordClarification, RecordVersion
from feedback_app.disclosures.operations.attesting import attest_clarification
from feedback_app.disclosures.operations.changing import set_aside
from feedback_app.disclosures.operations.guarding import refuse_unfit_words
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
    before = record.live.field_values
    row = record.category
    if not all(row.field(key).public for key in new_values):
        raise NotAllowedHere(
            "内部记录不在公示范围，不能作为更正公布。",
            "Internal fields are not published, so they are no correction.",
        )
    changed = {key: new for key, new in new_values.items() if not same(row.field(key), before.get(key), new)}
    if not changed:
        raise NotAllowedHere(
            "更正后的内容和现在公示的一样。", "The corrected values are what is published already."
        )
    changes = [{"field": key, "old": before.get(key), "new": new} for key, new in changed.items()]
    notice = {lang: correction_notice(row, changes, clock.today(), lang) for lang in ("zh", "en")}
    set_aside(record, by=by, about=about)
    version = next_version(
        record,
        {**before, **changed},
        ChangeKind.CORRECTION,
        notice["zh"],
        notice["en"],
        record.formed_on,
        changes,
    )
    note(record, "correct", by)
    audit.append(
        "record.correct",
        by=by.actor,
        subject=record.subject,
        about=about,
        facts={"version": version.number, "fields": sorted(changed)},
    )
    go_live(record, version, by, about)
    return version


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
