"""What can be taken along: it holds what is public, harmless and up to date, and nothing that came down."""

import csv
import io
import json
import re
from datetime import date
from functools import partial
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit.actor import operator
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.catalogue import CATEGORIES
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.views_public.outlets import downloads, sitemap
from feedback_app.extensions import db
from feedback_app.sample.load import load
from tests.factories import RIGHT_AMOUNT, beijing, people, published_penalty

pytestmark = pytest.mark.usefixtures("db_session")
ATOM = "{http://www.w3.org/2005/Atom}"
# Every outlet in which a public penalty stands.
OUTLETS = (
    "/feeds/all.xml", "/feeds/all.json", "/feeds/ex_post.xml", "/feeds/ex_post.json", "/feeds/penalty.xml", "/feeds/penalty.json",
    "/feeds/corrections.xml", "/feeds/corrections.json", "/downloads/records.csv", "/downloads/records.csv?kind=penalty",
    "/downloads/records.csv?q=%E7%BD%9A%E6%AC%BE", "/api/records", "/api/records?kind=penalty", "/api/records?corrected=yes",
    "/column/ex_post", "/sitemaps/1.xml", "/search?q=%E7%BD%9A%E6%AC%BE", "/disclosures/ex_post", "/disclosures/ex_post?year=2026",
    "/corrections", "/",
)  # fmt: skip


@pytest.fixture
def client(client: FlaskClient) -> FlaskClient:
    """It takes every answer in to its end: files that are sent are closed then."""
    client.get = partial(client.get, buffered=True)  # type: ignore[method-assign]
    return client


def corrected(record: DisclosureRecord) -> DisclosureRecord:
    with clock.at(beijing("2026-11-10 09:00")):
        records.publish_correction(record, {"amount": RIGHT_AMOUNT}, by=people().zhouting, about="ticket:x")
    db.session.commit()
    return record


def sheet(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/downloads/records.csv{query}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def withdrawn(record: DisclosureRecord) -> None:
    cast = people()
    with clock.at(beijing("2026-11-18 09:00")):
        paper = records.register_instrument(
            record, "revoked", issuer="昌吉回族自治州人民政府", number="昌州政复决〔2026〕12号",
            issued_on=date(2026, 11, 16), received_on=date(2026, 11, 18), by=cast.sunlei,
        )  # fmt: skip
    with clock.at(beijing("2026-11-19 09:00")):
        records.withdraw(record, "revoked", by=cast.wangxiaoyan, instrument=paper)


def showing(client: FlaskClient, *words: str) -> list[str]:
    """The outlets that say anything of what the record said."""
    said = re.compile("|".join(re.escape(one) for one in words))
    return [path for path in OUTLETS if said.search(client.get(path).text)]


@pytest.mark.parametrize("how", ["hide", "withdraw"])
def test_what_came_down_is_gone_from_every_outlet_at_once(client: FlaskClient, how: str) -> None:
    record = corrected(published_penalty())
    said = [record.live.field_values["party"], record.title_zh, "6.8万元", "68,000"]
    assert [path for path in OUTLETS if record.ref not in client.get(path).text] == []
    if how == "hide":
        records.hide(record, "privacy", by=people().sunlei)
    else:
        withdrawn(record)
    assert showing(client, *said) == []
    assert client.get(f"/api/records/{record.ref}").status_code == 404


def test_a_coming_down_that_is_rolled_back_takes_nothing_out(client: FlaskClient) -> None:
    record = corrected(published_penalty())
    records.hide(record, "privacy", by=people().sunlei)
    db.session.rollback()
    assert [path for path in OUTLETS if record.ref not in client.get(path).text] == []


def test_what_was_hidden_by_mistake_is_back_in_every_outlet(client: FlaskClient) -> None:
    record, cast = corrected(published_penalty()), people()
    hiding = records.hide(record, "privacy", by=cast.sunlei)
    db.session.commit()
    records.lift(hiding, by=cast.liweidong, reason="没有个人信息")
    assert [path for path in OUTLETS if record.ref not in client.get(path).text] == []


def test_in_a_feed_the_notice_takes_the_records_place(client: FlaskClient) -> None:
    record = published_penalty()
    [before] = json.loads(client.get("/feeds/penalty.json").data)["items"]
    withdrawn(record)
    for path in ("/feeds/all.json", "/feeds/ex_post.json", "/feeds/penalty.json"):
        [after] = json.loads(client.get(path).data)["items"]
        assert after["id"] == before["id"]
        assert after["title"] == f"已撤下：行政处罚（{record.ref}）"
        assert "撤" in after["content_text"]
        assert after["date_modified"] > before["date_modified"]
    assert json.loads(client.get("/feeds/ex_ante.json").data)["items"] == []


def test_what_search_engines_should_not_bring_people_to_is_not_in_the_sitemap(client: FlaskClient) -> None:
    record = published_penalty()
    assert record.ref in client.get("/sitemaps/1.xml").text
    record.credit_repaired_on = date(2026, 11, 20)
    assert record.is_kept_from_search_engines
    assert record.ref not in client.get("/sitemaps/1.xml").text


def test_what_is_internal_stands_in_no_outlet(client: FlaskClient) -> None:
    record = published_penalty(served_on="2026-09-30")
    assert not record.category.field("served_on").public
    paths = (*OUTLETS, f"/api/records/{record.ref}", "/api/schema/penalty")
    told = re.compile("2026-09-30|2026年9月30日|served_on|送达日期")
    assert [path for path in paths if told.search(client.get(path).text)] == []


@pytest.mark.with_content
@pytest.mark.one_database
def test_a_feed_is_well_formed_and_newest_first(client: FlaskClient) -> None:
    root = ET.fromstring(client.get("/feeds/all.xml").data)
    moments = [entry.findtext(f"{ATOM}updated") for entry in root.iter(f"{ATOM}entry")]
    assert len(moments) > 5
    assert moments == sorted(moments, reverse=True)
    assert root.findtext(f"{ATOM}updated") == moments[0]
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("http://") for one in ids)
    told = json.loads(client.get("/feeds/all.json").data)
    assert [item["id"] for item in told["items"]] == ids
    assert told["version"] == "https://jsonfeed.org/version/1.1"


