"""What may be typed into a field, what is kept of it, and how it reads afterwards."""

import json
from datetime import UTC, datetime

import pytest

from feedback_app import clock
from feedback_app.disclosures.fields import (
    CellsRefused,
    Choice,
    Field,
    FieldKind,
    FieldRefused,
    amounts_in,
    clean_text,
    input_help,
    input_rows,
    parse,
    plain,
    same,
    show,
    to_input,
)

K = FieldKind
AMOUNT = Field("amount", K.MONEY, "罚款金额", "Amount of the fine")
CODE = Field("credit_code", K.CREDIT_CODE, "统一社会信用代码", "Unified social credit code")
NUMBER = Field("document_number", K.DOCUMENT_NUMBER, "决定书文号", "Document number")
DAY = Field("decided_on", K.DATE, "决定日期", "Date of decision")
KIND = Field(
    "kind",
    K.CHOICE,
    "种类",
    "Kind",
    choices=(Choice("fine", "罚款", "fine"), Choice("warning", "警告", "warning")),
)
NAME = Field("party", K.TEXT, "行政相对人", "Regulated party")
STEPS = Field(
    "steps",
    K.STEPS,
    "步骤",
    "Steps",
    columns=(
        Field("name", K.TEXT, "步骤", "Step"),
        Field("time_limit", K.TEXT, "时限", "Time limit"),
        Field("since", K.DATE, "起始", "Since", required=False),
    ),
)


@pytest.fixture(autouse=True)
def _on_9_november() -> object:
    with clock.at(datetime(2026, 11, 9, 7, 12, tzinfo=UTC)):
        yield


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("6.8", 6_800_000),
        ("6.8万元", 6_800_000),
        (" ６．８ 万元 ", 6_800_000),
        ("68000元", 6_800_000),
        ("68,000元", 6_800_000),
        ("６８，０００元", 6_800_000),
        ("人民币68,000元整", 6_800_000),
        ("¥68000.00元", 6_800_000),
        ("68.000000", 68_000_000),
        ("0.000001", 1),
        ("0", 0),
    ],
)
def test_amounts_are_kept_as_fen(typed: str, fen: int) -> None:
    assert parse(AMOUNT, typed) == fen


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-3", "负数"),
        ("－３", "负数"),
        ("6.8000001", "6位小数"),
        ("1.234元", "2位小数"),
        ("6,8", "只填数字"),
        ("68,00元", "只填数字"),
        ("六万八千元", "只填数字"),
        ("1e5", "只填数字"),
        ("٣", "只填数字"),
        ("6.8万元左右", "只填数字"),
        ("999999999999", "核对单位"),
        ("9" * 5000, "只填数字"),
        ("0." + "0" * 40 + "1", "只填数字"),
    ],
)
def test_amounts_that_are_none_are_refused_with_words(typed: str, words: str) -> None:
    with pytest.raises(FieldRefused, match=words) as refused:
        parse(AMOUNT, typed)
    assert refused.value.message("en").isascii() or "元" in refused.value.message("en")


def test_an_amount_reads_in_both_units() -> None:
    assert show(AMOUNT, 68_000_000, "zh") == "68 万元（680,000 元）"
    assert show(AMOUNT, 6_800_000, "en") == "68,000 yuan (6.8万元)"
    assert plain(AMOUNT, 6_800_000, "zh") == "6.8万元"
    assert plain(AMOUNT, 200_050, "zh") == "2,000.50元"
    assert plain(AMOUNT, 68_000_000, "en") == "680,000 yuan"


