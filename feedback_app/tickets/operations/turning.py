"""What ends or turns a ticket's way: passed on, not accepted, withdrawn, objected to, taken up again."""

from dataclasses import dataclass

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit.actor import REPORTER
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as open_deadlines
from feedback_app.disclosures import operations as records
from feedback_app.tickets import messages
from feedback_app.tickets.models import (
    Closing,
    NonAcceptance,
    Objection,
    Reopening,
    Ticket,
    Transfer,
    Withdrawal,
)
from feedback_app.tickets.operations.remedying import clear_mark
from feedback_app.tickets.operations.taking import deed, guard, guard_seat, settle, take
from feedback_app.tickets.refusing import NON_ACCEPTANCE
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.types import Route
from feedback_app.tickets.workflow import ANSWER_CLOCKS, Seat


@dataclass(frozen=True)
class PassedOn:
    """Whose matter it is, how to reach them, what the reporter is told; `feedback_owed`: our own colleagues look into it.
    `ledger_number`: under which number they keep it (12369, the enforcement team)."""

    to_whom: str
    contact: str
    told: str
    feedback_owed: bool = False
    ledger_number: str = ""


def transfer(ticket: Ticket, passed: PassedOn, *, by: StaffUser) -> None:
    """Pass on what is another's matter and tell the reporter (转办). Unless feedback is owed, that is the answer."""
    guard(ticket, "transfer", by)
    ticket.transfers.append(Transfer(**vars(passed), **deed(ticket, by)))
    private = {
        "to_whom": passed.to_whom,
        "contact": passed.contact,
        "told": passed.told,
        "ledger_number": passed.ledger_number,
    }
    take(ticket, "transfer", by=by, facts={"feedback_owed": passed.feedback_owed}, private=private)
    if not passed.feedback_owed:
        for running in open_deadlines.open_clocks("ticket", ticket.ref):
            if running.rule in ANSWER_CLOCKS:
                deadlines.stop(running, by=by.actor)
        settle(ticket)
    messages.transferred(ticket, passed.to_whom, passed.contact, passed.told)


def decline(ticket: Ticket, *, ground: str, remedy: str, by: StaffUser, reason: str) -> None:
    """Do not accept it (不予受理): on one of the grounds of the table, with the remedy the reporter is told.

    Raises StepNotAllowed for a ground that does not hold for this kind of ticket.
    """
    guard(ticket, "decline", by)
    if ticket.route not in NON_ACCEPTANCE[ground].routes:
        raise StepNotAllowed(
            "这类反映不能以这个理由不予受理。",
            "A report of this kind cannot be refused on this ground.",
        )
    noun = NonAcceptance(ground=ground, explanation=reason, remedy=remedy, **deed(ticket, by))
    ticket.non_acceptances.append(noun)
    ticket.closed_at = clock.now()
    take(ticket, "decline", by=by, reason=reason, facts={"ground": ground}, private={"remedy": remedy})
    clear_mark(ticket, by)
    messages.declined(ticket, noun)


def withdraw(ticket: Ticket, words: str) -> None:
    """The reporter withdraws (撤回). Somebody looks at it once more: what is plainly wrong is mended all the same."""
    guard_seat(ticket, "withdraw", Seat.REPORTER)
    for asked in ticket.supplements:
        asked.ended_at = asked.ended_at or clock.now()
    for rest in ticket.suspensions:
        rest.ended_at = rest.ended_at or clock.now()
    take(ticket, "withdraw", by=REPORTER, private={"words": words})
    ticket.withdrawals.append(Withdrawal(words=words, at=clock.now(), round=ticket.round))
    settle(ticket)
    messages.withdrawn(ticket)


def end_withdrawn(ticket: Ticket, *, by: StaffUser, reason: str) -> None:
    """Nothing is plainly wrong: what was withdrawn comes to its end. Refused when a finding on file says otherwise."""
    guard(ticket, "end_withdrawn", by)
    _decide(ticket, by, reason, goes_on=False)
    ticket.closings.append(Closing(**deed(ticket, by)))
    ticket.closed_at = clock.now()
    take(ticket, "end_withdrawn", by=by, reason=reason)
    clear_mark(ticket, by)


def mend_anyway(ticket: Ticket, *, by: StaffUser, reason: str) -> None:
    """The error is apparent: verification goes on to its end; no answer is owed to who withdrew."""
    guard(ticket, "mend_anyway", by)
    _decide(ticket, by, reason, goes_on=True)
    take(ticket, "mend_anyway", by=by, reason=reason)


def object_to_answer(ticket: Ticket, words: str) -> None:
    """The reporter does not accept the answer (异议): once, in time; another leader has it verified anew.

    Raises StepNotAllowed when it is too late, or nothing was answered yet.
    """
    guard_seat(ticket, "object", Seat.REPORTER)
    reply = ticket.reply
    if reply is None or reply.object_until is None or clock.today() > reply.object_until:
        raise StepNotAllowed("提出异议的期限已经过了。", "The time to object is over.")
    ticket.objections.append(Objection(words=words, at=clock.now(), round=ticket.round))
    take(ticket, "object", by=REPORTER, private={"words": words})
    messages.objected(ticket)


def reopen(ticket: Ticket, *, by: StaffUser, reason: str) -> None:
    """A leader takes a file up again (重新办理); another leader than before has it verified."""
    guard(ticket, "reopen", by)
    ticket.reopenings.append(Reopening(reason=reason, **deed(ticket, by)))
    take(ticket, "reopen", by=by, reason=reason)
    if ticket.record is not None and ticket.route is not Route.ANSWER:
        records.mark_under_verification(ticket.record, True, by=by, about=ticket.subject)
    messages.reopened(ticket)


def _decide(ticket: Ticket, by: StaffUser, reason: str, *, goes_on: bool) -> None:
    noun = ticket.withdrawal
    assert noun is not None
    noun.goes_on, noun.decided_at = goes_on, clock.now()
    noun.decided_by_name, noun.decided_reason = by.name, reason
