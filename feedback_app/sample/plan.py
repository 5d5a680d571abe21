"""Everything that happens in the sample, in the order of time: the lives of all records and tickets, interleaved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from random import Random

from feedback_app.clock import LEGAL_ZONE
from feedback_app.disclosures.workflow import RecordStatus
from feedback_app.sample import record_life, ticket_life
from feedback_app.sample.acts import Act
from feedback_app.sample.cast import Cast
from feedback_app.sample.office import Office
from feedback_app.sample.world import World
from feedback_app.tickets.workflow import State

OPENED_ON = date(2024, 1, 5)  # the first records are formed
FIRST_REPORT_ON = date(2024, 2, 1)
LAST_DAY = date(2026, 11, 20)
UNPUBLISHED = 0.03
OPEN = 0.2
NEGLECTED = 0.2  # of the open ones
# State in which an open report stands when the sample ends: how often, and how many days ago it came in.
STANDING: dict[State, tuple[int, int, int]] = {
    State.RECEIVED: (7, 0, 2),
    State.ACCEPTED: (5, 1, 4),
    State.LEADER_ASSIGNED: (10, 1, 6),
    State.INVESTIGATING: (25, 2, 10),
    State.FINDING_DRAFTED: (9, 4, 10),
    State.CORRECTING: (9, 5, 12),
    State.CLARIFYING: (7, 5, 12),
    State.REPLIED: (10, 8, 25),
    State.ROOT_CAUSE: (10, 20, 40),
    State.ACCOUNTABILITY: (8, 25, 45),
}
_LONGEST = timedelta(days=60)  # a report that is to be closed by the end came in before this
_HOURS = (1, 1, 0, 0, 0, 1, 2, 4, 8, 12, 16, 16, 14, 10, 10, 14, 16, 16, 14, 14, 12, 10, 8, 4)


@dataclass(frozen=True)
class Size:
    """How much is to be made. `first_number` of the records keeps their document numbers apart from those there."""

    tickets: int
    records: int
    seed: int = 1
    first_number: int = 1
    last_on: date = LAST_DAY


Planned = tuple[datetime, int, Iterator[datetime]]


def acts(size: Size, cast: Cast, office: Office) -> Iterator[Act]:
    """Every act of the sample. The same size, seed and staff always give the same acts."""
    until = datetime.combine(size.last_on, time(20), LEGAL_ZONE).astimezone(UTC)
    world = World(office, until)
    waiting = [*_records(size, cast, world), *_tickets(size, world, until)]
    heapify(waiting)
    while waiting:
        at, order, life = heappop(waiting)
        if at > until:
            continue
        world.now = at
        following = next(life, None)
        if following is not None:
            heappush(waiting, (following, order, life))
        yield from world.done
        world.done.clear()


def _records(size: Size, cast: Cast, world: World) -> Iterator[Planned]:
    days = (size.last_on - OPENED_ON).days - 3
    published = max(1, round(size.records * (1 - UNPUBLISHED)))
    unpublished = (RecordStatus.DRAFT, RecordStatus.IN_REVIEW, RecordStatus.RETURNED, RecordStatus.APPROVED)
    for place in range(size.records):
        rng = _dice(f"{size.seed} record {place}")
        formed_on = OPENED_ON + timedelta(days=days * place // size.records)
        record = record_life.plan_record(size.first_number + place, formed_on, cast, rng)
        stops_at = RecordStatus.PUBLISHED if place < published else rng.choice(unpublished)
        world.now = datetime.combine(formed_on, time(9), LEGAL_ZONE).astimezone(UTC)
        yield world.later(rng, 0, 1), place, record_life.live(world, record, stops_at)


def _tickets(size: Size, world: World, until: datetime) -> Iterator[Planned]:
    states, weights = tuple(STANDING), tuple(row[0] for row in STANDING.values())
    for place in range(size.tickets):
        rng = _dice(f"{size.seed} ticket {place}")
        is_open = rng.random() < OPEN
        stops_at = rng.choices(states, weights)[0] if is_open else State.CLOSED
        at = _received_at(stops_at, until, rng)
        yield at, size.records + place, ticket_life.live(world, place + 1, stops_at, rng)


def _dice(name: str) -> Random:
    return Random(name)  # noqa: S311 - dice, not secrets: the same name always throws the same


def _received_at(stops_at: State, until: datetime, rng: Random) -> datetime:
    """People write at any hour but seldom at night, and more from year to year."""
    if stops_at is State.CLOSED:
        span = until.date() - FIRST_REPORT_ON - _LONGEST
        on = FIRST_REPORT_ON + timedelta(days=int(span.days * rng.random() ** 0.8))
    else:
        _, least, most = STANDING[stops_at]
        waited = rng.randint(least, most) + (rng.randint(10, 60) if rng.random() < NEGLECTED else 0)
        on = until.date() - timedelta(days=waited)
    hour = rng.choices(range(24), _HOURS)[0]
    at = datetime.combine(on, time(hour, rng.randrange(60), rng.randrange(60)), LEGAL_ZONE).astimezone(UTC)
    return min(at, until - timedelta(hours=1, seconds=rng.randrange(1800)))