def test_amounts_are_found_in_a_text() -> None:
    assert amounts_in("罚款人民币6.8万元（68,000元），并没收1.5元") == {6_800_000, 150}
    assert amounts_in("第3号决定，2026年") == frozenset()


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91512081MA62K0260E",
        "92652302MAXX0C3D5Q",
        "93652302MAXX0G9K1E",
        "91652302MAXX000660",
        "91652302MAXX0B2C87",
    ],
)
def test_credit_codes_with_a_right_check_sign(code: str) -> None:
    assert parse(CODE, f" {code[:8].lower()} {code[8:]} ") == code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91350100M000100Y44", "最后一位"),
        ("91652302MAXX0B2C8", "现为17位"),
        ("91350100M000100Y4Z", "“Z”"),
        ("9165230２MAXX0B2C88", "最后一位"),
        ("你好", "现为2位"),
    ],
)
def test_wrong_credit_codes_are_refused(code: str, words: str) -> None:
    with pytest.raises(FieldRefused, match=words):
        parse(CODE, code)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("昌州环阜罚(2026)3号", "昌州环阜罚〔2026〕3号"),
        ("昌州环阜罚[2026]3号", "昌州环阜罚〔2026〕3号"),
        ("昌州环阜罚【2026】 3 号", "昌州环阜罚〔2026〕3号"),
        ("昌州环阜罚﹝２０２６﹞３号", "昌州环阜罚〔2026〕3号"),
        ("昌州环罚字〔2023〕1-041号", "昌州环罚字〔2023〕1-041号"),
        ("石环检（监）告〔2025〕4号", "石环检(监)告〔2025〕4号"),
    ],
)
def test_document_numbers_get_the_official_brackets(typed: str, kept: str) -> None:
    assert parse(NUMBER, typed) == kept


@pytest.mark.parametrize(
    "typed", ["昌州环阜罚2026-3", "〔2026〕3号", "昌州环阜罚〔2126〕3号", "昌州环阜罚〔2026〕三号", "x"]
)
def test_other_document_numbers_are_refused_with_an_example(typed: str) -> None:
    with pytest.raises(FieldRefused, match="昌州环阜罚〔2026〕3号"):
        parse(NUMBER, typed)


@pytest.mark.parametrize(
    "typed", ["2026-09-28", "2026年9月28日", "2026/9/28", "2026.9.28", "20260928", "２０２６－０９－２８"]
)
def test_dates_are_kept_as_iso(typed: str) -> None:
    assert parse(DAY, typed) == "2026-09-28"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-02-30", "日历上没有"),
        ("1026-01-01", "不合理"),
        ("2026-11-10", "不能晚于今天"),
        ("九月", "2026-09-28"),
        ("26-9-28", "2026-09-28"),
    ],
)
def test_dates_that_are_none_are_refused(typed: str, words: str) -> None:
    with pytest.raises(FieldRefused, match=words):
        parse(DAY, typed)


def test_today_is_beijings_today() -> None:
    with clock.at(datetime(2026, 11, 9, 16, 30, tzinfo=UTC)):  # already the 10th in Beijing
        assert parse(DAY, "2026-11-10") == "2026-11-10"


def test_dates_read_in_both_languages() -> None:
    assert show(DAY, "2026-09-08", "zh") == "2026年9月8日"
    assert show(DAY, "2026-09-08", "en") == "8 September 2026"


def test_a_choice_takes_its_value_or_its_label_and_nothing_else() -> None:
    assert parse(KIND, "fine") == parse(KIND, "罚款") == "fine"
    assert show(KIND, "fine", "zh") == "罚款"
    assert show(KIND, "fine", "en") == "fine"
    with pytest.raises(FieldRefused, match="罚款、警告"):
        parse(KIND, "prison")


def test_text_is_cleaned() -> None:
    assert clean_text("a\x00b\ud800c\u202ed\u200b") == "abcd"
    assert clean_text("e\u0301") == "é"
    assert parse(NAME, " 阜康市\n某公司 ") == "阜康市 某公司"
    json.dumps(parse(NAME, "甲\ud800"), ensure_ascii=False).encode("utf-8")


def test_too_long_a_text_says_how_long() -> None:
    with pytest.raises(FieldRefused, match="最多200字，现有201字"):
        parse(NAME, "字" * 201)
    assert parse(NAME, "字" * 200) == "字" * 200


@pytest.mark.parametrize("empty", ["", "  ", "\u200b", None])
def test_a_required_field_cannot_be_empty(empty: str | None) -> None:
    with pytest.raises(FieldRefused, match="请填写“行政相对人”"):
        parse(NAME, empty)
    assert parse(Field("note", K.TEXT, "说明", "Note", required=False), empty) is None


