"""The emergency path: hide first, have it approved within a working day (《个人信息保护法》第五十七条, 立即采取补救措施).

Nobody approves their own hiding. Until a leader has lifted it, or a mended version stands there, the address says that
the record is being looked into.
"""

from datetime import datetime

from feedback_app import clock
from feedback_app.accounts.models import StaffUser, Standing
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import Actor
from feedback_app.deadlines import operations as deadlines
from feedback_app.disclosures import queries
from feedback_app.disclosures.grounds import HIDING_APPROVERS
from feedback_app.disclosures.models import DisclosureRecord, Hiding, RecordVersion
from feedback_app.disclosures.operations.archiving import seal_changes, seal_versions
from feedback_app.disclosures.operations.carrying import (
    leave_carriers,
    open_clock,
    return_to_carriers,
    start_clock,
    stop_clock,
)
from feedback_app.disclosures.operations.mirrors import reflect
from feedback_app.disclosures.operations.taking import NotAllowedHere, act_as, move, named, note, touch
from feedback_app.disclosures.operations.telling import tell
from feedback_app.extensions import db
from feedback_app.refusals import Refusal

HIDE, APPROVE = "EMERGENCY_HIDE", "EMERGENCY_HIDE_APPROVE"
MENDED, LIFTED, TAKEN_DOWN = "mended", "lifted", "taken_down"


def raise_alert(record: DisclosureRecord, *, at: datetime, by: Actor, about: str | None = None) -> None:
    """Somebody said that the record exposes something: from this moment it has to be hidden within the hours of
    EMERGENCY_HIDE. Nothing happens when an alert runs already or the record is not public."""
    if not record.is_public or open_clock(record, HIDE):
        return
    if at > clock.now():
        raise Refusal("接到反映的时间还没有到。", "The time of the alert is still to come.")
    audit.append("record.alert", by=by, subject=record.subject, about=about, facts={"alerted_at": at})
    deadlines.start(HIDE, subject_kind="record", subject_ref=record.ref, started_at=at, by=by)


def hide(
    record: DisclosureRecord,
    reason: str,
    *,
    by: StaffUser,
    alerted_at: datetime | None = None,
    about: str | None = None,
) -> Hiding:
    """Hide a record from everybody at once (紧急屏蔽). `reason`: a key of HIDING_REASONS; `alerted_at`: when we were told.

    The clock of an alert stops, the one for the leader's approval starts, carriers are asked to hide it too. Raises
    NotAllowedHere for a record that is not public or a post that does not hide.
    """
    audit.hold()
    # Whatever somebody else did to it a moment ago must not stop an emergency: what counts is how it stands now.
    db.session.flush()
    db.session.expire(record)
    if alerted_at is not None:
        raise_alert(record, at=alerted_at, by=by.actor, about=about)
    standing = move(record, "hide", by=by, facts={"hiding": reason}, about=about)
    hiding = Hiding(
        record_id=record.id,
        reason=reason,
        version_number=record.live_number,
        hidden_at=clock.now(),
        hidden_by_id=by.id,
        hidden_for_id=standing.of.id if standing.of else None,
        hidden_by=named(standing),
    )
    db.session.add(hiding)
    stop_clock(record, HIDE, by)
    due = start_clock(record, APPROVE, clock.today(), by).due_on
    leave_carriers(record, clock.today(), by)
    tell(record, "hidden", Role.SUPERVISING_LEADER, due_on=due.isoformat(), besides=by.id)
    reflect(record)
    return hiding


def confirm_hiding(hiding: Hiding, *, by: StaffUser, reason: str | None = None) -> None:
    """The leader agrees that it was right to hide it: it stays hidden until it is mended or taken down."""
    audit.hold()
    record = hiding.record
    standing = _approver(hiding, by)
    if not hiding.is_unapproved:
        raise NotAllowedHere("这次屏蔽已经审批过了。", "This hiding has been decided already.")
    hiding.confirmed_at, hiding.confirmed_by_id, hiding.confirmed_by = clock.now(), by.id, named(standing)
    touch(record)
    note(record, "confirm_hiding", by, reason or "", standing)
    stopped = stop_clock(record, APPROVE, by)
    late = {"days_late": stopped.late_by} if stopped else {}
    audit.append(
        "record.confirm_hiding", by=standing.actor, subject=record.subject, reason=reason, facts=late
    )


