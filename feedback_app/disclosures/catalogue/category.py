"""The shape of a catalogue row, and the small questions other code asks of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue.parties import PARTY_KINDS, PartyKind
from feedback_app.disclosures.catalogue.stages import Stage
from feedback_app.disclosures.fields import (
    Field,
    FieldRefused,
    FieldValue,
    RawValue,
    amounts_in,
    parse,
    plain,
)

FROM_FORMATION, AFTER_APPROVAL = "formed", "approved"
CREDIT_PUSH = "credit_push"


@dataclass(frozen=True)
class Disagreement:
    """An amount field that no amount written in the text bears out."""

    text: Field
    amount: Field


@dataclass(frozen=True)
class ClockByValue:
    """Another rule of first publication when a field has this value."""

    field: str
    value: str
    clock: str


@dataclass(frozen=True)
class Category:
    """One kind of disclosed information.

    `clock` is the rule for its first publication and `clock_starts` says from when it runs; `change_clock` is the rule
    after a change. `formed_field` is the field whose date is the day the information was formed (信息形成之日);
    empty where the day is entered by itself. `retention_years` maps kinds of regulated party to years on the Internet,
    None where the regulation sets no end. `carriers` are the channels every such record goes to.
    """

    code: str
    key: str
    stage: Stage
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    article: str
    fields: tuple[Field, ...]
    prepares: tuple[Role, ...]
    reviews: tuple[Role, ...]
    approves: tuple[Role, ...]
    clock: str
    clock_starts: str
    change_clock: str
    formed_label_zh: str
    formed_label_en: str
    title_zh: str
    title_en: str
    formed_field: str = ""
    party_field: str = ""
    retention_years: Mapping[str, int] | None = dataclass_field(default=None, hash=False)
    carriers: tuple[str, ...] = ("branch_site",)
    push_to_credit: bool = False
    amount_in_text: tuple[tuple[str, str], ...] = ()
    clock_by_value: ClockByValue | None = None
    law: str = ""

    def field(self, key: str) -> Field:
        """The field with this key. Raises KeyError."""
        for row in self.fields:
            if row.key == key:
                return row
        raise KeyError(f"{self.key} has no field {key}")

    def fields_for(self, party_kind: str | None) -> tuple[Field, ...]:
        """The fields asked of a record about this kind of regulated party."""
        return tuple(row for row in self.fields if row.is_asked_of(party_kind))

    def public_fields(self, party_kind: str | None) -> tuple[Field, ...]:
        """Of those, the ones the public sees."""
        return tuple(row for row in self.fields_for(party_kind) if row.public)

    def title_of(self, values: Mapping[str, Any], lang: str) -> str:
        """A record's title, built from its values."""
        words = {row.key: plain(row, values.get(row.key), lang) for row in self.fields if not row.has_rows}
        title = (self.title_en if lang.startswith("en") else self.title_zh).format(**words)
        return title[:300]

    def carriers_for(self, party_kind: str | None) -> tuple[str, ...]:
        """The channels a record goes to: the credit platform only takes legal persons (Article 14)."""
        legal_person = party_kind is not None and PARTY_KINDS[PartyKind(party_kind)].is_legal_person
        pushed = (CREDIT_PUSH,) if self.push_to_credit and legal_person else ()
        return self.carriers + pushed

    def clock_for(self, values: Mapping[str, Any]) -> str:
        """The rule of first publication for these values: a result with a problem is due sooner than a normal one."""
        other = self.clock_by_value
        return other.clock if other and values.get(other.field) == other.value else self.clock

    def formed_on_of(self, values: Mapping[str, Any]) -> date | None:
        """The day the information was formed, where a field of the record says it."""
        day = values.get(self.formed_field)
        return date.fromisoformat(day) if day else None

    def read(self, raw: Mapping[str, RawValue]) -> tuple[dict[str, FieldValue], dict[str, FieldRefused]]:
        """Every value typed for a record, and what was refused, both by field key.

        Fields not asked of this kind of party are left out, whatever was typed.
        """
        party_kind = raw.get("party_kind")
        values: dict[str, FieldValue] = {}
        refused: dict[str, FieldRefused] = {}
        for row in self.fields_for(party_kind if isinstance(party_kind, str) else None):
            try:
                values[row.key] = parse(row, raw.get(row.key))
            except FieldRefused as refusal:
                refused[row.key] = refusal
        return values, refused

    def disagreements(self, values: Mapping[str, Any]) -> tuple[Disagreement, ...]:
        """Amount fields that contradict the amounts written in the text: 68万元 beside "罚款6.8万元"."""
        found = []
        for text_key, amount_key in self.amount_in_text:
            written = amounts_in(values.get(text_key) or "")
            if written and values.get(amount_key) is not None and values[amount_key] not in written:
                found.append(Disagreement(self.field(text_key), self.field(amount_key)))
        return tuple(found)
