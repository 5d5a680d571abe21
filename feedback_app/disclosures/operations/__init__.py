"""What can be done to a record: prepare, review, approve, publish, change, correct, clarify (Articles 11–15).

Each act leaves a RecordAct (recusal is read from these) and a log entry, and commits nothing.
"""

from feedback_app.disclosures.operations.approving import approve, review, send_back, submit_for_review
from feedback_app.disclosures.operations.attaching import (
    MOST_FILES,
    FileWords,
    add_file,
    describe_file,
    drop_file,
    look_at_file,
)
from feedback_app.disclosures.operations.changing import (
    changes_of,
    check_changeable,
    drop_change,
    edit_change,
    faults_of_change,
    prepare_change,
)
from feedback_app.disclosures.operations.correcting import (
    clarify,
    correction_notice,
    mark_under_verification,
    publish_correction,
)
from feedback_app.disclosures.operations.guarding import (
    GuardRefused,
    content_of,
    findings_of,
    let_stand,
    override_guard,
    refuse_unmended,
)
from feedback_app.disclosures.operations.preparing import check_editable, edit, prepare
from feedback_app.disclosures.operations.publishing import publish
from feedback_app.disclosures.operations.taking import NotAllowedHere, NotYourOwnWork, allowed_roles, offers

__all__ = [
    "MOST_FILES",
    "FileWords",
    "GuardRefused",
    "NotAllowedHere",
    "NotYourOwnWork",
    "add_file",
    "allowed_roles",
    "approve",
    "changes_of",
    "check_changeable",
    "check_editable",
    "clarify",
    "content_of",
    "correction_notice",
    "describe_file",
    "drop_change",
    "drop_file",
    "edit",
    "edit_change",
    "faults_of_change",
    "findings_of",
    "let_stand",
    "look_at_file",
    "mark_under_verification",
    "offers",
    "override_guard",
    "prepare",
    "prepare_change",
    "publish",
    "publish_correction",
    "refuse_unmended",
    "review",
    "send_back",
    "submit_for_review",
]
