"""What a clerk decides about a mail the program set aside or could not read."""

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.extensions import db
from feedback_app.intake import queries
from feedback_app.intake.models import FILED, JOINED, TICKETED, RawMail
from feedback_app.intake.operations.registering import Reading, register
from feedback_app.intake.operations.settling import join
from feedback_app.refusals import Refusal
from feedback_app.tickets.models import Ticket


class NotDecidedHere(Refusal):
    """It has become something already."""

    def __init__(self) -> None:
        super().__init__("这封来信已经处理过了。", "This mail has been dealt with already.")


def make_ticket(mail: RawMail, reading: Reading, *, type_code: str, by: StaffUser) -> Ticket:
    """A ticket of what the program could not read or took for a machine's."""
    _check(mail)
    mail.ticket = register(mail, reading, by=by.actor, type_code=type_code)
    _decided(mail, TICKETED, "mail.ticket", by=by, about=mail.ticket)
    return mail.ticket


def join_by_hand(mail: RawMail, ticket: Ticket, reading: Reading, *, by: StaffUser, reason: str) -> None:
    """A person says that the letter belongs to this ticket.

    Words of the reporter become a message. Those of anybody else are only tied to the ticket: the reporter reads the
    messages, and no stranger's letter is meant for them.
    """
    _check(mail)
    if not (queries.is_by_its_reporter(ticket, reading.mail) and join(mail, ticket, reading)):
        mail.ticket = ticket
    _decided(mail, JOINED, "mail.join_by_hand", by=by, about=ticket, reason=reason)


def file_away(mail: RawMail, *, by: StaffUser, reason: str) -> None:
    """Nothing is to be done about it, for the reason given."""
    _check(mail)
    mail.filed_by_name, mail.filed_reason = by.name, reason
    _decided(mail, FILED, "mail.file", by=by, reason=reason)


def note_opened(mail: RawMail, *, by: StaffUser, what: str) -> None:
    """Log that somebody took the original (`what`: original) or one of its files (file) away."""
    audit.append("mail.open", by=by.actor, subject=mail.ref, facts={"what": what, "size": mail.size})


def _check(mail: RawMail) -> None:
    audit.hold()
    db.session.refresh(mail)
    if not mail.waits_for_a_person:
        raise NotDecidedHere


def _decided(
    mail: RawMail,
    state: str,
    action: str,
    *,
    by: StaffUser,
    about: Ticket | None = None,
    reason: str | None = None,
) -> None:
    came_from, mail.state, mail.settled_at = mail.state, state, clock.now()
    audit.append(
        action, by=by.actor, subject=mail.ref, about=about.subject if about else None, reason=reason,
        from_state=came_from, to_state=state,
    )  # fmt: skip
