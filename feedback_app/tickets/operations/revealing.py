"""A look at who reported by somebody whose step does not need it: a written reason, and a second person's consent.

信访工作条例第三十条; 个人信息保护法第五十一条. Every look is in the log, with or without consent; a consent ends after a day.
"""

from datetime import timedelta

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.extensions import db
from feedback_app.tickets import messages, reveals, sight, steps
from feedback_app.tickets.models import Reporter, Reveal, Ticket
from feedback_app.tickets.operations.taking import take_turn
from feedback_app.tickets.recusal import GRANTED, REFUSED
from feedback_app.tickets.steps import StepNotAllowed

GOOD_FOR = timedelta(hours=24)


def ask_reveal(ticket: Ticket, *, by: StaffUser, reason: str) -> Reveal:
    """Ask to see who reported. Raises StepNotAllowed for whoever does not see the ticket or may look anyway."""
    take_turn(ticket)
    if sight.of(by, ticket) is not sight.Sight.FULL or steps.recusal(steps.standing(ticket), by):
        raise StepNotAllowed("您看不到这件工单。", "You do not see this ticket.")
    if not reason.strip():
        raise StepNotAllowed("请写明为什么要查看。", "Say why you need to look.")
    if any(one.asked_by_id == by.id and _is_running(one) for one in reveals.of(ticket)):
        raise StepNotAllowed("您已经申请过了。", "You have asked already.")
    if not reveals.consenters(ticket, by):
        raise StepNotAllowed("现在没有人可以同意，请稍后再试。", "There is nobody to consent now.")
    made = Reveal(
        ticket=ticket, asked_by_id=by.id, asked_by_name=by.name, asked_by_post=by.post, reason=reason, asked_at=clock.now()
    )  # fmt: skip
    db.session.add(made)
    audit.append("ticket.ask_reveal", by=by.actor, subject=ticket.subject, reason=reason)
    for person in reveals.consenters(ticket, by):
        messages.reveal_asked(ticket, person)
    return made


def decide_reveal(reveal: Reveal, *, granted: bool, reason: str, by: StaffUser) -> None:
    """The second person consents for a day, or refuses. Never the one who asked."""
    take_turn(reveal.ticket)
    if reveal.outcome is not None or not reveals.may_consent(reveal, by):
        raise StepNotAllowed(
            "不由您决定，或者已经决定了。", "It is not yours to decide, or has been decided."
        )
    now = clock.now()
    reveal.outcome, reveal.decision, reveal.decided_at = GRANTED if granted else REFUSED, reason, now
    reveal.decided_by_id, reveal.decided_by_name, reveal.decided_by_post = by.id, by.name, by.post
    reveal.expires_at = now + GOOD_FOR if granted else None
    action = "ticket.consent_reveal" if granted else "ticket.refuse_reveal"
    facts = {"name": reveal.asked_by_name}
    audit.append(action, by=by.actor, subject=reveal.ticket.subject, reason=reason or None, facts=facts)


def look_at_reporter(reveal: Reveal, *, by: StaffUser) -> Reporter:
    """Use the consent: who reported, each time in the log. Raises StepNotAllowed without one that still runs."""
    ticket, now = reveal.ticket, clock.now()
    if (
        reveal.asked_by_id != by.id
        or not reveal.is_open_at(now)
        or sight.of(by, ticket) is not sight.Sight.FULL
    ):
        raise StepNotAllowed("没有同意，或者同意已经过期。", "There is no consent, or it has run out.")
    reveal.seen_at = now
    audit.append(
        "ticket.reveal_reporter", by=by.actor, subject=ticket.subject, reason=reveal.reason,
        facts={"consent_by": reveal.decided_by_name},
    )  # fmt: skip
    return ticket.reporter


def _is_running(one: Reveal) -> bool:
    return one.outcome is None or one.is_open_at(clock.now())
