"""Taking a report in, and putting the leader and the investigator in their seats (step one of Article 15)."""

from typing import Any

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.refusals import Refusal
from feedback_app.tickets import messages, queries, recusals, steps
from feedback_app.tickets.models import (
    Acceptance,
    Appointment,
    LeaderSubmission,
    Ticket,
    Verification,
)
from feedback_app.tickets.operations.taking import deed, guard, take
from feedback_app.tickets.types import Route
from feedback_app.tickets.workflow import SEATS, Seat, SeatRow, State

TO_BE_SUBMITTED = frozenset({State.ACCEPTED, State.OBJECTION})


class NotThisPerson(Refusal):
    """The leader or investigator chosen cannot sit there: wrong role, or recused."""


def accept(ticket: Ticket, *, by: StaffUser) -> None:
    """Take the report in (受理); the record is marked 'being verified', but not for a report that only its seats know of."""
    guard(ticket, "accept", by)
    ticket.acceptances.append(Acceptance(**deed(ticket, by)))
    take(ticket, "accept", by=by)
    if ticket.record is not None and ticket.route is Route.VERIFY:
        records.mark_under_verification(ticket.record, True, by=by, about=ticket.subject)
    messages.accepted(ticket)


def submit_to_leader(ticket: Ticket, leader: StaffUser, *, by: StaffUser) -> None:
    """Step one of Article 15. Raises NotThisPerson when the leader took part in the record."""
    _seat_leader(ticket, leader, by, "submit_to_leader")
    take(ticket, "submit_to_leader", by=by, facts=_leader_facts(leader))
    _tell_of_leader(ticket, leader)


def change_leader(ticket: Ticket, leader: StaffUser, *, by: StaffUser, reason: str) -> None:
    """Another leader takes over; a finding that was not signed is dropped with the reason on record."""
    dropped = ticket.verification
    _seat_leader(ticket, leader, by, "change_leader", reason)
    _drop(dropped, reason)
    take(ticket, "change_leader", by=by, reason=reason, facts=_leader_facts(leader))
    _tell_of_leader(ticket, leader)


def reseat(ticket: Ticket, seat: Seat, person: StaffUser, *, by: StaffUser, reason: str) -> None:
    """Fill a seat that falls free because its holder keeps away: by whoever decided it, wherever the ticket stands.

    Raises NotThisPerson. A finding not signed yet is dropped, as it was the work of somebody who should not have done it
    or was to be signed by one.
    """
    _check_person(ticket, person, seat)
    dropped = ticket.verification if ticket.at_state is State.FINDING_DRAFTED else None
    if seat is Seat.LEADER:
        _put_leader(ticket, person, by, reason)
        ticket.investigator = None if dropped else ticket.investigator
        step, facts = "change_leader", _leader_facts(person)
    else:
        excluded = _put_investigator(ticket, person, by, reason)
        step, facts = "change_investigator", _investigator_facts(person, excluded)
    _drop(dropped, reason)
    if seat is Seat.LEADER and ticket.at_state in TO_BE_SUBMITTED:
        take(ticket, "submit_to_leader", by=by, reason=reason, facts=facts)
    elif ticket.at_state in (State.LEADER_ASSIGNED, State.INVESTIGATING, State.FINDING_DRAFTED):
        take(ticket, step, by=by, reason=reason, facts=facts)
    else:  # before or after the verification the ticket stands where it stood
        about = ticket.record.subject if ticket.record else None
        audit.append(
            f"ticket.{step}", by=by.actor, subject=ticket.subject, about=about, reason=reason, facts=facts
        )
    if seat is Seat.LEADER:
        _tell_of_leader(ticket, person)
    else:
        messages.assigned(ticket, person)


def _drop(finding: Verification | None, reason: str) -> None:
    if finding is not None:
        finding.returned_at, finding.returned_reason = clock.now(), reason


def _tell_of_leader(ticket: Ticket, leader: StaffUser) -> None:
    messages.submitted(ticket, leader)
    if Role.SUPERIOR_ORG in leader.roles:
        messages.escalated(ticket)


def _leader_facts(leader: StaffUser) -> dict[str, Any]:
    facts = {"leader": leader.name, "leader_post": leader.post}
    if Role.SUPERIOR_ORG in leader.roles:
        facts |= {
            "why_zh": "本局领导都须回避，报请上级机关派人主管",
            "why_en": "every leader of the branch keeps away, so the superior body leads",
        }
    return facts


