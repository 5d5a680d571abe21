"""The carriers a ticket waits for (Article 10): those of the correction or the publication it brought about, and those that
still have to let go of what came down."""

from feedback_app.carriers import queries as carriers
from feedback_app.carriers.models import PENDING, WITHDRAWING, ChannelPublication
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.models import OmittedPublication, Ticket

WAITING = frozenset({PENDING, WITHDRAWING})


def carriers_of(ticket: Ticket) -> list[ChannelPublication]:
    """Every carrier of what this ticket brought about, of whatever round; none before it has brought anything about."""
    record = ticket.record
    if record is None:
        return []
    if ticket.ever_demanded(Demand.TAKEDOWN) and ticket.takedowns:
        return carriers.latest_of(record.ref)
    correction = ticket.latest("corrections")
    if correction is not None:
        return carriers.publications_of(record.ref, correction.to_number)
    omitted = _published(ticket)
    if omitted is not None and omitted.record.live_number:
        return carriers.publications_of(omitted.record.ref, omitted.record.live_number)
    return []


def is_all_carried(ticket: Ticket) -> bool:
    """Whether every one of them is confirmed; not before something has been brought about."""
    is_down = ticket.ever_demanded(Demand.TAKEDOWN) and bool(ticket.takedowns)
    is_done = bool(ticket.corrections) or is_down or _published(ticket) is not None
    return is_done and not any(one.state in WAITING for one in carriers_of(ticket))


def _published(ticket: Ticket) -> OmittedPublication | None:
    """The omitted record, once it is public."""
    if not ticket.ever_demanded(Demand.PUBLICATION):
        return None
    found: OmittedPublication | None = ticket.latest("omitted_publications")
    return found if found is not None and found.published_at is not None else None
