"""Reading tickets. Access is decided here: who may not see a ticket gets None, as if there were none."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, false, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.models import DisclosureRecord, RecordAct
from feedback_app.disclosures.workflow import INVOLVING_ACTS
from feedback_app.extensions import db
from feedback_app.paging import After, Page, earliest_first
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.workflow import SEATS, Seat, State

PAGE = 30
# Whose post it is to keep all reports in view; anyone else sees a ticket only from a seat on it.
SEES_ALL = frozenset(
    {Role.INTAKE_CLERK, Role.LEGAL_SECTION_HEAD, Role.PRINCIPAL_LEADER, Role.SUPERVISING_LEADER}
)
_SCALARS = (Ticket.reporter, Ticket.leader, Ticket.investigator)
# What the rules and every page of a ticket look at; a list that few tickets have is read when a page asks for it.
_LISTS = (
    Ticket.claims, Ticket.submissions, Ticket.verifications, Ticket.corrections, Ticket.clarifications, Ticket.replies,
    Ticket.causes, Ticket.accountabilities, Ticket.closings, Ticket.withdrawals, Ticket.transfers,
    Ticket.permissions, Ticket.public_answers, Ticket.satisfactions,
)  # fmt: skip


_FOR_LISTS = (joinedload(Ticket.record), selectinload(Ticket.claims))
_BEING_VERIFIED = (State.ACCEPTED, State.LEADER_ASSIGNED, State.INVESTIGATING, State.FINDING_DRAFTED)
_IS_OPEN = Ticket.closed_at.is_(None)  # says the same as the state, and an index can answer it in order


def ticket_for(user: StaffUser, ref: str) -> Ticket | None:
    """The whole ticket, if this person may see it."""
    ticket = _whole(Ticket.ref == ref)
    return ticket if ticket is not None and may_see(user, ticket) else None


def whole_ticket(ref: str) -> Ticket | None:
    """The whole ticket without asking who looks: for supervisors' pages and the reporter's own."""
    return _whole(Ticket.ref == ref)


def may_see(user: StaffUser, ticket: Ticket) -> bool:
    """Whether this person's post or seat lets them open the ticket. Who took part in the record has no seat."""
    if user.roles & SEES_ALL or user.id in (ticket.leader_id, ticket.investigator_id):
        return True
    publishing = ticket.verification is not None and ticket.verification.signed_at is not None
    involved = ticket.record_id is not None and user.id in records.involvements(ticket.record_id)
    return bool(publishing and user.roles & SEATS[Seat.PUBLISHER].roles and not involved)


def by_submission(mark: str) -> Ticket | None:
    return db.session.scalar(select(Ticket).where(Ticket.submission_hash == mark))


def by_code(code_hash: str) -> Ticket | None:
    """The ticket that belongs to a receipt code's slow hash."""
    return _whole(Ticket.code_hash == code_hash)


def inbox(user: StaffUser, *, after: After | None = None, limit: int = PAGE) -> Page[Ticket]:
    """What waits for this person, most urgent first."""
    wanted = select(Ticket).where(_waits_for(user)).options(*_FOR_LISTS)
    return earliest_first(wanted, Ticket.urgency_at, Ticket.id, after=after, limit=limit)


def open_tickets(
    user: StaffUser,
    *,
    state: State | None = None,
    overdue_at: datetime | None = None,
    after: After | None = None,
    limit: int = PAGE,
) -> Page[Ticket]:
    """Every ticket this person's post keeps in view, most urgent first.

    `state` narrows it; `overdue_at`: only those with a limit that had passed at that moment.
    """
    if not user.roles & SEES_ALL:
        return Page([], None)
    wanted = select(Ticket).options(*_FOR_LISTS)
    wanted = wanted.where(Ticket.state == state.value if state else _IS_OPEN)
    if overdue_at is not None:
        wanted = wanted.where(Ticket.urgency_at < overdue_at)
    return earliest_first(wanted, Ticket.urgency_at, Ticket.id, after=after, limit=limit)


class Counts(NamedTuple):
    """How many tickets wait for a person, are late, are open; the last two only for who keeps all in view."""

    mine: int
    late: int
    open: int


def counts(user: StaffUser, now: datetime) -> Counts:
    """The numbers above a person's queue, in one query."""
    is_late = and_(_IS_OPEN, Ticket.urgency_at < now)
    sees_all = bool(user.roles & SEES_ALL)
    of_all = (_count(is_late), _count(_IS_OPEN)) if sees_all else (literal(0), literal(0))
    row = db.session.execute(select(_count(_waits_for(user)), *of_all)).one()
    return Counts(row[0], row[1], row[2])


def about_record(record: DisclosureRecord, *, limit: int = 20) -> list[Ticket]:
    """The reports about one record, newest first."""
    return list(
        db.session.scalars(
            select(Ticket)
            .where(Ticket.record_id == record.id)
            .order_by(Ticket.id.desc())
            .limit(limit)
            .options(selectinload(Ticket.claims))
        )
    )


def is_verified_elsewhere(ticket: Ticket) -> bool:
    """Whether another report about the same record is accepted and not yet answered by a correction or clarification."""
    being_verified = or_(
        Ticket.state.in_([state.value for state in _BEING_VERIFIED]),
        Ticket.next_step.in_(("publish_correction", "clarify")),
    )
    others = exists().where(Ticket.record_id == ticket.record_id, Ticket.id != ticket.id, being_verified)
    return bool(db.session.scalar(select(others)))


def excluded_people(ticket: Ticket) -> list[dict[str, Any]]:
    """Who could investigate by role but took part in the record: name, post and what they did."""
    involved = records.involvements(ticket.record_id) if ticket.record_id else {}
    people = accounts.people(sorted(involved))
    return [{"name": person.name, "post": person.post, "acts": involved[person.id]} for person in people]


def _waits_for(user: StaffUser) -> ColumnElement[bool]:
    wanted: list[ColumnElement[bool]] = []
    for seat, row in SEATS.items():
        if row.roles & user.roles:
            waiting = Ticket.waits_for == seat.value
            wanted.append(
                waiting if row.held_as is None else and_(getattr(Ticket, row.held_as) == user.id, waiting)
            )
    if not wanted:
        return false()
    # Nobody is asked to act on a report about a record that went through their hands.
    return and_(or_(*wanted), ~_is_involved(user))


def _is_involved(user: StaffUser) -> ColumnElement[bool]:
    # Asked once for the person and not once per ticket: somebody may have had thousands of records in hand.
    own = select(RecordAct.record_id).where(
        or_(RecordAct.user_id == user.id, RecordAct.on_behalf_of_id == user.id),
        RecordAct.act.in_(sorted(INVOLVING_ACTS)),
    )
    return and_(Ticket.record_id.is_not(None), Ticket.record_id.in_(own))


def _count(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(Ticket).where(condition).scalar_subquery()


def _whole(condition: ColumnElement[bool]) -> Ticket | None:
    return db.session.scalar(
        select(Ticket)
        .where(condition)
        .options(
            *(joinedload(column) for column in _SCALARS),
            *(selectinload(column) for column in _LISTS),
            joinedload(Ticket.record).selectinload(DisclosureRecord.versions),
        )
    )
