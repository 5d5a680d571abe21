"""Reading recusals (回避): who keeps away from a ticket, what waits to be decided and by whom, who could take the lead."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import LEADERS, Role
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.extensions import db
from feedback_app.tickets import sight
from feedback_app.tickets.models import DeclaredRelation, Recusal, Ticket
from feedback_app.tickets.recusal import GRANTED, LADDER, SUPERIOR, above
from feedback_app.tickets.workflow import SEATS, Seat


def of(ticket: Ticket) -> list[Recusal]:
    """Every recusal asked for on a ticket, in the order they came."""
    wanted = select(Recusal).where(Recusal.ticket_id == ticket.id).options(joinedload(Recusal.person))
    return list(db.session.scalars(wanted.order_by(Recusal.id)))


def one(ticket: Ticket, number: int) -> Recusal | None:
    return db.session.scalar(select(Recusal).where(Recusal.ticket_id == ticket.id, Recusal.id == number))


def barred(ticket: Ticket) -> dict[int, str]:
    """Who may take no part by decision or by what they declared: user id → ground. The record's history is apart."""
    # Whoever has said it of themselves takes no step from then on, also before it is decided.
    stands = or_(Recusal.outcome == GRANTED, and_(Recusal.outcome.is_(None), Recusal.asked_by == "self"))
    granted = select(Recusal.user_id, Recusal.ground).where(
        Recusal.ticket_id == ticket.id, stands, Recusal.user_id.is_not(None)
    )
    found = {row.user_id: row.ground for row in db.session.execute(granted)}
    related = related_to(ticket.record) if ticket.record is not None else []
    return {relation.user_id: relation.ground for relation in related} | found


def asked_of(ticket: Ticket) -> frozenset[int]:
    """Whose recusal is asked for and not decided yet."""
    asked = select(Recusal.user_id).where(
        Recusal.ticket_id == ticket.id, Recusal.outcome.is_(None), Recusal.user_id.is_not(None)
    )
    return frozenset(db.session.scalars(asked))


def blocked(ticket: Ticket) -> frozenset[int]:
    """Everybody who cannot decide or lead here: involved, recused, or asked to keep away."""
    involved = records.involvements(ticket.record_id) if ticket.record_id else {}
    return frozenset(involved) | barred(ticket).keys() | asked_of(ticket)


def deciders(ticket: Ticket, person: StaffUser) -> tuple[int, list[StaffUser]]:
    """Who decides whether this person keeps away: the number of the rung, and those on it who are free.

    Of a sealed ticket only who leads it, or the superior body: whoever else is above may be the one it is about.
    """
    out = blocked(ticket) | {person.id}
    for rung in above(person.roles):
        free = [holder for holder in accounts.holders(*rung.roles) if holder.id not in out]
        if ticket.is_sealed and rung is not SUPERIOR:
            free = [holder for holder in free if holder.id == ticket.leader_id]
        if free:
            return LADDER.index(rung), free
    return len(LADDER) - 1, []


def may_decide(recusal: Recusal, user: StaffUser) -> bool:
    """Whether this person, in their own name or another's, decides this recusal."""
    if recusal.person is None or not recusal.is_waiting:
        return False
    _, free = deciders(recusal.ticket, recusal.person)
    numbers = {holder.id for holder in free}
    is_out = user.id in blocked(recusal.ticket) | {recusal.user_id}
    return not is_out and any((name.of or name.by).id in numbers for name in accounts.standings(user))


def waiting_for(user: StaffUser, *, limit: int = 50) -> list[Recusal]:
    """The recusals this person has to decide, the oldest first, in one query."""
    held = accounts.powers(user)
    rungs = [number for number, rung in enumerate(LADDER) if rung.roles & held]
    if not rungs:
        return []
    wanted = (
        select(Recusal)
        .join(Recusal.ticket)
        .where(
            Recusal.outcome.is_(None), Recusal.rung.in_(rungs), Recusal.user_id.is_not(None),
            Recusal.user_id != user.id, ~sight.kept_from(user),
            # A sealed ticket is for who sees it, and for the superior body.
            or_(~sight.is_sealed(), Recusal.rung == LADDER.index(SUPERIOR), sight.visible_to(user)),
        )
        .options(joinedload(Recusal.ticket), joinedload(Recusal.person))
    )  # fmt: skip
    return list(db.session.scalars(wanted.order_by(Recusal.id).limit(limit)))


