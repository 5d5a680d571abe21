"""The only way a ticket moves on: checked, logged, its clocks and the queue's columns brought into line."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as open_deadlines
from feedback_app.extensions import db
from feedback_app.tickets import steps
from feedback_app.tickets.models import (
    Ticket,
)
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import STEPS, State, Step

NO_CLOCK = timedelta(days=3650)  # a ticket without a running clock stands behind all that have one


def take(
    ticket: Ticket,
    step_name: str,
    *,
    by: StaffUser,
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
    flag_modified(ticket, "state")  # every step moves `lock` on, also one that leaves the state as it is
    audit.append(
        f"ticket.{step.name}",
        by=by.actor,
        subject=ticket.subject,
        about=ticket.record.subject if ticket.record else None,
        reason=reason,
        from_state=came_from.value,
        to_state=ticket.state,
        facts=facts,
        private=private,
    )
    _move_clocks(ticket, step, by)
    db.session.flush()
    settle(ticket)


def guard(ticket: Ticket, step_name: str, by: StaffUser) -> None:
    """Raise StepNotAllowed unless this person may take this step now; from here on the log's turn is ours."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), STEPS[step_name], by)


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
    if step.to is not None:
        return step.to
    if ticket.finding is None:
        raise StepNotAllowed("还没有核实结论。", "There is no finding yet.")
    return State(ticket.finding.leads_to)


def _move_clocks(ticket: Ticket, step: Step, by: StaffUser) -> None:
    for running in open_deadlines.open_clocks("ticket", ticket.ref):
        if running.rule in step.stops or step.name == "close":
            deadlines.stop(running, by=by.actor)
    for start in step.starts:
        if start.demanded is None or start.demanded in ticket.demands:
            start_clock(ticket, start.rule, by.actor)


def start_clock(ticket: Ticket, rule: str, by: Any) -> None:
    deadlines.start(rule, subject_kind="ticket", subject_ref=ticket.ref, started_on=clock.today(), by=by)


def settle(ticket: Ticket) -> None:
    """Bring the three columns the queue reads into line with state, file and clocks."""
    step = steps.next_step(steps.standing(ticket)) if ticket.is_open else None
    ticket.next_step = step.name if step else None
    ticket.waits_for = step.by[0].value if step else None
    running = open_deadlines.open_clocks("ticket", ticket.ref)
    ticket.due_at = min((one.due_at for one in running), default=None)
    ticket.urgency_at = ticket.due_at or ticket.received_at + NO_CLOCK


def deed(by: StaffUser) -> dict[str, Any]:
    return {"by_id": by.id, "by_name": by.name, "by_post": by.post, "at": clock.now()}
