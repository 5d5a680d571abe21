"""What has been reported of a record already, by field: how often, since when, how far it has come. Nobody's words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.workflow import State, StateRow

MOST = 50
_UNANSWERED = (
    State.RECEIVED, State.ACCEPTED, State.LEADER_ASSIGNED, State.INVESTIGATING, State.FINDING_DRAFTED,
    State.AWAITING_SUPPLEMENT, State.SUSPENDED, State.CORRECTING, State.CLARIFYING,
)  # fmt: skip


@dataclass(frozen=True)
class Reported:
    """The oldest open report on one field, and how many there are in all. `field_key` None: the record as a whole."""

    field_key: str | None
    main_id: int
    since: datetime
    state_row: StateRow
    count: int


def reported_of(record: DisclosureRecord) -> list[Reported]:
    """Open reports that something in this record is wrong, one row a field, the oldest first."""
    mains = _mains(record)
    if not mains:
        return []
    merged = dict(
        db.session.execute(
            select(Ticket.duplicate_of_id, func.count())
            .where(Ticket.duplicate_of_id.in_([one.id for one in mains]))
            .group_by(Ticket.duplicate_of_id)
        ).all()
    )
    found: dict[str | None, Reported] = {}
    for one in mains:
        key = one.claims[0].field_key if one.claims else None
        before = found.get(key)
        count = 1 + merged.get(one.id, 0)
        found[key] = (
            Reported(key, one.id, one.received_at, one.state_row, count)
            if before is None
            else Reported(key, before.main_id, before.since, before.state_row, before.count + count)
        )
    return list(found.values())


def main_for(record: DisclosureRecord, field_key: str | None) -> Ticket | None:
    """The open report on this field that another can be put to."""
    one = next((one for one in reported_of(record) if one.field_key == field_key), None)
    return db.session.get(Ticket, one.main_id) if one else None


def _mains(record: DisclosureRecord) -> list[Ticket]:
    wanted = (
        select(Ticket)
        .where(
            Ticket.record_id == record.id,
            Ticket.type == "inaccuracy_report",
            Ticket.state.in_([one.value for one in _UNANSWERED]),
        )
        .order_by(Ticket.id)
        .limit(MOST)
        .options(selectinload(Ticket.claims))
    )
    return list(db.session.scalars(wanted))
