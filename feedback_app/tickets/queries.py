"""Reading tickets. Access is decided here: who may not see a ticket gets None, as if there were none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    and_,
    exists,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.models import Standing as Name
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.paging import After, Page, earliest_first, in_rising_order, newest_first
from feedback_app.tickets import sight
from feedback_app.tickets.counted import Counted, count_of, first_of_each
from feedback_app.tickets.models import Accountability, Breach, CauseAnalysis, Correction, Ticket
from feedback_app.tickets.sight import KEEPS_IN_VIEW
from feedback_app.tickets.types import TYPES, Route
from feedback_app.tickets.workflow import SEATS, Seat, State

PAGE, MOST_OFFERED = 30, 5
_SCALARS = (Ticket.reporter, Ticket.leader, Ticket.investigator)
# What the rules and every page of a ticket look at; a list that few tickets have is read when a page asks for it.
_LISTS = (
    Ticket.claims, Ticket.submissions, Ticket.verifications, Ticket.corrections, Ticket.clarifications, Ticket.replies,
    Ticket.causes, Ticket.accountabilities, Ticket.closings, Ticket.withdrawals, Ticket.transfers,
    Ticket.permissions, Ticket.public_answers, Ticket.satisfactions,
)  # fmt: skip


_OF_ACCOUNTABILITY = (
    selectinload(Ticket.accountabilities).selectinload(Accountability.statements),
    selectinload(Ticket.accountabilities).selectinload(Accountability.outcomes),
)
_FOR_LISTS = (joinedload(Ticket.record), selectinload(Ticket.claims))
_BEING_VERIFIED = (
    State.ACCEPTED, State.LEADER_ASSIGNED, State.INVESTIGATING, State.FINDING_DRAFTED, State.AWAITING_SUPPLEMENT,
    State.SUSPENDED, State.WITHDRAWN, State.OBJECTION,
)  # fmt: skip
_CHECKED_TYPES = tuple(code for code, row in TYPES.items() if row.route is not Route.ANSWER)
_IS_OPEN = Ticket.closed_at.is_(None)  # says the same as the state, and an index can answer it in order


def ticket_for(user: StaffUser, ref: str) -> Ticket | None:
    """The whole ticket, if this person may see it."""
    return _whole(and_(Ticket.ref == ref, sight.visible_to(user)), *_OF_ACCOUNTABILITY)


def stub_for(user: StaffUser, ref: str) -> Ticket | None:
    """The ticket of which this person learns only that it is there, because they keep away from it."""
    return db.session.scalar(select(Ticket).where(Ticket.ref == ref, sight.stub_for(user)))


def supervised_ticket(user: StaffUser, ref: str) -> Ticket | None:
    """The whole ticket for a supervisor's page; none about the supervisor's own conduct."""
    return _whole(and_(Ticket.ref == ref, sight.supervised_by(user)))


def whole_ticket(ref: str) -> Ticket | None:
    """The whole ticket without asking who looks: for the reporter's own pages."""
    return _whole(Ticket.ref == ref)


def by_submission(mark: str) -> Ticket | None:
    return db.session.scalar(select(Ticket).where(Ticket.submission_hash == mark))


def merged_into(main: Ticket, user: StaffUser | None = None) -> list[Ticket]:
    """The tickets that are merged into this one, oldest first: all, or those this person may see."""
    wanted = select(Ticket).where(Ticket.duplicate_of_id == main.id).order_by(Ticket.id)
    if user is not None:
        wanted = wanted.where(sight.visible_to(user))
    return list(db.session.scalars(wanted.options(joinedload(Ticket.reporter))))


def by_code(code_hash: str) -> Ticket | None:
    """The ticket that belongs to a receipt code's slow hash."""
    return _whole(Ticket.code_hash == code_hash)


