"""What follows a finding: correction or clarification, their channels, the answer (steps three and four)."""

from datetime import date

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.carriers import operations as carriers
from feedback_app.carriers.models import WITHDRAWING, ChannelPublication
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as open_deadlines
from feedback_app.deadlines.reckoning import draft
from feedback_app.disclosures import operations as records
from feedback_app.extensions import db
from feedback_app.tickets import messages, queries, steps
from feedback_app.tickets.carrying import carriers_of, is_all_carried
from feedback_app.tickets.models import (
    Clarification,
    Correction,
    Reply,
    Ticket,
)
from feedback_app.tickets.operations.taking import deed, guard, settle, take, take_turn
from feedback_app.tickets.operations.verifying import differs
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.types import Route
from feedback_app.tickets.workflow import ASIDE


def publish_correction(ticket: Ticket, *, by: StaffUser) -> None:
    """Correct the record exactly as signed (更正). If another report has brought the same correction, join it."""
    guard(ticket, "publish_correction", by)
    record, verification = ticket.record, ticket.verification
    if record is None or record.live is None or verification is None:
        raise StepNotAllowed("这条信息现在没有公示。", "This record is not public now.")
    before = verification.seen_number if verification.corrected_number else record.live.number
    if verification.corrected_number is None and differs(record, verification.new_values):
        records.publish_correction(record, verification.new_values, by=by, about=ticket.subject)
    to_number = verification.corrected_number or record.live.number
    noun = Correction(record_id=record.id, from_number=before, to_number=to_number, **deed(ticket, by))
    ticket.corrections.append(noun)
    take(ticket, "publish_correction", by=by, facts={"version": noun.to_number})
    clear_mark(ticket, by)
    stop_when_all_carried(ticket, by)


def confirm_carrier(ticket: Ticket, publication: ChannelPublication, *, evidence: str, by: StaffUser) -> None:
    """Record that a carrier shows what this ticket brought about, or shows no more what came down. Raises StepNotAllowed
    for who took part in the record."""
    take_turn(ticket)
    db.session.refresh(publication)
    steps.check(steps.standing(ticket), ASIDE["confirm_carrier"], by)
    if ticket.record is None or publication.id not in {one.id for one in carriers_of(ticket)}:
        raise StepNotAllowed(
            "这不是这次更正、撤下的公示载体。", "This is not a carrier of what this ticket brought about."
        )
    if publication.state == WITHDRAWING:
        records.confirm_withdrawal(ticket.record, publication, evidence=evidence, by=by, about=ticket.subject)
    else:
        carriers.confirm(publication, evidence=evidence, by=by.actor, about=ticket.subject)
    stop_when_all_carried(ticket, by)
    settle(ticket)


def clarify(ticket: Ticket, text: str, *, by: StaffUser) -> None:
    """Publish why the record is right (澄清)."""
    guard(ticket, "clarify", by)
    ticket.clarifications.append(Clarification(text=text, **deed(ticket, by)))
    if ticket.record is not None:
        records.clarify(ticket.record, text, by=by, about=ticket.subject)
        clear_mark(ticket, by)
    take(ticket, "clarify", by=by, private={"text": text})


def reply(ticket: Ticket, text: str, *, by: StaffUser) -> None:
    """Answer the reporter, under the code and, when there is an address, by mail."""
    step = "answer" if ticket.route is Route.ANSWER else "reply"
    guard(ticket, step, by)
    before = ticket.latest("replies")
    if step == "answer" and before is not None and before.by_id == by.id:
        raise StepNotAllowed(
            "上一次是您答复的，反映人有异议，请由另一个人答复。",
            "You gave the last answer and it was objected to; somebody else has to answer now.",
        )
    ticket.replies.append(Reply(text=text, object_until=objection_limit(), **deed(ticket, by)))
    take(ticket, step, by=by, private={"text": text})
    messages.answered(ticket)


def objection_limit() -> date:
    """The last day on which the reporter may object to an answer given today."""
    counted = draft(
        "TICKET_OBJECTION",
        subject_kind="ticket",
        subject_ref="",
        started_on=clock.today(),
        calendar=open_deadlines.calendar(),
    )
    return counted.due_on


def clear_mark(ticket: Ticket, by: StaffUser) -> None:
    """Take 'being verified' (核实中) from the record, unless another report about it is still being looked into."""
    if ticket.record is not None and not queries.is_verified_elsewhere(ticket):
        records.mark_under_verification(ticket.record, False, by=by, about=ticket.subject)


def stop_when_all_carried(ticket: Ticket, by: StaffUser) -> None:
    """The limit for every carrier ends with the last of them."""
    db.session.flush()
    if is_all_carried(ticket):
        for running in open_deadlines.open_clocks("ticket", ticket.ref):
            if running.rule == "CORRECT_ALL_CHANNELS":
                deadlines.stop(running, by=by.actor)
