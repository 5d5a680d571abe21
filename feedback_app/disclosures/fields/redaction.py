"""What must be hidden in a published value, and what must not, by kind of field: one row each with its authority."""

from dataclasses import dataclass
from enum import StrEnum


class Redact(StrEnum):
    """How a field is treated before publication."""

    NONE = "none"
    SCAN = "scan"
    MASK_NATURAL_PERSON = "mask_natural_person"
    NEVER_PUBLIC = "never_public"


@dataclass(frozen=True)
class RedactionRow:
    """What the rule means, and what says so."""

    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    citation: str


REDACTIONS: dict[Redact, RedactionRow] = {
    Redact.NONE: RedactionRow(
        "照实公布",
        "published as it is",
        "单位名称、统一社会信用代码、法定代表人、执法人员姓名和证件号码、公布的电话地址，不遮盖。",
        "Names and codes of organizations, legal representatives, officers and certificate numbers, published telephones are not hidden.",
        "本制度第五条",
    ),
    Redact.SCAN: RedactionRow(
        "公布前检查",
        "checked before publication",
        "不得有身份证号、电话、住址、银行账号、健康、财产等个人信息，不得有其他人的姓名和商业秘密。",
        "No identity numbers, telephones, home addresses, bank accounts, health or property, no names of others, no trade secrets.",
        "《行政处罚法》第五十条；《生态环境行政处罚办法》信息公开一节；《政府信息公开条例》第十五条",
    ),
    Redact.MASK_NATURAL_PERSON: RedactionRow(
        "自然人遮盖姓名",
        "a natural person's name is masked",
        "相对人是自然人的，只公布姓加“某某”；是否公布全名由本机关决定。",
        "Of a natural person only the family name and 某某 are published, unless the bureau decides otherwise.",
        "国办发〔2018〕118号；《个人信息保护法》第二十五条；本机关规定",
    ),
    Redact.NEVER_PUBLIC: RedactionRow(
        "不得公布",
        "never published",
        "只在机关内部核对用，任何页面、下载和接口都不出现。",
        "For matching inside the authorities only; it stands on no page, in no download and no interface.",
        "《个人信息保护法》第二十八条；《生态环境行政处罚办法》信息公开一节",
    ),
}
