"""The only way a version's status changes: checked against the table, noted in its history, logged."""

from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.models import DisclosureRecord, RecordAct
from feedback_app.disclosures.workflow import DOWNWARD, STEPS, RecordStatus, RecordStep
from feedback_app.extensions import db
from feedback_app.refusals import Refusal


class NotAllowedHere(Refusal):
    """A step this record, this person or this moment does not allow."""


class NotYourOwnWork(NotAllowedHere):
    """Nobody reviews or approves what they prepared."""

    is_own_work = True

    def __init__(self) -> None:
        super().__init__(
            "这条信息是您拟制的，须由其他人审核、批准。",
            "You prepared this record; someone else must review and approve it.",
        )


def take(record: DisclosureRecord, step_name: str, *, by: StaffUser, reason: str | None = None) -> None:
    step = STEPS[step_name]
    audit.hold()
    check(record, step, by)
    version = record.newest
    came_from, version.status = version.status, step.to.value
    if record.live_number is None:
        record.status = RecordStatus(
            step.to.value
        ).value  # until it is public, the record is its first version
    touch(record)
    note(record, step.act, by, reason or "")
    audit.append(
        f"record.{step.act}",
        by=by.actor,
        subject=record.subject,
        reason=reason,
        from_state=came_from,
        to_state=step.to.value,
        facts={"version": version.number},
    )


def move(
    record: DisclosureRecord,
    step_name: str,
    *,
    by: StaffUser,
    reason: str | None = None,
    facts: dict[str, Any] | None = None,
    about: str | None = None,
) -> None:
    """Take the record as a whole from the public's sight or back, see workflow.DOWNWARD: checked, noted, logged."""
    step = DOWNWARD[step_name]
    audit.hold()
    if record.state not in step.frm:
        raise NotAllowedHere("这条信息已经走到别的环节，请刷新。", "This record has moved on; please reload.")
    if not by.roles & step.by:
        raise NotAllowedHere("这一步不由您的岗位办理。", "This step does not belong to your post.")
    came_from, record.status = record.status, step.to.value
    note(record, step.act, by, reason or "")
    audit.append(
        f"record.{step.act}",
        by=by.actor,
        subject=record.subject,
        about=about,
        reason=reason,
        from_state=came_from,
        to_state=step.to.value,
        facts={"version": record.live_number, **(facts or {})},
    )


def touch(record: DisclosureRecord) -> None:
    """Move `lock` on, also where only a version or the history changes: a page drawn before is then a stale one."""
    flag_modified(record, "status")


def check(record: DisclosureRecord, step: RecordStep, by: StaffUser) -> None:
    if record.newest.state not in step.frm or (step.is_change_only and record.live_number is None):
        raise NotAllowedHere("这条信息已经走到别的环节，请刷新。", "This record has moved on; please reload.")
    if step.name == "publish" and not record.category.is_public:
        raise NotAllowedHere(
            "这类记录存入案卷，不上网公示。",
            "Records of this kind stay in the case file and are never published.",
        )
    if not by.roles & allowed_roles(record.category, step):
        raise NotAllowedHere("这一步不由您的岗位办理。", "This step does not belong to your post.")
    if step.not_own and by.id in queries.prepared_by(record, record.newest.number):
        raise NotYourOwnWork


def allowed_roles(row: Category, step: RecordStep) -> frozenset[Any]:
    """The roles that may take a step on a record of this category."""
    column = frozenset(getattr(row, step.by_column)) if step.by_column else frozenset()
    return column | step.by_roles


def offers(record: DisclosureRecord, user: StaffUser) -> list[RecordStep]:
    """The steps this person may take now."""
    return [step for step in STEPS.values() if is_open(record, step, user)]


def needs_review(record: DisclosureRecord) -> bool:
    """Whether the newest version still has to pass its review: the category's row and the kind of change say so."""
    if not (record.category.reviews and record.newest.kind.is_reviewed):
        return False
    return not queries.has_act(record, record.newest.number, "review")


def is_open(record: DisclosureRecord, step: RecordStep, user: StaffUser) -> bool:
    if step.name in ("approve", "review") and needs_review(record) != (step.name == "review"):
        return False
    try:
        check(record, step, user)
    except NotAllowedHere:
        return False
    return True


def check_prepares(row: Category, by: StaffUser) -> None:
    if not row.may_be_prepared:
        raise NotAllowedHere("这类信息现在不由本单位拟制。", "Records of this kind are not written here.")
    if not by.roles & set(row.prepares):
        raise NotAllowedHere("您的岗位不能拟制这类信息。", "Your post does not prepare this kind of record.")


def note(record: DisclosureRecord, act: str, by: StaffUser, reason: str = "") -> None:
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
