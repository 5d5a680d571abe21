"""Fields that several categories share, word for word, and short ways to write the others."""

from collections.abc import Iterable
from dataclasses import replace

from feedback_app.disclosures.catalogue.parties import PARTY_KINDS, PartyKind
from feedback_app.disclosures.fields import Choice, Field, FieldKind

K = FieldKind
LEGAL_OR_BUSINESS = frozenset({PartyKind.ORGANIZATION.value, PartyKind.INDIVIDUAL_BUSINESS.value})
RESULT_RETENTION = {row.kind.value: row.retention_years for row in PARTY_KINDS.values()}
BUREAU_ZH = "昌吉回族自治州生态环境局阜康市分局"


def choices(*rows: tuple[str, str, str]) -> tuple[Choice, ...]:
    """Choices from (value, Chinese, English)."""
    return tuple(Choice(*row) for row in rows)


def columns(*rows: tuple[str, str, str]) -> tuple[Field, ...]:
    """Plain text columns, all needed, from (key, Chinese, English)."""
    return tuple(Field(key, K.TEXT, zh, en, max_length=2000) for key, zh, en in rows)


def optional(fields: Iterable[Field], *keys: str) -> tuple[Field, ...]:
    """The same fields, those named made optional."""
    return tuple(replace(row, required=False) if row.key in keys else row for row in fields)


def party(
    label_zh: str = "行政相对人", label_en: str = "Regulated party", article: str = "8"
) -> tuple[Field, ...]:
    """Who the record is about: name, kind, credit code, legal representative."""
    return (
        Field(
            "party",
            K.TEXT,
            label_zh,
            label_en,
            article=article,
            help_zh="单位写全称；自然人只写姓加“某某”，不写全名。",
            help_en="An organization's full name; for a natural person only the family name followed by 某某.",
        ),
        Field(
            "party_kind",
            K.CHOICE,
            "相对人类别",
            "Kind of party",
            article="12",
            choices=tuple(Choice(row.kind.value, row.label_zh, row.label_en) for row in PARTY_KINDS.values()),
        ),
        Field(
            "credit_code",
            K.CREDIT_CODE,
            "统一社会信用代码",
            "Unified social credit code",
            article="14",
            only_for=LEGAL_OR_BUSINESS,
            help_zh="18位，照营业执照填写。自然人不填，也不要填身份证号。",
            help_en="18 characters, as on the business licence. Never an identity card number.",
        ),
    )


LEGAL_REPRESENTATIVE = Field(
    "legal_representative",
    K.TEXT,
    "法定代表人（负责人）",
    "Legal representative (person in charge)",
    required=False,
    only_for=LEGAL_OR_BUSINESS,
)

AUTHORITY: tuple[Field, ...] = (
    Field(
        "deciding_authority",
        K.TEXT,
        "作出决定机关",
        "Deciding authority",
        article="18",
        help_zh="照决定书落款填写。",
        help_en="As signed on the decision.",
    ),
    Field("handling_unit", K.TEXT, "承办机构", "Handling unit", article="12"),
    Field(
        "acting_capacity",
        K.CHOICE,
        "执法名义",
        "Acting capacity",
        article="18",
        choices=choices(
            ("entrusted", "受委托执法", "entrusted by the prefecture bureau"),
            ("own_name", "以自己的名义执法", "in its own name"),
        ),
        help_zh="受州生态环境局委托，还是依照《生态环境法典》第五十三条以自己的名义。",
        help_en="Entrusted by the prefecture bureau, or in its own name under Article 53 of the Ecological and Environmental Code.",
    ),
)

LEGAL_BASIS = Field(
    "legal_basis",
    K.LEGAL_BASIS,
    "依据",
    "Legal basis",
    article="5, 8",
    help_zh="写明法律名称和条、款、项；以行为发生时有效的规定为准。",
    help_en="The law with article, paragraph and item, as in force when the conduct took place.",
)
