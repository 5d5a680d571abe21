"""What can be done to a record: prepare, review, approve, publish, correct, clarify (Articles 11–15).

Each act leaves a RecordAct (recusal is read from these) and a log entry, and commits nothing.
"""

from feedback_app.disclosures.operations.approving import approve, review, send_back, submit_for_review
from feedback_app.disclosures.operations.correcting import (
    clarify,
    correction_notice,
    mark_under_verification,
    publish_correction,
)
from feedback_app.disclosures.operations.preparing import check_editable, edit, prepare
from feedback_app.disclosures.operations.publishing import publish, publish_update
from feedback_app.disclosures.operations.taking import NotAllowedHere, NotYourOwnWork, allowed_roles, offers

__all__ = [
    "NotAllowedHere",
    "NotYourOwnWork",
    "allowed_roles",
    "approve",
    "check_editable",
    "clarify",
    "correction_notice",
    "edit",
    "mark_under_verification",
    "offers",
    "prepare",
    "publish",
    "publish_correction",
    "publish_update",
    "review",
    "send_back",
    "submit_for_review",
]
