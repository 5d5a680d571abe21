"""What takes longer: the reporter is asked for more, the matter rests, the limit is extended once."""

from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit.actor import REPORTER, SYSTEM
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as open_deadlines
from feedback_app.deadlines.models import Clock
from feedback_app.files import operations as files
from feedback_app.tickets import messages
from feedback_app.tickets.models import Extension, Supplement, Suspension, Ticket
from feedback_app.tickets.operations.taking import deed, guard, guard_seat, pause_until, take
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import ANSWER_CLOCKS, Seat


def ask_supplement(ticket: Ticket, asked: str, *, by: StaffUser) -> None:
    """Ask the reporter for more (待补充). The limits stand still until the answer, at the longest what their rule allows.

    Raises PauseNotAllowed when that time is used up.
    """
    guard(ticket, "ask_supplement", by)
    take(ticket, "ask_supplement", by=by, private={"asked": asked})
    until = pause_until(ticket)
    ticket.supplements.append(Supplement(asked=asked, until_on=until, **deed(ticket, by)))
    messages.asked_for_more(ticket, asked, until)


def supply(
    ticket: Ticket, answer: str, *, by: StaffUser | None, kept: tuple[files.KeptBytes, ...] = ()
) -> None:
    """The reporter's answer, by their code (`by` None) or taken down by a clerk. The limits run on."""
    if by is None:
        guard_seat(ticket, "supply", Seat.REPORTER)
    else:
        guard(ticket, "supply", by)
    asked: Supplement = ticket.latest("supplements")
    asked.answer, asked.ended_at = answer, clock.now()
    if by is not None:
        asked.typed_by_id, asked.typed_by_name = by.id, by.name
    who = by.actor if by else REPORTER
    take(ticket, "supply", by=who, facts={"files": len(kept)}, private={"answer": answer})
    for one in kept:
        files.keep(one, subject=ticket.subject, kept_by="reporter", by=who)
    messages.supplied(ticket, asked)


def suspend(ticket: Ticket, *, by: StaffUser, reason: str) -> None:
    """Let the matter rest (中止), with the reason, which the reporter is told."""
    guard(ticket, "suspend", by)
    take(ticket, "suspend", by=by, reason=reason)
    until = pause_until(ticket)
    ticket.suspensions.append(Suspension(reason=reason, until_on=until, **deed(ticket, by)))
    messages.suspended(ticket, reason)


def resume(ticket: Ticket, *, by: StaffUser, reason: str) -> None:
    """Take it up again (恢复办理)."""
    guard(ticket, "resume", by)
    noun: Suspension = ticket.latest("suspensions")
    noun.ended_at, noun.ended_by_name, noun.ended_reason = clock.now(), by.name, reason
    take(ticket, "resume", by=by, reason=reason)
    messages.resumed(ticket)


def go_on(ticket: Ticket) -> None:
    """The time the limits may stand still is up: the matter goes on with what there is."""
    guard_seat(ticket, "go_on", Seat.TIME)
    for asked in ticket.supplements:
        asked.ended_at = asked.ended_at or clock.now()
    for rest in ticket.suspensions:
        rest.ended_at = rest.ended_at or clock.now()
    take(ticket, "go_on", by=SYSTEM)
    messages.resumed(ticket)


def extend(ticket: Ticket, *, to_rule: str, by: StaffUser, reason: str) -> None:
    """Lengthen the limit of the answer, once, signed by the leader (延期); the reporter is told why and until when.

    `to_rule`: one of `longer_limits`. Raises StepNotAllowed, ExtensionNotAllowed, NotRunning.
    """
    guard(ticket, "extend", by)
    running = limit_of_the_answer(ticket)
    if running is None:
        raise StepNotAllowed("现在没有可以延长的时限。", "There is no limit to be extended now.")
    noun = Extension(rule=running.rule, to_rule=to_rule, due_before=running.due_on, **deed(ticket, by))
    deadlines.extend(running, by=by.actor, reason=reason, to_rule=to_rule)
    noun.due_on, noun.reason = running.due_on, reason
    ticket.extensions.append(noun)
    facts: dict[str, Any] = {"due_before": noun.due_before, "due_on": noun.due_on}
    take(ticket, "extend", by=by, reason=reason, facts=facts)
    messages.extended(ticket, noun)


def limit_of_the_answer(ticket: Ticket) -> Clock | None:
    """The running limit by which the reporter has an answer; another office's own limit is not ours to extend."""
    running = open_deadlines.open_clocks("ticket", ticket.ref)
    return next((one for one in running if one.rule in ANSWER_CLOCKS and one.row.extends_to), None)
