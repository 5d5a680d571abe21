"""Telling people about the limits of reports: once for each clock, due date and stage, whoever runs it and however often."""

from collections.abc import Mapping
from datetime import datetime

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.deadlines.models import Clock, ClockNotice
from feedback_app.disclosures.operations import reminding
from feedback_app.disclosures.reminders import Stage
from feedback_app.extensions import db
from feedback_app.outbox import operations as outbox
from feedback_app.tickets import queries, sight
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.reminders import STAGES, TOLD_OF
from feedback_app.tickets.workflow import SEATS, Seat


def due_notices(now: datetime, days: Mapping[str, int]) -> list[tuple[Clock, Stage]]:
    """The clocks of reports somebody has to be told about now, and the stage each has come to."""
    return reminding.due_notices(now, days, subject_kind="ticket", rules=TOLD_OF, stages=STAGES)


def tell(one: Clock, stage: Stage) -> None:
    """Owe the messages of a stage, note that they were owed, and write it into the log. No title and no words go by mail."""
    ticket = queries.whole_ticket(one.subject_ref)
    if ticket is None:
        return
    db.session.add(ClockNotice(clock_id=one.id, due_on=one.due_on, stage=stage.name, told_at=clock.now()))
    for person in _recipients(ticket, stage):
        outbox.owe(
            stage.kind, to_address=person.email, to_role="staff", about=ticket.subject,
            context={"ref": ticket.ref, "due_on": one.due_on.isoformat()},
        )  # fmt: skip
    audit.append(
        "deadline.remind", by=SYSTEM, subject=ticket.subject,
        facts={"clock": one.rule, "stage": stage.name, "due_on": one.due_on},
    )  # fmt: skip


def _recipients(ticket: Ticket, stage: Stage) -> list[StaffUser]:
    """Whoever the ticket waits for; after the limit the leader it is with (else all leaders), then the head. Nobody from whom
    the ticket is kept is told of it."""
    if stage.to:
        leaders = [ticket.leader] if ticket.leader and stage.name == "ticket_overdue" else []
        people = leaders or accounts.holders(*stage.to)
    else:
        people = _seated(ticket)
    return [one for one in people if one.active and sight.of(one, ticket) is sight.Sight.FULL]


def _seated(ticket: Ticket) -> list[StaffUser]:
    if not ticket.waits_for:
        return []
    row = SEATS[Seat(ticket.waits_for)]
    if row.held_as is None:
        return accounts.holders(*row.roles)
    holder: StaffUser | None = getattr(ticket, row.held_as.removesuffix("_id"))
    return [holder] if holder else []
