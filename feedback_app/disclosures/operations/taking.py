"""The only way a version's status changes: checked against the table, noted in its history, logged."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser, Standing
from feedback_app.accounts.roles import ROLES, Role
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import Actor
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.models import Clock
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue import Category, bureau
from feedback_app.disclosures.catalogue.escalation import Escalation, highest
from feedback_app.disclosures.models import DisclosureRecord, RecordAct
from feedback_app.disclosures.workflow import (
    APPROVERS,
    DOWNWARD,
    GATES,
    STEPS,
    TOWARDS_THE_PUBLIC,
    RecordStatus,
    RecordStep,
)
from feedback_app.extensions import db
from feedback_app.refusals import Refusal


class NotAllowedHere(Refusal):
    """A step this record, this person or this moment does not allow."""


class NotYourOwnWork(NotAllowedHere):
    """Nobody reviews or approves what they prepared, in whosever name they act."""

    is_own_work = True

    def __init__(self) -> None:
        super().__init__(
            "这条信息是您拟制的，须由其他人审核、批准。",
            "You prepared this record; someone else must review and approve it.",
        )


class TwoHats(NotAllowedHere):
    """Review and approval of one version are two people's, once a delegated power is used in either."""

    is_own_work = True

    def __init__(self) -> None:
        super().__init__(
            "这一版是您审核的，不能再代别人批准；审核和批准须由两个人办理。",
            "You reviewed this version; you cannot also approve it in another's name, nor the other way round.",
        )


class NotTheirOwnWork(NotAllowedHere):
    """A delegate may do no more than the person they stand in for."""

    def __init__(self) -> None:
        super().__init__(
            "这条信息是您代办的那个人拟制的，须由其他人审核、批准。",
            "The person you stand in for prepared this record; someone else must review and approve it.",
        )


NOT_YOUR_POST = ("这一步不由您的岗位办理。", "This step does not belong to your post.")
Words = tuple[str, str]  # Chinese, English


def act_as(
    by: StaffUser,
    roles: Collection[Role],
    refusal: Words = NOT_YOUR_POST,
    *,
    barred: Collection[int] = (),
    own_work: Words = NOT_YOUR_POST,
    standings: Iterable[Standing] | None = None,
) -> Standing:
    """In whose name somebody may use one of these posts today, their own if they can. `barred`: the people whose own work
    it is; neither they nor whoever stands in for them may judge it. Raises NotAllowedHere."""
    able = [one for one in (standings or accounts.standings(by)) if one.roles & frozenset(roles)]
    if not able:
        raise NotAllowedHere(*refusal)
    free = [one for one in able if one.of is None or one.of.id not in barred]
    if by.id in barred or not free:
        raise NotAllowedHere(*own_work)
    return free[0]


def named(standing: Standing) -> str:
    """Who did it and in whose name, as a page says it for ever."""
    return f"{standing.by.name}（代{standing.of.name}）" if standing.of else standing.by.name


def take(record: DisclosureRecord, step_name: str, *, by: StaffUser, reason: str | None = None) -> Standing:
    """Take a step on the newest version; returns in whose name it was taken. Raises NotAllowedHere."""
    audit.hold()
    standing = check(record, STEPS[step_name], by)
    carry_out(record, STEPS[step_name], standing, standing.actor, reason)
    return standing


def carry_out(
    record: DisclosureRecord, step: RecordStep, standing: Standing, actor: Actor, reason: str | None = None
) -> None:
    """What a step changes once it is allowed: the status, the history, the log. `actor`: who does it, for the log."""
    version = record.newest
    came_from, version.status = version.status, (step.to or version.state).value
    if record.live_number is None:
        record.status = RecordStatus(
            version.status
        ).value  # until it is public, the record is its first version
    touch(record)
    note(record, step.act, standing.by, reason or "", standing)
    audit.append(
        f"record.{step.act}",
        by=actor,
        subject=record.subject,
        reason=reason,
        from_state=came_from,
        to_state=version.status,
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
    standing: Standing | None = None,
) -> Standing:
    """Take the record as a whole from the public's sight or back, see workflow.DOWNWARD: checked, noted, logged. `standing`:
    in whose name, where the caller has found that out; returns it."""
    step = DOWNWARD[step_name]
    audit.hold()
    if record.state not in step.frm:
        raise NotAllowedHere("这条信息已经走到别的环节，请刷新。", "This record has moved on; please reload.")
    standing = standing or act_as(by, step.by)
    came_from, record.status = record.status, step.to.value
    note(record, step.act, by, reason or "", standing)
    audit.append(
        f"record.{step.act}",
        by=standing.actor,
        subject=record.subject,
        about=about,
        reason=reason,
        from_state=came_from,
        to_state=step.to.value,
        facts={"version": record.live_number, **(facts or {})},
    )
    return standing


