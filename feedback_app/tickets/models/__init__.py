"""Reports by citizens and everything their tickets hold: one file a family of nouns, all exported here."""

from feedback_app.tickets.models.answered import Letter, Permission, PublicAnswer, Satisfaction
from feedback_app.tickets.models.answering import (
    Accountability,
    CauseAnalysis,
    CauseCategory,
    CauseField,
    Closing,
    Reply,
)
from feedback_app.tickets.models.breaches import Breach, SearchRemoval
from feedback_app.tickets.models.consequences import OmittedPublication, Redirection, TicketTakedown
from feedback_app.tickets.models.deed import Deed, Said
from feedback_app.tickets.models.desk import Draft, Note, Presence, SavedFilter
from feedback_app.tickets.models.hearing import AccountabilityOutcome, Statement
from feedback_app.tickets.models.merging import Likeness, MaliceLabel, Merge
from feedback_app.tickets.models.recusing import DeclaredRelation, Recusal, Reveal
from feedback_app.tickets.models.reporter import Claim, Particular, Reporter
from feedback_app.tickets.models.seating import Acceptance, Appointment, LeaderSubmission
from feedback_app.tickets.models.side import (
    Extension,
    NonAcceptance,
    Objection,
    Reopening,
    Supplement,
    Suspension,
    Transfer,
    Withdrawal,
)
from feedback_app.tickets.models.talk import Reading, TicketMessage
from feedback_app.tickets.models.ticket import Ticket
from feedback_app.tickets.models.verifying import Clarification, Correction, Verification

__all__ = [
    "Acceptance",
    "Accountability",
    "AccountabilityOutcome",
    "Appointment",
    "Breach",
    "CauseAnalysis",
    "CauseCategory",
    "CauseField",
    "Claim",
    "Clarification",
    "Closing",
    "Correction",
    "DeclaredRelation",
    "Deed",
    "Draft",
    "Extension",
    "LeaderSubmission",
    "Letter",
    "Likeness",
    "MaliceLabel",
    "Merge",
    "NonAcceptance",
    "Note",
    "Objection",
    "OmittedPublication",
    "Particular",
    "Permission",
    "Presence",
    "PublicAnswer",
    "Reading",
    "Recusal",
    "Redirection",
    "Reopening",
    "Reply",
    "Reporter",
    "Reveal",
    "Said",
    "Satisfaction",
    "SavedFilter",
    "SearchRemoval",
    "Statement",
    "Supplement",
    "Suspension",
    "Ticket",
    "TicketMessage",
    "TicketTakedown",
    "Transfer",
    "Verification",
    "Withdrawal",
]