def test_rows_are_typed_one_to_a_line() -> None:
    typed = "立案 | 及时 | 2026-09-01\n\n送达｜7个工作日内"
    rows = parse(STEPS, typed)
    assert rows == [
        {"name": "立案", "time_limit": "及时", "since": "2026-09-01"},
        {"name": "送达", "time_limit": "7个工作日内", "since": ""},
    ]
    assert show(STEPS, rows, "zh").split("\n")[0] == "步骤：立案，时限：及时，起始：2026年9月1日"
    assert "\n" not in plain(STEPS, rows, "en")
    assert input_help(STEPS, "zh") == ""
    assert input_help(AMOUNT, "zh") == "例如：6.8"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("立案 | ", "第1行：请填写“时限”"),
        ("a|b\nc|d|2026-02-30", "第2行：日历上没有"),
        ("a|b|2026-01-01|x", "第1行有4栏"),
        ("\n".join(["a|b"] * 301), "最多300行"),
        ("", "请填写“步骤”"),
    ],
)
def test_rows_that_are_wrong_name_the_row(typed: str, words: str) -> None:
    with pytest.raises(FieldRefused, match=words.replace("|", r"\|")):
        parse(STEPS, typed)


@pytest.mark.parametrize("raw", [7, {"a": "b"}, ["x"], [{"name": 7, "time_limit": "x"}], [["a"]]])
def test_rows_of_another_shape_are_refused(raw: object) -> None:
    with pytest.raises(FieldRefused):
        parse(STEPS, raw)  # type: ignore[arg-type]


def test_a_list_is_not_a_text() -> None:
    with pytest.raises(FieldRefused, match="格式不对"):
        parse(NAME, [{"a": "b"}])


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (AMOUNT, "6.8万元"),
        (AMOUNT, "0"),
        (CODE, "91652302MAXX0B2C87"),
        (NUMBER, "昌州环阜罚〔2026〕3号"),
        (DAY, "2026-09-28"),
        (KIND, "fine"),
        (NAME, "巴合提别克·某某"),
        (STEPS, "立案|及时|\n送达|7个工作日内|2026-09-01"),
    ],
)
def test_what_a_box_shows_gives_the_value_back(field: Field, typed: str) -> None:
    value = parse(field, typed)
    assert parse(field, to_input(field, value)) == value
    assert json.loads(json.dumps(value)) == value


def test_values_that_say_the_same() -> None:
    assert same(NAME, "某公司（阜康）", "某公司(阜康) ")
    assert same(NAME, None, "")
    assert same(STEPS, [], None)
    assert not same(AMOUNT, 68_000_000, 6_800_000)
    assert not same(AMOUNT, 0, None)


def test_an_empty_value_reads_as_its_words() -> None:
    fine = Field("amount", K.MONEY, "罚款金额", "Fine", required=False, blank_zh="无罚款", blank_en="no fine")
    assert show(fine, None, "zh") == "无罚款"
    assert plain(fine, None, "en") == "no fine"
    assert show(fine, 0, "zh") == "0 万元（0 元）"


# ---- counts, percentages, yes or no, periods, links, other records ----

COUNT = Field("penalties", K.INTEGER, "行政处罚", "Penalties")
YEAR = Field("year", K.YEAR, "年度", "Year")
RATE = Field("rate", K.PERCENT, "抽查比例", "Rate")
SHOWN = Field("shown", K.BOOLEAN, "是否出示", "Shown?")
PERIOD = Field("period", K.PERIOD, "期限", "Period", may_be_future=True)
LINK = Field("source", K.LINK, "原文网址", "Original")
RECORDS = Field("records", K.REFERENCES, "信息编号", "Records")
TALLY = Field(
    "tally",
    K.TABLE,
    "统计",
    "Tally",
    columns=(
        Field("what", K.TEXT, "项目", "Item"),
        Field("count", K.INTEGER, "件数", "Count"),
        Field("sum", K.MONEY, "金额", "Sum", required=False),
        Field("done", K.BOOLEAN, "办结", "Done?", required=False),
    ),
)


