"""Taking a report in, and putting the leader and the investigator in their seats (step one of Article 15)."""

from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.refusals import Refusal
from feedback_app.tickets import messages, queries, steps
from feedback_app.tickets.models import (
    Acceptance,
    Appointment,
    LeaderSubmission,
    Ticket,
)
from feedback_app.tickets.operations.taking import deed, guard, take
from feedback_app.tickets.workflow import SEATS, Seat


class NotThisPerson(Refusal):
    """The leader or investigator chosen cannot sit there: wrong role, or recused."""


def accept(ticket: Ticket, *, by: StaffUser) -> None:
    """Take the report in (受理); the record is marked 'being verified'."""
    guard(ticket, "accept", by)
    ticket.acceptances.append(Acceptance(**deed(ticket, by)))
    take(ticket, "accept", by=by)
    if ticket.record is not None:
        records.mark_under_verification(ticket.record, True, by=by, about=ticket.subject)
    messages.accepted(ticket)


def submit_to_leader(ticket: Ticket, leader: StaffUser, *, by: StaffUser) -> None:
    """Step one of Article 15. Raises NotThisPerson when the leader took part in the record."""
    _seat_leader(ticket, leader, by, "")
    take(ticket, "submit_to_leader", by=by, facts={"leader": leader.name, "leader_post": leader.post})
    messages.submitted(ticket, leader)


def change_leader(ticket: Ticket, leader: StaffUser, *, by: StaffUser, reason: str) -> None:
    """Another leader takes over; a finding that was not signed is dropped with the reason on record."""
    dropped = ticket.verification
    _seat_leader(ticket, leader, by, reason)
    if dropped is not None:
        dropped.returned_at, dropped.returned_reason = clock.now(), reason
    take(
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
    take(ticket, "assign", by=by, facts=facts, private={"excluded": excluded})
    messages.assigned(ticket, investigator)


def change_investigator(ticket: Ticket, investigator: StaffUser, *, by: StaffUser, reason: str) -> None:
    """The leader appoints somebody else."""
    excluded = _seat_investigator(ticket, investigator, by, reason)
    facts = {
        "investigator": investigator.name,
        "investigator_post": investigator.post,
        "excluded_count": len(excluded),
    }
    take(ticket, "change_investigator", by=by, reason=reason, facts=facts)
    messages.assigned(ticket, investigator)


def _seat_leader(ticket: Ticket, leader: StaffUser, by: StaffUser, reason: str) -> None:
    guard(ticket, "change_leader" if reason else "submit_to_leader", by)
    _check_person(ticket, leader, Seat.LEADER)
    ticket.leader, ticket.investigator = leader, None
    ticket.submissions.append(
        LeaderSubmission(
            leader_id=leader.id,
            leader_name=leader.name,
            leader_post=leader.post,
            reason=reason,
            **deed(ticket, by),
        )
    )


def _seat_investigator(
    ticket: Ticket, investigator: StaffUser, by: StaffUser, reason: str
) -> list[dict[str, Any]]:
    guard(ticket, "change_investigator" if reason else "assign", by)
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
            **deed(ticket, by),
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
