"""Fields that several categories share, word for word, and short ways to write the others."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from feedback_app.disclosures.catalogue.category import AFTER_APPROVAL, Category
from feedback_app.disclosures.catalogue.parties import PARTY_KINDS, PartyKind
from feedback_app.disclosures.catalogue.stages import Stage
from feedback_app.disclosures.fields import Choice, Field, FieldKind, Redact

K = FieldKind
LEGAL_OR_BUSINESS = frozenset({PartyKind.ORGANIZATION.value, PartyKind.INDIVIDUAL_BUSINESS.value})
RESULT_RETENTION = {row.kind.value: row.retention_years for row in PARTY_KINDS.values()}
CODE_FROM = "2026-08-15"  # the Code lets a branch act in its own name (法典第五十三条)
BUREAU_ZH = "昌吉回族自治州生态环境局阜康市分局"

# The bureau applies the one working day of Article 11(一)1 to every row; after an adjustment the twenty working days of
# Article 11(二) run besides.
ex_ante_row = partial(
    Category,
    stage=Stage.EX_ANTE,
    reviews=(),
    clock="EXANTE_AFTER_APPROVAL",
    clock_starts=AFTER_APPROVAL,
    change_clock="EXANTE_CHANGE",
    formed_label_zh="调整之日",
    formed_label_en="Date of adjustment",
    carriers=("branch_site", "county_gov_column"),
)
LIST_NAME = Field(
    "list_name", K.TEXT, "名称", "Name", article="5", redact=Redact.NONE, sample="清单（2026年版）"
)
NOTE = Field("note", K.LONG_TEXT, "说明", "Note", required=False)


def choices(*rows: tuple[str, str, str]) -> tuple[Choice, ...]:
    """Choices from (value, Chinese, English)."""
    return tuple(Choice(*row) for row in rows)


def columns(*rows: tuple[str, str, str]) -> tuple[Field, ...]:
    """Plain text columns, all needed, from (key, Chinese, English)."""
    return tuple(Field(key, K.TEXT, zh, en, max_length=2000) for key, zh, en in rows)


def optional(fields: Iterable[Field], *keys: str) -> tuple[Field, ...]:
    """The same fields, those named made optional."""
    return tuple(replace(row, required=False) if row.key in keys else row for row in fields)


HANDLING_UNIT = Field(
    "handling_unit",
    K.TEXT,
    "承办机构",
    "Handling unit",
    article="12",
    redact=Redact.NONE,
    sample="阜康市分局执法大队",
)


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


_YES_NO_INTERNAL = {"required": False, "public": False, "redact": Redact.NONE}
# What decides whether a higher post approves; see `escalation.py`.
DOUBTS: tuple[Field, ...] = (
    Field("minor_concerned", K.BOOLEAN, "是否涉及未成年人", "Is a minor concerned?", **_YES_NO_INTERNAL),  # type: ignore[arg-type]
    Field(
        "secrecy_doubt",
        K.BOOLEAN,
        "是否可能涉密、涉及商业秘密或者隐私",
        "May it contain a secret or private matters?",
        help_zh="选“是”的，由主管领导批准。",
        help_en="If yes, the leader in charge approves.",
        **_YES_NO_INTERNAL,  # type: ignore[arg-type]
    ),
)
ITEM_LIST_CHANGES = Field(
    "item_list_changes",
    K.BOOLEAN,
    "行政执法事项清单是否要随之改动",
    "Does the enforcement item list change with it?",
    help_zh="选“是”的，由主要领导批准。",
    help_en="If yes, the principal head approves.",
    **_YES_NO_INTERNAL,  # type: ignore[arg-type]
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
