"""Review and approval, by the column of the category's row (Articles 11, 12, 14)."""

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations import clocks
from feedback_app.disclosures.operations.guarding import refuse_unmended
from feedback_app.disclosures.operations.taking import NotAllowedHere, needs_review, take


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
    if needs_review(record):
        raise NotAllowedHere("还没有审核通过，不能批准。", "It has not passed its review yet.")
    take(record, "approve", by=by, reason=reason)
    refuse_unmended(record, record.newest)
    clocks.start_from_approval(record, by.actor)
