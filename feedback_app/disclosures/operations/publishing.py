"""Before the public: a version that was approved, on every carrier its record goes to (Articles 10, 12, 14)."""

from collections.abc import Iterable

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.carriers import operations as carriers
from feedback_app.carriers import queries as carrier_queries
from feedback_app.carriers.models import Term
from feedback_app.disclosures import queries
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.models.publication_plan import CANCELLED
from feedback_app.disclosures.operations import clocks
from feedback_app.disclosures.operations.attesting import attest
from feedback_app.disclosures.operations.guarding import refuse_unmended
from feedback_app.disclosures.operations.hiding import show_mended
from feedback_app.disclosures.operations.mirrors import reflect
from feedback_app.disclosures.operations.preparing import name_from
from feedback_app.disclosures.operations.taking import take
from feedback_app.disclosures.retention import terms_of
from feedback_app.disclosures.workflow import VersionStatus


def publish(record: DisclosureRecord, *, by: StaffUser) -> None:
    """Put an approved version before the public, on every carrier its row names (Articles 10, 14)."""
    standing = take(record, "publish", by=by)
    waiting = queries.waiting_plan(record)
    if waiting is not None:
        waiting.state, waiting.ended_at = CANCELLED, clock.now()
    go_live(record, record.newest, by)
    clocks.stop_published(record, standing.actor)


def go_live(
    record: DisclosureRecord, version: RecordVersion, by: StaffUser, about: str | None = None
) -> None:
    refuse_unmended(record, version)
    now = clock.now()
    if record.is_hidden:
        show_mended(record, version, by=by)
    if version.number > 1:
        record.party_kind = version.field_values.get("party_kind", record.party_kind)
    shown_on = channels_for(record)
    terms = terms_of(record.category, record.party_kind, version.field_values, shown_on)
    version.status, version.published_at = VersionStatus.PUBLISHED.value, now
    record.live_number, record.published_at = version.number, now
    record.first_published_at = record.first_published_at or now
    name_from(record, record.category, version.field_values)
    attest(record, version)
    carriers.push(record.ref, version.number, shown_on, by=by.actor, about=about, terms=terms)
    reflect(record)


def channels_for(record: DisclosureRecord) -> tuple[str, ...]:
    """What the category's row names, and wherever the version before was shown: an error must go from all of them."""
    wanted = dict.fromkeys(record.category.carriers_for(record.party_kind, record.newest.field_values))
    if record.live_number:
        before = carrier_queries.publications_of(record.ref, record.live_number)
        wanted |= dict.fromkeys(row.channel for row in before)
    left = _left(record, wanted)
    return tuple(code for code in wanted if code not in left)


def _left(record: DisclosureRecord, channels: Iterable[str]) -> set[str]:
    """Carriers it was taken from because its period there is over, and still is."""
    left = queries.left_carriers(record)
    if not left:
        return left
    terms = terms_of(record.category, record.party_kind, record.newest.field_values, channels)
    today = clock.today()
    return {code for code in left if not ((until := terms.get(code, Term()).until) and until >= today)}
