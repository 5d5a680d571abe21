"""What can be done to a ticket. Every change of state goes through `_take`, so none can skip the log.

Each operation leaves its noun, a log entry, its clocks and the messages it owes, and commits nothing.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import REPORTER
from feedback_app.carriers import operations as carriers
from feedback_app.carriers.models import ChannelPublication
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as open_deadlines
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.fields import same
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.extensions import db, keyring
from feedback_app.files import operations as files
from feedback_app.numbering import next_number
from feedback_app.refusals import Refusal
from feedback_app.tickets import messages, queries, steps
from feedback_app.tickets.findings import FINDINGS, Demand
from feedback_app.tickets.models import (
    Acceptance,
    Accountability,
    Appointment,
    CauseAnalysis,
    CauseCategory,
    Claim,
    Clarification,
    Closing,
    Correction,
    LeaderSubmission,
    Reply,
    Reporter,
    Ticket,
    Verification,
)
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.workflow import ASIDE, SEATS, STEPS, Seat, State, Step

NO_CLOCK = timedelta(days=3650)  # a ticket without a running clock stands behind all that have one


class NotThisPerson(Refusal):
    """The leader or investigator chosen cannot sit there: wrong role, or recused."""


@dataclass(frozen=True)
class ClaimWords:
    """One thing the reporter says is wrong; `field_key` None for the record as a whole."""

    field_key: str | None
    says: str
    should_say: str


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
        },
        private={
            "words": report.words,
            "claims": [[c.field_key, c.says, c.should_say] for c in report.claims],
        },
    )
    for kept in report.kept:
        files.keep(kept, subject=ticket.subject, kept_by="reporter", by=REPORTER)
    for rule in ("TICKET_ACCEPT", TYPES[report.type].clock):
        _start_clock(ticket, rule, REPORTER)
    _settle(ticket)
    messages.received(ticket)
    return ticket


def accept(ticket: Ticket, *, by: StaffUser) -> None:
    """Take the report in (受理); the record is marked 'being verified'."""
    _guard(ticket, "accept", by)
    ticket.acceptance = Acceptance(**_deed(by))
    _take(ticket, "accept", by=by)
    if ticket.record is not None:
        records.mark_under_verification(ticket.record, True, by=by, about=ticket.subject)
    messages.accepted(ticket)


def submit_to_leader(ticket: Ticket, leader: StaffUser, *, by: StaffUser) -> None:
    """Step one of Article 15. Raises NotThisPerson when the leader took part in the record."""
    _seat_leader(ticket, leader, by, "")
    _take(ticket, "submit_to_leader", by=by, facts={"leader": leader.name, "leader_post": leader.post})
    messages.submitted(ticket, leader)


def change_leader(ticket: Ticket, leader: StaffUser, *, by: StaffUser, reason: str) -> None:
    """Another leader takes over; a finding that was not signed is dropped with the reason on record."""
    dropped = ticket.verification
    _seat_leader(ticket, leader, by, reason)
    if dropped is not None:
        dropped.returned_at, dropped.returned_reason = clock.now(), reason
    _take(
        ticket,
        "change_leader",
        by=by,
        reason=reason,
        facts={"leader": leader.name, "leader_post": leader.post},
    )
    messages.submitted(ticket, leader)


def assign(ticket: Ticket, investigator: StaffUser, *, by: StaffUser) -> None:
    """The leader orders the verification and appoints who does it; who took part in the record is excluded."""
    excluded = _seat_investigator(ticket, investigator, by, "")
    facts = {
        "investigator": investigator.name,
        "investigator_post": investigator.post,
        "excluded_count": len(excluded),
    }
    _take(ticket, "assign", by=by, facts=facts, private={"excluded": excluded})
    messages.assigned(ticket, investigator)


def change_investigator(ticket: Ticket, investigator: StaffUser, *, by: StaffUser, reason: str) -> None:
    """The leader appoints somebody else."""
    excluded = _seat_investigator(ticket, investigator, by, reason)
    facts = {
        "investigator": investigator.name,
        "investigator_post": investigator.post,
        "excluded_count": len(excluded),
    }
    _take(ticket, "change_investigator", by=by, reason=reason, facts=facts)
    messages.assigned(ticket, investigator)


def verify(
    ticket: Ticket,
    *,
    finding: str,
    compared: str,
    basis: str,
    new_values: dict[str, Any],
    by: StaffUser,
    kept: tuple[files.KeptBytes, ...] = (),
) -> None:
    """Put the finding on record (调查核实): what was compared, on what basis, with which result.

    `new_values`: the right values by field, when the finding demands a correction. Raises StepNotAllowed when such a
    finding names none, or names what is published already.
    """
    _guard(ticket, "verify", by)
    row = FINDINGS[finding]
    if Demand.CORRECTION in row.demands:
        _check_new_values(ticket, new_values)
    noun = Verification(
        finding=finding,
        compared=compared,
        basis=basis,
        new_values=new_values if Demand.CORRECTION in row.demands else {},
        **_deed(by),
    )
    ticket.verifications.append(noun)
    _take(ticket, "verify", by=by, facts={"finding": finding}, private={"compared": compared, "basis": basis})
    for bytes_kept in kept:
        files.keep(bytes_kept, subject=ticket.subject, kept_by="staff", by=by.actor)


def return_finding(ticket: Ticket, *, by: StaffUser, reason: str) -> None:
    """The leader sends the finding back to be looked into again."""
    _guard(ticket, "return_finding", by)
    noun = ticket.verifications[-1]
    noun.returned_at, noun.returned_reason = clock.now(), reason
    _take(ticket, "return_finding", by=by, reason=reason)


def sign_finding(ticket: Ticket, *, by: StaffUser) -> None:
    """The leader signs; the finding decides whether a correction or a clarification follows."""
    _guard(ticket, "sign_finding", by)
    noun = ticket.verifications[-1]
    noun.signed_at, noun.signed_by_name, noun.signed_by_post = clock.now(), by.name, by.post
    _take(ticket, "sign_finding", by=by, facts={"finding": noun.finding})


def publish_correction(ticket: Ticket, *, by: StaffUser) -> None:
    """Correct the record exactly as signed (更正). If another report has brought the same correction, join it."""
    _guard(ticket, "publish_correction", by)
    record, verification = ticket.record, ticket.verification
    if record is None or record.live is None or verification is None:
        raise StepNotAllowed("这条信息现在没有公示。", "This record is not public now.")
    before = record.live.number
    if _differs(record, verification.new_values):
        records.publish_correction(record, verification.new_values, by=by, about=ticket.subject)
    noun = Correction(record_id=record.id, from_number=before, to_number=record.live.number, **_deed(by))
    ticket.correction = noun
    _take(ticket, "publish_correction", by=by, facts={"version": noun.to_number})
    _clear_mark(ticket, by)
    _stop_when_all_carried(ticket, by)


def confirm_carrier(ticket: Ticket, publication: ChannelPublication, *, evidence: str, by: StaffUser) -> None:
    """Record that a carrier shows this ticket's correction. Raises StepNotAllowed for who took part in the record."""
    steps.check(steps.standing(ticket), ASIDE["confirm_carrier"], by)
    corrected = ticket.correction.to_number if ticket.correction else None
    if ticket.record is None or (publication.record_ref, publication.version_number) != (
        ticket.record.ref,
        corrected,
    ):
        raise StepNotAllowed(
            "这不是这次更正的公示载体。", "This is not a carrier of this ticket's correction."
        )
    carriers.confirm(publication, evidence=evidence, by=by.actor, about=ticket.subject)
    _stop_when_all_carried(ticket, by)
    _settle(ticket)


