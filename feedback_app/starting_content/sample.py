"""The shape of a sample record: what was typed, and who did what to it when."""

from dataclasses import dataclass, field
from datetime import date, datetime

from feedback_app.clock import LEGAL_ZONE
from feedback_app.disclosures.change_kinds import ChangeKind
from feedback_app.disclosures.fields import RawValue


def beijing(words: str) -> datetime:
    """A moment written as on a Beijing clock: "2026-10-09 11:20"."""
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=LEGAL_ZONE)


@dataclass(frozen=True)
class Done:
    """An act in a record's history: who (sign-in name) and when (Beijing time)."""

    by: str
    at: str
    reason: str = ""


@dataclass(frozen=True)
class Update:
    """A later version because the facts moved on: it takes the same way as the first one."""

    kind: ChangeKind
    prepared: Done
    submitted: Done
    reviewed: Done
    approved: Done
    published: Done
    changed_on: date
    values: dict[str, RawValue] = field(hash=False)
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class SampleRecord:
    """One record of the starting content, its values as they were typed.

    `extra_channels` are channels it went to besides those of its category; `confirmed` is when the channels outside
    this site were confirmed. `change_due_from` is a day from which a change that is still to be published is running.
    `adjusted_on` starts the twenty working days of Article 11(二).
    """

    label: str
    category: str
    formed_on: date
    values: dict[str, RawValue] = field(hash=False)
    prepared: Done
    submitted: Done
    approved: Done
    published: Done
    reviewed: Done | None = None
    confirmed: Done | None = None
    extra_channels: tuple[str, ...] = ()
    updates: tuple[Update, ...] = ()
    adjusted_on: date | None = None
    change_due_from: date | None = None
