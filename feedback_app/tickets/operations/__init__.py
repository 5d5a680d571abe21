"""What can be done to a ticket. Every change of state goes through `taking.take`, so none can skip the log.

Each operation leaves its noun, a log entry, its clocks and the messages it owes, and commits nothing.
"""

from feedback_app.tickets.operations.answered import (
    CannotBePublic,
    NothingToRate,
    allow_publication,
    forbid_publication,
    print_letter,
    publish_answer,
    rate,
    withdraw_answer,
)
from feedback_app.tickets.operations.answering_for import (
    Answer,
    analyse_cause,
    close,
    reveal_reporter,
    trace_accountability,
)
from feedback_app.tickets.operations.remedying import clarify, confirm_carrier, publish_correction, reply
from feedback_app.tickets.operations.seating import (
    NotThisPerson,
    accept,
    assign,
    change_investigator,
    change_leader,
    submit_to_leader,
)
from feedback_app.tickets.operations.submitting import (
    ClaimWords,
    Outer,
    Report,
    ReporterWords,
    audit_hash,
    receipt_code,
    submission_seed,
    submit,
)
from feedback_app.tickets.operations.taking import NO_CLOCK
from feedback_app.tickets.operations.verifying import return_finding, sign_finding, verify

__all__ = [
    "NO_CLOCK",
    "Answer",
    "CannotBePublic",
    "ClaimWords",
    "NotThisPerson",
    "NothingToRate",
    "Outer",
    "Report",
    "ReporterWords",
    "accept",
    "allow_publication",
    "analyse_cause",
    "assign",
    "audit_hash",
    "change_investigator",
    "change_leader",
    "clarify",
    "close",
    "confirm_carrier",
    "forbid_publication",
    "print_letter",
    "publish_answer",
    "publish_correction",
    "rate",
    "receipt_code",
    "reply",
    "return_finding",
    "reveal_reporter",
    "sign_finding",
    "submission_seed",
    "submit",
    "submit_to_leader",
    "trace_accountability",
    "verify",
    "withdraw_answer",
]
