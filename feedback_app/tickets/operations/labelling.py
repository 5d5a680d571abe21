"""The suspicion of malice (疑似恶意): two signatures, a hand-over to the police if need be, and a second look in time.

It changes nothing of how a ticket goes its way. Whoever reports again is read as before.
"""

from datetime import timedelta

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.tickets import labelled, steps
from feedback_app.tickets.models import MaliceLabel, Ticket
from feedback_app.tickets.operations.taking import deed, take_turn
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import ASIDE

REVIEWED_AFTER = timedelta(days=30)


def label_malice(ticket: Ticket, *, reasons: str, by: StaffUser) -> MaliceLabel:
    """Propose the label, with the reasons. Valid only once a leader has signed it."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["label_malice"], by)
    if labelled.running(ticket) is not None:
        raise StepNotAllowed("已经标过了。", "It has been labelled already.")
    if not reasons.strip():
        raise StepNotAllowed("请写明理由。", "Please give the reasons.")
    label = MaliceLabel(contact_mark=ticket.contact_mark, reasons=reasons, **deed(ticket, by))
    ticket.labels.append(label)
    audit.append("ticket.label_malice", by=by.actor, subject=ticket.subject, private={"reasons": reasons})
    return label


def sign_label(ticket: Ticket, *, by: StaffUser) -> None:
    """The leader's signature makes it valid; it is looked at again after 30 days."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["sign_label"], by)
    label = labelled.running(ticket)
    if label is None or label.signed_at is not None:
        raise StepNotAllowed("没有等您会签的标记。", "No label waits for a signature.")
    if by.id == label.by_id:
        raise StepNotAllowed("提出的人不能自己会签。", "Whoever proposed it cannot sign it too.")
    label.signed_by_id, label.signed_by_name, label.signed_at = by.id, by.name, clock.now()
    label.review_on = clock.today() + REVIEWED_AFTER
    audit.append("ticket.sign_label", by=by.actor, subject=ticket.subject)


def lift_label(ticket: Ticket, *, by: StaffUser, reason: str) -> None:
    """Take the label away again, by either of those who may give it."""
    take_turn(ticket)
    _check_either(ticket, by)
    label = labelled.running(ticket)
    if label is None or not reason.strip():
        raise StepNotAllowed("没有标记，或者没有写理由。", "There is no label, or no reason was given.")
    label.lifted_at, label.lifted_by_name, label.lifted_reason = clock.now(), by.name, reason
    audit.append("ticket.lift_label", by=by.actor, subject=ticket.subject, reason=reason)


def keep_label(ticket: Ticket, *, by: StaffUser, reason: str) -> None:
    """The second look finds that it stands for another 30 days."""
    take_turn(ticket)
    _check_either(ticket, by)
    label = labelled.running(ticket)
    if label is None or label.signed_at is None or not reason.strip():
        raise StepNotAllowed("没有标记，或者没有写理由。", "There is no label, or no reason was given.")
    label.review_on = clock.today() + REVIEWED_AFTER
    audit.append("ticket.keep_label", by=by.actor, subject=ticket.subject, reason=reason)


def hand_over(ticket: Ticket, *, to: str, by: StaffUser) -> None:
    """Put on record that the lead was handed to the police (国办函〔2025〕66号). Only under a signed label."""
    take_turn(ticket)
    _check_either(ticket, by)
    label = labelled.running(ticket)
    if label is None or label.signed_at is None:
        raise StepNotAllowed("会签以后才能移送。", "It can be handed over only once the label is signed.")
    label.handed_over_to, label.handed_over_at = to, clock.now()
    audit.append("ticket.hand_over", by=by.actor, subject=ticket.subject, private={"to": to})


def _check_either(ticket: Ticket, by: StaffUser) -> None:
    now = steps.standing(ticket)
    try:
        steps.check(now, ASIDE["label_malice"], by)
    except StepNotAllowed:
        steps.check(now, ASIDE["sign_label"], by)
