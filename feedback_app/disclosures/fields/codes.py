"""Numbers with a form of their own: the unified social credit code and the document number (文号)."""

import re

from feedback_app import clock
from feedback_app.disclosures.fields.field import FieldRefused

CREDIT_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_DOCUMENT_NUMBER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff()]{2,20})[〔\[(【](?P<year>[0-9]{4})[〕\])】](?P<ordinal>第)?(?P<number>[0-9]{1,12}(?:-[0-9]{1,12})?)号"
)


def read_credit_code(typed: str) -> str:
    """A unified social credit code (统一社会信用代码, GB 32100-2015), upper case, its last sign checked.

    Raises FieldRefused, naming what is wrong.
    """
    code = re.sub(r"[\s-]", "", typed).upper()
    if len(code) != 18:
        raise FieldRefused(
            f"统一社会信用代码应为18位，现为{len(code)}位。",
            f"A unified social credit code has 18 characters; this has {len(code)}.",
        )
    strange = sorted({sign for sign in code if sign not in CREDIT_CODE_SIGNS})
    if strange:
        raise FieldRefused(
            f"统一社会信用代码中不会出现“{'、'.join(strange)}”（不用字母I、O、S、V、Z），请对照营业执照核对。",
            f"A unified social credit code never contains {', '.join(strange)} (I, O, S, V and Z are not used); "
            "compare with the business licence.",
        )
    if check_sign(code) != code[17]:
        raise FieldRefused(
            "统一社会信用代码的最后一位与前17位对不上，一定有一位抄错了，请对照营业执照核对。",
            "The last character does not fit the first 17, so at least one was copied wrongly; compare with the business licence.",
        )
    return code


def check_sign(code: str) -> str:
    """The 18th sign that the first 17 demand."""
    total = sum(
        CREDIT_CODE_SIGNS.index(sign) * weight for sign, weight in zip(code[:17], _WEIGHTS, strict=True)
    )
    return CREDIT_CODE_SIGNS[(31 - total % 31) % 31]


def read_document_number(typed: str) -> str:
    """A document number with its brackets in the official form: 昌州环阜罚(2026)3号 gives 昌州环阜罚〔2026〕3号.

    Raises FieldRefused when it has another form or an impossible year.
    """
    match = _DOCUMENT_NUMBER.fullmatch(re.sub(r"\s", "", typed))
    if match is None or not 1949 <= int(match["year"]) <= clock.today().year + 1:
        raise FieldRefused(
            "文号应由机关代字、年份、序号组成，例如：昌州环阜罚〔2026〕3号。",
            "A document number has the issuer's short name, the year and a serial number, for example 昌州环阜罚〔2026〕3号.",
        )
    return f"{match['issuer']}〔{match['year']}〕{match['ordinal'] or ''}{match['number']}号"
