"""Which other tickets may be about the same matter (疑似重复), the likeliest first, each with why it was found.

Asks the database a constant number of times and looks at no more than a few hundred rows, however many tickets there are.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.extensions import db
from feedback_app.tickets import sight
from feedback_app.tickets.likeness.sketch import pairs, shared
from feedback_app.tickets.models import Likeness, Ticket

LOOK_BACK = timedelta(days=180)
MOST_OF_A_KIND, MOST_SHOWN = 60, 10
LEAST = 0.2  # of the pairs of signs that two texts share; less is chance


@dataclass(frozen=True)
class Why:
    """A reason to think two tickets one, and what it weighs."""

    key: str
    weight: int
    label_zh: str
    label_en: str


WHYS = {
    row.key: row
    for row in (
        Why("outer_number", 60, "外部编号相同", "the same outer number"),
        Why("record", 40, "同一条信息", "the same record"),
        Why("field", 25, "同一栏", "the same field"),
        Why("words", 40, "说的话相近", "similar words"),
    )
}


@dataclass(frozen=True)
class Candidate:
    """Another ticket, why it was found, and how much speaks for it (0 to 100 and more)."""

    ticket: Ticket
    whys: tuple[Why, ...]
    score: int
    likeness: int  # how much of the words is the same, in per cent


def candidates(ticket: Ticket, user: StaffUser) -> list[Candidate]:
    """Tickets this person may see that may be about the same matter; none for a sealed ticket."""
    if ticket.type_row.is_sealed:
        return []
    ids = _ids(ticket)
    if not ids:
        return []
    wanted = (
        select(Ticket)
        .where(
            Ticket.id.in_(ids), Ticket.duplicate_of_id.is_(None), ~sight.is_sealed(), sight.visible_to(user)
        )
        .options(joinedload(Ticket.record), selectinload(Ticket.claims))
    )
    own = pairs(_words(ticket))
    found = [_candidate(ticket, other, own) for other in db.session.scalars(wanted)]
    likely = sorted((one for one in found if one.score), key=lambda one: (-one.score, -one.ticket.id))
    return likely[:MOST_SHOWN]


def _ids(ticket: Ticket) -> set[int]:
    since = clock.now() - LOOK_BACK
    ways: list[Select[int]] = [
        select(Likeness.ticket_id).where(
            Likeness.mark.in_(select(Likeness.mark).where(Likeness.ticket_id == ticket.id))
        ).order_by(Likeness.ticket_id.desc())
    ]  # fmt: skip
    newest = select(Ticket.id).where(Ticket.received_at >= since)
    if ticket.record_id is not None:
        ways.append(newest.where(Ticket.record_id == ticket.record_id).order_by(Ticket.id.desc()))
    if ticket.outer_number:
        ways.append(select(Ticket.id).where(Ticket.outer_number == ticket.outer_number))
    found: set[int] = set()
    for way in ways:
        found |= set(db.session.scalars(way.limit(MOST_OF_A_KIND)))
    return found - {ticket.id}


def _candidate(ticket: Ticket, other: Ticket, own: frozenset[str]) -> Candidate:
    alike = shared(own, pairs(_words(other)))
    same = {
        "outer_number": bool(ticket.outer_number) and ticket.outer_number == other.outer_number,
        "record": ticket.record_id is not None and ticket.record_id == other.record_id,
        "field": ticket.record_id == other.record_id and bool(_fields(ticket) & _fields(other)),
        "words": alike >= LEAST,
    }
    whys = tuple(row for key, row in WHYS.items() if same[key])
    score = sum(round(row.weight * alike) if row.key == "words" else row.weight for row in whys)
    return Candidate(other, whys, score, round(100 * alike))


def _fields(ticket: Ticket) -> set[str]:
    return {claim.field_key for claim in ticket.claims if claim.field_key}


def _words(ticket: Ticket) -> str:
    return " ".join([ticket.words, *(claim.should_say for claim in ticket.claims)])
