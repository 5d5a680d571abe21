"""A published record gets another version because things changed: begun, edited, given up (Articles 11(二), 12).

From there it takes the same way as a first version: review, approval, publication. The public goes on seeing the live
version until then. At most one change is on its way; a correction sets it aside, since it was written on top of an error.
"""

from datetime import date
from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.change_kinds import CHANGE_KINDS, CHOSEN, ChangeKind
from feedback_app.disclosures.differences import Difference, differences
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.operations import clocks
from feedback_app.disclosures.operations.planning import fail_waiting
from feedback_app.disclosures.operations.preparing import check_editable, next_version, overwritten
from feedback_app.disclosures.operations.taking import NotAllowedHere, check_prepares, note, take, touch
from feedback_app.disclosures.workflow import CHANGEABLE, VersionStatus
from feedback_app.refusals import Refusal

NOTE, CHANGED_ON, AS_A_WHOLE = (
    "note_zh",
    "changed_on",
    "",
)  # where a fault stands, besides the fields themselves


def prepare_change(
    record: DisclosureRecord,
    kind: ChangeKind,
    values: dict[str, Any],
    *,
    note_zh: str,
    note_en: str = "",
    changed_on: date,
    by: StaffUser,
) -> RecordVersion:
    """Begin another version of a published record, as a draft. `values`: all of them, as they shall stand.

    `note_zh`, `note_en`: the public words about the change. Its limit runs from `changed_on`. Raises NotAllowedHere.
    """
    standing = check_prepares(record.category, by)
    check_changeable(record)
    _refuse_first(faults_of_change(record, kind, values, note_zh=note_zh, changed_on=changed_on))
    audit.hold()
    version = next_version(record, values, kind, note_zh, note_en or _english(kind, changed_on), changed_on)
    touch(record)
    note(record, "prepare", by, standing=standing)
    audit.append(
        "record.prepare_change",
        by=standing.actor,
        subject=record.subject,
        facts={"version": version.number, "kind": CHANGE_KINDS[kind].code, "changed_on": changed_on},
    )
    clocks.start_change(record, version, by)
    return version


def edit_change(
    record: DisclosureRecord,
    kind: ChangeKind,
    values: dict[str, Any],
    *,
    note_zh: str,
    note_en: str = "",
    changed_on: date,
    by: StaffUser,
) -> None:
    """Change the draft of a change, or one that was returned. Raises NotAllowedHere."""
    standing = check_prepares(record.category, by)
    check_editable(record)
    _refuse_first(faults_of_change(record, kind, values, note_zh=note_zh, changed_on=changed_on))
    version, changes = record.newest, overwritten(record, values)
    version.field_values, version.change_kind, version.formed_on = values, kind.value, changed_on
    version.notice_zh, version.notice_en = note_zh, note_en or _english(kind, changed_on)
    touch(record)
    note(record, "edit", by, standing=standing)
    audit.append(
        "record.edit",
        by=standing.actor,
        subject=record.subject,
        facts={"version": version.number, "fields": [row["field"] for row in changes]},
        private={"changes": changes} if changes else None,
    )
    clocks.recount_change(record, version, by)


def drop_change(record: DisclosureRecord, *, by: StaffUser, reason: str) -> None:
    """Give up a change that nobody has passed yet. Its words stay in the house; its number is not used again."""
    take(record, "drop_change", by=by, reason=reason)
    clocks.void_change(record, record.newest, by, reason)


def set_aside(record: DisclosureRecord, *, by: StaffUser, about: str) -> None:
    """A correction is about to be published: a change on its way shows the old error and has to be begun anew.

    Its limit runs on, since what changed is still to be published.
    """
    version = record.in_work
    if version is None:
        return
    came_from, version.status = version.status, VersionStatus.DROPPED.value
    fail_waiting(
        record, Refusal("信息已更正，原来的更新停办。", "The record was corrected; the change was set aside.")
    )
    note(record, "set_aside", by)
    audit.append(
        "record.set_aside",
        by=by.actor,
        subject=record.subject,
        about=about,
        from_state=came_from,
        to_state=version.status,
        facts={"version": version.number},
    )


def check_changeable(record: DisclosureRecord) -> None:
    """Raises NotAllowedHere unless the record is public and no other change is on its way."""
    if record.state not in CHANGEABLE or record.live is None:
        raise NotAllowedHere(
            "这条信息现在没有公示，不能更新。", "This record is not public, so it cannot be updated."
        )
    if record.in_work is not None:
        raise NotAllowedHere(
            "这条信息已经有一处更新在办理，请先办完。",
            "Another change of this record is on its way; finish it first.",
        )


def faults_of_change(
    record: DisclosureRecord, kind: ChangeKind, values: dict[str, Any], *, note_zh: str, changed_on: date
) -> dict[str, Refusal]:
    """Why a change cannot be kept as it is written, by the key of the field where the words belong."""
    row = CHANGE_KINDS[kind]
    if row not in CHOSEN or record.live is None:
        return {
            AS_A_WHOLE: NotAllowedHere("更正只能依工单的结论办理。", "A correction needs a ticket's finding.")
        }
    found: dict[str, Refusal] = {}
    if not note_zh.strip():
        found[NOTE] = Refusal(
            "请写明改了什么、为什么改。这句话会公示。", "Say what changed and why. It is published."
        )
    found |= _faults_of_day(record, changed_on)
    changed = changes_of(record, values)
    if not changed:
        found[AS_A_WHOLE] = Refusal(
            "内容和现在公示的一样，没有改动。", "Nothing differs from what is published."
        )
    for one in changed:
        if one.field.kind in row.never_touches or (row.never_touches and one.touches_figures):
            found[one.field.key] = Refusal(
                "这一栏的改动不是错别字：数字、日期、代码、类别写错了，要走纠错程序更正。",
                "This is no typing error: a wrong number, date, code or kind is corrected by way of a ticket.",
            )
    return found


def changes_of(record: DisclosureRecord, values: dict[str, Any]) -> list[Difference]:
    """What these values would change of what the public sees, internal fields included."""
    row: Category = record.category
    live = record.live.field_values if record.live else {}
    asked = row.fields_for(values.get("party_kind", record.party_kind))
    return differences(asked, live, values)


def _faults_of_day(record: DisclosureRecord, changed_on: date) -> dict[str, Refusal]:
    if changed_on > clock.today():
        return {
            CHANGED_ON: Refusal("变更日期不能晚于今天。", "The day of the change cannot be later than today.")
        }
    if changed_on < record.formed_on:
        return {
            CHANGED_ON: Refusal(
                f"变更日期不能早于信息形成之日（{record.formed_on}）。",
                f"The day of the change cannot be before the information was formed ({record.formed_on}).",
            )
        }
    return {}


def _refuse_first(faults: dict[str, Refusal]) -> None:
    for fault in faults.values():
        raise NotAllowedHere(fault.zh, fault.en)


def _english(kind: ChangeKind, changed_on: date) -> str:
    return f"{changed_on.isoformat()}: {CHANGE_KINDS[kind].label_en}."
