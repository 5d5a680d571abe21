"""Whose name a decision bears, who handled it, in what capacity, and on what law it rests."""

from feedback_app.disclosures.catalogue.writing import K
from feedback_app.disclosures.fields import Choice, Field, Redact

CODE_FROM = "2026-08-15"  # the Code lets a branch act in its own name (法典第五十三条)
BUREAU_ZH = "昌吉回族自治州生态环境局阜康市分局"
HANDLING_UNIT = Field(
    "handling_unit",
    K.TEXT,
    "承办机构",
    "Handling unit",
    article="12",
    redact=Redact.NONE,
    sample="阜康市分局执法大队",
)


def authority(share_code: str = "") -> tuple[Field, ...]:
    """Whose name the decision bears, who handled it, and in what capacity: three facts, none derived from another."""
    return (
        Field(
            "deciding_authority",
            K.TEXT,
            "作出决定机关",
            "Deciding authority",
            article="18",
            help_zh="照决定书落款填写。",
            help_en="As signed on the decision.",
            redact=Redact.NONE,
            share_code=share_code,
            sample=BUREAU_ZH,
        ),
        HANDLING_UNIT,
        Field(
            "acting_capacity",
            K.CHOICE,
            "执法名义",
            "Acting capacity",
            article="18",
            choices=(
                Choice("entrusted", "受委托执法", "entrusted by the prefecture bureau"),
                Choice("own_name", "以自己的名义执法", "in its own name", since=CODE_FROM),
            ),
            help_zh="受州生态环境局委托，还是依照《生态环境法典》第五十三条以自己的名义（2026年8月15日起）。",
            help_en="Entrusted by the prefecture bureau, or in its own name under Article 53 of the Ecological and "
            "Environmental Code (from 15 August 2026).",
            sample="own_name",
        ),
    )


def legal_basis(share_code: str = "") -> Field:
    """依据: checked against the day of the conduct, never against today."""
    return Field(
        "legal_basis",
        K.LEGAL_BASIS,
        "依据",
        "Legal basis",
        article="5, 8",
        redact=Redact.NONE,
        share_code=share_code,
        help_zh="写明法律名称和条、款、项；以行为发生时有效的规定为准。",
        help_en="The law with article, paragraph and item, as in force when the conduct took place.",
    )


LEGAL_BASIS = legal_basis()
