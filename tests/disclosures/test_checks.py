"""Every check: what it refuses, where it says the place is, and what it lets pass (Articles 4, 9, 12 and 14)."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from feedback_app import clock
from feedback_app.disclosures import operations
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.checks import CHECKS, Content, FileSeen, Finding, inspect
from feedback_app.disclosures.checks.capitals import capital_amounts
from feedback_app.disclosures.checks.known import Known, numbers_in_use
from feedback_app.disclosures.checks.numbers_in_order import gaps
from feedback_app.extensions import db
from feedback_app.starting_content.examples import D2, D3
from feedback_app.starting_content.load import read_values
from tests.disclosures.withheld_story import in_force
from tests.factories import RIGHT_AMOUNT, beijing, people, published_penalty
from tests.guard.made import ID

pytestmark = pytest.mark.one_database
Look = Callable[..., list[Finding]]
BASES = [
    {"title": "中华人民共和国大气污染防治法", "effective_from": "2016-01-01", "effective_to": "2026-08-14",
     "replaced_by": "中华人民共和国生态环境法典"},
    {"title": "中华人民共和国生态环境法典", "effective_from": "2026-08-15", "effective_to": ""},
]  # fmt: skip


@pytest.fixture
def look(db_session: Any) -> Look:
    """`look(facts="…")` → the findings on record D-2 as its decision has it, with these values instead."""
    from feedback_app.disclosures.checks.bases import bases_of

    row = category("penalty")
    whole = read_values(row, D2.values) | {"amount": RIGHT_AMOUNT}

    def looked(
        *, notes: dict[str, str] | None = None, files: tuple[FileSeen, ...] = (), **other: Any
    ) -> list[Finding]:
        known = Known()
        known.__dict__["bases"] = bases_of(BASES)
        values = whole | other
        with clock.at(beijing("2026-10-09 10:00")):
            content = Content(
                row, values, values["party_kind"], date(2026, 9, 28), notes=notes or {}, files=files
            )
            return inspect(content, known)

    return looked


def test_a_record_in_order_has_nothing_to_mend(look: Look) -> None:
    assert look() == []


# One row for each check: what makes it speak, in which field, and what only resembles it.
CASES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "field_missing": ({"facts": None}, "facts", {"note": None}),
    "credit_code_wrong": ({"credit_code": "91652302MAXX0B2C88"}, "credit_code", {"credit_code": "91350100M000100Y43"}),
    "organisation_code_wrong": ({"credit_code": "91652302MAXX0B2C97"}, "credit_code", {"credit_code": "91652302MAXX0B2C87"}),
    "document_number_form": ({"document_number": "昌州环阜罚(2026)3号"}, "document_number", {"document_number": "昌州环罚字〔2026〕2-017号"}),
    "document_number_twice": ({}, "document_number", {"document_number": "昌州环阜罚〔2026〕99号"}),
    "document_number_withheld": ({}, "document_number", {"document_number": "昌州环阜罚〔2026〕99号"}),
    "amounts_disagree": ({"amount": 68_000_000}, "amount", {"content": "罚款人民币陆万捌仟元整。"}),
    "capitals_disagree": ({"content": "罚款陆拾捌万元整（6.8万元）。"}, "content", {"content": "罚款陆万捌仟元整（6.8万元）。"}),
    "dates_out_of_order": ({"served_on": "2026-09-27"}, "served_on", {"served_on": "2026-09-28"}),
    "date_in_future": ({"served_on": "2026-10-10"}, "served_on", {"served_on": "2026-10-09"}),
    "law_not_in_force": ({"legal_basis": "《大气污染防治法》（2018年修正）第七十二条"}, "legal_basis",
                         {"legal_basis": "《中华人民共和国大气污染防治法》第七十二条", "conduct_from": None,
                          "conduct_to": "2026-06-24"}),
    "law_later_than_conduct": ({"conduct_from": None, "conduct_to": "2026-06-24"}, "legal_basis",
                               {"conduct_from": None, "conduct_to": "2026-08-15"}),
    "law_unknown": ({"legal_basis": "《某某管理办法》第三条"}, "legal_basis", {"legal_basis": "《生态环境法典》第三条"}),
    "conduct_day_missing": ({"legal_basis": "《大气污染防治法》第七十二条", "conduct_to": None, "conduct_from": None},
                            "legal_basis", {"conduct_to": None, "conduct_from": None}),
    "party_unmasked": ({"party_kind": "natural_person", "party": "周建国"}, "party",
                       {"party_kind": "natural_person", "party": "周某某"}),
    "not_served": ({"served_on": None}, "served_on", {"served_on": "2026-09-29"}),
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(CASES))
def test_each_check_names_its_field_and_how_to_mend_it_and_is_silent_beside_it(look: Look, key: str) -> None:
    if key == "document_number_twice":
        published_penalty()
    if key == "document_number_withheld":
        in_force(document_number="昌州环阜罚〔2026〕3号")
    wrong, field, right = CASES[key]
    found = [one for one in look(**wrong) if one.check == key]
    assert [one.where for one in found] == [field]
    for words in (
        found[0].where_zh,
        found[0].where_en,
        found[0].said_zh,
        found[0].said_en,
        found[0].mend_zh,
        found[0].mend_en,
    ):
        assert words.strip()
    assert [one.check for one in look(**right) if one.check == key] == []


def test_every_check_has_its_case() -> None:
    assert CASES.keys() == {row.key for row in CHECKS}


def test_a_finding_marks_the_very_signs(look: Look) -> None:
    found = look(facts=f"该公司负责人身份证号{ID}，未如实记录。")
    assert [(one.check, one.where, one.excerpt) for one in found] == [("id_number", "facts", ID)]
    assert ID not in found[0].masked
    cited = next(
        one for one in look(legal_basis="《大气污染防治法》第七十二条") if one.check == "law_not_in_force"
    )
    assert cited.excerpt == "大气污染防治法"
    assert "2026年8月14日" in cited.said_zh
    assert "生态环境法典" in cited.said_zh


def test_a_field_published_as_it_is_still_holds_no_identity_number(look: Look) -> None:
    assert [one.check for one in look(legal_representative=f"丁海涛{ID}")] == ["id_number"]
    assert look(legal_representative="丁海涛") == []


def test_the_cells_of_a_table_are_named_by_row_and_column(db_session: Any) -> None:
    row = category("random_list")
    values = {
        "list_name": "清单",
        "items": [{"item": "排污许可"}, {"item": "危险废物", "content": "联系13912345678"}],
    }
    found = [one for one in inspect(Content(row, values, None, date(2026, 9, 1))) if one.check == "mobile"]
    assert [one.where for one in found] == ["items[2].content"]
    assert "第2行" in found[0].where_zh


def test_words_about_a_change_are_looked_through_too(look: Look) -> None:
    assert [(one.check, one.where) for one in look(notes={"note_zh": "应来电者13912345678要求更新"})] == [
        ("mobile", "note_zh")
    ]


def test_a_note_may_repeat_what_a_field_publishes_as_it_is(db_session: Any) -> None:
    row = category("supervision")
    values = {"hotline": "0994-3228899", "mailbox": "hb@fukang.gov.cn"}
    note = {"note_zh": "2026-10-09 更正：举报电话由“0994-3228800”更正为“0994-3228899”。"}
    content = Content(row, values, None, date(2026, 9, 1), notes=note, before={"hotline": "0994-3228800"})
    assert [one.check for one in inspect(content) if one.where == "note_zh"] == []


def test_a_natural_persons_example_is_in_order(db_session: Any) -> None:
    row = category("penalty")
    content = Content(row, read_values(row, D3.values), "natural_person", date(2026, 10, 13))
    assert [one.check for one in inspect(content) if one.blocks] == []


def test_files_speak_with_their_place_until_somebody_looked(look: Look) -> None:
    found = ({"key": "mobile", "place_zh": "第2页", "place_en": "page 2", "masked": "13*******78"},
             {"key": "no_text_layer", "place_zh": "第1页", "place_en": "page 1", "masked": ""})  # fmt: skip
    seen = look(files=(FileSeen(1, "决定书.pdf", "a" * 64, found),))
    assert [(one.check, one.where, one.is_overridable) for one in seen] == [
        ("mobile", "file:1", True), ("no_text_layer", "file:1", False),
    ]  # fmt: skip
    assert "第2页" in seen[0].where_zh
    looked = look(files=(FileSeen(1, "决定书.pdf", "a" * 64, found, is_looked_at=True),))
    assert [one.check for one in looked] == ["mobile"]


def test_a_files_name_that_says_too_much_is_not_repeated(look: Look) -> None:
    found = (
        {
            "key": "id_number",
            "place_zh": "文件名",
            "place_en": "the file's name",
            "masked": "11**************2X",
        },
    )
    seen = look(files=(FileSeen(1, f"{ID}.pdf", "a" * 64, found),))
    assert [one.where_zh for one in seen] == ["第1号附件的文件名"]
    assert ID not in f"{seen[0].where_en}{seen[0].said_zh}{seen[0].mend_zh}"


def test_a_fingerprint_stands_for_one_place_in_one_content(look: Look) -> None:
    one = look(facts="电话13912345678")[0]
    assert look(facts="电话13912345678")[0].fingerprint == one.fingerprint
    assert look(facts="电话：13912345678")[0].fingerprint != one.fingerprint
    assert look(facts="电话13912345679")[0].fingerprint != one.fingerprint
    assert look(violation_type="电话13912345678")[0].fingerprint != one.fingerprint


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("陆万捌仟元整", 6_800_000), ("人民币叁万元整", 3_000_000), ("贰仟元", 200_000), ("壹拾万零伍佰元整", 10_050_000),
        ("壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", 123_456_789), ("拾万元整", 10_000_000), ("伍拾圆整", 5_000),
        ("三万元", 3_000_000), ("壹亿零贰佰元", 10_000_020_000), ("玖元零伍分", 905),
    ],
)  # fmt: skip
def test_amounts_in_words_are_read(words: str, fen: int) -> None:
    assert [found for found, _, _ in capital_amounts(f"罚款{words}。")] == [fen]


@pytest.mark.parametrize("words", ["一元化", "单元", "状元", "第一单元", "二〇二六年", "三条"])
def test_other_words_are_no_amount_that_holds_anything_up(look: Look, words: str) -> None:
    found = look(content=f"罚款人民币6.8万元。{words}。")
    assert [one.check for one in found if words != "一元化"] == []


def test_the_missing_number_of_example_c_3_shows(db_session: Any) -> None:
    published_penalty()  # 昌州环阜罚〔2026〕3号
    missing = list(gaps(numbers_in_use("penalty")))
    assert [one.label for one in missing] == ["昌州环阜罚〔2026〕1号、2号"]


def test_each_series_is_counted_by_itself() -> None:
    written = ["甲罚〔2026〕1号", "甲罚〔2026〕4号", "甲罚〔2025〕2号", "甲罚〔2026〕2-010号", "无效"]
    assert [one.label for one in gaps(written)] == [
        "甲罚〔2025〕1号", "甲罚〔2026〕2号、3号", "甲罚〔2026〕2-1号至9号",
    ]  # fmt: skip


def test_looking_through_a_record_takes_less_than_fifty_milliseconds(db_session: Any) -> None:
    record = published_penalty()
    operations.findings_of(record, record.live)
    began = time.process_time()
    for _ in range(10):
        operations.findings_of(record, record.live)
    assert (time.process_time() - began) / 10 < 0.05
    assert people()
    db.session.rollback()
