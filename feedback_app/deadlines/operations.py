"""Starting, stopping, extending, pausing and recounting clocks. Every change of a due date is an event of the clock.

Starting and stopping are part of a larger act (accepting a ticket, publishing a record), so that log entry is the
caller's. Whatever moves the due date of a running clock leaves an entry of its own here. The commit is the caller's.
"""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import or_, select

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM, Actor
from feedback_app.deadlines import queries
from feedback_app.deadlines.models import (
    EXTEND,
    KEPT,
    LAST_SECOND,
    LATE,
    MISSED,
    PAUSE,
    RECOMPUTE,
    RESUME,
    START,
    STOP,
    VOID,
    VOIDED,
    Clock,
    ClockEvent,
)
from feedback_app.deadlines.reckoning import Settings, count_anew, draft
from feedback_app.deadlines.refused import AlreadyRunning, ExtensionNotAllowed, NotRunning, PauseNotAllowed
from feedback_app.deadlines.rules import RULES, length_of, pause_cap_of
from feedback_app.deadlines.working_days import (
    ONE_DAY,
    Calendar,
    Pause,
    Unit,
    count,
    working_days_between,
)
from feedback_app.extensions import db
from feedback_app.refusals import Refusal


def start(
    rule_id: str,
    *,
    subject_kind: str,
    subject_ref: str,
    by: Actor,
    started_on: dt.date | None = None,
    started_at: dt.datetime | None = None,
    length: int | None = None,
    settings: Settings | None = None,
) -> Clock:
    """Start a clock: `started_on` (or the moment `started_at`, for hours) is the event, which is not counted.

    `length` only for a limit an outer system stamps on each case. `settings` may change lengths the bureau settled.
    Raises KeyError for a rule that is not in the registry, AlreadyRunning, Refusal for a date or length that is none.
    """
    _refuse_second(rule_id, subject_kind, subject_ref)
    running = draft(
        rule_id,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        started_on=started_on,
        started_at=started_at,
        length=length,
        settings=settings,
        calendar=queries.calendar(),
    )
    db.session.add(running)
    _note(running, START, by, None, counted=True)
    return running


def start_many(starts: Iterable[tuple[str, str, dt.date]], *, subject_kind: str, by: Actor) -> None:
    """Start (rule, subject, day of the event) for subjects that are new, so that none of their clocks can run already.

    Raises KeyError for a rule that is not in the registry.
    """
    calendar = queries.calendar()
    for rule_id, subject_ref, started_on in starts:
        running = draft(
            rule_id,
            subject_kind=subject_kind,
            subject_ref=subject_ref,
            started_on=started_on,
            calendar=calendar,
        )
        db.session.add(running)
        _note(running, START, by, None, counted=True)


def stop(running: Clock, *, by: Actor, at: dt.datetime | None = None, on: dt.date | None = None) -> Clock:
    """The act was done: `at` that moment (else now), judged by its civil date, or by `on` when the act is of another day.

    Sets outcome "kept", or "late" with the working days it came after the last day. Raises NotRunning when the clock
    has stopped before, Refusal for a day still to come.
    """
    _refuse_stopped(running)
    if running.paused_on:
        resume(running, by=by)
    at = at or clock.now()
    on = on or clock.to_local(at).date()
    _refuse_future(on)
    is_late = at >= running.due_at + LAST_SECOND if running.row.unit is Unit.HOUR else on > running.due_on
    late_by = working_days_between(running.due_on, on, queries.calendar()) if is_late else 0
    running.stopped_at, running.stopped_on = at, on
    running.outcome, running.late_by = (LATE if is_late else KEPT), max(late_by, 0)
    _note(running, STOP, by, running.due_on)
    return running


def void(running: Clock, *, by: Actor, reason: str) -> Clock:
    """End a clock without a judgement: it began from a wrong day, or nothing is owed any more. Raises NotRunning."""
    _refuse_stopped(running)
    _refuse_without(reason)
    running.stopped_at, running.stopped_on = clock.now(), clock.today()
    running.outcome = VOIDED
    _note(running, VOID, by, running.due_on, note=reason)
    return running


