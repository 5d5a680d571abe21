"""Kinds of regulated party (行政相对人). Retention, masking and the credit platform depend on them (Articles 12, 14)."""

from dataclasses import dataclass
from enum import StrEnum


class PartyKind(StrEnum):
    ORGANIZATION = "organization"
    INDIVIDUAL_BUSINESS = "individual_business"
    NATURAL_PERSON = "natural_person"


@dataclass(frozen=True)
class PartyKindRow:
    """`is_legal_person`: whether Article 14's duty to push to other authorities reaches this kind."""

    kind: PartyKind
    label_zh: str
    label_en: str
    retention_years: int
    is_legal_person: bool


PARTY_KINDS: dict[PartyKind, PartyKindRow] = {
    row.kind: row
    for row in (
        PartyKindRow(PartyKind.ORGANIZATION, "法人或者其他组织", "organization", 5, True),
        # The regulation is silent; the shorter period protects the owner until the bureau decides.
        PartyKindRow(PartyKind.INDIVIDUAL_BUSINESS, "个体工商户", "individual business", 2, False),
        PartyKindRow(PartyKind.NATURAL_PERSON, "自然人", "natural person", 2, False),
    )
}
