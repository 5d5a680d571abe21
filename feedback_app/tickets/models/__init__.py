"""Reports by citizens and everything their tickets hold: one file a family of nouns, all exported here."""

from feedback_app.tickets.models.answered import Letter, Permission, PublicAnswer, Satisfaction
from feedback_app.tickets.models.answering import Accountability, CauseAnalysis, CauseCategory, Closing, Reply
from feedback_app.tickets.models.deed import Deed, Said
from feedback_app.tickets.models.recusing import DeclaredRelation, Recusal, Reveal
from feedback_app.tickets.models.reporter import Claim, Reporter
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
from feedback_app.tickets.models.ticket import Ticket
from feedback_app.tickets.models.verifying import Clarification, Correction, Verification

__all__ = [
    "Acceptance",
    "Accountability",
    "Appointment",
    "CauseAnalysis",
    "CauseCategory",
    "Claim",
    "Clarification",
    "Closing",
    "Correction",
    "DeclaredRelation",
    "Deed",
    "Extension",
    "LeaderSubmission",
    "Letter",
    "NonAcceptance",
    "Objection",
    "Permission",
    "PublicAnswer",
    "Recusal",
    "Reopening",
    "Reply",
    "Reporter",
    "Reveal",
    "Said",
    "Satisfaction",
    "Supplement",
    "Suspension",
    "Ticket",
    "Transfer",
    "Verification",
    "Withdrawal",
]
