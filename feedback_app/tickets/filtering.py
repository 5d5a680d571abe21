"""The list of tickets, narrowed: what the address asks for, as conditions of one query.

What an address says wrongly is left out; a list is never an error. Who sees what is decided elsewhere (sight.py): these
conditions only ever take away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, and_, exists, or_, select, union_all

from feedback_app import clock
from feedback_app.disclosures.finding import KIND
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.search import queries as search
from feedback_app.tickets.channels import CHANNELS
from feedback_app.tickets.counted import Counted, count_of
from feedback_app.tickets.models import MaliceLabel, Ticket
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.workflow import State

Condition = ColumnElement[bool]
MOST_WORDS, MOST_RECORDS = 100, 50


class Due(StrEnum):
    """When the nearest limit of a ticket ends; in the order of the list."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NONE = "none"


@dataclass(frozen=True)
class Wanted:
    """What the list shall hold. Empty: whatever. `words`: a number, an outer number, a party or a record's number."""

    words: str = ""
    type: str = ""
    state: str = ""
    channel: str = ""
    due: str = ""
    leader: str = ""
    investigator: str = ""
    unit: str = ""
    record: str = ""
    received_from: str = ""
    received_to: str = ""
    again: str = ""
    labelled: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Wanted":
        """From an address's query (or the text of a saved filter)."""
        tidy = {name: given.get(name, "").replace("\0", "").strip()[:MOST_WORDS] for name in cls.names()}
        return cls(**{name: value for name, value in tidy.items() if _IS_GOOD.get(name, bool)(value)})

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))

    @property
    def given(self) -> dict[str, str]:
        """What is asked for, for an address."""
        return {name: value for name in self.names() if (value := getattr(self, name))}

    @property
    def query(self) -> str:
        return urlencode(self.given)

    @property
    def also_closed(self) -> bool:
        """Who looks for something by its number wants it, closed or not."""
        return bool(self.words or self.state)

    def conditions(self, now: datetime) -> list[Condition]:
        """One condition for each thing asked for; `now` decides what is late."""
        made = [_equals(self), _of_people(self), _of_record(self), _of_days(self)]
        found = [condition for some in made for condition in some]
        if self.due:
            found.append(due_is(Due(self.due), now))
        if self.again:
            found.append(Ticket.round > 1)
        if self.labelled:
            found.append(exists().where(MaliceLabel.ticket_id == Ticket.id, MaliceLabel.lifted_at.is_(None)))
        if self.words:
            found.append(says(self.words))
        return found


def due_is(group: Due, now: datetime) -> Condition:
    """The tickets of one group."""
    day, week = _ends(now)
    at = Ticket.urgency_at
    return {
        Due.LATE: at < now,
        Due.TODAY: and_(at >= now, at < day),
        Due.WEEK: and_(at >= max(now, day), at < week),
        Due.LATER: and_(at >= week, Ticket.due_at.is_not(None)),
        Due.NONE: Ticket.due_at.is_(None),
    }[group]


def group_of(ticket: Ticket, now: datetime) -> Due:
    """The same for one ticket."""
    day, week = _ends(now)
    if ticket.due_at is None:
        return Due.NONE
    if ticket.due_at < now:
        return Due.LATE
    return Due.TODAY if ticket.due_at < day else Due.WEEK if ticket.due_at < week else Due.LATER


def all_of(*conditions: Condition) -> Condition:
    return and_(*conditions)


def counts(held: Sequence[Condition], now: datetime) -> dict[Due, Counted]:
    """How many tickets that meet any of `held` each group holds, in one query that stops where nobody reads on."""
    of_groups = (count_of(*(and_(condition, due_is(one, now)) for condition in held)) for one in Due)
    row = db.session.execute(select(*of_groups)).one()
    return {one: Counted(number) for one, number in zip(Due, row, strict=True)}


def says(words: str) -> Condition:
    """A ticket's own number, the number somebody else gave it, its record's number, or a party the record names."""
    whole = words.upper()
    refs = [hit.key for hit in search.find(words, kind=KIND, limit=MOST_RECORDS).hits]
    of_record = select(DisclosureRecord.id).where(
        or_(DisclosureRecord.ref.in_([whole, *refs]), DisclosureRecord.document_number == words)
    )
    # Each of the three has an index of its own; asked in one OR, PostgreSQL reads every ticket.
    ways = (Ticket.ref == whole, Ticket.outer_number == words, Ticket.record_id.in_(of_record))
    return Ticket.id.in_(union_all(*(select(Ticket.id).where(way) for way in ways)))


def _ends(now: datetime) -> tuple[datetime, datetime]:
    """Where this day and this week end in Beijing; the week ends on Sunday."""
    here = clock.to_local(now)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1), midnight + timedelta(days=7 - here.weekday())


def _equals(wanted: Wanted) -> list[Condition]:
    names = ("type", "state", "channel")
    return [getattr(Ticket, name) == value for name in names if (value := getattr(wanted, name))]


def _of_people(wanted: Wanted) -> list[Condition]:
    names = (("leader", Ticket.leader_id), ("investigator", Ticket.investigator_id))
    return [column == int(value) for name, column in names if (value := getattr(wanted, name))]


def _of_record(wanted: Wanted) -> list[Condition]:
    asked = []
    if wanted.record:
        asked.append(DisclosureRecord.ref == wanted.record.upper())
    if wanted.unit:
        asked.append(DisclosureRecord.handling_unit_id == int(wanted.unit))
    return [Ticket.record_id.in_(select(DisclosureRecord.id).where(*asked))] if asked else []


def _of_days(wanted: Wanted) -> list[Condition]:
    found: list[Condition] = []
    if wanted.received_from:
        found.append(Ticket.received_at >= _begin(date.fromisoformat(wanted.received_from)))
    if wanted.received_to:
        found.append(Ticket.received_at < _begin(date.fromisoformat(wanted.received_to) + timedelta(days=1)))
    return found


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.to_local(clock.now()).tzinfo)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < int(text[:12]) < 2**31 and len(text) < 11


def _is_day(text: str) -> bool:
    try:
        return 1990 <= date.fromisoformat(text).year <= 2990
    except ValueError:
        return False


_IS_GOOD = {
    "type": TYPES.__contains__, "state": list(State).__contains__, "channel": CHANNELS.__contains__,
    "due": list(Due).__contains__, "leader": _is_number, "investigator": _is_number, "unit": _is_number,
    "received_from": _is_day, "received_to": _is_day,
}  # fmt: skip