def extend(
    running: Clock,
    *,
    by: Actor,
    reason: str,
    to_rule: str | None = None,
    working_days: int | None = None,
    settings: Settings | None = None,
) -> Clock:
    """Lengthen a running limit, once, before it is over: to the length of a rule its row names, or to a number of working
    days in all from the start. Raises NotRunning, ExtensionNotAllowed."""
    _refuse_over(running)
    _refuse_without(reason)
    if (to_rule is None) == (working_days is None):
        raise ValueError("an extension needs either to_rule or working_days")
    if running.extended_to:
        raise ExtensionNotAllowed("这个时限已经延长过一次。", "This limit has been extended once already.")
    length = _extended_length(running, to_rule, working_days, settings)
    if length <= running.length:
        raise ExtensionNotAllowed("延长后的时限没有变长。", "The extended limit would not be longer.")
    before = running.due_on
    count_anew(running, queries.calendar(), length=length)
    running.extended_to = to_rule or str(working_days)
    _note(running, EXTEND, by, before, counted=True, note=reason)
    _log("deadline.extend", running, before, by, reason)
    return running


def pause(running: Clock, *, by: Actor, reason: str, settings: Settings | None = None) -> Clock:
    """Stop counting from today, for what the rule allows. The due date moves at once to the day it would be if the pause
    took all the time allowed, so a forgotten pause still ends. Raises NotRunning, PauseNotAllowed."""
    _refuse_over(running)
    _refuse_without(reason)
    calendar, today = queries.calendar(), clock.today()
    left = _pause_left(running, calendar, settings)
    until_on = count(today - ONE_DAY, left, calendar).due_on
    before = running.due_on
    count_anew(running, calendar, pauses=(*running.count.pauses, Pause(today, until_on)))
    running.paused_on = today
    _note(running, PAUSE, by, before, counted=True, note=reason)
    _log("deadline.pause", running, before, by, reason)
    return running


def resume(running: Clock, *, by: Actor, reason: str = "") -> Clock:
    """Go on counting, from tomorrow. After the pause has used up its time this changes no date. Raises NotRunning."""
    _refuse_stopped(running)
    if running.paused_on is None:
        raise NotRunning("这个时限没有中止。", "This clock is not paused.")
    *ended, last = running.count.pauses
    before = running.due_on
    pauses = (*ended, Pause(last.from_on, min(clock.today(), last.until_on)))
    count_anew(running, queries.calendar(), pauses=pauses)
    running.paused_on = None
    _note(running, RESUME, by, before, counted=True, note=reason)
    _log("deadline.resume", running, before, by, reason)
    return running


def recompute(*, by: Actor, reason: str, since: dt.date | None = None) -> list[Clock]:
    """Count running clocks again after a change of the calendar: the provisional ones and, with `since` (the first day
    that changed), those that end on it or later. Returns the clocks whose date or explanation changed; stopped clocks
    keep the dates they were judged by."""
    calendar, changed = queries.calendar(), []
    touched = or_(Clock.provisional, Clock.due_on >= since) if since else Clock.provisional
    chosen = select(Clock).where(Clock.stopped_at.is_(None), touched).order_by(Clock.id).with_for_update()
    for running in db.session.scalars(chosen).all():
        before, was = running.due_on, (running.alarm_on, running.counted)
        count_anew(running, calendar)
        if (running.alarm_on, running.counted) != was:
            _note(running, RECOMPUTE, by, before, counted=True, note=reason)
            _log("deadline.recount", running, before, by, reason)
            changed.append(running)
    return changed


