"""The only way a ticket moves on: checked, logged, its clocks and the queue's columns brought into line."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM, Actor
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as open_deadlines
from feedback_app.deadlines.models import Clock
from feedback_app.deadlines.rules import RULES, pause_cap_of
from feedback_app.deadlines.working_days import ONE_DAY, count
from feedback_app.extensions import db
from feedback_app.tickets import queries, steps
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.models import (
    Ticket,
)
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import (
    ANSWER_CLOCKS,
    ENDS,
    OPENS,
    RETURNING,
    STEPS,
    Gate,
    Seat,
    State,
    Step,
    target,
)

_OF_THE_CARRIERS = ("CORRECT_OWN", "CORRECT_ALL_CHANNELS")
NO_CLOCK = timedelta(days=3650)  # a ticket without a running clock stands behind all that have one


def take(
    ticket: Ticket,
    step_name: str,
    *,
    by: StaffUser | Actor,
    reason: str | None = None,
    facts: dict[str, Any] | None = None,
    private: dict[str, Any] | None = None,
) -> None:
    """The only place where a ticket's state changes: checked, logged, clocks moved."""
    step = STEPS[step_name]
    if step.needs_reason and not (reason or "").strip():
        raise StepNotAllowed("请写明理由。", "Please give the reason.")
    came_from = ticket.at_state
    ticket.state = _target(ticket, step).value
    _remember(ticket, came_from)
    flag_modified(ticket, "state")  # every step moves `lock` on, also one that leaves the state as it is
    audit.append(
        f"ticket.{step.name}",
        by=actor_of(by),
        subject=ticket.subject,
        about=ticket.record.subject if ticket.record else None,
        reason=reason,
        from_state=came_from.value,
        to_state=ticket.state,
        facts=facts,
        private=private,
    )
    if step.next_round:
        _begin_round(ticket, step, actor_of(by))
    _move_clocks(ticket, step, actor_of(by))
    if isinstance(by, StaffUser):
        by.acts_for = None
    db.session.flush()
    settle(ticket)
    if step.makes is Demand.REPLY or step.next_round or not ticket.is_open:
        for merged in queries.merged_into(ticket):
            settle(merged)


def guard(ticket: Ticket, step_name: str, by: StaffUser) -> None:
    """Raise StepNotAllowed unless this person may take this step now; from here on the log's turn is ours."""
    take_turn(ticket)
    now, step = steps.standing(ticket), STEPS[step_name]
    steps.check(now, step, by)
    by.acts_for = steps.acts_for(now, step, by)


def take_turn(ticket: Ticket) -> None:
    """Wait for the log's turn; what others did while we waited counts.

    On PostgreSQL somebody may have acted on the ticket, or another report have changed its record, after they were read
    here. Raises StaleDataError for the ticket; the record is read anew.
    """
    audit.hold()
    if db.session.scalar(select(Ticket.lock).where(Ticket.id == ticket.id)) != ticket.lock:
        raise StaleDataError("somebody else has taken a step on this ticket")
    if ticket.record is not None:
        db.session.expire(ticket.record)


def _target(ticket: Ticket, step: Step) -> State:
    finding = ticket.finding.code if ticket.finding else None
    to = target(step, ticket.at_state, finding=finding, resumes_to=ticket.resumes_to)
    if to is None:
        raise StepNotAllowed("还没有核实结论。", "There is no finding yet.")
    return to


def _remember(ticket: Ticket, came_from: State) -> None:
    """Where to go back to, as long as the ticket is at a state that returns."""
    if ticket.at_state not in RETURNING:
        ticket.resumes_to = None
    elif came_from not in RETURNING:
        ticket.resumes_to = came_from.value


def _begin_round(ticket: Ticket, step: Step, by: Actor) -> None:
    """Everything is done anew: no leader, no investigator, the limit for the answer from today; what the earlier round
    still owes stays owed (Ticket.demands)."""
    ticket.round += 1
    ticket.leader, ticket.investigator, ticket.closed_at = None, None, None
    ticket.duplicate_of = None  # whoever objects is heard alone
    for running in open_deadlines.open_clocks("ticket", ticket.ref):
        if running.rule not in _OF_THE_CARRIERS:
            deadlines.void(running, by=by, reason=step.label_zh)
    start_clock(ticket, ticket.type_row.clock, by)