def touch(record: DisclosureRecord) -> None:
    """Move `lock` on, also where only a version or the history changes: a page drawn before is then a stale one."""
    flag_modified(record, "status")


def check(
    record: DisclosureRecord, step: RecordStep, by: StaffUser, standings: Iterable[Standing] | None = None
) -> Standing:
    """In whose name this person may take the step now, their own if they can. Raises NotAllowedHere."""
    if record.newest.state not in step.frm or (step.is_change_only and record.live_number is None):
        raise NotAllowedHere("这条信息已经走到别的环节，请刷新。", "This record has moved on; please reload.")
    if step.name in ("publish", "plan_publication") and not record.category.is_public:
        raise NotAllowedHere(
            "这类记录存入案卷，不上网公示。",
            "Records of this kind stay in the case file and are never published.",
        )
    roles = roles_for(record, step)
    able = [one for one in (standings or accounts.standings(by)) if one.roles & roles]
    if not able:
        raise NotAllowedHere(*_whose_it_is(record, step))
    standing = _without_own_work(record, able, by) if step.not_own else able[0]
    if step.name == "approve":
        standing = _without_two_hats(record, standing, able, by)
    if step.name in TOWARDS_THE_PUBLIC:
        _refuse_while_withholding(record)
    return standing


def _refuse_while_withholding(record: DisclosureRecord) -> None:
    if queries.asks_to_withhold(record):
        raise NotAllowedHere(
            "有人申请这条信息不予公开，等批准以后再办。",
            "Somebody asked that this record be withheld by law; wait for the decision.",
        )


def _without_own_work(record: DisclosureRecord, able: list[Standing], by: StaffUser) -> Standing:
    authors = queries.prepared_by(record, record.newest.number)
    if by.id in authors:
        raise NotYourOwnWork
    free = [one for one in able if one.of is None or one.of.id not in authors]
    if not free:
        raise NotTheirOwnWork
    return free[0]


def _without_two_hats(
    record: DisclosureRecord, standing: Standing, able: list[Standing], by: StaffUser
) -> Standing:
    authors = queries.prepared_by(record, record.newest.number)
    acts = queries.history(record)
    for one in (standing, *able):
        is_their_own = one.of is not None and one.of.id in authors
        if not is_their_own and not wears_two_hats(acts, record.newest.number, one):
            return one
    raise TwoHats


def wears_two_hats(acts: Iterable[RecordAct], version_number: int, standing: Standing) -> bool:
    """Whether this person reviewed the version, and would use another's power now or did so then."""
    return any(
        one.act == "review"
        and one.version_number == version_number
        and one.user_id == standing.by.id
        and (standing.of is not None or one.on_behalf_of_id is not None)
        for one in acts
    )


def _whose_it_is(record: DisclosureRecord, step: RecordStep) -> tuple[str, str]:
    why = escalations(record) if step.name == "approve" else ()
    if why:
        [post] = highest(why)
        return (
            f"须由{ROLES[post].label_zh}批准：{'、'.join(row.label_zh for row in why)}。",
            f"Only the {ROLES[post].label_en} may approve this: {'; '.join(row.label_en for row in why)}.",
        )
    return "这一步不由您的岗位办理。", "This step does not belong to your post."


@dataclass(frozen=True)
class Limits:
    """How a record stands towards its limits: whether one of the regulation's has run out, and whether the day has come
    from which the legal section decides about a decision nobody has served (I22)."""

    is_late: bool
    is_service_due: bool


def limits_of(record: DisclosureRecord, clocks: Iterable[Clock] | None = None) -> Limits:
    """`clocks`: those of the record, where the caller has read them already."""
    running = deadlines.open_clocks("record", record.ref) if clocks is None else clocks
    now = clock.now()
    own = [one for one in running if one.is_open and not one.row.is_shadow]
    first = record.category.clock_for(record.newest.field_values)
    counted = next((one for one in own if one.rule == first and one.started_on == record.counts_from), None)
    due = record.live_number is not None if counted is None else _service_day(counted) <= clock.today()
    return Limits(any(one.is_overdue(now) for one in own), due)


def _service_day(running: Clock) -> date:
    """The working day on which the legal section decides; a limit that is shorter has no such day before its last."""
    wanted = bureau.not_served_decided_on_day()
    return next((day.date for day in running.count.days if day.number == wanted), running.due_on)


