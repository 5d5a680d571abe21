"""The shape of a catalogue row, and the small questions other code asks of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

from feedback_app.accounts.roles import Role
from feedback_app.disclosures.catalogue import bureau
from feedback_app.disclosures.catalogue.credit import CREDIT_CLASSES
from feedback_app.disclosures.catalogue.escalation import Escalation, Facts, highest
from feedback_app.disclosures.catalogue.fitting import misfit
from feedback_app.disclosures.catalogue.masking import mask_throughout
from feedback_app.disclosures.catalogue.parties import PARTY_KINDS, PartyKind
from feedback_app.disclosures.catalogue.stages import Stage
from feedback_app.disclosures.fields import (
    Field,
    FieldKind,
    FieldMissing,
    FieldRefused,
    FieldValue,
    RawValue,
    Redact,
    amounts_in,
    parse,
    plain,
)

FROM_FORMATION, AFTER_APPROVAL, NO_CLOCK = "formed", "approved", ""
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
    after a change; `national_clock` the national limit that runs beside it, empty where there is none. `formed_field` is
    the field whose date (or, of a year, whose last day) is the day the information was formed (信息形成之日); empty
    where the day is entered by itself. `retention_years` maps kinds of regulated party to years on the Internet, None
    where the regulation sets no end: ask `retention_for`. `carriers` are the channels every such record goes to.

    `approves` are the posts that approve; `escalates` says when only a higher one does (`approvers`). `needs_secrecy_check`:
    the reviewer also answers for secrets and privacy. `is_public` is false for what stays in the case file;
    `is_written_by_hand` false for what other acts leave behind, and `register` names the public register they stand in.
    `names_nobody`: its texts may name no party. `enabled_by` names the setting that switches the category
    on; `elsewhere_*` says who publishes it when it is off.
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
    escalates: tuple[Escalation, ...] = ()
    needs_secrecy_check: bool = False
    national_clock: str = ""
    is_public: bool = True
    is_written_by_hand: bool = True
    names_nobody: bool = False
    register: str = ""
    enabled_by: str = ""
    elsewhere_zh: str = ""
    elsewhere_en: str = ""

    @property
    def is_on(self) -> bool:
        """Whether this bureau publishes the category itself."""
        return not self.enabled_by or bureau.is_on(self.enabled_by)

    @property
    def may_be_prepared(self) -> bool:
        """Whether the staff write records of it."""
        return self.is_on and self.is_written_by_hand

    @property
    def has_people(self) -> bool:
        """Whether it publishes a roster, which anyone may search."""
        return any(row.kind is FieldKind.PEOPLE and row.public for row in self.fields)

    @property
    def example(self) -> dict[str, RawValue]:
        """A record of the category as somebody might type it; optional fields that name no example are left out."""
        return {row.key: row.example for row in self.fields if row.required or row.sample}

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

    def escalations(
        self,
        values: Mapping[str, Any],
        party_kind: str | None,
        *,
        is_late: bool,
        is_service_due: bool = False,
    ) -> tuple[Escalation, ...]:
        """The rows of `escalates` that hold for these values."""
        facts = Facts(values, party_kind, is_late, is_service_due)
        return tuple(row for row in self.escalates if row.holds(facts))

    def approvers(
        self,
        values: Mapping[str, Any],
        party_kind: str | None,
        *,
        is_late: bool,
        is_service_due: bool = False,
    ) -> frozenset[Role]:
        """Who may approve these values: those of `approves`, or only the highest post a row of `escalates` names."""
        rows = self.escalations(values, party_kind, is_late=is_late, is_service_due=is_service_due)
        return highest(rows) or frozenset(self.approves)

    def retention_for(self, party_kind: str | None) -> int | None:
        """Years a record stays on the Internet; None where the regulation sets no end (Article 12(二))."""
        if self.retention_years is None:
            return None
        if party_kind == PartyKind.INDIVIDUAL_BUSINESS:
            return bureau.individual_business_years()
        return self.retention_years[party_kind or PartyKind.ORGANIZATION.value]

    def title_of(self, values: Mapping[str, Any], lang: str) -> str:
        """A record's title, built from its values."""
        words = {row.key: plain(row, values.get(row.key), lang) for row in self.fields if not row.has_rows}
        title = (self.title_en if lang.startswith("en") else self.title_zh).format(**words)
        return title[:300]

    def carriers_for(
        self, party_kind: str | None, values: Mapping[str, Any] | None = None
    ) -> tuple[str, ...]:
        """The channels a record goes to: the credit platform only takes legal persons (Article 14), and in principle no
        minor breach (信用修复管理办法), which the values tell."""
        legal_person = party_kind is not None and PARTY_KINDS[PartyKind(party_kind)].is_legal_person
        is_shown = _is_shown_by_credit_sites((values or {}).get("credit_class"))
        pushed = (CREDIT_PUSH,) if self.push_to_credit and legal_person and is_shown else ()
        return self.carriers + pushed

    def clock_for(self, values: Mapping[str, Any]) -> str:
        """The rule of first publication for these values: a result with a problem is due sooner than a normal one."""
        other = self.clock_by_value
        return other.clock if other and values.get(other.field) == other.value else self.clock

    def formed_on_of(self, values: Mapping[str, Any]) -> date | None:
        """The day the information was formed, where a field of the record says it."""
        day = values.get(self.formed_field)
        if not day:
            return None
        return date(day, 12, 31) if isinstance(day, int) else date.fromisoformat(day)

    def read(
        self, raw: Mapping[str, RawValue], *, is_draft: bool = False
    ) -> tuple[dict[str, FieldValue], dict[str, FieldRefused]]:
        """Every value typed for a record, and what was refused, both by field key. Of a draft nothing that is still empty
        is refused.

        Fields not asked of this kind of party are left out, whatever was typed; while a draft does not say the kind, none
        is. A natural person's name is masked throughout, so the full name is never stored, unless the bureau decided otherwise.
        """
        values: dict[str, FieldValue] = {}
        refused: dict[str, FieldRefused] = {}
        kind = self._party_kind_in(raw)
        asked = self.fields if is_draft and kind is None else self.fields_for(kind)
        for row in asked:
            try:
                values[row.key] = parse(row, raw.get(row.key), is_draft=is_draft)
            except FieldRefused as refusal:
                refused[row.key] = refusal
        formed_on = self.formed_on_of(values)
        for row in asked:
            fault = misfit(row, values, formed_on, names_nobody=self.names_nobody)
            if fault and row.key not in refused and not (is_draft and isinstance(fault, FieldMissing)):
                refused[row.key] = fault
        return self._masked(values), refused

    def _party_kind_in(self, raw: Mapping[str, RawValue]) -> str | None:
        """The kind of party typed, by its value or its label; None where there is none or it is refused."""
        for row in self.fields:
            if row.key == "party_kind":
                try:
                    return str(parse(row, raw.get(row.key)))
                except FieldRefused:
                    return None
        return None

    def _masked(self, values: dict[str, FieldValue]) -> dict[str, FieldValue]:
        if values.get("party_kind") != PartyKind.NATURAL_PERSON or not bureau.masks_natural_persons():
            return values
        for row in self.fields:
            name = values.get(row.key)
            if row.redact is Redact.MASK_NATURAL_PERSON and isinstance(name, str):
                values = mask_throughout(values, name)
        return values

    def disagreements(self, values: Mapping[str, Any]) -> tuple[Disagreement, ...]:
        """Amount fields that contradict the amounts written in the text: 68万元 beside "罚款6.8万元"."""
        found = []
        for text_key, amount_key in self.amount_in_text:
            written = amounts_in(values.get(text_key) or "")
            if written and values.get(amount_key) is not None and values[amount_key] not in written:
                found.append(Disagreement(self.field(text_key), self.field(amount_key)))
        return tuple(found)


def _is_shown_by_credit_sites(credit_class: str | None) -> bool:
    row = CREDIT_CLASSES.get(credit_class or "")
    return row is None or row.is_shown or bureau.is_on("CREDIT_PUSH_MINOR")
