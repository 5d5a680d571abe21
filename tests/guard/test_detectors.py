"""What a text may not carry before the public: each kind of personal data, as people really write it, and what only looks like it."""

import itertools
import time

import pytest

from feedback_app.guard import BY_KEY, DETECTORS, inspect_text
from feedback_app.guard.folding import folded
from tests.guard.made import ID

ALARMS = {
    "id_number": [
        f"身份证号{ID}", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002x", "110105-1949-1231-002X",
        "1101051949\n1231002X", "（110105194912310 02x）", "ID110105194912310 02X", "编号12 11010519491231002X",
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", "110105\u200b19491231002Х",
    ],
    "id_number_mistyped": [
        "身份证号：110105194912310021", "身份证（居民）110105194912310020", "身份证号为110105194902300021", "110105194912310021",
        "周某某，652302198005031234", "110105 19491231 0021", "６５２３０２１９８００５０３１２３４", "652302-19800503-123X",
    ],
    "id_number_doubtful": [
        "周某某110105491231002", "身份证号码 110105491231002", "１１０１０５４９１２３１００２", "110105 491231 002",
        "证件110105491231002。", "身份证：110105491231002", "身份证号11010519491231002", "身份证号 1101051949123100",
    ],
    "bank_card": [
        "卡号6222 0212 3456 7890 128", "4111111111111111", "６２２２０２１２３４５６７８９０１２８", "6222-0212-3456-7890-128",
        "汇至6222021234567890128", "5500 0000 0000 0004", "（4111 1111 1111 1111）", "6222021234567890128户名某某",
    ],
    "bank_account": [
        "账号：65001234567890", "帐号 3002 0150 0921", "银行账号：107012345678", "卡号1234567890123", "账户号为99988877766",
        "开户账号65001 2345 6789", "账号：６５００１２３４５６７８９０", "对公账号是1234567890",
    ],
    "mobile": [
        "电话13912345678", "+86 139-1234-5678", "1391234 5678", "１３９１２３４５６７８", "139 1234 5678", "手机：18900001111。",
        "008613912345678", "139-1234-5678（微信同号）", "联系13912345678，速回", "1391234\n5678",
    ],
    "landline": [
        "0994-3228899", "（0994）3228899", "09943228899", "010-62345678", "电话：3228899", "0994 3228899转8012",
        "０９９４－３２２８８９９", "座机 322 8899",
    ],
    "home_address": [
        "阜康市准噶尔路12号3栋2单元501室", "住址：阜康市城关镇头工村三组12号", "天山街博峰小区5号楼1单元302", "住准噶尔路12号院3号楼402室",
        "博峰花园B区3幢2单元", "家住城关镇西树窝子村二组8号", "迎宾路一号二单元五室", "准噶尔路１２号３栋２单元",
    ],
    "plate": [
        "新B·12345", "新BD12345", "新b 1234挂", "新B-12345号车", "京A·F1234", "新ＢＦ12345", "车牌号新B12345",
        "新B•D1234F",
    ],
    "mail_address": [
        "zhang.san@qq.com", "ｚｈａｎｇ＠qq.com", "邮箱：a_b-c@163.com。", "zhang@example.gov.cn", "123456@qq.com", "发到x@y.cn，谢谢",
        "ZHANG@QQ.COM", "zhang @qq.com",
    ],
    "birth_date": [
        "1980年5月3日出生", "生于1980-05-03", "一九八〇年五月三日生", "出生日期：1980.5.3", "出生年月 1980年5月", "男，1980年5月3日生，汉族",
        "生日是1980/05/03", "出生于一九八〇年五月",
    ],
    "messenger": [
        "微信号：zhangsan88", "QQ:12345678", "微信 zhang_san", "qq号 87654321", "WeChat: zhangsan-1", "QQ号码为123456", "微信是wxid_abc123",
        "ｑｑ：１２３４５６７８",
    ],
    "passport": [
        "护照E12345678", "护照号码：G12345678", "E12345678", "护照 EA1234567", "持Ｅ12345678入境", "护照号PE1234567", "（G87654321）",
        "护照编号：e12345678",
    ],
    "person_name": [
        "证人：王小明", "姓名：阿不都·热合曼", "被处罚人:周明", "举报人：李娜。", "联系人：赵国强，", "姓名：张三", "委托代理人：陈静",
        "反映人姓名：刘洋",
    ],
}  # fmt: skip

QUIET = [
    "139****0000", "1390000****", "11010519******002X", "周某某", "新B·12***", "z***@qq.com",
    "昌州环阜罚〔2026〕3号", "昌州环罚字〔2026〕2-017号", "新政办发〔2019〕63号", "〔2026〕13912345678号",
    "91652302MAXX0A1B0G", "91350100M000100Y43", "92652302MAXX0C3D5Q", "91652302MAXX0A1B0G001V",
    "罚款人民币68,000元", "罚款13912345678元", "6.8万元（68,000元）", "陆万捌仟元整", "没收违法所得123456789.12元",
    "2026年9月28日", "2026-09-28", "2026年9月生态环境检查", "自2026年11月6日起30日", "2026092320260924",
    "12345", "12369", "拨打110、12348", "新ICP备15003377号", "新公网安备 65010202000894号",
    "第一千一百七十五条第一款第（三）项", "露天堆存煤炭约2000吨", "0.0123456789mg/L", "1391234567吨", "13912345678吨",
    "法定代表人：韩立军", "检查人员：赵明、陈志强", "举报人：王某某", "单位：阜康市晋庭精细化工有限责任公司",
    "微信公众号：阜康生态环境", "阜康市准噶尔路12号", "2号楼施工", "生态环境", "三人生产", "邮编831500",
    "652302202610080003", "652302201309010012", "110105194913310021", "110105195002300021", "990105194912310021",
    "执法证件号31060000123", "44.1534°N，88.0212°E", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
]  # fmt: skip


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in ALARMS.items() for text in texts])
def test_each_kind_is_found_as_people_write_it(key: str, text: str) -> None:
    assert key in {found.key for found in inspect_text(text)}, text


