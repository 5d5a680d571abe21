"""An approved version goes before the public by itself at a set time: planned, cancelled, done once, or not done and why."""

from dataclasses import replace
from datetime import datetime

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.disclosures import queries
from feedback_app.disclosures.models import DisclosureRecord, PublicationPlan
from feedback_app.disclosures.models.publication_plan import CANCELLED, DONE, FAILED, WAITING
from feedback_app.disclosures.operations import clocks
from feedback_app.disclosures.operations.publishing import go_live
from feedback_app.disclosures.operations.taking import NotAllowedHere, carry_out, check, take
from feedback_app.disclosures.workflow import STEPS
from feedback_app.extensions import db
from feedback_app.outbox import operations as outbox
from feedback_app.refusals import Refusal

MOST_DAYS = 366


class NoSuchMoment(Refusal):
    """A time nothing can be planned for."""


def plan_publication(record: DisclosureRecord, publish_at: datetime, *, by: StaffUser) -> PublicationPlan:
    """Let an approved version go out at this moment; an earlier plan gives way. Raises NotAllowedHere, NoSuchMoment."""
    _check_moment(publish_at)
    standing = take(record, "plan_publication", by=by)
    _end_waiting(record, CANCELLED)
    made = PublicationPlan(
        record=record, version_number=record.newest.number, publish_at=publish_at, state=WAITING,
        planned_by=by, planned_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.append(
        "record.plan_for", by=standing.actor, subject=record.subject,
        facts={"version": made.version_number, "publish_at": publish_at},
    )  # fmt: skip
    return made


def cancel_plan(record: DisclosureRecord, *, by: StaffUser) -> None:
    """The version waits for a person to publish it again. Raises NotAllowedHere."""
    if queries.waiting_plan(record) is None:
        raise NotAllowedHere("没有等着的定时发布。", "No publication is planned.")
    take(record, "cancel_plan", by=by)
    _end_waiting(record, CANCELLED)


def publish_planned(plan: PublicationPlan) -> None:
    """Do what was planned, by the system on behalf of whoever planned it. Raises Refusal when it may not go out."""
    record, planner = plan.record, plan.planned_by
    if not planner.active:
        raise NotAllowedHere("设定人的账号已经停用。", "The account of whoever planned it is closed.")
    if record.newest.number != plan.version_number:
        raise NotAllowedHere(
            "这一版已经不是要发布的版本。", "This version is no longer the one to be published."
        )
    standing = check(record, STEPS["plan_publication"], planner)
    actor = replace(SYSTEM, on_behalf_of=f"{planner.name}（{planner.post}）")
    carry_out(record, STEPS["publish"], standing, actor)
    go_live(record, record.newest, planner)
    clocks.stop_published(record, actor)
    plan.state, plan.ended_at = DONE, clock.now()


def fail_plan(plan: PublicationPlan, why: Refusal) -> None:
    """It did not go out: said on the record's page, in the log, and to whoever planned it and the publishers."""
    plan.state, plan.ended_at = FAILED, clock.now()
    plan.fault_zh, plan.fault_en = why.zh, why.en
    record = plan.record
    audit.append(
        "record.plan_failed", by=SYSTEM, subject=record.subject, facts={"version": plan.version_number}, reason=why.zh
    )  # fmt: skip
    told = {one.id: one for one in (plan.planned_by, *accounts.holders(Role.PUBLISHER))}
    for person in told.values():
        outbox.owe(
            "plan_failed", to_address=person.email, to_role="publisher", about=record.subject,
            context={
                "ref": record.ref, "record": record.title_zh, "planned": f"{clock.to_local(plan.publish_at):%Y-%m-%d %H:%M}"
            },
        )  # fmt: skip


def fail_waiting(record: DisclosureRecord, why: Refusal) -> None:
    """The version was sent back: what was planned for it must not come true after another approval."""
    waiting = queries.waiting_plan(record)
    if waiting is not None:
        fail_plan(waiting, why)


def _end_waiting(record: DisclosureRecord, state: str) -> None:
    waiting = queries.waiting_plan(record)
    if waiting is not None:
        waiting.state, waiting.ended_at = state, clock.now()


def _check_moment(publish_at: datetime) -> None:
    now = clock.now()
    if publish_at <= now:
        raise NoSuchMoment("发布时间要晚于现在。", "The time has to be later than now.")
    if (publish_at - now).days > MOST_DAYS:
        raise NoSuchMoment("最多提前一年设定。", "A year ahead at most.")
