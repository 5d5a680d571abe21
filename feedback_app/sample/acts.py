"""The things the plan moves about: a record, a report, and an act done to one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from feedback_app.disclosures.catalogue import Category
from feedback_app.sample.cast import Person, RecordCast
from feedback_app.sample.contents import Content
from feedback_app.tickets.workflow import State


@dataclass(eq=False, slots=True)
class PlannedRecord:
    """A record on its way. `values`: as published now; `wrong`: the fields that are published wrongly → the right value."""

    number: int
    content: Content
    cast: RecordCast
    rng: Random
    values: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    version: int = 0  # the one the public sees
    newest: int = 0  # the one last begun
    is_changing: bool = False  # a change is on its way
    unconfirmed: dict[int, tuple[str, ...]] = field(
        default_factory=dict
    )  # version → carriers still to be confirmed

    @property
    def row(self) -> Category:
        return self.content.row


@dataclass(eq=False, slots=True)
class PlannedTicket:
    """A report on its way. `stops_at`: where it stands when the sample ends, as far as its time and finding allow."""

    number: int
    stops_at: State
    rng: Random
    record: PlannedRecord
    field_key: str = ""  # the field it is about; empty: the record as a whole
    finding: str = ""
    is_partly: bool = False  # it also claims something that is right
    to_version: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done: `name` is the operation's (with "record." or "ticket." before it), `args` what it is given."""

    at: datetime
    name: str
    on: PlannedRecord | PlannedTicket
    by: Person | None
    args: Mapping[str, Any]