def assign(ticket: Ticket, investigator: StaffUser, *, by: StaffUser) -> None:
    """The leader orders the verification and appoints who does it; who took part in the record is excluded."""
    excluded = _seat_investigator(ticket, investigator, by, "assign")
    facts = _investigator_facts(investigator, excluded)
    take(ticket, "assign", by=by, facts=facts, private={"excluded": excluded})
    messages.assigned(ticket, investigator)


def change_investigator(ticket: Ticket, investigator: StaffUser, *, by: StaffUser, reason: str) -> None:
    """The leader appoints somebody else."""
    excluded = _seat_investigator(ticket, investigator, by, "change_investigator", reason)
    facts = _investigator_facts(investigator, excluded)
    take(ticket, "change_investigator", by=by, reason=reason, facts=facts)
    messages.assigned(ticket, investigator)


def former_leader(ticket: Ticket) -> int | None:
    """Who led it in the round before: after an objection or a reopening it goes to another."""
    before = [one for one in ticket.submissions if one.round == ticket.round - 1]
    return before[-1].leader_id if before else None


def _investigator_facts(investigator: StaffUser, excluded: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "investigator": investigator.name,
        "investigator_post": investigator.post,
        "excluded_count": len(excluded),
    }


def _seat_leader(ticket: Ticket, leader: StaffUser, by: StaffUser, step: str, reason: str = "") -> None:
    guard(ticket, step, by)
    _check_person(ticket, leader, Seat.LEADER)
    if leader.id == former_leader(ticket):
        raise NotThisPerson(
            f"上一次是{leader.name}负责的，重新核实要由另一位领导安排。",
            f"{leader.name} led it the last time; another leader has to have it verified anew.",
        )
    _put_leader(ticket, leader, by, reason)
    ticket.investigator = None


def _put_leader(ticket: Ticket, leader: StaffUser, by: StaffUser, reason: str) -> None:
    ticket.leader = leader
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
    ticket: Ticket, investigator: StaffUser, by: StaffUser, step: str, reason: str = ""
) -> list[dict[str, Any]]:
    guard(ticket, step, by)
    _check_person(ticket, investigator, Seat.INVESTIGATOR)
    return _put_investigator(ticket, investigator, by, reason)


def _put_investigator(
    ticket: Ticket, investigator: StaffUser, by: StaffUser, reason: str
) -> list[dict[str, Any]]:
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
    now = steps.standing(ticket)
    acts = steps.recusal_of(now, person)
    if acts:
        zh = "、".join(ACT_LABELS[act].label_zh for act in acts)
        raise NotThisPerson(
            f"{person.name}经办过这条信息（{zh}），须回避，请另选一人。",
            f"{person.name} took part in this record and is recused. Choose someone else.",
        )
    if person.id in now.barred or person.id in recusals.asked_of(ticket):
        raise NotThisPerson(
            f"{person.name}须回避，或者有人申请其回避还没有决定，请另选一人。",
            f"{person.name} keeps away, or a recusal waits to be decided. Choose someone else.",
        )
    if seat is Seat.INVESTIGATOR and recusals.is_of_a_named_unit(ticket, person):
        raise NotThisPerson(
            f"{person.name}和被举报人在同一个部门，请另选一人。",
            f"{person.name} works in the unit of the person the report is about. Choose someone else.",
        )
    if not _may_hold(ticket, row, person) or not person.active:
        raise NotThisPerson(
            f"{person.name}不能担任{row.label_zh}，请另选一人。",
            f"{person.name} cannot be the {row.label_en}. Choose someone else.",
        )
    if seat is Seat.INVESTIGATOR and person.id == ticket.leader_id:
        raise NotThisPerson(
            f"{person.name}是签发结论的主管领导，不能自己调查、自己签发，请另选一人。",
            f"{person.name} is the leader who signs the finding and cannot investigate it too. Choose someone else.",
        )


def _may_hold(ticket: Ticket, row: SeatRow, person: StaffUser) -> bool:
    """By role; an officer of the superior body only when nobody of the branch is free to lead."""
    if row.roles & person.roles:
        return True
    return bool(row.also & person.roles) and any(one.id == person.id for one in recusals.leaders(ticket))