def clarify(ticket: Ticket, text: str, *, by: StaffUser) -> None:
    """Publish why the record is right (澄清)."""
    _guard(ticket, "clarify", by)
    ticket.clarification = Clarification(text=text, **_deed(by))
    if ticket.record is not None:
        records.clarify(ticket.record, text, by=by, about=ticket.subject)
        _clear_mark(ticket, by)
    _take(ticket, "clarify", by=by, private={"text": text})


def reply(ticket: Ticket, text: str, *, by: StaffUser) -> None:
    """Answer the reporter, under the code and, when there is an address, by mail."""
    _guard(ticket, "reply", by)
    ticket.reply = Reply(text=text, **_deed(by))
    _take(ticket, "reply", by=by, private={"text": text})
    messages.answered(ticket)


def analyse_cause(ticket: Ticket, *, causes: list[str], words: str, prevention: str, by: StaffUser) -> None:
    """Why the error came about, and what will prevent the next (原因分析)."""
    _guard(ticket, "analyse_cause", by)
    ticket.cause = CauseAnalysis(
        words=words,
        prevention=prevention,
        categories=[CauseCategory(cause=cause) for cause in causes],
        **_deed(by),
    )
    _take(
        ticket,
        "analyse_cause",
        by=by,
        facts={"causes": causes},
        private={"words": words, "prevention": prevention},
    )


