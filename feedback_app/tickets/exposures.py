"""What may have been exposed (泄露的信息种类), and the words by which a report is known to be about it.

A report that sounds like an exposure rouses the duty officer at once: whether it is one is judged after it is hidden.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Exposure:
    """One kind of data that must not be public. `signs`: words people use for it, in Chinese and English."""

    code: str
    label_zh: str
    label_en: str
    law: str
    signs: tuple[str, ...] = ()


_PIPL = "《个人信息保护法》第二十八条"
EXPOSURES = {
    row.code: row
    for row in (
        Exposure("id_number", "身份证号", "identity number", _PIPL, ("身份证", "identity number", "id number", "id card")),
        Exposure("phone", "电话、手机号", "telephone", "《个人信息保护法》第四条", ("手机号", "电话号码", "phone number")),
        Exposure("home_address", "家庭住址", "home address", _PIPL, ("住址", "门牌", "家里地址", "home address")),
        Exposure("bank_account", "银行账号", "bank account", _PIPL, ("银行卡", "银行账号", "bank account", "bank card")),
        Exposure("health", "健康、医疗", "health", _PIPL, ("病历", "病情", "health record")),
        Exposure("minor", "未成年人信息", "a minor's details", _PIPL, ("未成年", "孩子的名字", "my child")),
        Exposure("biometrics", "人脸、指纹等", "face, fingerprint", _PIPL, ("人脸", "指纹", "fingerprint")),
        Exposure("name", "不应公开的姓名", "a name that must not be public", "《个人信息保护法》第四条"),
        Exposure("reporter", "反映人、举报人的身份", "who reported", "《生态环境法典》第一百四十六条"),
        Exposure("trade_secret", "商业秘密", "trade secret", "《行政处罚法》第五十条", ("商业秘密", "trade secret")),
        Exposure("state_secret", "国家秘密", "state secret", "《保守国家秘密法》", ("国家秘密", "state secret")),
        Exposure("other", "其他", "other", "《个人信息保护法》第四条"),
    )
}  # fmt: skip
# Said of any of them.
GENERAL_SIGNS = ("隐私", "个人信息", "泄露", "personal information", "private information", "privacy")


def sounds_like_exposure(words: str) -> bool:
    """Whether a report's words speak of something exposed."""
    said = words.lower()
    return any(sign in said for row in EXPOSURES.values() for sign in row.signs) or any(
        sign in said for sign in GENERAL_SIGNS
    )


@dataclass(frozen=True)
class Way:
    """How what must not be public left the public's sight."""

    label_zh: str
    label_en: str


WAYS = {
    "masked": Way("遮盖后重新公示", "masked and published anew"),
    "withdrawn": Way("整条撤下", "taken down as a whole"),
}
