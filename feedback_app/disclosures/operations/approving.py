"""Review and approval, by the column of the category's row (Articles 11, 12, 14). Nobody certifies what cannot be published."""

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue.escalation import Escalation
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations import clocks
from feedback_app.disclosures.operations.guarding import refuse_unmended
from feedback_app.disclosures.operations.planning import fail_waiting
from feedback_app.disclosures.operations.taking import NotAllowedHere, escalations, missing_gates, take
from feedback_app.disclosures.workflow import VersionStatus
from feedback_app.outbox import operations as outbox
from feedback_app.refusals import Refusal

MISSING = {
    "review": ("还没有审核通过，不能批准。", "It has not passed its review yet."),
    "check_secrecy": (
        "还没有通过保密隐私审查，不能批准。",
        "It has not passed the check for secrets and privacy yet.",
    ),
}


def submit_for_review(record: DisclosureRecord, *, by: StaffUser) -> None:
    """Hand a draft to its reviewer (Article 14). Raises GuardRefused for what has to be mended, or let stand by two, first."""
    take(record, "submit_for_review", by=by)
    refuse_unmended(record, record.newest)


def review(record: DisclosureRecord, *, by: StaffUser, reason: str | None = None) -> None:
    """The section head's review of the material (Article 14)."""
    take(record, "review", by=by, reason=reason)
    refuse_unmended(record, record.newest)


def send_back(record: DisclosureRecord, *, by: StaffUser, reason: str) -> None:
    """Return to the preparer with the reason, and tell them so. What was planned for this version is off."""
    take(record, "send_back", by=by, reason=reason)
    fail_waiting(
        record, Refusal("已退回修改，定时发布取消。", "It was sent back; the planned publication is off.")
    )
    for person in accounts.people(sorted(queries.prepared_by(record, record.newest.number))):
        outbox.owe(
            "record_returned", to_address=person.email, to_role="handler", about=record.subject,
            context={"ref": record.ref, "record": record.title_zh},
        )  # fmt: skip


def check_secrecy(record: DisclosureRecord, *, by: StaffUser, reason: str | None = None) -> None:
    """The check for state secrets, trade secrets and privacy, where the category's row asks for it (Article 9)."""
    take(record, "check_secrecy", by=by, reason=reason)
    refuse_unmended(record, record.newest)


def approve(record: DisclosureRecord, *, by: StaffUser, reason: str | None = None) -> None:
    """The approval the category's row demands (Articles 11, 12, 14)."""
    missing = missing_gates(record) if record.newest.state is VersionStatus.IN_REVIEW else []
    if missing:
        raise NotAllowedHere(*MISSING[missing[0].name])
    why = asks_reason(record)
    if why and not (reason or "").strip():
        raise NotAllowedHere(
            f"{why[0].label_zh}。批准公示的，请写明理由；暂缓的，写明理由退回。",
            "Write down why it is to be published all the same; to hold it, send it back with the reason.",
        )
    standing = take(record, "approve", by=by, reason=reason)
    refuse_unmended(record, record.newest)
    clocks.start_from_approval(record, standing.actor)


def asks_reason(record: DisclosureRecord) -> tuple[Escalation, ...]:
    """Why whoever approves the newest version has to write down their reason; empty when nobody has to."""
    return tuple(row for row in escalations(record) if row.asks_reason)
