"""Numbers in disguise are found; what only resembles one is not."""

import pytest

from feedback_app.guard import inspect_text
from feedback_app.guard.disguises import undisguised
from feedback_app.guard.folding import folded
from tests.guard.made import ID

MOBILE, CARD = "13912345678", "6222021234567890128"


def luhn(number: str) -> bool:
    signs = [int(sign) for sign in reversed(number)]
    return sum(sum(divmod(2 * one, 10)) if place % 2 else one for place, one in enumerate(signs)) % 10 == 0


CARD = next(CARD[:-1] + str(last) for last in range(10) if luhn(CARD[:-1] + str(last)))
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
CAPITALS = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
FOUND = {
    "commas in a mobile number": ("电话139,1234,5678。", "mobile"),
    "enumeration commas": ("联系139、1234、5678", "mobile"),
    "full-width commas": ("联系139，1234，5678", "mobile"),
    "a comma after each digit": ("联系" + "、".join(MOBILE), "mobile"),
    "the letter O": ("联系139O2345678", "mobile"),
    "the letter l": ("联系l39l2345678", "mobile"),
    "Chinese numerals": (f"联系{MOBILE.translate(CHINESE)}", "mobile"),
    "capital numerals": (f"联系{MOBILE.translate(CAPITALS)}。", "mobile"),
    "幺 for 1": (f"联系{MOBILE.translate(CHINESE).replace('一', '幺')}", "mobile"),
    "full-width digits": (f"联系{MOBILE.translate(WIDE)}", "mobile"),
    "an identity number with commas": (f"身份{ID[:6]}，{ID[6:14]}，{ID[14:]}", "id_number"),
    "an identity number in numerals": (f"身份{ID.translate(CHINESE)}", "id_number"),
    "an identity number with O": (f"身份{ID.replace('0', 'O')}", "id_number"),
    "full-width identity number": (f"身份{ID.translate(WIDE)}", "id_number"),
    "a card with commas": (f"付款{CARD[:4]},{CARD[4:8]},{CARD[8:12]},{CARD[12:16]},{CARD[16:]}", "bank_card"),
    "a card in capitals": (f"付款{CARD.translate(CAPITALS)}", "bank_card"),
}
NOT_FOUND = (
    "罚款人民币68,000元，合计1,391,234,567元。",
    "罚款人民币陆万捌仟元整，没收壹佰叁拾玖万壹仟贰佰叁拾肆元伍角陆分。",
    "依据第十三条、第十四条、第一百三十九条第一项、第二项。",
    "检查点位1、3、5、7、9、11、13、15、17号。",
    "设备编号13、14、15、16、17、1，共6台。",
    "统一社会信用代码91652302MAXX0B1C6K，许可证编号91652302MAXX0B1C6K001Q。",
    "二〇二六年九月二十八日至二〇二六年十月三十日。",
    "型号DOl-2000OIL，批号OOlI。",
    "监测值0.139、1.234、5.678毫克/立方米。",
    "昌州环阜罚〔2026〕1、2、3、4、5号。",
)


@pytest.mark.parametrize("name", FOUND)
def test_a_number_in_disguise_is_found_where_it_stands(name: str) -> None:
    text, kind = FOUND[name]
    [found] = [one for one in inspect_text(text) if one.key == kind]
    assert found.excerpt == text[found.start : found.end]
    assert text[found.start : found.end].strip("联系电话身份付款。") == text[found.start : found.end]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_resembles_one_raises_no_alarm(text: str) -> None:
    assert [one for one in inspect_text(text) if one.key in ("mobile", "id_number", "bank_card")] == []


def test_the_reading_is_as_long_as_the_text() -> None:
    for text, _ in FOUND.values():
        assert len(undisguised(folded(text))) == len(text)
