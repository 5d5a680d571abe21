"""What can be done to a record: prepare, review, approve, publish, change, correct, clarify (Articles 11–15).

Each act leaves a RecordAct (recusal is read from these) and a log entry, and commits nothing.
"""

from feedback_app.disclosures.operations.approving import (
    approve,
    asks_reason,
    check_secrecy,
    review,
    send_back,
    submit_for_review,
)
from feedback_app.disclosures.operations.archiving import open_archive
from feedback_app.disclosures.operations.attaching import (
    MOST_FILES,
    FileWords,
    add_file,
    describe_file,
    drop_file,
    look_at_file,
)
from feedback_app.disclosures.operations.carrying import confirm_withdrawal
from feedback_app.disclosures.operations.changing import (
    changes_of,
    check_changeable,
    drop_change,
    edit_change,
    faults_of_change,
    prepare_change,
)
from feedback_app.disclosures.operations.correcting import (
    HeldUp,
    clarify,
    correction_held_up,
    correction_notice,
    let_correction_stand,
    mark_under_verification,
    publish_correction,
)
from feedback_app.disclosures.operations.guarding import (
    ANSWERS_FOR_AN_OVERRIDE,
    GuardRefused,
    content_of,
    faults_of_many,
    findings_of,
    let_stand,
    override_guard,
    refuse_unmended,
)
from feedback_app.disclosures.operations.hiding import confirm_hiding, hide, lift, raise_alert
from feedback_app.disclosures.operations.planning import (
    NoSuchMoment,
    cancel_plan,
    fail_plan,
    plan_publication,
    publish_planned,
)
from feedback_app.disclosures.operations.preparing import check_editable, edit, prepare
from feedback_app.disclosures.operations.publishing import publish
from feedback_app.disclosures.operations.taking import (
    NotAllowedHere,
    NotTheirOwnWork,
    NotYourOwnWork,
    TwoHats,
    allowed_roles,
    escalations,
    missing_gates,
    offers,
)
from feedback_app.disclosures.operations.withdrawing import (
    approve_takedown,
    dismiss_instrument,
    mark_credit_repaired,
    refuse_takedown,
    register_instrument,
    review_takedown,
    reword_notice,
    withdraw,
)
from feedback_app.disclosures.operations.withholding import basis_fault
from feedback_app.disclosures.operations.withholding import begin_record as begin_released_record
from feedback_app.disclosures.operations.withholding import edit_proposal as edit_withholding
from feedback_app.disclosures.operations.withholding import open_content as open_withheld
from feedback_app.disclosures.operations.withholding import propose as propose_withholding
from feedback_app.disclosures.operations.withholding import take_step as take_withholding_step

__all__ = [
    "ANSWERS_FOR_AN_OVERRIDE",
    "MOST_FILES",
    "FileWords",
    "GuardRefused",
    "HeldUp",
    "NoSuchMoment",
    "NotAllowedHere",
    "NotTheirOwnWork",
    "NotYourOwnWork",
    "TwoHats",
    "add_file",
    "allowed_roles",
    "approve",
    "approve_takedown",
    "asks_reason",
    "basis_fault",
    "begin_released_record",
    "cancel_plan",
    "changes_of",
    "check_changeable",
    "check_editable",
    "check_secrecy",
    "clarify",
    "confirm_hiding",
    "confirm_withdrawal",
    "content_of",
    "correction_held_up",
    "correction_notice",
    "describe_file",
    "dismiss_instrument",
    "drop_change",
    "drop_file",
    "edit",
    "edit_change",
    "edit_withholding",
    "escalations",
    "fail_plan",
    "faults_of_change",
    "faults_of_many",
    "findings_of",
    "hide",
    "let_correction_stand",
    "let_stand",
    "lift",
    "look_at_file",
    "mark_credit_repaired",
    "mark_under_verification",
    "missing_gates",
    "offers",
    "open_archive",
    "open_withheld",
    "override_guard",
    "plan_publication",
    "prepare",
    "prepare_change",
    "propose_withholding",
    "publish",
    "publish_correction",
    "publish_planned",
    "raise_alert",
    "refuse_takedown",
    "refuse_unmended",
    "register_instrument",
    "review",
    "review_takedown",
    "reword_notice",
    "send_back",
    "submit_for_review",
    "take_withholding_step",
    "withdraw",
]
