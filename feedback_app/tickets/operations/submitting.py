"""From a report to a ticket, once for each submission, and the code its sender keeps."""

from dataclasses import dataclass, field
from typing import Any

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import REPORTER
from feedback_app.audit.commitments import commitment, digest, new_salt
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db, keyring
from feedback_app.files import operations as files
from feedback_app.numbering import next_number
from feedback_app.tickets import messages, queries
from feedback_app.tickets.models import (
    Claim,
    Reporter,
    Ticket,
)
from feedback_app.tickets.operations.taking import NO_CLOCK, settle, start_clock
from feedback_app.tickets.said import ClaimWords, RecordShown, said_text
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.workflow import State


@dataclass(frozen=True)
class ReporterWords:
    """What the reporter told about themselves; nothing at all is allowed."""

    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def is_anonymous(self) -> bool:
        return not (self.name or self.email or self.phone)


@dataclass(frozen=True)
class Report:
    """A report as it came in, before it is a ticket. `seed`: secret of this submission (see submission_seed)."""

    type: str
    words: str
    seed: str
    record: DisclosureRecord | None = None
    claims: tuple[ClaimWords, ...] = ()
    reporter: ReporterWords = field(default_factory=ReporterWords)
    kept: tuple[files.KeptBytes, ...] = ()
    channel: str = "web"
    locale: str = "zh"


def submit(report: Report, *, code_hash: str) -> Ticket:
    """Make the ticket for a report, or return the one that this very submission made before.

    `code_hash` is worked out by the caller before any transaction begins, because it is slow on purpose.
    """
    mark = audit_hash(report.seed)
    earlier = queries.by_submission(mark)
    if earlier is not None:
        return earlier
    now = clock.now()
    day = f"FK-JC-{clock.to_local(now):%Y%m%d}"
    number = next_number(day)
    # On PostgreSQL the line above waited for any twin of this request; look again, now that it has committed.
    earlier = queries.by_submission(mark)
    if earlier is not None:
        db.session.rollback()
        return queries.by_submission(mark) or earlier
    ticket = _new_ticket(report, f"{day}-{number:04d}", mark, code_hash)
    ticket.said_text, ticket.proof_salt = said, salt = _said(report, ticket), new_salt()
    db.session.add(ticket)
    db.session.flush()
    audit.append(
        "ticket.submit",
        by=REPORTER,
        subject=ticket.subject,
        about=report.record.subject if report.record else None,
        to_state=State.RECEIVED.value,
        facts={
            "type": report.type,
            "channel": report.channel,
            "claims": len(report.claims),
            "files": len(report.kept),
            **commitments(said, salt, [kept.sha256 for kept in report.kept]),
        },
        private={
            "words": report.words,
            "claims": [[c.field_key, c.says, c.should_say] for c in report.claims],
        },
    )
    for kept in report.kept:
        files.keep(kept, subject=ticket.subject, kept_by="reporter", by=REPORTER)
    for rule in ("TICKET_ACCEPT", TYPES[report.type].clock):
        start_clock(ticket, rule, REPORTER)
    settle(ticket)
    messages.received(ticket)
    return ticket


def _new_ticket(report: Report, ref: str, mark: str, code_hash: str) -> Ticket:
    return Ticket(
        ref=ref,
        type=report.type,
        state=State.RECEIVED.value,
        channel=report.channel,
        locale=report.locale,
        record=report.record,
        record_number=report.record.live_number if report.record else None,
        words=report.words,
        submission_hash=mark,
        code_hash=code_hash,
        received_at=clock.now(),
        urgency_at=clock.now() + NO_CLOCK,
        claims=[Claim(field_key=c.field_key, says=c.says, should_say=c.should_say) for c in report.claims],
        reporter=Reporter(is_anonymous=report.reporter.is_anonymous, **vars(report.reporter)),
    )


def _said(report: Report, ticket: Ticket) -> str:
    record = report.record
    return said_text(
        ref=ticket.ref,
        at=ticket.received_at,
        record=RecordShown(record.ref, record.category, record.live_number) if record else None,
        claims=report.claims,
        words=report.words,
        lang=report.locale,
    )


def commitments(said: str, salt: str, file_digests: list[str]) -> dict[str, Any]:
    """The public facts that bind to the words and to each file, in the order they were handed in."""
    return {
        "said_hash": commitment(salt, digest(said)),
        "file_hashes": [commitment(salt, one) for one in file_digests],
    }


def submission_seed(form_token: str, words: str) -> str:
    """What makes a submission itself: its form and what was said in it. Sent twice it is one; changed, another."""
    return audit_hash(f"{form_token}\0{words}")


def audit_hash(text: str) -> str:
    return keyring.fingerprint("submission", text)


def receipt_code(seed: str) -> str:
    """The code the citizen keeps; nobody else can work it out, and it is stored nowhere."""
    return keyring.code_for(seed)
