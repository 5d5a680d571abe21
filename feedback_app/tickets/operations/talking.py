"""Messages between a report's reporter and the bureau (往来): kept sealed, each with its line in the log.

A message moves nothing by itself: the ticket's state, and the page a clerk has open, stay as they are. Only one that
answers a question the bureau asked (待补充) lets the clocks go on.
"""

from sqlalchemy import func, select

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import REPORTER, Actor
from feedback_app.audit.commitments import new_salt
from feedback_app.extensions import db
from feedback_app.files import operations as files
from feedback_app.refusals import Refusal
from feedback_app.tickets import messages, steps
from feedback_app.tickets.models import Ticket, TicketMessage
from feedback_app.tickets.operations.pausing import supply
from feedback_app.tickets.operations.submitting import audit_hash, commitments
from feedback_app.tickets.said import message_text
from feedback_app.tickets.workflow import ASIDE, State

SEE_MESSAGE = "（见留言里的文件）"
MOST_MESSAGES = 500  # of one ticket, from both sides; more is no talk any longer


class TooManyMessages(Refusal):
    """The ticket holds as many messages as one can."""

    def __init__(self) -> None:
        super().__init__(
            f"一件反映最多 {MOST_MESSAGES} 条往来，已经满了。请打电话联系。",
            f"A report holds at most {MOST_MESSAGES} messages, and has them. Please telephone.",
        )


def tell(ticket: Ticket, words: str, *, seed: str, kept: tuple[files.KeptBytes, ...] = ()) -> TicketMessage:
    """The reporter writes. The same `seed` (see submission_seed) makes one message, however often it is sent.

    Whoever has the ticket in hand is told that something came, without a word of it. Raises TooManyMessages.
    """
    said, is_new = _write(ticket, words, seed, kept, by=REPORTER, staff=None)
    if is_new:
        mark_seen(ticket, from_reporter=False)
        if ticket.at_state is State.AWAITING_SUPPLEMENT:
            supply(ticket, words or SEE_MESSAGE, by=None)  # tells whoever asked
        else:
            messages.reporter_wrote(ticket)
    return said


def write_message(
    ticket: Ticket, words: str, *, seed: str, by: StaffUser, kept: tuple[files.KeptBytes, ...] = ()
) -> TicketMessage:
    """The bureau writes to the reporter, who reads it with the code; an e-mail only says that something waits.

    Raises StepNotAllowed for whoever has no seat that talks, TooManyMessages.
    """
    steps.check(steps.standing(ticket), ASIDE["write_message"], by)
    said, is_new = _write(ticket, words, seed, kept, by=by.actor, staff=by)
    if is_new:
        mark_seen(ticket, from_reporter=True)
        messages.bureau_wrote(ticket)
    return said


def see_messages(ticket: Ticket, *, by: StaffUser) -> None:
    """Whoever has the ticket in hand says that the reporter's messages were read. Raises StepNotAllowed."""
    steps.check(steps.standing(ticket), ASIDE["write_message"], by)
    if mark_seen(ticket, from_reporter=True):
        audit.append("ticket.see_messages", by=by.actor, subject=ticket.subject)


def see_answers(ticket: Ticket) -> None:
    """The reporter says that the bureau's messages were read."""
    if mark_seen(ticket, from_reporter=False):
        audit.append("ticket.see_messages", by=REPORTER, subject=ticket.subject)


def mark_seen(ticket: Ticket, *, from_reporter: bool) -> int:
    """Note that the other side has seen what was written; how many messages were new to it."""
    new = db.session.scalars(
        select(TicketMessage).where(
            TicketMessage.ticket_id == ticket.id,
            TicketMessage.is_from_reporter == from_reporter,
            TicketMessage.seen_at.is_(None),
        )
    ).all()
    for message in new:
        message.seen_at = clock.now()
    return len(new)


def _write(
    ticket: Ticket,
    words: str,
    seed: str,
    kept: tuple[files.KeptBytes, ...],
    *,
    by: Actor,
    staff: StaffUser | None,
) -> tuple[TicketMessage, bool]:
    """The message, and whether it was not there before."""
    mark = audit_hash(f"message\0{ticket.ref}\0{seed}")
    audit.hold()  # numbers follow one another, and a twin of this request has committed by now
    earlier = db.session.scalar(select(TicketMessage).where(TicketMessage.submission_hash == mark))
    if earlier is not None:
        return earlier, False
    number = 1 + (
        db.session.scalar(select(func.max(TicketMessage.number)).where(TicketMessage.ticket_id == ticket.id))
        or 0
    )
    if number > MOST_MESSAGES:
        raise TooManyMessages
    at, salt = clock.now(), new_salt()
    text = message_text(ref=ticket.ref, number=number, at=at, words=words, lang=ticket.locale)
    entry = audit.append(
        "ticket.tell" if staff is None else "ticket.write_message",
        by=by,
        subject=ticket.subject,
        facts={
            "message": number,
            "files": len(kept),
            **commitments(text, salt, [one.sha256 for one in kept]),
        },
    )
    message = TicketMessage(
        ticket_id=ticket.id,
        number=number,
        is_from_reporter=staff is None,
        by_id=staff.id if staff else None,
        by_name=staff.name if staff else "",
        by_post=staff.post if staff else "",
        at=at,
        words=words,
        said_text=text,
        proof_salt=salt,
        entry_number=entry.number,
        submission_hash=mark,
    )
    db.session.add(message)
    for one in kept:
        files.keep(
            one, subject=ticket.subject, kept_by="staff" if staff else "reporter", by=by, part=message.part
        )
    db.session.flush()
    return message, True
