"""What supervisors write of their own, and what the log must say beside. Each leaves its entry; none commits."""

from feedback_app.oversight.operations.noting import (
    note_export,
    note_refused_signature,
    note_refused_step,
    note_settings,
)
from feedback_app.oversight.operations.reviewing import (
    CannotSign,
    NotASupervisor,
    canonical,
    content_hash,
    sign_review,
    write_note,
)

__all__ = [
    "CannotSign",
    "NotASupervisor",
    "canonical",
    "content_hash",
    "note_export",
    "note_refused_signature",
    "note_refused_step",
    "note_settings",
    "sign_review",
    "write_note",
]