@pytest.mark.with_content
@pytest.mark.one_database
def test_every_stage_and_category_has_its_feed_sheet_and_schema(client: FlaskClient) -> None:
    for row in CATEGORIES:
        if row.is_public:
            assert client.get(f"/feeds/{row.key}.xml").status_code == 200, row.key
            assert client.get(f"/api/schema/{row.key}").status_code == 200, row.key
            assert client.get(f"/downloads/records.csv?kind={row.key}").status_code == 200, row.key
    for path in ("/feeds/nothing.xml", "/feeds/all.rss", "/column/nothing", "/api/schema/nothing", "/sitemaps/0.xml", "/sitemaps/999.xml"):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_a_corrected_record_stays_one_entry_and_says_what_was_corrected(client: FlaskClient) -> None:
    record = published_penalty()
    before = json.loads(client.get("/feeds/penalty.json").data)["items"]
    corrected(record)
    after = json.loads(client.get("/feeds/penalty.json").data)["items"]
    assert [item["id"] for item in before] == [item["id"] for item in after]
    assert after[0]["title"].startswith("（已更正）")
    assert after[0]["date_modified"] > before[0]["date_modified"]
    [told] = json.loads(client.get("/feeds/corrections.json").data)["items"]
    assert "68万元" in told["content_text"]
    assert "6.8万元" in told["content_text"]


def test_a_sheet_has_the_public_fields_and_the_lists_filters(client: FlaskClient) -> None:
    record = corrected(published_penalty())
    published_penalty(document_number="昌州环阜罚〔2026〕4号")
    [row] = sheet(client, "?kind=penalty&corrected=yes")
    assert row["信息编号"] == record.ref
    assert row["是否更正过"] == "是"
    assert row["罚款金额（万元）"] == "6.8"
    assert row["网址"].endswith(f"/records/{record.ref}")
    internal = [field.label_zh for field in record.category.fields if not field.public]
    assert internal
    assert not set(internal) & set(row)
    assert len(sheet(client, "?kind=penalty")) == len(sheet(client)) == 2
    assert sheet(client, "?kind=inspection") == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", "＋", "－", "＠"])
@pytest.mark.one_database
def test_no_cell_becomes_a_formula(client: FlaskClient, start: str) -> None:
    published_penalty(party=f"{start}cmd|' /C calc'!A0", facts='甲,乙\n"丙"')
    [row] = sheet(client, "?kind=penalty")
    assert row["行政相对人"].startswith("'")
    assert row["违法事实"] == '甲,乙；"丙"'
    book = openpyxl.load_workbook(io.BytesIO(client.get("/downloads/records.xlsx?kind=penalty").data))
    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert any(str(cell.value).startswith(start.strip()) for cell in cells)


@pytest.mark.with_content
@pytest.mark.one_database
def test_a_sheet_that_is_cut_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    load(10, 30, seed=4, by=operator("tests"))
    db.session.commit()
    monkeypatch.setattr(downloads, "MOST", 12)
    rows = sheet(client, "?kind=ex_post")
    assert len(rows) == 13
    assert "只有最新的12条" in rows[-1]["信息编号"]
    refs = [row["信息编号"] for row in rows[:-1]]
    assert len(set(refs)) == 12
    book = openpyxl.load_workbook(io.BytesIO(client.get("/downloads/records.xlsx?kind=ex_post").data))
    assert book.worksheets[0].max_row == 14
    monkeypatch.setattr(downloads, "MOST", 500)
    assert (
        len(sheet(client, "?kind=ex_post"))
        == db.session.query(DisclosureRecord).filter_by(status="published", stage="ex_post").count()
    )


