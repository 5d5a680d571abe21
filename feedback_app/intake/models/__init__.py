"""What came in by the other doors, before and beside the tickets it became."""

from feedback_app.intake.models.desk import DeskDraft, DeskNote, PastedBack
from feedback_app.intake.models.raw_mail import (
    FILED,
    JOINED,
    KEPT,
    SET_ASIDE,
    TICKETED,
    UNREADABLE,
    AutomaticAnswer,
    MailboxLook,
    RawMail,
)

__all__ = [
    "FILED",
    "JOINED",
    "KEPT",
    "SET_ASIDE",
    "TICKETED",
    "UNREADABLE",
    "AutomaticAnswer",
    "DeskDraft",
    "DeskNote",
    "MailboxLook",
    "PastedBack",
    "RawMail",
]
