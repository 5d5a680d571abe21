"""The one way into the log."""

from typing import Any

from feedback_app.audit.actor import Actor
from feedback_app.audit.models import LogEntry


def append(
    action: str,
    *,
    by: Actor,
    subject: str,
    reason: str | None = None,
    from_state: str | None = None,
    to_state: str | None = None,
    facts: dict[str, Any] | None = None,
    about: str | None = None,
    private: dict[str, Any] | None = None,
) -> LogEntry:
    """Add one entry inside the caller's transaction (nothing is committed here)."""
    raise NotImplementedError