@pytest.mark.one_database
def test_downloads_are_limited(app: Flask, client: FlaskClient) -> None:
    app.config["LIMIT_DOWNLOAD"] = "2 per minute"
    assert [client.get("/downloads/records.csv").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.with_content
@pytest.mark.one_database
def test_the_interface_gives_every_record_once_page_by_page(client: FlaskClient) -> None:
    path, refs = "/api/records?limit=3", []
    while path:
        said = json.loads(client.get(path).data)
        refs += [record["ref"] for record in said["records"]]
        path = said["next"] and said["next"].removeprefix("http://127.0.0.1:8000")
        assert len(refs) < 200
    assert (
        len(refs)
        == len(set(refs))
        == db.session.query(DisclosureRecord).filter_by(status="published").count()
    )


def test_the_interface_says_of_a_record_what_its_page_says(client: FlaskClient) -> None:
    record = corrected(published_penalty())
    said = json.loads(client.get(f"/api/records/{record.ref}").data)
    assert said["values"]["amount"] == RIGHT_AMOUNT
    assert said["corrected"] is True
    assert [one["kind"] for one in said["versions"]] == ["initial", "correction"]
    schema = json.loads(client.get("/api/schema/penalty").data)
    assert set(said["values"]) <= set(schema["properties"])
    for path in ("/api/records/nothing", "/api/records/" + "x" * 99, "/api/records/二"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "application/json")


@pytest.mark.one_database
def test_the_description_of_the_interface_names_what_there_is(app: Flask, client: FlaskClient) -> None:
    said = json.loads(client.get("/api/openapi.json").data)
    there = {
        re.sub(r"<(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert set(said["paths"]) == there - {"/api/openapi.json"}


@pytest.mark.one_database
@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=-1", "limit=x", "limit=99999999", "after=x", "q=%00", "kind=%27", "year=%EF%BC%92"],
)
def test_a_strange_question_gets_an_answer(client: FlaskClient, query: str) -> None:
    published_penalty()
    assert client.get(f"/api/records?{query}").status_code == 200
    assert client.get(f"/downloads/records.csv?{query}").status_code == 200
    assert client.get(f"/column/ex_post?most={query}").status_code == 200


def test_what_is_unchanged_costs_nothing_and_what_changed_is_told(client: FlaskClient) -> None:
    record = published_penalty()
    for path in (
        "/feeds/all.xml",
        "/api/records",
        f"/api/records/{record.ref}",
        "/column/ex_post",
        "/sitemap.xml",
    ):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "no-cache", path
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
    mark = client.get("/feeds/all.xml").headers["ETag"]
    corrected(record)
    assert client.get("/feeds/all.xml", headers={"If-None-Match": mark}).status_code == 200


@pytest.mark.one_database
def test_a_column_is_a_bare_list_with_full_addresses(client: FlaskClient) -> None:
    record = corrected(published_penalty(party="甲<b>厂"))
    answer = client.get("/column/ex_post?most=5")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    for part in ("<html", "<head", "<script", "<link", "<b>厂", "style="):
        assert part not in answer.text
    assert f'href="http://127.0.0.1:8000/records/{record.ref}"' in answer.text
    assert "已更正" in answer.text


@pytest.mark.with_content
@pytest.mark.one_database
def test_the_sitemap_leads_to_every_public_page(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "PAGE", 7)
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").text
    parts = re.findall(r"<loc>http://127.0.0.1:8000([^<]+)</loc>", client.get("/sitemap.xml").text)
    assert len(parts) > 2
    pages = [
        page
        for part in parts
        for page in re.findall(r"<loc>http://127.0.0.1:8000([^<]+)</loc>", client.get(part).text)
    ]
    assert len(pages) == len(set(pages))
    assert [page for page in pages if client.get(page).status_code != 200] == []
    public = db.session.query(DisclosureRecord.ref).filter_by(status="published").all()
    assert {f"/records/{ref}" for (ref,) in public} == {
        page for page in pages if page.startswith("/records/")
    }


@pytest.mark.one_database
def test_lists_say_how_to_follow_them_and_take_them_along(client: FlaskClient) -> None:
    published_penalty()
    for path in ("/disclosures/ex_post", "/disclosures/ex_post/penalty?year=2026", "/corrections", "/"):
        page = client.get(path).text
        assert 'type="application/atom+xml"' in page, path
    page = client.get("/disclosures/ex_post/penalty?year=2026").text
    links = [
        link.replace("&amp;", "&") for link in re.findall(r'href="(/(?:downloads|api|feeds)/[^"]+)"', page)
    ]
    assert any("year=2026" in link and "kind=penalty" in link for link in links)
    assert {client.get(link).status_code for link in links} == {200}
