"""Telling people about limits for publishing: once for each clock, due date and stage, whoever runs it and however often."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.models import Clock, ClockNotice
from feedback_app.deadlines.rules import RULES
from feedback_app.deadlines.working_days import working_days_between
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue.escalation import Condition
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.operations.clocks import NOT_ENDED_BY_PUBLISHING
from feedback_app.disclosures.operations.taking import limits_of
from feedback_app.disclosures.reminders import NOT_SERVED, STAGES, Stage
from feedback_app.extensions import db
from feedback_app.outbox import operations as outbox

AHEAD = timedelta(days=14)  # no reminder comes earlier than the longest holiday before the last working day
AT_ONCE = 200
# The limits for publishing.
_TOLD_OF = frozenset(
    name
    for name, row in RULES.items()
    if not row.is_shadow
    and name not in NOT_ENDED_BY_PUBLISHING
    and row.owner in {Role.HANDLER, Role.PUBLISHER, Role.LEGAL_SECTION_HEAD}
)
Days = Mapping[str, int]  # stage → working days, as this bureau settled them


def due_notices(
    now: datetime,
    days: Days,
    *,
    subject_kind: str = "record",
    rules: Collection[str] = _TOLD_OF,
    stages: Mapping[str, Stage] = STAGES,
) -> list[tuple[Clock, Stage]]:
    """The clocks somebody has to be told about now, and the stage each has come to."""
    found: list[tuple[Clock, Stage]] = []
    after: tuple[datetime, int] | None = None
    # Piece by piece to the end: many that are long overdue, and told of, must not keep the others from being seen.
    while len(found) < AT_ONCE:
        piece = deadlines.due_soon(
            until=now + AHEAD, after=after, limit=AT_ONCE, subject_kind=subject_kind, rules=rules
        )
        if not piece:
            break
        after = (piece[-1].due_at, piece[-1].id)
        found += _untold(piece, now, days, stages)
    return found


def unserved() -> list[Clock]:
    """The running limits of decisions nobody has served although the legal section has to decide about them now, and of
    which it has not been told."""
    versions = [one for one in queries.all_in_work() if one.number == 1 and _asks_service(one)]
    clocks = deadlines.clocks_of("record", {one.record.ref for one in versions})
    due = [
        running
        for one in versions
        for running in clocks[one.record.ref]
        if running.is_open
        and running.rule == one.record.category.clock_for(one.field_values)
        and limits_of(one.record, clocks[one.record.ref]).is_service_due
    ]
    told = _told(due)
    return [one for one in due if (one.id, one.due_on, NOT_SERVED.name) not in told]


def _asks_service(version: RecordVersion) -> bool:
    """Whether the day of service is a field of it and is empty."""
    keys = {row.when for row in version.record.category.escalates}
    return Condition.NOT_SERVED in keys and not version.field_values.get("served_on")


def _untold(
    running: Sequence[Clock], now: datetime, days: Days, stages: Mapping[str, Stage]
) -> list[tuple[Clock, Stage]]:
    told = _told(running)
    reached = ((one, stage_of(one, now, days, stages)) for one in running)
    return [(one, stage) for one, stage in reached if stage and (one.id, one.due_on, stage.name) not in told]


def stage_of(one: Clock, now: datetime, days: Days, stages: Mapping[str, Stage] = STAGES) -> Stage | None:
    """The last stage a clock has reached; None while there is time. One that was missed is passed over, not made up for."""
    if one.is_overdue(now):
        late = working_days_between(one.due_on, clock.to_local(now).date(), deadlines.calendar())
        reached = [row for row in stages.values() if row.is_after and late >= days[row.name]]
    else:
        left = one.days_left(now)
        reached = [row for row in stages.values() if not row.is_after and left <= days[row.name]]
    return reached[-1] if reached else None


def tell(one: Clock, stage: Stage) -> None:
    """Owe the messages of a stage, note that they were owed, and write it into the log."""
    record = queries.record_by_ref(one.subject_ref)
    if record is None:
        return
    db.session.add(ClockNotice(clock_id=one.id, due_on=one.due_on, stage=stage.name, told_at=clock.now()))
    for person in _recipients(record, stage):
        outbox.owe(
            stage.kind, to_address=person.email, to_role=stage.name, about=record.subject,
            context={"ref": record.ref, "record": record.title_zh, "due_on": one.due_on.isoformat()},
        )  # fmt: skip
    audit.append(
        "deadline.remind", by=SYSTEM, subject=record.subject,
        facts={"clock": one.rule, "stage": stage.name, "due_on": one.due_on},
    )  # fmt: skip


def _recipients(record: DisclosureRecord, stage: Stage) -> list[StaffUser]:
    """Whoever wrote the newest version; after the limit the heads of its unit (where there are none, all), or the leaders."""
    if not stage.to:
        return [
            one
            for one in accounts.people(sorted(queries.prepared_by(record, record.newest.number)))
            if one.active
        ]
    holders = accounts.holders(*stage.to)
    own = [one for one in holders if one.unit_id == record.handling_unit_id]
    return own or holders if Role.SECTION_HEAD in stage.to else holders


def _told(running: Sequence[Clock]) -> set[tuple[int, object, str]]:
    wanted = select(ClockNotice.clock_id, ClockNotice.due_on, ClockNotice.stage)
    rows = db.session.execute(wanted.where(ClockNotice.clock_id.in_([one.id for one in running])))
    return {(clock_id, due_on, stage) for clock_id, due_on, stage in rows}
