"""Who answers for the error (倒查责任, step six of Article 15; Article 17): proposed, heard, decided here or referred, and
what came of it. See accountability.py for the table.

The system never issues a sanction: it records what the branch decided of its own measures, and of any other that it was
referred and, with that body's document, what was decided there.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.extensions import db
from feedback_app.tickets import steps
from feedback_app.tickets.accountability import HEARINGS, SETTLINGS, Outcome, Settling
from feedback_app.tickets.measures import MEASURES, PERSON, Measure, MeasureKind
from feedback_app.tickets.models import Accountability, AccountabilityOutcome, Statement, Ticket
from feedback_app.tickets.operations.finding_causes import rests_on_the_same
from feedback_app.tickets.operations.taking import deed, guard, settle, take, take_turn
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import ASIDE

_ONLY_PERSONS = frozenset({PERSON})
_FIRST = {
    MeasureKind.DECIDED_HERE: Outcome.DECIDED_HERE,
    MeasureKind.REFERRED: Outcome.REFERRED,
    MeasureKind.NO_FAULT: Outcome.NO_FAULT,
}


@dataclass(frozen=True)
class Answer:
    """Who answers for the error and how (see measures.py). Without `decided_on` it is a proposal still to be decided.

    `decided_by`: who decided it; for a measure that is not the branch's own, where it was referred to, and `decided_on`
    the day of the referral. `violation`: a key of VIOLATIONS (Article 17). `heard`: a key of HEARINGS, with what the
    person said.
    """

    measure: str
    decided_by: str
    decided_on: date | None
    reasons: str
    subject: str = ""
    subject_user_id: int | None = None
    violation: str = ""
    heard: str = ""
    statement: str = ""

    @property
    def row(self) -> Measure:
        return MEASURES[self.measure]

    @property
    def outcome(self) -> Outcome:
        """How far it has come once it is written down."""
        is_open = self.decided_on is None and self.row.kind is not MeasureKind.NO_FAULT
        return Outcome.PROPOSED if is_open else _FIRST[self.row.kind]


def trace_accountability(ticket: Ticket, answer: Answer, *, by: StaffUser) -> None:
    """Record one result of tracing responsibility (倒查责任); several may follow one another.

    Raises StepNotAllowed when the leader would record his own, or decide about somebody who was not heard.
    """
    guard(ticket, "trace_accountability", by)
    _refuse_own(answer.subject_user_id, by)
    if answer.outcome is Outcome.DECIDED_HERE and not answer.heard:
        _refuse_unheard(answer.measure, answer.subject_user_id)
    noun = Accountability(
        subject=answer.subject, subject_user_id=answer.subject_user_id, measure=answer.measure,
        status=answer.outcome.value, violation=answer.violation, decided_by=answer.decided_by,
        decided_on=answer.decided_on, reasons=answer.reasons, **deed(ticket, by),
    )  # fmt: skip
    ticket.accountabilities.append(noun)
    if answer.heard:
        db.session.flush()
        _hear(ticket, noun, answer.heard, answer.statement, by)
    facts = {"measures": [answer.measure], "outcome": f"outcome:{answer.outcome.value}"}
    take(
        ticket,
        "trace_accountability",
        by=by,
        facts=facts | ({"violation": f"violation:{answer.violation}"} if answer.violation else {}),
        private={"subject": answer.subject, "decided_by": answer.decided_by, "reasons": answer.reasons},
    )


def same_accountability(ticket: Ticket, earlier: Ticket, *, by: StaffUser) -> None:
    """Who answers was settled for the report that brought about the same correction: refer to it instead of settling it
    twice. Raises StepNotAllowed when it is another correction, or nothing is settled there."""
    guard(ticket, "trace_accountability", by)
    settled = [one for one in earlier.accountabilities if one.is_settled]
    if not rests_on_the_same(ticket, earlier) or not settled:
        raise StepNotAllowed(
            "那件工单不是因为同一处更正，或者责任还没有查清。",
            "That ticket is not about the same correction, or nothing is settled there yet.",
        )
    for one in settled:
        _refuse_own(one.subject_user_id, by)
        copied = (
            "subject",
            "subject_user_id",
            "measure",
            "status",
            "violation",
            "decided_by",
            "decided_on",
            "reasons",
        )
        ticket.accountabilities.append(
            Accountability(
                **{name: getattr(one, name) for name in copied}, same_as_id=one.id, **deed(ticket, by)
            )
        )
    take(ticket, "trace_accountability", by=by, facts={"same_as": earlier.ref})


def hear(ticket: Ticket, noun: Accountability, *, way: str, words: str, by: StaffUser) -> None:
    """Put on record what the person concerned said, or that they declined. Raises StepNotAllowed once it is decided."""
    _enter(ticket, "hear", noun, by)
    if noun.outcome is not Outcome.PROPOSED:
        raise StepNotAllowed("已经决定或者移送了。", "It has been decided or referred already.")
    _hear(ticket, noun, way, words, by)
    audit.append("ticket.hear", by=by.actor, subject=ticket.subject, facts={"hearing": f"hearing:{way}"})
    settle(ticket)


def decide(ticket: Ticket, noun: Accountability, *, decided_by: str, decided_on: date, by: StaffUser) -> None:
    """The branch has decided one of its own measures. Raises StepNotAllowed for any other measure, and before the person
    was heard."""
    _settle(ticket, noun, SETTLINGS["decide"], by)
    noun.decided_by, noun.decided_on = decided_by, decided_on
    audit.append("ticket.decide_measure", **_told(ticket, noun, by))
    settle(ticket)


def refer(
    ticket: Ticket, noun: Accountability, *, referred_to: str, referred_on: date, by: StaffUser
) -> None:
    """It was handed to the body that may decide it. Raises StepNotAllowed for a measure of the branch's own."""
    _settle(ticket, noun, SETTLINGS["refer"], by)
    noun.decided_by, noun.decided_on = referred_to, referred_on
    audit.append("ticket.refer_measure", **_told(ticket, noun, by))
    settle(ticket)


