"""What can be done to a record: prepare, review, approve, publish, correct, clarify (Articles 11–15).

Each act leaves a RecordAct (recusal is read from these) and a log entry. Only this module assigns `record.status`.
"""

from datetime import date
from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.carriers import operations as carriers
from feedback_app.carriers import queries as carrier_queries
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as open_deadlines
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue import AFTER_APPROVAL, FROM_FORMATION, Category, category
from feedback_app.disclosures.fields import plain, same
from feedback_app.disclosures.models import DisclosureRecord, RecordAct, RecordClarification, RecordVersion
from feedback_app.disclosures.workflow import STEPS, RecordStatus, RecordStep
from feedback_app.extensions import db
from feedback_app.numbering import next_number
from feedback_app.refusals import Refusal


class NotAllowedHere(Refusal):
    """A step this record, this person or this moment does not allow."""


class NotYourOwnWork(NotAllowedHere):
    """Nobody reviews or approves what they prepared."""

    def __init__(self) -> None:
        super().__init__(
            "这条信息是您拟制的，须由其他人审核、批准。",
            "You prepared this record; someone else must review and approve it.",
        )


def prepare(
    category_key: str,
    values: dict[str, Any],
    *,
    formed_on: date,
    by: StaffUser,
    party_kind: str | None = None,
    is_sample: bool = False,
) -> DisclosureRecord:
    """Begin a record as a draft. `values`: field key → parsed value (see fields.parse). Its clock starts from `formed_on`."""
    row = category(category_key)
    _check_prepares(row, by)
    now = clock.now()
    year = clock.to_local(now).year
    record = DisclosureRecord(
        ref=f"{row.code}-{year}-{next_number(f'{row.code}-{year}'):04d}",
        category_key=row.key,
        stage=row.stage.value,
        status=RecordStatus.DRAFT,
        party_kind=party_kind,
        formed_on=formed_on,
        is_sample=is_sample,
        under_verification=False,
        handling_unit_id=by.unit_id,
        created_at=now,
    )
    _name(record, row, values)
    record.versions.append(_version(record, 1, values, "initial", formed_on))
    db.session.add(record)
    db.session.flush()
    _note(record, "prepare", by)
    audit.append(
        "record.prepare", by=by.actor, subject=record.subject, facts={"category": row.key, "version": 1}
    )
    if row.clock_starts == FROM_FORMATION:
        rule = row.clock_for(values)
        deadlines.start(
            rule, subject_kind="record", subject_ref=record.ref, started_on=formed_on, by=by.actor
        )
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

    When the day the information was formed is changed, its clock is started anew from that day, with the reason on it.
    """
    if record.state not in (RecordStatus.DRAFT, RecordStatus.RETURNED):
        raise NotAllowedHere(
            "已提交的信息不能再改；请先退回。", "A submitted record cannot be changed; send it back first."
        )
    _check_prepares(record.category, by)
    record.newest.field_values, record.party_kind = values, party_kind
    _name(record, record.category, values)
    _note(record, "edit", by)
    audit.append("record.edit", by=by.actor, subject=record.subject, facts={"version": record.newest.number})
    if formed_on != record.formed_on:
        record.formed_on = record.newest.formed_on = formed_on
        _restart_clock(record, by)


def submit_for_review(record: DisclosureRecord, *, by: StaffUser) -> None:
    """Hand a draft to its reviewer (Article 14)."""
    _take(record, "submit_for_review", by=by)


def review(record: DisclosureRecord, *, by: StaffUser, reason: str | None = None) -> None:
    """The section head's review of the material (Article 14)."""
    _take(record, "review", by=by, reason=reason)


def send_back(record: DisclosureRecord, *, by: StaffUser, reason: str) -> None:
    """Return to the preparer with the reason."""
    _take(record, "send_back", by=by, reason=reason)


def approve(record: DisclosureRecord, *, by: StaffUser, reason: str | None = None) -> None:
    """The approval the category's row demands (Articles 11, 12, 14)."""
    if record.category.reviews and not queries.has_act(record, record.newest.number, "review"):
        raise NotAllowedHere("还没有审核通过，不能批准。", "It has not passed its review yet.")
    _take(record, "approve", by=by, reason=reason)
    row = record.category
    if row.clock_starts == AFTER_APPROVAL:
        deadlines.start(
            row.clock, subject_kind="record", subject_ref=record.ref, started_on=clock.today(), by=by.actor
        )


def publish(record: DisclosureRecord, *, by: StaffUser) -> None:
    """Put an approved record before the public, on every carrier its row names (Articles 10, 14)."""
    _take(record, "publish", by=by)
    _go_live(record, record.newest, by)


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
    version = _next_version(record, values, "update", note_zh, note_en, formed_on)
    _note(record, "update", by)
    audit.append("record.update", by=by.actor, subject=record.subject, facts={"version": version.number})
    _go_live(record, version, by)
    return version


def publish_correction(
    record: DisclosureRecord, new_values: dict[str, Any], *, by: StaffUser, about: str
) -> RecordVersion:
    """Correct a published record (更正, Article 15): a new version with a notice that names old and new value.

    `new_values`: the fields that change. `about`: the ticket that found it, for the log. Raises NotAllowedHere when
    nothing would change.
    """
    if not record.is_public or record.live is None:
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
    version = _next_version(
        record, {**before, **changed}, "correction", notice["zh"], notice["en"], record.formed_on, changes
    )
    _note(record, "correct", by)
    audit.append(
        "record.correct",
        by=by.actor,
        subject=record.subject,
        about=about,
        facts={"version": version.number, "fields": sorted(changed)},
    )
    _go_live(record, version, by, about)
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
    """Publish words beside a record whose content was right (澄清, Article 15)."""
    clarification = RecordClarification(record_id=record.id, text=text, published_at=clock.now())
    db.session.add(clarification)
    _note(record, "clarify", by)
    audit.append("record.clarify", by=by.actor, subject=record.subject, about=about)
    return clarification


