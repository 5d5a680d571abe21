"""Review and approval, by the column of the category's row (Articles 11, 12, 14)."""

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.deadlines import operations as deadlines
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue import AFTER_APPROVAL
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations.taking import NotAllowedHere, take


def submit_for_review(record: DisclosureRecord, *, by: StaffUser) -> None:
    """Hand a draft to its reviewer (Article 14)."""
    take(record, "submit_for_review", by=by)


def review(record: DisclosureRecord, *, by: StaffUser, reason: str | None = None) -> None:
    """The section head's review of the material (Article 14)."""
    take(record, "review", by=by, reason=reason)


def send_back(record: DisclosureRecord, *, by: StaffUser, reason: str) -> None:
    """Return to the preparer with the reason."""
    take(record, "send_back", by=by, reason=reason)


def approve(record: DisclosureRecord, *, by: StaffUser, reason: str | None = None) -> None:
    """The approval the category's row demands (Articles 11, 12, 14)."""
    if record.category.reviews and not queries.has_act(record, record.newest.number, "review"):
        raise NotAllowedHere("还没有审核通过，不能批准。", "It has not passed its review yet.")
    take(record, "approve", by=by, reason=reason)
    row = record.category
    if row.clock_starts == AFTER_APPROVAL:
        deadlines.start(
            row.clock, subject_kind="record", subject_ref=record.ref, started_on=clock.today(), by=by.actor
        )