@dataclass(frozen=True)
class Answer:
    """Who answers for the error and how, as decided by whom it belongs to (see measures.py)."""

    measure: str
    decided_by: str
    decided_on: date
    reasons: str
    subject: str = ""
    subject_user_id: int | None = None


def trace_accountability(ticket: Ticket, answer: Answer, *, by: StaffUser) -> None:
    """Record one result of tracing responsibility (倒查责任); several may follow one another.

    Raises StepNotAllowed when the leader would record his own.
    """
    _guard(ticket, "trace_accountability", by)
    if answer.subject_user_id == by.id:
        raise StepNotAllowed(
            "不能给自己记责任，请由其他领导办理。", "You cannot record your own accountability."
        )
    ticket.accountabilities.append(Accountability(**vars(answer), **_deed(by)))
    _take(
        ticket,
        "trace_accountability",
        by=by,
        facts={"measures": [answer.measure]},
        private={"subject": answer.subject, "decided_by": answer.decided_by, "reasons": answer.reasons},
    )


def close(ticket: Ticket, *, by: StaffUser) -> None:
    """Close the file. Raises StepNotAllowed naming whatever the finding demands and the file lacks."""
    _guard(ticket, "close", by)
    ticket.closing, ticket.closed_at = Closing(**_deed(by)), clock.now()
    _take(ticket, "close", by=by)
    _clear_mark(ticket, by)


def reveal_reporter(ticket: Ticket, *, by: StaffUser, reason: str) -> Reporter:
    """Look at who reported: only for who takes in or verifies this ticket; every look is in the log."""
    steps.check(steps.standing(ticket), ASIDE["reveal_reporter"], by)
    audit.append("ticket.reveal_reporter", by=by.actor, subject=ticket.subject, reason=reason)
    return ticket.reporter


def submission_seed(form_token: str, words: str) -> str:
    """What makes a submission itself: its form and what was said in it. Sent twice it is one; changed, another."""
    return audit_hash(f"{form_token}\0{words}")


def audit_hash(text: str) -> str:
    return keyring.fingerprint("submission", text)


def receipt_code(seed: str) -> str:
    """The code the citizen keeps; nobody else can work it out, and it is stored nowhere."""
    return keyring.code_for(seed)


def _take(
    ticket: Ticket,
    step_name: str,
    *,
    by: StaffUser,
    reason: str | None = None,
    facts: dict[str, Any] | None = None,
    private: dict[str, Any] | None = None,
) -> None:
    """The only place where a ticket's state changes: checked, logged, clocks moved."""
    step = STEPS[step_name]
    if step.needs_reason and not (reason or "").strip():
        raise StepNotAllowed("请写明理由。", "Please give the reason.")
    came_from = ticket.at_state
    ticket.state = _target(ticket, step).value
    flag_modified(ticket, "state")  # every step moves `lock` on, also one that leaves the state as it is
    audit.append(
        f"ticket.{step.name}",
        by=by.actor,
        subject=ticket.subject,
        about=ticket.record.subject if ticket.record else None,
        reason=reason,
        from_state=came_from.value,
        to_state=ticket.state,
        facts=facts,
        private=private,
    )
    _move_clocks(ticket, step, by)
    db.session.flush()
    _settle(ticket)


def _guard(ticket: Ticket, step_name: str, by: StaffUser) -> None:
    steps.check(steps.standing(ticket), STEPS[step_name], by)


def _target(ticket: Ticket, step: Step) -> State:
    if step.to is not None:
        return step.to
    if ticket.finding is None:
        raise StepNotAllowed("还没有核实结论。", "There is no finding yet.")
    return State(ticket.finding.leads_to)


def _move_clocks(ticket: Ticket, step: Step, by: StaffUser) -> None:
    for running in open_deadlines.open_clocks("ticket", ticket.ref):
        if running.rule in step.stops or step.name == "close":
            deadlines.stop(running, by=by.actor)
    for start in step.starts:
        if start.demanded is None or start.demanded in ticket.demands:
            _start_clock(ticket, start.rule, by.actor)


