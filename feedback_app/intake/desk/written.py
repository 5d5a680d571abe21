"""What was taken down, before it is tickets."""

from dataclasses import dataclass, field
from datetime import datetime

from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.files.operations import KeptBytes
from feedback_app.tickets.operations import ClaimWords, Outer, PassedOn, ReporterWords


@dataclass(frozen=True)
class Matter:
    """One of the matters of a call. `field_label`: of the field that is said to be wrong, in the clerk's language."""

    type: str
    words: str
    record: DisclosureRecord | None = None
    claims: tuple[ClaimWords, ...] = ()
    field_label: str = ""
    passed_on: PassedOn | None = None


@dataclass(frozen=True)
class WrittenDown:
    """A whole call, letter or visit. `seed`: the secret of this form (see tickets.operations.submission_seed)."""

    channel: str
    seed: str
    received_at: datetime
    matters: tuple[Matter, ...]
    reporter: ReporterWords = field(default_factory=ReporterWords)
    outer: Outer | None = None
    kept: tuple[KeptBytes, ...] = ()
    minutes: int | None = None
    read_back: str = ""
    is_confirmed: bool = False
    said_time: str = ""
    wants_large_print: bool = False
    address: str = ""
    call_back_at: datetime | None = None
    call_back_to: str = ""
    warnings: tuple[str, ...] = ()
