"""What a row of the table of actions says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A group of actions, for the filter of the supervisor's desk."""

    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Action:
    """One action: its name in lists, its sentence, its kind."""

    label_zh: str
    label_en: str
    zh: str
    en: str
    kind: str