@dataclass(frozen=True)
class Decided:
    """What another body decided, as its document says."""

    body: str
    document: str
    decided_on: date
    measure: str
    words: str = ""


def record_outcome(ticket: Ticket, noun: Accountability, decided: Decided, *, by: StaffUser) -> None:
    """Write down what the body it was referred to has decided. Raises StepNotAllowed without that body's document."""
    if not decided.document.strip() or not decided.body.strip():
        raise StepNotAllowed(
            "请写明作出决定的机关和文书号。", "Name the body that decided and the number of its document."
        )
    _settle(ticket, noun, SETTLINGS["record_outcome"], by)
    noun.outcomes.append(AccountabilityOutcome(**vars(decided), **deed(ticket, by), ticket_id=ticket.id))
    audit.append("ticket.record_outcome", **_told(ticket, noun, by))
    settle(ticket)


def _settle(ticket: Ticket, noun: Accountability, row: Settling, by: StaffUser) -> None:
    _enter(ticket, "settle_accountability", noun, by)
    measure = MEASURES[noun.measure]
    if measure.kind not in row.kinds:
        raise StepNotAllowed(
            f"“{measure.label_zh}”由{measure.who_decides_zh}决定，这里不能“{row.label_zh}”。",
            f"“{measure.label_en}” is for {measure.who_decides_en} to decide.",
        )
    if noun.outcome is not row.frm:
        raise StepNotAllowed("这一项已经走到别的环节，请刷新。", "This has moved on; please reload.")
    if row.hears and not noun.statements:
        _refuse_unheard(noun.measure, noun.subject_user_id)
    noun.status = row.to.value


def _told(ticket: Ticket, noun: Accountability, by: StaffUser) -> dict[str, Any]:
    """What the log says of it: the measure and how far it has come; about whom stays sealed."""
    return {
        "by": by.actor, "subject": ticket.subject,
        "facts": {"measures": [noun.measure], "outcome": f"outcome:{noun.status}"},
        "private": {"subject": noun.subject, "decided_by": noun.decided_by},
    }  # fmt: skip


def _enter(ticket: Ticket, step: str, noun: Accountability, by: StaffUser) -> None:
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE[step], by)
    if noun not in ticket.accountabilities:
        raise StepNotAllowed("这不是这件工单的责任追究。", "This does not belong to this ticket.")
    _refuse_own(noun.subject_user_id, by)


def _hear(ticket: Ticket, noun: Accountability, way: str, words: str, by: StaffUser) -> None:
    if HEARINGS[way].needs_words and not words.strip():
        raise StepNotAllowed("请写明本人怎么说的。", "Write down what the person said.")
    noun.statements.append(Statement(way=way, words=words, ticket_id=ticket.id, **deed(ticket, by)))


def _refuse_unheard(measure: str, user_id: int | None) -> None:
    """A person is heard before anything is decided about them; a unit answers through its head in its own reports."""
    if user_id is not None or MEASURES[measure].targets == _ONLY_PERSONS:
        raise StepNotAllowed(
            "决定以前，要先听取本人陈述，或者记下本人放弃陈述。",
            "The person concerned must be heard, or decline to be, before this is decided.",
        )


def _refuse_own(user_id: int | None, by: StaffUser) -> None:
    """Nobody writes their own, nor lets whoever stands in for them write it."""
    if user_id is None:
        return
    if user_id == by.id:
        raise StepNotAllowed(
            "不能给自己记责任，请由其他领导办理。", "You cannot record your own accountability."
        )
    if any(one.of is not None and one.of.id == user_id for one in accounts.standings(by)):
        raise StepNotAllowed(
            "您正在代他办理工作，不能给他记责任，请由其他领导办理。",
            "You stand in for this person; somebody else has to record it.",
        )
