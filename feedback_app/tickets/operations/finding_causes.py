"""Why the error came about (原因分析, step five of Article 15), what will prevent the next, and whether that was done."""

from datetime import date

from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.tickets import recurrence, steps
from feedback_app.tickets.models import CauseAnalysis, CauseCategory, CauseField, Ticket
from feedback_app.tickets.operations.taking import deed, guard, settle, take, take_turn
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import ASIDE


def analyse_cause(
    ticket: Ticket,
    *,
    causes: list[str],
    words: str,
    prevention: str,
    by: StaffUser,
    fault: str = "",
    prevention_by: str = "",
    prevention_due_on: date | None = None,
) -> None:
    """Put on record why the error came about, how much fault was in it, and what will prevent the next (原因分析).

    `prevention_by`: who sees to it, by `prevention_due_on`.
    """
    guard(ticket, "analyse_cause", by)
    noun = CauseAnalysis(
        words=words, prevention=prevention, fault=fault, prevention_by=prevention_by,
        prevention_due_on=prevention_due_on, unit_id=recurrence.unit_of(ticket), **deed(ticket, by),
    )  # fmt: skip
    _name(noun, causes, recurrence.fields_of(ticket))
    ticket.causes.append(noun)
    facts = {"causes": causes, **({"fault": f"fault:{fault}"} if fault else {})}
    take(ticket, "analyse_cause", by=by, facts=facts, private={"words": words, "prevention": prevention})


def same_cause(ticket: Ticket, earlier: Ticket, *, by: StaffUser) -> None:
    """The error this report found was corrected and analysed for another: refer to that analysis instead of a second one.

    Raises StepNotAllowed unless the other ticket brought about the correction this one rests on, and was analysed.
    """
    guard(ticket, "analyse_cause", by)
    found = earlier.latest("causes")
    if found is None or not rests_on_the_same(ticket, earlier):
        raise StepNotAllowed(
            "那件工单不是因为同一处更正，或者还没有分析原因。",
            "That ticket is not about the same correction, or its cause is not analysed yet.",
        )
    noun = CauseAnalysis(
        words=found.words, prevention=found.prevention, fault=found.fault, prevention_by=found.prevention_by,
        prevention_due_on=found.prevention_due_on, unit_id=found.unit_id, same_as_id=found.id, **deed(ticket, by),
    )  # fmt: skip
    codes = [one.cause for one in found.categories]
    _name(noun, codes, [one.field_key for one in found.fields])
    ticket.causes.append(noun)
    take(ticket, "analyse_cause", by=by, facts={"causes": codes, "same_as": earlier.ref})


def rests_on_the_same(ticket: Ticket, earlier: Ticket) -> bool:
    """Whether both were answered by one and the same version of one record."""
    mine, theirs = ticket.correction, earlier.latest("corrections")
    return bool(
        mine and theirs and ticket.id != earlier.id
        and (mine.record_id, mine.to_number) == (theirs.record_id, theirs.to_number)
    )  # fmt: skip


def confirm_prevention(ticket: Ticket, *, done_on: date, by: StaffUser) -> None:
    """What was to prevent the next error has been done (防范措施已落实)."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["confirm_prevention"], by)
    noun = ticket.latest("causes")
    if noun is None or noun.prevention_done_on is not None:
        raise StepNotAllowed(
            "没有要落实的防范措施，或者已经记录过了。", "There is nothing left to be done here."
        )
    noun.prevention_done_on, noun.prevention_done_by = done_on, by.name
    audit.append("ticket.confirm_prevention", by=by.actor, subject=ticket.subject, facts={"done_on": done_on})
    settle(ticket)


def _name(noun: CauseAnalysis, causes: list[str], fields: list[str]) -> None:
    noun.categories = [CauseCategory(cause=cause) for cause in causes]
    noun.fields = [CauseField(field_key=key) for key in fields]