def _start_clock(ticket: Ticket, rule: str, by: Any) -> None:
    deadlines.start(rule, subject_kind="ticket", subject_ref=ticket.ref, started_on=clock.today(), by=by)


def _clear_mark(ticket: Ticket, by: StaffUser) -> None:
    """Take 'being verified' (核实中) from the record, unless another report about it is still being looked into."""
    if ticket.record is not None and not queries.is_verified_elsewhere(ticket):
        records.mark_under_verification(ticket.record, False, by=by, about=ticket.subject)


def _stop_when_all_carried(ticket: Ticket, by: StaffUser) -> None:
    db.session.flush()
    if Demand.ALL_CHANNELS in steps.standing(ticket).have:
        for running in open_deadlines.open_clocks("ticket", ticket.ref):
            if running.rule == "CORRECT_ALL_CHANNELS":
                deadlines.stop(running, by=by.actor)


def _settle(ticket: Ticket) -> None:
    """Bring the three columns the queue reads into line with state, file and clocks."""
    step = steps.next_step(steps.standing(ticket)) if ticket.is_open else None
    ticket.next_step = step.name if step else None
    ticket.waits_for = step.by[0].value if step else None
    running = open_deadlines.open_clocks("ticket", ticket.ref)
    ticket.due_at = min((one.due_at for one in running), default=None)
    ticket.urgency_at = ticket.due_at or ticket.received_at + NO_CLOCK


def _seat_leader(ticket: Ticket, leader: StaffUser, by: StaffUser, reason: str) -> None:
    _guard(ticket, "change_leader" if reason else "submit_to_leader", by)
    _check_person(ticket, leader, Seat.LEADER)
    ticket.leader, ticket.investigator = leader, None
    ticket.submissions.append(
        LeaderSubmission(
            leader_id=leader.id, leader_name=leader.name, leader_post=leader.post, reason=reason, **_deed(by)
        )
    )


def _seat_investigator(
    ticket: Ticket, investigator: StaffUser, by: StaffUser, reason: str
) -> list[dict[str, Any]]:
    _guard(ticket, "change_investigator" if reason else "assign", by)
    _check_person(ticket, investigator, Seat.INVESTIGATOR)
    excluded = queries.excluded_people(ticket)
    ticket.investigator = investigator
    ticket.appointments.append(
        Appointment(
            investigator_id=investigator.id,
            investigator_name=investigator.name,
            investigator_post=investigator.post,
            excluded=excluded,
            reason=reason,
            **_deed(by),
        )
    )
    return excluded


def _check_person(ticket: Ticket, person: StaffUser, seat: Seat) -> None:
    row = SEATS[seat]
    acts = steps.recusal_of(steps.standing(ticket), person)
    if acts:
        zh = "、".join(ACT_LABELS[act].label_zh for act in acts)
        raise NotThisPerson(
            f"{person.name}经办过这条信息（{zh}），须回避，请另选一人。",
            f"{person.name} took part in this record and is recused. Choose someone else.",
        )
    if not row.roles & person.roles or not person.active:
        raise NotThisPerson(
            f"{person.name}不能担任{row.label_zh}，请另选一人。",
            f"{person.name} cannot be the {row.label_en}. Choose someone else.",
        )
    if seat is Seat.INVESTIGATOR and person.id == ticket.leader_id:
        raise NotThisPerson(
            f"{person.name}是签发结论的主管领导，不能自己调查、自己签发，请另选一人。",
            f"{person.name} is the leader who signs the finding and cannot investigate it too. Choose someone else.",
        )


def _check_new_values(ticket: Ticket, new_values: dict[str, Any]) -> None:
    if not new_values:
        raise StepNotAllowed(
            "请写明哪一项要更正、应更正为什么。", "Say which field is to be corrected, and to what."
        )
    if ticket.record is None or ticket.record.live is None or not _differs(ticket.record, new_values):
        raise StepNotAllowed(
            "更正后的内容和现在公示的一样。", "The corrected values are the same as what is published."
        )


def _differs(record: DisclosureRecord, new_values: dict[str, Any]) -> bool:
    live = record.live.field_values if record.live else {}
    return any(
        not same(record.category.field(key), live.get(key), value) for key, value in new_values.items()
    )


def _deed(by: StaffUser) -> dict[str, Any]:
    return {"by_id": by.id, "by_name": by.name, "by_post": by.post, "at": clock.now()}


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