def inbox(
    user: StaffUser,
    *,
    narrowed: Sequence[ColumnElement[bool]] = (),
    after: After | None = None,
    limit: int = PAGE,
) -> Page[Ticket]:
    """What waits for this person, most urgent first; `narrowed`: see filtering.py."""
    seats = waiting_in_seats(user)
    if not seats:
        return Page([], None)
    ordered = (
        in_rising_order(select(Ticket.id).where(seat, *narrowed), Ticket.urgency_at, Ticket.id, after)
        for seat in seats
    )
    wanted = select(Ticket).where(Ticket.id.in_(first_of_each(ordered, limit + 1))).options(*_FOR_LISTS)
    return earliest_first(wanted, Ticket.urgency_at, Ticket.id, after=after, limit=limit)


def open_tickets(
    user: StaffUser,
    *,
    state: State | None = None,
    overdue_at: datetime | None = None,
    narrowed: Sequence[ColumnElement[bool]] = (),
    also_closed: bool = False,
    after: After | None = None,
    limit: int = PAGE,
) -> Page[Ticket]:
    """Every ticket this person's post keeps in view, most urgent first.

    `state` and `narrowed` (see filtering.py) narrow it; `overdue_at`: only those with a limit that had passed at that
    moment; `also_closed`: not only what is open.
    """
    if not user.roles & KEEPS_IN_VIEW:
        return Page([], None)
    wanted = select(Ticket).where(sight.visible_to(user), *narrowed).options(*_FOR_LISTS)
    if state is not None:
        wanted = wanted.where(Ticket.state == state.value)
    elif not also_closed:
        wanted = wanted.where(_IS_OPEN)
    if overdue_at is not None:
        wanted = wanted.where(Ticket.urgency_at < overdue_at)
    return earliest_first(wanted, Ticket.urgency_at, Ticket.id, after=after, limit=limit)


def seen_with(
    user: StaffUser, narrowed: Sequence[ColumnElement[bool]], *, after: After | None = None, limit: int = PAGE
) -> Page[Ticket]:
    """What this person finds when they look for something: among all they may see, open or closed."""
    wanted = select(Ticket).where(sight.visible_to(user), *narrowed).options(*_FOR_LISTS)
    return earliest_first(wanted, Ticket.urgency_at, Ticket.id, after=after, limit=limit)


def several(user: StaffUser, refs: Sequence[str]) -> list[Ticket]:
    """Of these tickets those this person may see, in the order given."""
    found = db.session.scalars(select(Ticket).where(Ticket.ref.in_(refs), sight.visible_to(user)))
    return sorted(found, key=lambda ticket: refs.index(ticket.ref))


def kept_in_view(user: StaffUser, *, only_open: bool) -> ColumnElement[bool]:
    """What the list of all holds, as a condition."""
    return and_(sight.visible_to(user), _IS_OPEN) if only_open else sight.visible_to(user)


def count_waiting(user: StaffUser) -> Counted:
    """How many tickets wait for this person."""
    return Counted(db.session.scalar(select(count_of(*waiting_in_seats(user)))) or 0)


class Counts(NamedTuple):
    """How many tickets wait for a person, are late, are open; the last two only for who keeps all in view."""

    mine: Counted
    late: Counted
    open: Counted


def counts(user: StaffUser, now: datetime) -> Counts:
    """The numbers above a person's queue, in one query that stops counting where nobody reads the number any more."""
    names = accounts.standings(user)
    is_open = and_(_IS_OPEN, sight.visible_to(user, names))
    is_late = and_(is_open, Ticket.urgency_at < now)
    sees_all = bool(user.roles & KEEPS_IN_VIEW)
    of_all = (count_of(is_late), count_of(is_open)) if sees_all else (literal(0), literal(0))
    row = db.session.execute(select(count_of(*waiting_in_seats(user, names)), *of_all)).one()
    return Counts(*(Counted(number) for number in row))


def about_record(record: DisclosureRecord, user: StaffUser, *, limit: int = 20) -> list[Ticket]:
    """The reports about one record that this person may see, newest first."""
    return list(
        db.session.scalars(
            select(Ticket)
            .where(Ticket.record_id == record.id, sight.visible_to(user))
            .order_by(Ticket.id.desc())
            .limit(limit)
            .options(selectinload(Ticket.claims))
        )
    )


