"""What the bureau publishes: records, their versions, and who did what to them. One module for each noun."""

from feedback_app.disclosures.models.record import (
    DisclosureRecord,
    RecordAct,
    RecordClarification,
    RecordVersion,
)
from feedback_app.disclosures.models.record_file import GuardOverride, RecordFile

__all__ = [
    "DisclosureRecord",
    "GuardOverride",
    "RecordAct",
    "RecordClarification",
    "RecordFile",
    "RecordVersion",
]