def mark_under_verification(record: DisclosureRecord, under: bool, *, by: StaffUser, about: str) -> None:
    """Show or clear 'being verified' (核实中) beside a record; nothing happens when it stands so already."""
    if record.under_verification == under:
        return
    record.under_verification = under
    action = "record.mark_under_verification" if under else "record.clear_under_verification"
    audit.append(action, by=by.actor, subject=record.subject, about=about)


def _take(record: DisclosureRecord, step_name: str, *, by: StaffUser, reason: str | None = None) -> None:
    step = STEPS[step_name]
    audit.hold()
    _check(record, step, by)
    came_from = record.status
    record.status = step.to
    _note(record, step.act, by, reason or "")
    audit.append(
        f"record.{step.act}",
        by=by.actor,
        subject=record.subject,
        reason=reason,
        from_state=came_from,
        to_state=step.to.value,
        facts={"version": record.newest.number},
    )


def _check(record: DisclosureRecord, step: RecordStep, by: StaffUser) -> None:
    if record.state not in step.frm:
        raise NotAllowedHere("这条信息已经走到别的环节，请刷新。", "This record has moved on; please reload.")
    if not by.roles & allowed_roles(record.category, step):
        raise NotAllowedHere("这一步不由您的岗位办理。", "This step does not belong to your post.")
    if step.not_own and queries.prepared_by(record, record.newest.number) == by.id:
        raise NotYourOwnWork


def offers(record: DisclosureRecord, user: StaffUser) -> list[RecordStep]:
    """The steps this person may take now."""
    return [step for step in STEPS.values() if _is_open(record, step, user)]


def _is_open(record: DisclosureRecord, step: RecordStep, user: StaffUser) -> bool:
    reviewed = queries.has_act(record, record.newest.number, "review")
    if step.name == "approve" and record.category.reviews and not reviewed:
        return False
    if step.name == "review" and (reviewed or not record.category.reviews):
        return False
    try:
        _check(record, step, user)
    except NotAllowedHere:
        return False
    return True


def _check_prepares(row: Category, by: StaffUser) -> None:
    if not by.roles & set(row.prepares):
        raise NotAllowedHere("您的岗位不能拟制这类信息。", "Your post does not prepare this kind of record.")


def _restart_clock(record: DisclosureRecord, by: StaffUser) -> None:
    row = record.category
    if row.clock_starts != FROM_FORMATION:
        return
    for running in open_deadlines.open_clocks("record", record.ref):
        deadlines.stop(running, by=by.actor)
    rule = row.clock_for(record.newest.field_values)
    deadlines.start(
        rule, subject_kind="record", subject_ref=record.ref, started_on=record.formed_on, by=by.actor
    )


def allowed_roles(row: Category, step: RecordStep) -> frozenset[Any]:
    """The roles that may take a step on a record of this category."""
    column = frozenset(getattr(row, step.by_column)) if step.by_column else frozenset()
    return column | step.by_roles


def _go_live(
    record: DisclosureRecord, version: RecordVersion, by: StaffUser, about: str | None = None
) -> None:
    now = clock.now()
    channels = _channels(record)
    version.published_at = now
    record.live_number, record.published_at = version.number, now
    record.first_published_at = record.first_published_at or now
    _name(record, record.category, version.field_values)
    carriers.push(record.ref, version.number, channels, by=by.actor, about=about)
    for running in open_deadlines.open_clocks("record", record.ref):
        if running.rule not in ("RETENTION_ORG", "RETENTION_NATURAL"):
            deadlines.stop(running, by=by.actor)


def _channels(record: DisclosureRecord) -> tuple[str, ...]:
    """What the category's row names, and wherever the version before was shown: an error must go from all of them."""
    wanted = dict.fromkeys(record.category.carriers_for(record.party_kind))
    if record.live_number:
        before = carrier_queries.publications_of(record.ref, record.live_number)
        wanted |= dict.fromkeys(row.channel for row in before)
    return tuple(wanted)


def _next_version(
    record: DisclosureRecord,
    values: dict[str, Any],
    kind: str,
    note_zh: str,
    note_en: str,
    formed_on: date,
    changes: list[dict[str, Any]] | None = None,
) -> RecordVersion:
    version = _version(record, record.newest.number + 1, values, kind, formed_on)
    version.notice_zh, version.notice_en, version.changes = note_zh, note_en, changes or []
    record.versions.append(version)
    db.session.flush()
    return version


def _version(
    record: DisclosureRecord, number: int, values: dict[str, Any], kind: str, formed_on: date
) -> RecordVersion:
    return RecordVersion(
        number=number,
        field_values=values,
        change_kind=kind,
        changes=[],
        notice_zh="",
        notice_en="",
        formed_on=formed_on,
        created_at=clock.now(),
    )


def _name(record: DisclosureRecord, row: Category, values: dict[str, Any]) -> None:
    record.title_zh, record.title_en = row.title_of(values, "zh"), row.title_of(values, "en")
    record.document_number = values.get("document_number") or ""


def _note(record: DisclosureRecord, act: str, by: StaffUser, reason: str = "") -> None:
    db.session.add(
        RecordAct(
            record_id=record.id,
            version_number=record.newest.number,
            act=act,
            user_id=by.id,
            user_name=by.name,
            user_post=by.post,
            at=clock.now(),
            reason=reason,
        )
    )
