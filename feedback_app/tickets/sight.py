"""Who sees which ticket: the one place that decides it, as a condition for lists and as an answer for one ticket.

FULL: everything. STUB: that there is such a ticket, where it stands and that its record is being verified; for whoever
must keep away (回避) but would see it by their post. NONE: as if there were no ticket. A report about somebody's conduct
(举报执法人员, 信访工作条例第三十条) is NONE to everybody but those who sit on it.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.models import Standing as Name
from feedback_app.accounts.roles import Role
from feedback_app.disclosures.models import RecordAct
from feedback_app.disclosures.workflow import INVOLVING_ACTS
from feedback_app.extensions import db
from feedback_app.outbox.models import OwedMessage
from feedback_app.tickets.models import Acceptance, Recusal, Ticket
from feedback_app.tickets.recusal import GRANTED
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.workflow import SEATS, Seat, State

Condition = ColumnElement[bool]
# Whose post it is to keep all reports in view; anyone else sees a ticket only from a seat on it.
SEES_ALL = frozenset(
    {Role.INTAKE_CLERK, Role.LEGAL_SECTION_HEAD, Role.PRINCIPAL_LEADER, Role.SUPERVISING_LEADER}
)
# Who has lists of all they may see; the liaison's holds reports about conduct alone.
KEEPS_IN_VIEW = SEES_ALL | {Role.DISCIPLINE_LIAISON}
SEALED_TYPES = tuple(sorted(row.code for row in TYPES.values() if row.is_sealed))
# Before a finding is signed there is nothing for a publisher to do.
BEFORE_SIGNATURE = (
    State.RECEIVED,
    State.ACCEPTED,
    State.LEADER_ASSIGNED,
    State.INVESTIGATING,
    State.FINDING_DRAFTED,
)
_SUBJECT = len("ticket:") + 1


class Sight(StrEnum):
    FULL = "full"
    STUB = "stub"
    NONE = "none"


def of(user: StaffUser, ticket: Ticket) -> Sight:
    """What this person sees of one ticket, in one query besides that for whom they stand in."""
    row = db.session.execute(
        select(visible_to(user), stub_for(user)).select_from(Ticket).where(Ticket.id == ticket.id)
    ).one()
    return Sight.FULL if row[0] else Sight.STUB if row[1] else Sight.NONE


def visible_to(user: StaffUser, names: list[Name] | None = None) -> Condition:
    """The tickets of which this person sees everything: for every list, search, count, export and look-up.

    `names`: for whom they stand in, if the caller has read it already.
    """
    names = accounts.standings(user) if names is None else names
    own = [_by_post(name) if name.of is None else and_(_by_post(name), ~kept_from(name.of)) for name in names]
    return and_(or_(*own), ~kept_from(user))


def stub_for(user: StaffUser) -> Condition:
    """The tickets of which this person learns only that they are there."""
    seen = or_(true() if user.roles & SEES_ALL else false(), _sits(user.id))
    return and_(~is_sealed(), kept_from(user), seen)


def kept_from(user: StaffUser) -> Condition:
    """The tickets this person must keep away from: the record went through their hands, or a recusal stands.

    A recusal that is only asked for keeps away whoever has no seat yet; who sits goes on until it is decided
    (行政处罚法第四十三条: the investigation is not stopped meanwhile).
    """
    return or_(_had_in_hand(user.id), _recused(user.id))


def supervised_by(user: StaffUser) -> Condition:
    """The tickets a supervisor reads: all, but no report about their own conduct."""
    return ~and_(is_sealed(), _recused(user.id))


def hushed(user: StaffUser) -> list[str]:
    """Sealed tickets a supervisor is named in, as the log names them; nearly always none."""
    named = select(Ticket.ref).join(Recusal, Recusal.ticket_id == Ticket.id).where(Recusal.user_id == user.id)
    refs = db.session.scalars(named.where(is_sealed(), _recused(user.id)).distinct())
    return [f"ticket:{ref}" for ref in refs]


def sealed_among(subjects: Iterable[str]) -> frozenset[str]:
    """Which of these subjects of log entries are sealed tickets: nothing public names them."""
    refs = {one.partition(":")[2] for one in subjects if one.startswith("ticket:")}
    if not refs:
        return frozenset()
    found = db.session.scalars(select(Ticket.ref).where(is_sealed(), Ticket.ref.in_(sorted(refs))))
    return frozenset(f"ticket:{ref}" for ref in found)


def mail_open_to(user: StaffUser) -> Condition:
    """The owed messages this person may read: none about a ticket that is kept from them."""
    hidden = or_(kept_from(user), and_(is_sealed(), ~visible_to(user)))
    about = Ticket.ref == func.substr(OwedMessage.about, _SUBJECT)
    return or_(~OwedMessage.about.startswith("ticket:"), ~exists().where(about, hidden))


def is_sealed() -> Condition:
    return Ticket.type.in_(SEALED_TYPES)


def _by_post(name: Name) -> Condition:
    """What a person sees in one name, recusal apart."""
    whose = name.of or name.by
    seats = [_sits(whose.id)]
    if name.roles & SEES_ALL:
        return or_(~is_sealed(), *seats, *_sealed_seats(name))
    if name.roles & SEATS[Seat.PUBLISHER].roles:
        seats.append(and_(~is_sealed(), Ticket.state.not_in([one.value for one in BEFORE_SIGNATURE])))
    return or_(*seats, *_sealed_seats(name))


def _sealed_seats(name: Name) -> list[Condition]:
    """Who else has to do with a sealed ticket: any clerk until one took it in, then that one; the discipline liaison."""
    whose = name.of or name.by
    found: list[Condition] = []
    if Role.INTAKE_CLERK in name.roles:
        took_in = _has(
            select(Acceptance.id).where(Acceptance.ticket_id == Ticket.id, Acceptance.by_id == whose.id)
        )
        found.append(and_(is_sealed(), or_(Ticket.state == State.RECEIVED.value, took_in)))
    if Role.DISCIPLINE_LIAISON in name.roles:
        found.append(is_sealed())
    return found


def _sits(user_id: int) -> Condition:
    # Not NULL when a seat is empty: the condition is also used the other way round.
    return or_(
        func.coalesce(Ticket.leader_id, 0) == user_id, func.coalesce(Ticket.investigator_id, 0) == user_id
    )


def _had_in_hand(user_id: int) -> Condition:
    # Somebody may have had a hundred thousand records in hand, and a page looks at some dozens of tickets.
    def took_part(who: InstrumentedAttribute[Any]) -> Condition:
        return _has(
            select(RecordAct.id).where(
                who == user_id,
                RecordAct.record_id == Ticket.record_id,
                RecordAct.act.in_(sorted(INVOLVING_ACTS)),
            )
        )

    return or_(took_part(RecordAct.user_id), took_part(RecordAct.on_behalf_of_id))


def _has(wanted: Select[int]) -> Condition:
    """Whether there is such a row beside a ticket, asked by an index for each ticket that is looked at.

    Without the offset PostgreSQL gathers all such rows of a person beforehand, for a page that needs thirty.
    """
    return wanted.offset(0).correlate(Ticket).exists()


def _recused(user_id: int) -> Condition:
    own = select(Recusal.ticket_id).where(Recusal.user_id == user_id)
    granted = Ticket.id.in_(own.where(Recusal.outcome == GRANTED))
    asked = Ticket.id.in_(own.where(Recusal.outcome.is_(None)))
    return or_(granted, and_(asked, ~_sits(user_id)))
