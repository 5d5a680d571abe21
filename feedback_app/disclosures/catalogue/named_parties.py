"""Who a record is about: name, kind, credit code, legal representative; how long it stays public for each kind."""

from feedback_app.disclosures.catalogue.parties import PARTY_KINDS, PartyKind
from feedback_app.disclosures.catalogue.writing import K
from feedback_app.disclosures.fields import Choice, Field, Redact

LEGAL_OR_BUSINESS = frozenset({PartyKind.ORGANIZATION.value, PartyKind.INDIVIDUAL_BUSINESS.value})
RESULT_RETENTION = {row.kind.value: row.retention_years for row in PARTY_KINDS.values()}


def party(
    label_zh: str = "行政相对人", label_en: str = "Regulated party", article: str = "8", share: str = ""
) -> tuple[Field, ...]:
    """Who the record is about: name, kind, credit code. `share`: the prefix of the double-publicity table (cf, xk)."""
    return (
        Field(
            "party",
            K.TEXT,
            label_zh,
            label_en,
            article=article,
            help_zh="单位写全称；自然人可以写全名，保存时会自动遮盖，只留姓加“某某”。",
            help_en="An organization's full name. A natural person's name is masked when saved: the family name and 某某.",
            redact=Redact.MASK_NATURAL_PERSON,
            share_code=f"{share}_xdr_mc" if share else "",
            sample="阜康市博峰山煤炭储运有限公司",
        ),
        Field(
            "party_kind",
            K.CHOICE,
            "相对人类别",
            "Kind of party",
            article="12",
            choices=tuple(Choice(row.kind.value, row.label_zh, row.label_en) for row in PARTY_KINDS.values()),
            share_code=f"{share}_xdr_lb" if share else "",
        ),
        Field(
            "credit_code",
            K.CREDIT_CODE,
            "统一社会信用代码",
            "Unified social credit code",
            article="14",
            only_for=LEGAL_OR_BUSINESS,
            redact=Redact.NONE,
            share_code=f"{share}_xdr_shxym" if share else "",
            help_zh="18位，照营业执照填写。自然人不填，也不要填身份证号。",
            help_en="18 characters, as on the business licence. Never an identity card number.",
        ),
    )


def legal_representative(share_code: str = "") -> Field:
    """法定代表人: not hidden, unlike other natural persons."""
    return Field(
        "legal_representative",
        K.TEXT,
        "法定代表人（负责人）",
        "Legal representative (person in charge)",
        required=False,
        only_for=LEGAL_OR_BUSINESS,
        redact=Redact.NONE,
        share_code=share_code,
        sample="韩立军",
    )
