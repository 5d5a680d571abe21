"""What the bureau publishes: records, their versions, and who did what to them. One module for each noun."""

from feedback_app.disclosures.models.import_batch import ImportBatch, ImportedRecord, ImportFault
from feedback_app.disclosures.models.non_disclosure import NonDisclosure, NonDisclosureAct
from feedback_app.disclosures.models.publication_plan import PublicationPlan
from feedback_app.disclosures.models.record import (
    DisclosureRecord,
    RecordAct,
    RecordClarification,
    RecordVersion,
)
from feedback_app.disclosures.models.record_file import GuardOverride, RecordFile
from feedback_app.disclosures.models.takedown import Hiding, SealedOriginal, Takedown, TakedownInstrument

__all__ = [
    "DisclosureRecord",
    "GuardOverride",
    "Hiding",
    "ImportBatch",
    "ImportFault",
    "ImportedRecord",
    "NonDisclosure",
    "NonDisclosureAct",
    "PublicationPlan",
    "RecordAct",
    "RecordClarification",
    "RecordFile",
    "RecordVersion",
    "SealedOriginal",
    "Takedown",
    "TakedownInstrument",
]