def lift(hiding: Hiding, *, by: StaffUser, reason: str) -> None:
    """The leader puts the record before the public again, as it was (恢复公示)."""
    audit.hold()
    record = hiding.record
    standing = _approver(hiding, by)
    if hiding.ended_at is not None:
        raise NotAllowedHere("这次屏蔽已经结束了。", "This hiding is over already.")
    if queries.waiting_takedown(record) is not None:
        raise NotAllowedHere(
            "这条信息已经提出撤下，请先审批撤下。",
            "Its removal has been proposed; decide that first.",
        )
    move(record, "lift", by=by, reason=reason, standing=standing)
    _end(hiding, LIFTED, named(standing), reason)
    stop_clock(record, APPROVE, by)
    return_to_carriers(record, by)
    reflect(record)


def show_mended(record: DisclosureRecord, version: RecordVersion, *, by: StaffUser) -> None:
    """A mended version is about to come before the public and ends the hiding. What exposed something is sealed, so that
    no old version, no comparison and no correction notice shows it again."""
    hiding = queries.open_hiding(record)
    if hiding is None:
        return
    _refuse_older(record, version, hiding)
    sealed = 0
    if hiding.reason_row.closes_old_versions:
        sealed = seal_versions(record, [one for one in record.versions if one.number < version.number])
        seal_changes(record, version, *_mended_words())
    move(record, "mend", by=by, facts={"sealed_versions": sealed})
    _end(hiding, MENDED, by.name)
    return_to_carriers(record, by)


def _refuse_older(record: DisclosureRecord, version: RecordVersion, hiding: Hiding) -> None:
    """What was approved before anybody knew what was wrong mends nothing; nor does a publication planned then."""
    approved = [
        one.at
        for one in queries.history(record)
        if one.version_number == version.number and one.act == "approve"
    ]
    if approved and approved[-1] <= hiding.hidden_at:
        raise NotAllowedHere(
            "这一版是暂停公示以前批准的。请退回，核对改好以后重新审核、批准，再发布。",
            "This version was approved before the record was hidden. Send it back, mend it and have it approved anew.",
        )


def end_for_takedown(record: DisclosureRecord, standing: Standing) -> None:
    """The record comes down for good: a hiding that was still open is over with it."""
    hiding = queries.open_hiding(record)
    if hiding is None:
        return
    by, who = standing.by, named(standing)
    _end(hiding, TAKEN_DOWN, who)
    # Whoever may approve it has done so by taking the record down; for others the leader still has to speak.
    if hiding.is_unapproved and may_approve(hiding, standing):
        hiding.confirmed_at, hiding.confirmed_by_id, hiding.confirmed_by = clock.now(), by.id, who
        stop_clock(record, APPROVE, by)


def may_approve(hiding: Hiding, standing: Standing) -> bool:
    """Whether a leader acting so may say that it was right, or undo it: not their own hiding, in whosever name."""
    own = {standing.by.id} | ({standing.of.id} if standing.of else set())
    return bool(standing.roles & HIDING_APPROVERS) and not own & hiding.worked_on_by


def _end(hiding: Hiding, ending: str, who: str, reason: str = "") -> None:
    hiding.ended_at, hiding.ended_by, hiding.ending, hiding.ended_because = (
        clock.now(), who, ending, reason,
    )  # fmt: skip


def _approver(hiding: Hiding, by: StaffUser) -> Standing:
    return act_as(
        by,
        HIDING_APPROVERS,
        ("这一步由主管领导办理。", "This step belongs to the leader in charge."),
        barred=hiding.worked_on_by,
        own_work=("是您屏蔽的，须由另一位领导审批。", "You hid it; another leader has to decide."),
    )


def _mended_words() -> tuple[str, str]:
    on = clock.today().isoformat()
    return (
        f"{on} 更正：删去了不应当公开的内容。以前的版本不再展示。",
        f"{on}: what must not be public was removed. Earlier versions are no longer shown.",
    )