def _move_clocks(ticket: Ticket, step: Step, by: Actor) -> None:
    for running in open_deadlines.open_clocks("ticket", ticket.ref):
        if running.rule in step.stops or ticket.at_state in ENDS:
            deadlines.stop(running, by=by)
        elif step.pauses and running.row.pausable and not running.is_overdue(clock.now()):
            deadlines.pause(running, by=by, reason=step.label_zh)
        elif step.resumes and running.paused_on is not None:
            deadlines.resume(running, by=by, reason=step.label_zh)
    for start in step.starts:
        if start.demanded is None or start.demanded in ticket.demands:
            start_clock(ticket, start.rule, by)


def pause_until(ticket: Ticket) -> date:
    """The last day a pause that begins today may last: what the rule of the answer's limit leaves of it."""
    paused = (one for one in open_deadlines.open_clocks("ticket", ticket.ref) if one.paused_on is not None)
    ends = [one.count.pauses[-1].until_on for one in paused]
    if ends:
        return min(ends)
    cap = pause_cap_of(RULES["TICKET_NORMAL"])
    return count(clock.today() - ONE_DAY, cap, open_deadlines.calendar()).due_on


def start_clock(ticket: Ticket, rule: str, by: Any, **since: Any) -> None:
    """Start a limit today, or `since` (started_at, length); one that runs already runs on as it is."""
    if any(one.rule == rule for one in open_deadlines.open_clocks("ticket", ticket.ref)):
        return
    since = since or {"started_on": clock.today()}
    deadlines.start(rule, subject_kind="ticket", subject_ref=ticket.ref, by=by, **since)


def settle(ticket: Ticket) -> None:
    """Bring the three columns the queue reads into line with state, file and clocks."""
    now = steps.standing(ticket)
    if ticket.withdrawal is not None and OPENS[Gate.ANSWERED] & ticket.demands <= now.have:
        _stop_limits_of_the_answer(ticket)
    step = steps.next_step(now) if ticket.is_open else None
    ticket.next_step = step.name if step else None
    ticket.waits_for = step.by[0].value if step else None
    running = [*open_deadlines.open_clocks("ticket", ticket.ref), *_urgent(ticket)]
    ticket.due_at = min((one.due_at for one in running), default=None)
    ticket.urgency_at = ticket.due_at or ticket.received_at + NO_CLOCK


def _stop_limits_of_the_answer(ticket: Ticket) -> None:
    """No answer is owed to who withdrew: the limit was kept when it was put right."""
    for running in open_deadlines.open_clocks("ticket", ticket.ref):
        if running.rule in ANSWER_CLOCKS:
            deadlines.stop(running, by=SYSTEM)


def actor_of(by: StaffUser | Actor) -> Actor:
    return by if isinstance(by, Actor) else by.actor


def guard_seat(ticket: Ticket, step_name: str, seat: Seat) -> None:
    """The same as `guard` for the reporter with their code, and for a time that is up."""
    take_turn(ticket)
    steps.check_seat(steps.standing(ticket), STEPS[step_name], seat)


def _urgent(ticket: Ticket) -> list[Clock]:
    """The limit of the record itself that this kind of ticket is about: hiding it, withdrawing it."""
    rule = ticket.type_row.urgent_clock
    if not rule or ticket.record is None:
        return []
    return [one for one in open_deadlines.open_clocks("record", ticket.record.ref) if one.rule == rule]


def deed(ticket: Ticket, by: StaffUser) -> dict[str, Any]:
    """What every noun says: of which round of the ticket, by whom, when."""
    return {
        "round": ticket.round,
        "by_id": by.id,
        "by_name": by.signature,
        "by_post": by.post,
        "at": clock.now(),
    }
