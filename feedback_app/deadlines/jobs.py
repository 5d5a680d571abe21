"""What time itself does: a limit that has passed unmet is written down, once, whoever is at work."""

from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.deadlines import operations
from feedback_app.extensions import db


def note_missed() -> int:
    """Record every running limit that is over, in its own history and in the log (Article 17). Returns how many."""
    audit.hold()
    missed = operations.note_missed()
    for running in missed:
        audit.append(
            "deadline.missed",
            by=SYSTEM,
            subject=f"{running.subject_kind}:{running.subject_ref}",
            facts={"clock": running.rule, "due_on": running.due_on.isoformat()},
        )
    db.session.commit()
    return len(missed)