@pytest.mark.parametrize("text", QUIET)
def test_what_only_looks_like_it_raises_no_alarm(text: str) -> None:
    assert inspect_text(text) == []


def test_every_kind_has_its_cases() -> None:
    assert ALARMS.keys() == BY_KEY.keys()
    assert all(len(texts) >= 8 for texts in ALARMS.values())


def test_the_place_is_the_place_in_the_text_as_typed() -> None:
    text = "当事人周某某，身份证１１０１０５　１９４９１２３１　００２ｘ，住阜康市。"
    found = inspect_text(text)
    assert [text[one.start : one.end] for one in found] == ["１１０１０５　１９４９１２３１　００２ｘ"]
    assert found[0].excerpt == text[found[0].start : found[0].end]


@pytest.mark.parametrize("text", ["１２３ＡＢＣ＠", "㎡℃①⑩", "ﷺ٣٤٥", "Ａ\u0301é", "\u200b１"])
def test_folding_keeps_the_length(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_several_in_one_text_each_have_their_place() -> None:
    found = inspect_text(f"身份证{ID}，手机13912345678，住准噶尔路12号3栋2单元501室，车新B·12345。")
    assert [one.key for one in found] == ["id_number", "mobile", "home_address", "plate"]
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))


def test_a_bank_card_that_reads_like_a_mistyped_identity_number_is_still_a_bank_card() -> None:
    assert [one.key for one in inspect_text("汇至622202198005030001")] == ["bank_card"]


def test_an_excerpt_shows_only_its_ends() -> None:
    found = inspect_text(ID)[0]
    assert found.masked == "11**************2X"
    assert inspect_text(found.masked) == []


def test_the_bureaus_own_numbers_are_let_through_however_they_are_written() -> None:
    own = ["0994-3228899", "hb@fukang.gov.cn", "账号65001234567890"]
    text = "电话（0994）322 8899，邮箱ＨＢ@fukang.gov.cn，缴款账号：6500 1234 567890"
    assert inspect_text(text, own=own) == []
    assert [one.key for one in inspect_text("电话0994-3228898", own=own)] == ["landline"]


def test_a_kind_can_be_passed_over() -> None:
    assert inspect_text("电话13912345678", passed_over={"mobile"}) == []


@pytest.mark.parametrize("row", DETECTORS, ids=lambda row: row.key)
def test_every_kind_says_how_it_is_mended(row: object) -> None:
    for words in (row.label_zh, row.label_en, row.mend_zh, row.mend_en, row.citation):
        assert words.strip()


def test_identity_and_card_numbers_can_never_be_let_through() -> None:
    assert {row.key for row in DETECTORS if not row.is_overridable} == {"id_number", "bank_card"}


HOSTILE = {
    "digits": "1" * 10**6, "spaced digits": "1 " * 500_000, "dotted digits": "1." * 500_000, "letters": "a" * 10**6,
    "at signs": "a@" * 500_000, "almost identity numbers": "11010519491231002 " * 55_555, "roads": "路1号" * 333_333,
    "houses": "路1栋" * 333_333, "plates": "新A" * 500_000, "cards": "6222 " * 200_000, "phones": "1 3 " * 250_000,
    "labels": "身份证" * 333_333, "blanks": " " * 10**6, "births": "生于" * 500_000, "villages": "村一" * 500_000,
    "wide": "１" * 10**6, "living": "住址" * 500_000, "brackets": "(0" * 500_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_million_hostile_signs_take_less_than_a_second(name: str) -> None:
    began = time.process_time()  # of this process: other tests run beside it
    inspect_text(HOSTILE[name])
    assert time.process_time() - began < 1


UNSEEN = [
    "\u034f",
    "\ufe0f",
    "\u3164",
    "\u061c",
    "\u2062",
    "\u2063",
    "\u180e",
    "\U000e0020",
    "\u2800",
    "\u0301",
    "\u2060" * 4,
]


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign[0]):04X}x{len(sign)}")
def test_a_number_is_found_whatever_unseen_signs_stand_inside_it(sign: str) -> None:
    text = f"当事人{sign.join(ID)}，联系{sign.join('13912345678')}。"
    assert [(one.key, one.excerpt) for one in inspect_text(text)] == [
        ("id_number", sign.join(ID)),
        ("mobile", sign.join("13912345678")),
    ]


def test_an_unseen_sign_between_two_numbers_does_not_make_them_one() -> None:
    assert [one.excerpt for one in inspect_text(f"12\u200b{ID}")] == [ID]


@pytest.mark.parametrize("digits", ["⓿❶❷❸❹❺❻❼❽❾", "0⒈⒉⒊⒋⒌⒍⒎⒏⒐", "0⑴⑵⑶⑷⑸⑹⑺⑻⑼", "⁰¹²³⁴⁵⁶⁷⁸⁹"])
def test_digits_in_circles_and_brackets_are_digits(digits: str) -> None:
    strange = ID.translate(str.maketrans("0123456789", digits))
    assert [one.excerpt for one in inspect_text(f"当事人{strange}。")] == [strange]