def same_submission(ticket: Ticket, user: StaffUser | None) -> list[Ticket]:
    """The other tickets made of the same submission, oldest first: those this person may see; None: the reporter, all."""
    if ticket.submission_ref is None:
        return []
    others = [Ticket.submission_ref == ticket.submission_ref, Ticket.id != ticket.id]
    if user is not None:
        others.append(sight.visible_to(user))
    return list(db.session.scalars(select(Ticket).where(*others).order_by(Ticket.id)))


def is_verified_elsewhere(ticket: Ticket) -> bool:
    """Whether another report about the same record is accepted and not yet answered by a correction or clarification."""
    being_verified = or_(
        Ticket.state.in_([state.value for state in _BEING_VERIFIED]),
        Ticket.next_step.in_(("publish_correction", "clarify")),
    )
    others = exists().where(
        Ticket.record_id == ticket.record_id,
        Ticket.id != ticket.id,
        Ticket.type.in_(_CHECKED_TYPES),
        being_verified,
        ~sight.is_sealed(),
    )
    return bool(db.session.scalar(select(others)))


def same_correction(ticket: Ticket, *, with_cause: bool) -> list[Ticket]:
    """Other tickets that rest on the same version of the same record, and whose cause was analysed (`with_cause`) or
    whose accountability was recorded: what they found need not be found again."""
    mine = ticket.correction
    if mine is None:
        return []
    settled: type[CauseAnalysis | Accountability] = CauseAnalysis if with_cause else Accountability
    wanted = (
        select(Ticket)
        .where(
            Ticket.record_id == mine.record_id,
            Ticket.id != ticket.id,
            exists().where(Correction.ticket_id == Ticket.id, Correction.to_number == mine.to_number),
            exists().where(settled.ticket_id == Ticket.id, settled.same_as_id.is_(None)),
        )
        .order_by(Ticket.id)
        .limit(MOST_OFFERED)
    )
    return list(db.session.scalars(wanted))


def breaches(user: StaffUser, *, after: After | None = None, limit: int = PAGE) -> Page[Breach]:
    """The register of what was exposed, newest first, as far as this person sees the tickets."""
    seen = sight.supervised_by(user) if user.is_supervisor else sight.visible_to(user)
    wanted = select(Breach).join(Breach.ticket).where(seen).options(contains_eager(Breach.ticket))
    return newest_first(wanted, Breach.at, Breach.id, after=after, limit=limit)


def excluded_people(ticket: Ticket) -> list[dict[str, Any]]:
    """Who could investigate by role but took part in the record: name, post and what they did."""
    involved = records.involvements(ticket.record_id) if ticket.record_id else {}
    people = accounts.people(sorted(involved))
    return [{"name": person.name, "post": person.post, "acts": involved[person.id]} for person in people]


def waiting_in_seats(user: StaffUser, names: list[Name] | None = None) -> list[ColumnElement[bool]]:
    """What waits for each seat this person holds, in their own name or another's, and is not kept from them.

    A condition for each: an index gives what waits for one seat in its order, but not what waits for this or that.
    """
    names = accounts.standings(user) if names is None else names
    seen = sight.visible_to(user, names)
    return [and_(_waits_in(name, seat), seen) for name in names for seat in SEATS if _could_sit(name, seat)]


def _could_sit(name: Name, seat: Seat) -> bool:
    row = SEATS[seat]
    return bool((row.roles | row.also) & name.roles)


def _waits_in(name: Name, seat: Seat) -> ColumnElement[bool]:
    row, whose = SEATS[seat], name.of or name.by
    waiting = Ticket.waits_for == seat.value
    held = waiting if row.held_as is None else and_(getattr(Ticket, row.held_as) == whose.id, waiting)
    return held if name.of is None else and_(held, ~sight.kept_from(name.of))


def _whole(condition: ColumnElement[bool], *more: ORMOption) -> Ticket | None:
    return db.session.scalar(
        select(Ticket)
        .where(condition)
        .options(
            *(joinedload(column) for column in _SCALARS),
            *(selectinload(column) for column in _LISTS),
            joinedload(Ticket.record).selectinload(DisclosureRecord.versions),
            *more,
        )
    )