def note_missed(now: dt.datetime | None = None, *, limit: int = 500) -> list[Clock]:
    """Write the event "missed" for running clocks that are over, once for each due date, and return those clocks.

    Safe to run at any time, twice at once, or after the system stood still: what was noted is skipped."""
    now = now or clock.now()
    unnoted = or_(Clock.missed_on.is_(None), Clock.missed_on != Clock.due_on)
    is_over = Clock.due_at <= now - LAST_SECOND
    chosen = (
        select(Clock).where(Clock.stopped_at.is_(None), is_over, unnoted).order_by(Clock.due_at, Clock.id)
    )
    missed = list(db.session.scalars(chosen.limit(limit).with_for_update(skip_locked=True)))
    for running in missed:
        running.missed_on = running.due_on
        _note(running, MISSED, SYSTEM, running.due_on)
    db.session.flush()
    return missed


def _extended_length(
    running: Clock, to_rule: str | None, working_days: int | None, settings: Settings | None
) -> int:
    row = running.row
    if to_rule is not None:
        if to_rule not in row.extends_to:
            raise ExtensionNotAllowed("这个时限不能这样延长。", "This limit cannot be extended like this.")
        target = RULES[to_rule]
        return length_of(target, settings) + (running.length if target.adds else 0)
    if row.capped_by is None or row.unit is not Unit.WORKING_DAY:
        raise ExtensionNotAllowed(
            "这个时限不能按天数延长。", "This limit cannot be extended by a number of days."
        )
    most = length_of(RULES[row.capped_by], settings)
    if working_days is None or working_days > most:
        raise ExtensionNotAllowed(
            f"最多延长到{most}个工作日。", f"It can be extended to {most} working days at most."
        )
    return working_days


def _pause_left(running: Clock, calendar: Calendar, settings: Settings | None) -> int:
    """Working days the clock may still pause."""
    if not running.row.pausable:
        raise PauseNotAllowed("这个时限不能中止。", "This limit cannot be paused.")
    if running.paused_on:
        raise PauseNotAllowed("这个时限已经中止。", "This clock is paused already.")
    used = sum(
        working_days_between(one.from_on - ONE_DAY, one.until_on, calendar) for one in running.count.pauses
    )
    left = pause_cap_of(running.row, settings) - used
    if left <= 0:
        raise PauseNotAllowed("可以中止的时间已经用完。", "The time this clock may pause is used up.")
    return left


def _note(
    running: Clock, kind: str, by: Actor, before: dt.date | None, *, counted: bool = False, note: str = ""
) -> None:
    event = ClockEvent(
        clock=running,
        kind=kind,
        at=clock.now(),
        due_on_before=before,
        due_on_after=running.due_on,
        alarm_on_after=running.alarm_on,
        counted=running.counted if counted else None,
        by_kind=by.kind,
        by_id=by.id,
        by_name=by.name,
        note=note or None,
    )
    db.session.add(event)


def _log(action: str, running: Clock, before: dt.date, by: Actor, reason: str) -> None:
    facts = {"clock": running.rule, "due_before": before, "due_on": running.due_on}
    subject = f"{running.subject_kind}:{running.subject_ref}"
    audit.append(action, by=by, subject=subject, reason=reason or None, facts=facts)


def _refuse_second(rule_id: str, subject_kind: str, subject_ref: str) -> None:
    if any(one.rule == rule_id for one in queries.open_clocks(subject_kind, subject_ref)):
        label = RULES[rule_id]
        raise AlreadyRunning(
            f"“{label.label_zh}”的时限已经在走。", f"The limit “{label.label_en}” is already running."
        )


def _refuse_stopped(running: Clock) -> None:
    if not running.is_open:
        raise NotRunning("这个时限已经停止。", "This clock has stopped already.")


def _refuse_over(running: Clock) -> None:
    _refuse_stopped(running)
    if running.is_overdue(clock.now()):
        raise NotRunning(
            "这个时限已经过了，不能再延长或者中止。",
            "This limit is over and can no longer be extended or paused.",
        )


def _refuse_future(on: dt.date) -> None:
    # A day before the start is fine: what is announced before the event that obliges to it is early, not wrong.
    if on > clock.today():
        raise Refusal("完成日期不能晚于今天。", "The day of the act cannot be later than today.")


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refusal("请说明理由。", "Please give the reason.")