def to_be_named(ticket: Ticket) -> list[Recusal]:
    """Requests in the reporter's words of which nobody has said yet who is meant."""
    return [row for row in of(ticket) if row.is_waiting and row.user_id is None]


def leaders(ticket: Ticket) -> list[StaffUser]:
    """Who could lead this ticket: the branch's leaders; with none of them free, the officers of the superior body too."""
    here = accounts.holders(*SEATS[Seat.LEADER].roles)
    out = blocked(ticket)
    if any(person.id not in out for person in here):
        return here
    return [*here, *accounts.holders(Role.SUPERIOR_ORG)]


def people_named_in(words: str) -> list[StaffUser]:
    """Members of staff whose name, or the first part of it, stands in a text ('古丽娜尔' for 古丽娜尔·艾山)."""
    return [person for person in accounts.active_staff() if _names(person, words)]


def is_of_a_named_unit(ticket: Ticket, person: StaffUser) -> bool:
    """Whether a sealed ticket is about somebody of this person's unit (信访工作条例第三十条); the leaders' own unit apart."""
    if not ticket.is_sealed or person.roles & LEADERS:
        return False
    named = select(StaffUser.unit_id).join(Recusal, Recusal.user_id == StaffUser.id)
    units = db.session.scalars(named.where(Recusal.ticket_id == ticket.id, Recusal.ground == "named"))
    return person.unit_id in set(units)


def relations_of(user: StaffUser) -> list[DeclaredRelation]:
    """What a person declared, the newest first."""
    wanted = select(DeclaredRelation).where(DeclaredRelation.user_id == user.id)
    return list(db.session.scalars(wanted.order_by(DeclaredRelation.id.desc())))


def related_to(record: DisclosureRecord) -> list[DeclaredRelation]:
    """The running relations with the party this record names, by name or credit code."""
    named = _party_of(record, record.live or record.newest)
    return _related(*named) if any(named) else []


def tickets_about(relation: DeclaredRelation) -> list[Ticket]:
    """The open tickets about records that name the party of a relation."""
    pairs = db.session.execute(
        select(Ticket, DisclosureRecord, RecordVersion)
        .join(DisclosureRecord, DisclosureRecord.id == Ticket.record_id)
        .join(
            RecordVersion,
            (RecordVersion.record_id == DisclosureRecord.id)
            & (RecordVersion.number == DisclosureRecord.live_number),
        )
        .where(Ticket.closed_at.is_(None))
    )
    return [ticket for ticket, record, version in pairs if _is_with(relation, *_party_of(record, version))]


def _related(party: str, code: str) -> list[DeclaredRelation]:
    by_name = DeclaredRelation.party == party
    same = or_(by_name, DeclaredRelation.credit_code == code) if code else by_name
    wanted = select(DeclaredRelation).where(DeclaredRelation.ended_at.is_(None), same)
    return list(db.session.scalars(wanted.order_by(DeclaredRelation.id)))


def _party_of(record: DisclosureRecord, version: RecordVersion) -> tuple[str, str]:
    values = version.field_values
    party = values.get(record.category.party_field or "") or ""
    return str(party).strip(), str(values.get("credit_code") or "").strip()


def _is_with(relation: DeclaredRelation, party: str, code: str) -> bool:
    return bool((party and relation.party == party) or (code and relation.credit_code == code))


def _names(person: StaffUser, words: str) -> bool:
    first = person.name.partition("·")[0]
    return any(len(name) > 1 and name in words for name in (person.name, first, person.name_en))
