"""What the bureau publishes: records, their versions, and who did what to them. One module for each noun."""

from feedback_app.disclosures.models.record import (
    DisclosureRecord,
    RecordAct,
    RecordClarification,
    RecordVersion,
)

__all__ = ["DisclosureRecord", "RecordAct", "RecordClarification", "RecordVersion"]
