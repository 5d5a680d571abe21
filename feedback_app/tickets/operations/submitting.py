"""From a report to a ticket, once for each submission, and the code its sender keeps."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import REPORTER, Actor
from feedback_app.audit.commitments import commitment, digest, new_salt
from feedback_app.deadlines import queries as open_deadlines
from feedback_app.deadlines.working_days import working_days_between
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db, keyring
from feedback_app.files import operations as files
from feedback_app.numbering import next_number
from feedback_app.refusals import Refusal
from feedback_app.tickets import messages, queries
from feedback_app.tickets.likeness.marking import mark_words
from feedback_app.tickets.models import (
    Claim,
    Particular,
    Reporter,
    Ticket,
)
from feedback_app.tickets.operations import recusing
from feedback_app.tickets.operations.alarming import raise_alarm
from feedback_app.tickets.operations.taking import NO_CLOCK, settle, start_clock
from feedback_app.tickets.particulars import told
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
class Outer:
    """What another office stamped on a case it handed over: its number, who sent it, its own limit if it names one."""

    number: str
    due_on: date | None = None
    sender: str = ""


@dataclass(frozen=True)
class Report:
    """A report as it came in, before it is a ticket. `seed`: secret of this submission (see submission_seed).

    `channel`: a key of channels.CHANNELS. `received_at`: when it arrived (the call, the mail), if that was not just now;
    every limit counts from it.
    """

    type: str
    words: str
    seed: str
    record: DisclosureRecord | None = None
    claims: tuple[ClaimWords, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()  # to the questions of this kind: (key, words), see asks.py
    reporter: ReporterWords = field(default_factory=ReporterWords)
    kept: tuple[files.KeptBytes, ...] = ()
    channel: str = "web"
    locale: str = "zh"
    received_at: datetime | None = None
    outer: Outer | None = None
    recuse: str = ""  # who should take no part, in the reporter's words
    is_acknowledged: bool = True  # no: this address has had its automatic answer today
    code: str = ""  # the receipt code, where no page shows it: the acknowledgement tells it


def submit(report: Report, *, code_hash: str) -> Ticket:
    """Make the ticket for a report, or return the one that this very submission made before.

    `code_hash` is worked out by the caller before any transaction begins, because it is slow on purpose. Raises Refusal
    for a moment of arrival that is still to come.
    """
    if report.received_at is not None and report.received_at > clock.now():
        raise Refusal("收到的时间不能晚于现在。", "It cannot have arrived later than now.")
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
    said, salt = said_of(ticket, report.record, report.claims), new_salt()
    ticket.said_text, ticket.proof_salt = said, salt
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
            **_arrival(ticket),
            "claims": len(report.claims),
            "files": len(report.kept),
            **commitments(said, salt, [kept.sha256 for kept in report.kept]),
        },
        private={
            "words": report.words,
            "claims": [[c.field_key, c.says, c.should_say] for c in report.claims],
            **({"answers": [list(one) for one in report.answers]} if report.answers else {}),
        },
    )
    mark_words(ticket, report)
    for kept in report.kept:
        files.keep(kept, subject=ticket.subject, kept_by="reporter", by=REPORTER)
    start_limits(ticket, REPORTER)
    recusing.apply_relations(ticket)
    if report.recuse.strip():
        recusing.ask_recusal(ticket, report.recuse)
    recusing.keep_off_named(ticket)
    raise_alarm(ticket, has_files=bool(report.kept))
    settle(ticket)
    if report.is_acknowledged:
        messages.received(ticket, code=report.code)
    return ticket


def start_limits(ticket: Ticket, by: Actor) -> None:
    """Every limit counts from the arrival; another office's from there to the day it names."""
    for rule in ("TICKET_ACCEPT", TYPES[ticket.type].clock):
        start_clock(ticket, rule, by, started_at=ticket.received_at)
    if ticket.outer_due_on is not None:
        arrived_on = clock.to_local(ticket.received_at).date()
        days = working_days_between(arrived_on, ticket.outer_due_on, open_deadlines.calendar())
        start_clock(ticket, "OUTER_12345", by, started_at=ticket.received_at, length=max(days, 1))


def _arrival(ticket: Ticket) -> dict[str, Any]:
    """The day it arrived, for the log, when it was typed in later."""
    late = ticket.registered_at is not None
    return {"received_on": clock.to_local(ticket.received_at).date()} if late else {}


def _new_ticket(report: Report, ref: str, mark: str, code_hash: str) -> Ticket:
    now, outer = clock.now(), report.outer or Outer("")
    arrived = report.received_at or now
    return Ticket(
        ref=ref,
        submission_ref=ref,
        round=1,
        outer_number=outer.number or None,
        outer_due_on=outer.due_on,
        outer_sender=outer.sender or None,
        type=report.type,
        state=State.RECEIVED.value,
        channel=report.channel,
        locale=report.locale,
        record=report.record,
        record_number=report.record.live_number if report.record else None,
        words=report.words,
        submission_hash=mark,
        code_hash=code_hash,
        received_at=arrived,
        registered_at=None if arrived == now else now,
        urgency_at=arrived + NO_CLOCK,
        claims=[
            Claim(
                field_key=c.field_key,
                says=c.says,
                should_say=c.should_say,
            )
            for c in report.claims
        ],
        particulars=[Particular(ask=key, words=words) for key, words in report.answers],
        reporter=Reporter(is_anonymous=report.reporter.is_anonymous, **vars(report.reporter)),
    )


def said_of(ticket: Ticket, record: DisclosureRecord | None, claims: tuple[ClaimWords, ...]) -> str:
    """What this ticket says, as its sender can keep it and the log commits to it."""
    return said_text(
        ref=ticket.ref,
        at=ticket.received_at,
        record=RecordShown(record.ref, record.category, record.live_number) if record else None,
        claims=claims,
        words=ticket.words,
        lang=ticket.locale,
        answers=told(ticket, ticket.locale),
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
