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
from feedback_app.tickets.operations.recusing import (
    Decision,
    RecusalRefused,
    ask_recusal,
    decide_recusal,
    enter_recusal,
    is_held,
    name_in_report,
    recuse_self,
    say_who_is_meant,
    seat_of,
)
from feedback_app.tickets.operations.relating import RelationRefused, declare_relation, end_relation
from feedback_app.tickets.operations.remedying import clarify, confirm_carrier, publish_correction, reply
from feedback_app.tickets.operations.revealing import ask_reveal, decide_reveal, look_at_reporter
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
    "Decision",
    "NotThisPerson",
    "NothingToRate",
    "Outer",
    "RecusalRefused",
    "RelationRefused",
    "Report",
    "ReporterWords",
    "accept",
    "allow_publication",
    "analyse_cause",
    "ask_recusal",
    "ask_reveal",
    "assign",
    "audit_hash",
    "change_investigator",
    "change_leader",
    "clarify",
    "close",
    "confirm_carrier",
    "decide_recusal",
    "decide_reveal",
    "declare_relation",
    "end_relation",
    "enter_recusal",
    "forbid_publication",
    "is_held",
    "look_at_reporter",
    "name_in_report",
    "print_letter",
    "publish_answer",
    "publish_correction",
    "rate",
    "receipt_code",
    "recuse_self",
    "reply",
    "return_finding",
    "reveal_reporter",
    "say_who_is_meant",
    "seat_of",
    "sign_finding",
    "submission_seed",
    "submit",
    "submit_to_leader",
    "trace_accountability",
    "verify",
    "withdraw_answer",
]
