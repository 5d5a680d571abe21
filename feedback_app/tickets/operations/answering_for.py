"""Cause, accountability and the closing of the file (steps five and six), and the look at who reported."""

from dataclasses import dataclass
from datetime import date

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.tickets import steps
from feedback_app.tickets.models import (
    Accountability,
    CauseAnalysis,
    CauseCategory,
    Closing,
    Reporter,
    Ticket,
)
from feedback_app.tickets.operations.remedying import clear_mark
from feedback_app.tickets.operations.taking import deed, guard, take
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import ASIDE


def analyse_cause(ticket: Ticket, *, causes: list[str], words: str, prevention: str, by: StaffUser) -> None:
    """Why the error came about, and what will prevent the next (原因分析)."""
    guard(ticket, "analyse_cause", by)
    noun = CauseAnalysis(
        words=words,
        prevention=prevention,
        categories=[CauseCategory(cause=cause) for cause in causes],
        **deed(ticket, by),
    )
    ticket.causes.append(noun)
    take(
        ticket,
        "analyse_cause",
        by=by,
        facts={"causes": causes},
        private={"words": words, "prevention": prevention},
    )


@dataclass(frozen=True)
class Answer:
    """Who answers for the error and how, as decided by whom it belongs to (see measures.py)."""

    measure: str
    decided_by: str
    decided_on: date
    reasons: str
    subject: str = ""
    subject_user_id: int | None = None


def trace_accountability(ticket: Ticket, answer: Answer, *, by: StaffUser) -> None:
    """Record one result of tracing responsibility (倒查责任); several may follow one another.

    Raises StepNotAllowed when the leader would record his own.
    """
    guard(ticket, "trace_accountability", by)
    if answer.subject_user_id == by.id:
        raise StepNotAllowed(
            "不能给自己记责任，请由其他领导办理。", "You cannot record your own accountability."
        )
    ticket.accountabilities.append(Accountability(**vars(answer), **deed(ticket, by)))
    take(
        ticket,
        "trace_accountability",
        by=by,
        facts={"measures": [answer.measure]},
        private={"subject": answer.subject, "decided_by": answer.decided_by, "reasons": answer.reasons},
    )


def close(ticket: Ticket, *, by: StaffUser) -> None:
    """Close the file. Raises StepNotAllowed naming whatever the finding demands and the file lacks."""
    guard(ticket, "close", by)
    ticket.closings.append(Closing(**deed(ticket, by)))
    ticket.closed_at = clock.now()
    take(ticket, "close", by=by)
    clear_mark(ticket, by)


def reveal_reporter(ticket: Ticket, *, by: StaffUser, reason: str) -> Reporter:
    """Look at who reported: only for who takes in or verifies this ticket; every look is in the log."""
    steps.check(steps.standing(ticket), ASIDE["reveal_reporter"], by)
    audit.append("ticket.reveal_reporter", by=by.actor, subject=ticket.subject, reason=reason)
    return ticket.reporter
