"""What the reporter may read of a ticket: every limit kept or missed, what was changed, who answers by number, no names.

Reads the ticket, its clocks and the log; asks the database a constant number of times.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app import clock
from feedback_app.accounts.roles import Role
from feedback_app.audit import queries as log
from feedback_app.audit.models import LogEntry
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.models import KEPT, Clock
from feedback_app.deadlines.working_days import Calendar, working_days_between
from feedback_app.disclosures.fields import plain
from feedback_app.tickets import recusals, steps
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.measures import MEASURE_KINDS, MEASURES, MeasureKindRow
from feedback_app.tickets.models import Claim, Recusal, Ticket
from feedback_app.tickets.workflow import STATES, STEPS, Seat, State, StateRow

_OWN = ("supply", "withdraw", "object")


@dataclass(frozen=True)
class Limit:
    """One time limit of the ticket and how it stands now. `days`: working days left, or past."""

    clock: Clock
    state: str  # kept, kept_late, running, soon, today, late, paused
    days: int | None

    @property
    def is_missed(self) -> bool:
        return self.state in ("late", "kept_late")

    @property
    def is_open(self) -> bool:
        return self.clock.is_open

    @property
    def is_for_answer(self) -> bool:
        """Whether it is the one by which the reporter has an answer."""
        return self.clock.rule in ("TICKET_SIMPLE", "TICKET_NORMAL", "TICKET_COMPLEX")


@dataclass(frozen=True)
class Change:
    """What the correction changed, in one field, in words."""

    label: str
    old: str
    new: str


def asked_to_recuse(ticket: Ticket) -> list[Recusal]:
    """What the reporter asked for of who should take no part, with what was decided."""
    return [row for row in recusals.of(ticket) if row.asked_by == "reporter"]


def is_with_superior(ticket: Ticket) -> bool:
    """Whether the superior body leads, because every leader here keeps away."""
    return ticket.leader is not None and Role.SUPERIOR_ORG in ticket.leader.roles


def limits(ticket: Ticket) -> list[Limit]:
    """Every limit that ran or runs for this ticket, in the order they fall due."""
    found = deadlines.clocks("ticket", ticket.ref)
    calendar = deadlines.calendar() if any(one.is_overdue(clock.now()) for one in found) else Calendar()
    return [_limit(one, calendar) for one in found]


def what_is_next(ticket: Ticket) -> StateRow:
    """The row whose words say what comes next. Where nothing was wrong, no cause and no fault is left to be found."""
    needs_no_cause = ticket.finding is not None and Demand.CAUSE not in ticket.demands
    if ticket.at_state is State.REPLIED and needs_no_cause:
        return STATES[State.ACCOUNTABILITY]
    return ticket.state_row


def own_steps(ticket: Ticket) -> frozenset[str]:
    """What the reporter may do now of their own accord; an objection only while the answer's limit for it runs."""
    now, reply = steps.standing(ticket), ticket.reply
    able = {name for name in _OWN if steps.allows(now, STEPS[name], Seat.REPORTER)}
    if reply is None or reply.object_until is None or clock.today() > reply.object_until:
        able.discard("object")
    return frozenset(able)


def is_signed(ticket: Ticket) -> bool:
    """Whether a finding stands that the leader has signed: only then may the reporter read it."""
    return ticket.verification is not None and ticket.verification.signed_at is not None


def changes(ticket: Ticket, lang: str) -> list[Change]:
    """What the correction that this report brought about changed, public fields only."""
    record, noun = ticket.record, ticket.correction
    version = record.version(noun.to_number) if record and noun else None
    if record is None or version is None:
        return []
    stored = {one["field"]: one for one in version.changes}
    return [
        Change(
            row.label_en if lang == "en" else row.label_zh,
            plain(row, stored[row.key]["old"], lang),
            plain(row, stored[row.key]["new"], lang),
        )
        for row in record.category.public_fields(record.party_kind)
        if row.key in stored
    ]


def claim_label(ticket: Ticket, claim: Claim, lang: str) -> str:
    """The name of the field a claim is about; empty for the record as a whole."""
    if ticket.record is None or claim.field_key is None:
        return ""
    row = ticket.record.category.field(claim.field_key)
    return row.label_en if lang == "en" else row.label_zh


def answered_for(ticket: Ticket) -> list[tuple[MeasureKindRow, int]]:
    """How many measures of which kind followed; a proposal is none yet. Who they were taken against is never public."""
    kinds = Counter(MEASURES[one.measure].kind for one in ticket.accountabilities if one.is_settled)
    return [(row, kinds[kind]) for kind, row in MEASURE_KINDS.items() if kinds[kind]]


def first_entry(ticket: Ticket) -> LogEntry | None:
    """The log entry that says this report came in: proof of the place it has there."""
    found: Sequence[LogEntry] = log.entries(subject=ticket.subject, action="ticket.submit", limit=1)
    return found[0] if found else None


def _limit(one: Clock, calendar: Calendar) -> Limit:
    now = clock.now()
    if not one.is_open:
        return Limit(one, "kept" if one.outcome == KEPT else "kept_late", one.late_by or None)
    if one.is_paused(now):
        return Limit(one, "paused", None)
    if one.is_overdue(now):
        return Limit(
            one, "late", working_days_between(one.due_on, clock.to_local(now).date(), calendar) or None
        )
    left = one.days_left(now)
    return Limit(one, "today" if left == 0 else "soon" if left == 1 else "running", left)