def roles_for(record: DisclosureRecord, step: RecordStep, limits: Limits | None = None) -> frozenset[Role]:
    """The roles that may take a step on this record as it stands: a higher approver where its row says so.

    `limits`: how it stands towards them, where the caller knows it already.
    """
    roles = allowed_roles(record.category, step)
    if APPROVERS not in step.by_columns or not record.category.escalates:
        return roles
    values, kind, known = record.newest.field_values, party_kind_of(record), limits or limits_of(record)
    approvers = record.category.approvers(
        values, kind, is_late=known.is_late, is_service_due=known.is_service_due
    )
    others = allowed_roles(record.category, step, without=APPROVERS)
    return others | approvers


def allowed_roles(row: Category, step: RecordStep, without: str = "") -> frozenset[Role]:
    """The roles that may take a step on a record of this category, whatever stands in it."""
    columns = [frozenset(getattr(row, name)) for name in step.by_columns if name != without]
    if APPROVERS in step.by_columns and without != APPROVERS:
        columns.append(frozenset(one.to for one in row.escalates))
    checkers = (
        frozenset({Role.DISCLOSURE_REVIEWER}) if step.by_checker and row.needs_secrecy_check else frozenset()
    )
    return frozenset().union(step.by_roles, checkers, *columns)


def escalations(record: DisclosureRecord, limits: Limits | None = None) -> tuple[Escalation, ...]:
    """Why a higher post has to approve the newest version; empty when none has to."""
    row = record.category
    if not row.escalates:
        return ()
    known = limits or limits_of(record)
    return row.escalations(
        record.newest.field_values,
        party_kind_of(record),
        is_late=known.is_late,
        is_service_due=known.is_service_due,
    )


def party_kind_of(record: DisclosureRecord) -> str | None:
    """The kind of party the newest version is about; a change may have found another one."""
    if record.live_number is None:
        return record.party_kind
    kind: str | None = record.newest.field_values.get("party_kind", record.party_kind)
    return kind


def missing_gates(record: DisclosureRecord) -> list[RecordStep]:
    """What the newest version has yet to pass before it can be approved, since it was last submitted."""
    acts = queries.history(record)
    return [step for step in asked_gates(record) if not queries.is_done(acts, record.newest.number, step.act)]


def asked_gates(record: DisclosureRecord) -> list[RecordStep]:
    """What the category's row and the kind of change ask to be passed before the approval."""
    row, kind = record.category, record.newest.kind
    asked = {
        "review": bool(row.reviews) and kind.is_reviewed,
        "check_secrecy": row.needs_secrecy_check and kind.is_checked,
    }
    return [STEPS[name] for name in GATES if asked[name]]


def offers(
    record: DisclosureRecord, user: StaffUser, standings: list[Standing] | None = None
) -> list[RecordStep]:
    """The steps this person may take now, in their own name or another's."""
    found = standings or accounts.standings(user)
    gates = {step.name for step in missing_gates(record)} if record.newest.is_in_work else set()
    return [step for step in STEPS.values() if is_open(record, step, user, found, gates)]


def is_open(
    record: DisclosureRecord, step: RecordStep, user: StaffUser, standings: list[Standing], gates: set[str]
) -> bool:
    if step.name == "cancel_plan" and queries.waiting_plan(record) is None:
        return False
    if (step.name == "approve" and gates) or (step.name in GATES and step.name not in gates):
        return False
    try:
        check(record, step, user, standings)
    except NotAllowedHere:
        return False
    return True


def check_prepares(row: Category, by: StaffUser) -> Standing:
    """In whose name this person may write records of this category. Raises NotAllowedHere."""
    if not row.may_be_prepared:
        raise NotAllowedHere("这类信息现在不由本单位拟制。", "Records of this kind are not written here.")
    able = [one for one in accounts.standings(by) if one.roles & set(row.prepares)]
    if not able:
        raise NotAllowedHere("您的岗位不能拟制这类信息。", "Your post does not prepare this kind of record.")
    return able[0]


def note(
    record: DisclosureRecord, act: str, by: StaffUser, reason: str = "", standing: Standing | None = None
) -> None:
    """Into the record's history: who did what to the newest version, and in whose name."""
    of = standing.of if standing else None
    db.session.add(
        RecordAct(
            record_id=record.id,
            version_number=record.newest.number,
            act=act,
            user_id=by.id,
            user_name=by.name,
            user_post=by.post,
            on_behalf_of_id=of.id if of else None,
            on_behalf_of_name=of.name if of else "",
            at=clock.now(),
            reason=reason,
        )
    )
