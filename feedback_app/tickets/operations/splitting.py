"""One submission that is several matters: a clerk makes a ticket of each, with the same reporter and the same arrival."""

from dataclasses import dataclass, field

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.commitments import new_salt
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.numbering import next_number
from feedback_app.tickets.models import Claim, Reporter, Ticket
from feedback_app.tickets.operations import recusing
from feedback_app.tickets.operations.submitting import audit_hash, commitments, said_of, start_limits
from feedback_app.tickets.operations.taking import NO_CLOCK, guard, settle, take
from feedback_app.tickets.said import ClaimWords
from feedback_app.tickets.workflow import State


@dataclass(frozen=True)
class Part:
    """One of the matters: its type, the words of the submission that belong to it, the record if it is about one."""

    type: str
    words: str
    record: DisclosureRecord | None = None
    claims: tuple[ClaimWords, ...] = field(default=())


def split(ticket: Ticket, part: Part, *, by: StaffUser) -> Ticket:
    """Make a ticket of its own for a part of this submission. Its limits count from the same arrival; the reporter reads
    it with the code they have. What it is about stands in neither ticket's public facts."""
    guard(ticket, "split", by)
    other = _ticket_of(ticket, part)
    db.session.add(other)
    db.session.flush()
    said, salt = said_of(other, part.record, part.claims), new_salt()
    other.said_text, other.proof_salt = said, salt
    take(ticket, "split", by=by, private={"other": other.ref})
    audit.append(
        "ticket.split_off",
        by=by.actor,
        subject=other.subject,
        about=part.record.subject if part.record else None,
        to_state=State.RECEIVED.value,
        facts={"type": part.type, "claims": len(part.claims), **commitments(said, salt, [])},
        private={"from": ticket.ref, "words": part.words},
    )
    start_limits(other, by.actor)
    recusing.keep_off_named(other)
    settle(other)
    return other


def _ticket_of(ticket: Ticket, part: Part) -> Ticket:
    day = f"FK-JC-{clock.to_local(clock.now()):%Y%m%d}"
    ref, who = f"{day}-{next_number(day):04d}", ticket.reporter
    return Ticket(
        ref=ref,
        submission_ref=ticket.submission_ref or ticket.ref,
        round=1,
        type=part.type,
        state=State.RECEIVED.value,
        channel=ticket.channel,
        outer_number=ticket.outer_number,
        outer_due_on=ticket.outer_due_on,
        outer_sender=ticket.outer_sender,
        locale=ticket.locale,
        record=part.record,
        record_number=part.record.live_number if part.record else None,
        words=part.words,
        # No form made it and no code of its own opens it.
        submission_hash=audit_hash(f"split\0{ref}"),
        code_hash=audit_hash(f"no code\0{ref}"),
        received_at=ticket.received_at,
        registered_at=clock.now(),
        urgency_at=ticket.received_at + NO_CLOCK,
        claims=[Claim(**vars(one)) for one in part.claims],
        reporter=Reporter(is_anonymous=who.is_anonymous, name=who.name, email=who.email, phone=who.phone),
    )