@pytest.mark.parametrize(
    ("field", "typed", "kept", "zh", "en"),
    [
        (COUNT, "12", 12, "12", "12"),
        (COUNT, " １，２００ ", 1200, "1200", "1200"),
        (COUNT, "0", 0, "0", "0"),
        (YEAR, "２０２５ 年", 2025, "2025", "2025"),
        (RATE, "5", "5%", "5%", "5%"),
        (RATE, "５．５０％", "5.5%", "5.5%", "5.5%"),
        (RATE, "100%", "100%", "100%", "100%"),
        (SHOWN, "yes", True, "是", "yes"),
        (SHOWN, "否", False, "否", "no"),
        (
            PERIOD,
            "2026年1月1日 至 2028-12-31",
            "2026-01-01/2028-12-31",
            "2026年1月1日至2028年12月31日",
            "1 January 2026 to 31 December 2028",
        ),
        (PERIOD, "2026-01-01～2026-01-01", "2026-01-01/2026-01-01", "2026年1月1日至2026年1月1日", "1 January 2026 to 1 January 2026"),
        (LINK, " https://www.example.gov.cn/a?b=1 ", "https://www.example.gov.cn/a?b=1", "https://www.example.gov.cn/a?b=1",
         "https://www.example.gov.cn/a?b=1"),
        (RECORDS, "a8-2026-0001，A1P-2026-0002 A8-2026-0001", "A8-2026-0001、A1p-2026-0002", "A8-2026-0001、A1p-2026-0002",
         "A8-2026-0001、A1p-2026-0002"),
    ],
)  # fmt: skip
def test_other_kinds_are_kept_shown_and_given_back(
    field: Field, typed: str, kept: object, zh: str, en: str
) -> None:
    value = parse(field, typed)
    assert value == kept
    assert type(value) is type(kept)
    assert (show(field, value, "zh"), show(field, value, "en")) == (zh, en)
    assert (plain(field, value, "zh"), plain(field, value, "en")) == (zh, en)
    assert parse(field, to_input(field, value)) == value
    assert same(field, value, value)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (COUNT, "-1", "填整数"),
        (COUNT, "1.5", "填整数"),
        (COUNT, "十二", "填整数"),
        (COUNT, "9" * 30, "填整数"),
        (COUNT, "", "请填写“行政处罚”"),
        (YEAR, "25", "四位年份"),
        (YEAR, "99999", "四位年份"),
        (YEAR, "0000", "四位年份"),
        (RATE, "101%", "0到100"),
        (RATE, "五成", "0到100"),
        (RATE, "-5", "0到100"),
        (SHOWN, "也许", "“是”或者“否”"),
        (SHOWN, "", "请填写“是否出示”"),
        (PERIOD, "2026-01-01", "从哪天到哪天"),
        (PERIOD, "2028-12-31 至 2026-01-01", "早于开始"),
        (PERIOD, "2026-02-30 至 2026-03-01", "日历上没有"),
        (PERIOD, "至", "2026-09-28"),
        (LINK, "javascript:alert(1)", "https://"),
        (LINK, "www.example.gov.cn", "https://"),
        (LINK, "https://user:secret@example.gov.cn", "https://"),
        (LINK, "https://[::1", "https://"),
        (LINK, "https://" + "a" * 600, "最多500字"),
        (RECORDS, "C4-26-1", "不是信息编号"),
        (RECORDS, "<script>", "不是信息编号"),
        (RECORDS, " ".join(f"C4-2026-{n:04d}" for n in range(51)), "最多50个"),
    ],
)
def test_other_kinds_refuse_what_is_none_and_say_how_to_mend_it(field: Field, typed: str, words: str) -> None:
    with pytest.raises(FieldRefused, match=words) as refused:
        parse(field, typed)
    assert refused.value.message_en


def test_numbers_in_a_table_keep_their_zeros_and_units() -> None:
    rows = parse(
        TALLY, [{"what": "处罚", "count": "0", "sum": "6.8", "done": "是"}, {"what": "强制", "count": "3"}]
    )
    assert rows == [
        {"what": "处罚", "count": "0", "sum": "6800000", "done": "True"},
        {"what": "强制", "count": "3", "sum": "", "done": ""},
    ]
    assert show(TALLY, rows, "zh").split("\n") == [
        "项目：处罚，件数：0，金额：6.8 万元（68,000 元），办结：是",
        "项目：强制，件数：3",
    ]
    assert parse(TALLY, to_input(TALLY, rows)) == rows
    assert parse(TALLY, input_rows(TALLY, rows)) == rows


def test_every_cell_at_fault_is_named_at_once() -> None:
    with pytest.raises(CellsRefused) as refused:
        parse(TALLY, [{"what": "", "count": "x"}, {"what": "强制", "count": "1", "done": "大概"}])
    assert set(refused.value.cells) == {(0, "what"), (0, "count"), (1, "done")}
    assert "第2行：请选择“是”或者“否”" in refused.value.message_zh
