"""What of the log anybody may see: numbers and kinds, never a name. How much of it, the setting LOG_PUBLIC says.

`none`: nothing. `counts`: how often each act was done in a month. `sentences`: the entries as well, without names.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.models import LogEntry
from feedback_app.audit.sentences import sentence
from feedback_app.oversight.actors import ACTOR_KINDS
from feedback_app.oversight.month import Month
from feedback_app.oversight.queries import months
from feedback_app.tickets import sight

# Acts that would tell a stranger how the house is guarded, or what a supervisor is looking at.
NOT_FOR_THE_PUBLIC = frozenset({"account", "oversight"})
# Facts that name somebody.
NAMED = frozenset(
    {"name", "about_name", "leader", "leader_post", "investigator", "investigator_post", "reviewer", "approver", "owner",
     "recipient", "post", "unit", "excluded", "told"}
)  # fmt: skip


@dataclass(frozen=True)
class PublicCount:
    """How often one act was done."""

    action: str
    label_zh: str
    label_en: str
    kind: str
    count: int


@dataclass(frozen=True)
class PublicMonth:
    """A month for the public: its acts, the most frequent first, and the last entry that a proof can lead to."""

    month: Month
    counts: list[PublicCount]
    last_number: int

    @property
    def total(self) -> int:
        return sum(row.count for row in self.counts)


def public_counts(month: Month) -> PublicMonth:
    """What was done in a month, by act, in two queries. Whether it may be shown is the caller's to ask (LOG_PUBLIC)."""
    found = [
        PublicCount(name, row.label_zh, row.label_en, row.kind, count)
        for name, count in months.counts(month).items()
        if (row := ACTIONS.get(name)) is not None and row.kind not in NOT_FOR_THE_PUBLIC
    ]
    last = months.last_entry(month)
    ordered = sorted(found, key=lambda row: (-row.count, row.action))
    return PublicMonth(month, ordered, last.number if last else 0)


def without_sealed(entries: Sequence[LogEntry]) -> list[LogEntry]:
    """The entries that name no report about somebody's conduct, in one query: whom it is about may be reading."""
    sealed = sight.sealed_among(one for entry in entries for one in (entry.subject, entry.about or ""))
    return [entry for entry in entries if not sealed & {entry.subject, entry.about}]


def public_sentence(entry: LogEntry, lang: str, labels: Mapping[str, str]) -> str:
    """The entry's sentence with nobody named: 'staff' in the place of the person, '…' in that of other names.

    Empty for what is not for the public at all.
    """
    row = ACTIONS.get(entry.action)
    if row is None or row.kind in NOT_FOR_THE_PUBLIC:
        return ""
    kind = ACTOR_KINDS.get(entry.actor_kind)
    who = "" if kind is None else kind.label_zh if lang == "zh" else kind.label_en
    return sentence(_unnamed(entry, who), lang, labels)


def _unnamed(entry: LogEntry, who: str) -> LogEntry:
    """A copy, never stored, that says the same with nobody named."""
    facts = {name: "…" if name in NAMED else value for name, value in entry.fact_values.items()}
    is_person = entry.subject.startswith(("user:", "session:"))
    return LogEntry(
        number=entry.number, at=entry.at, actor_kind=entry.actor_kind, actor_name=who, actor_post="", actor_unit="",
        on_behalf_of="", action=entry.action, subject="user:…" if is_person else entry.subject, about=entry.about,
        from_state=entry.from_state, to_state=entry.to_state, facts=_text(facts),
    )  # fmt: skip


def _text(facts: dict[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False)
