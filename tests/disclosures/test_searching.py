"""Finding public records: by words on the search page, and by what a list is narrowed to."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.disclosures import finding
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.finding import Wanted
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations.mirrors import reflect
from feedback_app.extensions import db
from tests.factories import RIGHT_AMOUNT, beijing, changed, people, published_penalty

pytestmark = pytest.mark.usefixtures("db_session")


def page(client: FlaskClient, words: str, **more: str) -> str:
    answer = client.get("/search", query_string={"q": words, **more})
    assert answer.status_code == 200, words
    return unescape(answer.text)


def refs(text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/records/([A-Za-z0-9-]+)"', text)))


@pytest.mark.parametrize(
    "asked",
    [
        "昌州环阜罚〔2026〕3号", "昌州环阜罚[2026]3号", "昌州环阜罚(2026)3号", "昌州环阜罚（２０２６）３号",
        "昌州环阜罚【2026】3号", "〔2026〕3号", "2026〕3", "2026 3号", "2026 3", "2026第3号", "2026）第 3 号", "罚 2026 3號",
    ],
)  # fmt: skip
def test_a_document_number_is_found_however_it_is_typed(client: FlaskClient, asked: str) -> None:
    record = published_penalty()
    published_penalty(document_number="昌州环阜罚〔2026〕33号")
    assert refs(page(client, asked)) == [record.ref]


@pytest.mark.parametrize("asked", ["2026 4号", "2025 3号", "〔2026〕 31号"])
def test_another_document_number_is_not(client: FlaskClient, asked: str) -> None:
    published_penalty()
    assert refs(page(client, asked)) == []


def test_a_find_is_marked_in_title_and_text_and_nothing_typed_is_markup(client: FlaskClient) -> None:
    published_penalty(party="阜康市<b>红星</b>砖厂", facts="烟囱冒出<script>alert(1)</script>浓烟")
    raw = client.get("/search", query_string={"q": "红星 浓烟"}).text
    assert "<mark>红星</mark>" in raw
    assert "<mark>浓烟</mark>" in raw
    assert "<b>红星" not in raw
    assert "<script>alert" not in raw
    assert "<script>alert" not in client.get("/search", query_string={"q": "<script>alert(1)</script>"}).text


def test_a_corrected_record_says_so(client: FlaskClient) -> None:
    record = published_penalty()
    assert "已更正" not in page(client, "罚款").split("results", 1)[1]
    with clock.at(beijing("2026-11-10 09:00")):
        records.publish_correction(record, {"amount": RIGHT_AMOUNT}, by=people().zhouting, about="ticket:x")
    assert "已更正" in page(client, "罚款").split("results", 1)[1]


def test_nothing_found_says_what_else_to_try_and_how_to_tell_us(client: FlaskClient) -> None:
    text = page(client, "没有这回事")
    assert "没有找到“没有这回事”" in text
    assert 'href="/report"' in text
    assert "tel:" in text or "0994" in text


@pytest.mark.parametrize(
    "asked",
    ["", " ", "*", "，。！", "x" * 4_000, "水" * 4_000, "\x00\x01\x07", 'a" OR "b', "NEAR(", "%' --", "\ud800", "\u202e", "a\nb"],
)  # fmt: skip
@pytest.mark.one_database
def test_whatever_is_typed_gets_a_page(client: FlaskClient, asked: str) -> None:
    published_penalty()
    answer = client.get("/search", query_string={"q": asked.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert refs(answer.text) == []


@pytest.mark.one_database
@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "٣", "1e9", ""])
def test_a_mistyped_place_is_the_first_page(client: FlaskClient, after: str) -> None:
    record = published_penalty()
    assert refs(page(client, "罚款", after=after, kind="nothing", year="0", party="x", unit="y")) == [
        record.ref
    ]


def test_a_search_is_narrowed_by_kind_year_party_and_correction(client: FlaskClient) -> None:
    record = published_penalty()
    for more, wanted in (
        ({"kind": "ex_post"}, [record.ref]), ({"kind": "penalty"}, [record.ref]), ({"kind": "ex_ante"}, []),
        ({"kind": "inspection"}, []), ({"year": str(record.published_at.year)}, [record.ref]), ({"party": "natural_person"}, []),
        ({"party": record.party_kind}, [record.ref]), ({"corrected": "yes"}, []),
    ):  # fmt: skip
        assert refs(page(client, "罚款", **more)) == wanted, more


def test_a_list_is_narrowed_and_paged_by_its_address(client: FlaskClient, monkeypatch: Any) -> None:
    made = [published_penalty(document_number=f"昌州环阜罚〔2026〕{number}号") for number in range(3, 6)]
    monkeypatch.setattr(finding.find, "__kwdefaults__", {**finding.find.__kwdefaults__, "limit": 2})
    here = f"/disclosures/ex_post/penalty?year=2026&unit={made[0].handling_unit_id}"
    first = client.get(here).text
    assert refs(first) == [made[2].ref, made[1].ref]
    older = unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])
    assert "year=2026" in older
    assert refs(client.get(older).text) == [made[0].ref]
    assert refs(client.get("/disclosures/ex_post?party=natural_person").text) == []
    assert "没有符合条件" in client.get("/disclosures/ex_post?corrected=yes").text
    assert refs(client.get("/disclosures/ex_ante?year=2026").text) == []


def test_what_was_published_late_is_a_list_of_its_own(client: FlaskClient) -> None:
    record = published_penalty()  # published on the last day
    assert refs(client.get("/disclosures/ex_post?late=yes").text) == []
    late = published_penalty(document_number="昌州环阜罚〔2026〕9号")
    with clock.at(beijing("2026-12-30 09:00")):
        changed(late, date(2026, 11, 20), performance="已缴清")
    db.session.commit()
    assert refs(client.get("/disclosures/ex_post?late=yes").text) == [late.ref]
    assert record.ref not in client.get("/disclosures/ex_post?late=yes").text


def test_an_entry_that_outlived_its_record_shows_nothing(client: FlaskClient) -> None:
    record = published_penalty()
    db.session.execute(db.update(DisclosureRecord).values(status="draft"))
    assert refs(page(client, "罚款")) == []
    assert finding.find(Wanted(stage="ex_post")).rows == []
    assert record.title_zh not in page(client, "罚款")


def test_what_came_down_is_gone_from_search_and_narrowed_lists_at_once(client: FlaskClient) -> None:
    record = published_penalty()
    record.status = "draft"
    reflect(record)
    db.session.commit()
    assert refs(page(client, "罚款")) == refs(client.get("/disclosures/ex_post?year=2026").text) == []


@pytest.mark.with_content
@pytest.mark.one_database
def test_officers_procedures_and_laws_are_found_too(app: Flask, client: FlaskClient) -> None:
    roster = db.session.query(DisclosureRecord).filter_by(category_key="personnel").first()
    row = next(field for field in roster.category.fields if field.has_rows)
    officer = roster.live.field_values[row.key][0]
    for asked in officer.values():
        if asked and any(sign.isdigit() for sign in asked):
            assert roster.ref in refs(page(client, asked)), asked
    procedure = db.session.query(DisclosureRecord).filter_by(category_key="procedure").first()
    assert procedure.ref in refs(page(client, procedure.title_zh[:4]))


@pytest.mark.one_database
def test_every_public_page_has_the_box_once(client: FlaskClient) -> None:
    published_penalty()
    for path in ("/", "/corrections", "/search", "/disclosures/ex_post", "/regulation"):
        assert client.get(path).text.count('name="q"') == 1, path
