"""The file for the credit platform: whose records, which columns, in which form, and that it leaves a trace."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.credit_profile import PROFILES
from feedback_app.disclosures.operations import NotAllowedHere
from feedback_app.disclosures.operations.exporting import export_credit
from feedback_app.extensions import db
from tests.factories import RIGHT_AMOUNT, beijing, people, published_penalty, sign_in

pytestmark = pytest.mark.usefixtures("db_session")
PENALTIES = PROFILES["penalty"]
FACTS = {"BUREAU_CODE": "1165230200XX007H42", "BUREAU_NAME_ZH": "某分局"}
PATH = "/staff/records/exports/credit"


def rows(from_on: date = date(2026, 1, 1), to_on: date = date(2026, 12, 31)) -> list[dict[str, str]]:
    codes = [column.code for column in PENALTIES.columns]
    found = export_credit(PENALTIES, from_on, to_on, FACTS, by=people().zhouting)
    return [dict(zip(codes, cells, strict=True)) for cells in found]


def test_a_penalty_stands_in_the_columns_of_the_standard() -> None:
    record = published_penalty(amount=RIGHT_AMOUNT, credit_class="ordinary")
    [row] = rows()
    values = record.live.field_values
    assert row["cf_xdr_mc"] == values["party"]
    assert row["cf_xdr_lb"] == "法人及非法人组织"
    assert row["cf_xdr_shxym"] == values["credit_code"]
    assert row["cf_wsh"] == "昌州环阜罚〔2026〕3号"
    assert row["cf_nr_fk"] == "6.800000"
    assert row["cf_jdrq"] == "2026-09-28"
    assert row["cf_gsjzq"] == "2027-09-28"
    assert row["cf_cfjgdm"] == row["cf_sjlydm"] == FACTS["BUREAU_CODE"]
    assert not any(row[code] for code in row if code.endswith(("zjhm", "sfzh", "zjlx")))


def test_every_field_that_has_a_name_in_the_standard_has_a_column() -> None:
    for key, profile in PROFILES.items():
        named = {field.share_code for field in category(key).fields if field.share_code}
        assert named
        assert named <= {column.code for column in profile.columns}


def test_only_legal_persons_and_no_minor_breaches_are_handed_over() -> None:
    published_penalty(party="周某某", party_kind="natural_person", credit_code=None)
    published_penalty(credit_class="minor")
    assert rows() == []


def test_it_holds_what_was_published_or_corrected_in_these_days_and_is_still_public() -> None:
    record = published_penalty(credit_class="ordinary")
    day = clock.to_local(record.published_at).date()
    assert len(rows(day, day)) == 1
    with clock.at(beijing("2026-11-10 09:00")):
        records.publish_correction(record, {"amount": RIGHT_AMOUNT}, by=people().zhouting, about="ticket:x")
    assert rows(day, day) == []
    assert [row["cf_nr_fk"] for row in rows(date(2026, 11, 10), date(2026, 11, 10))] == ["6.800000"]
    records.hide(record, "privacy", by=people().sunlei)
    assert rows() == []


def test_each_export_is_logged_and_only_publishers_make_one() -> None:
    published_penalty(credit_class="ordinary")
    rows()
    [entry] = log.entries(subject="channel:credit_push", action="record.export_credit")
    assert entry.fact_values["records"] == 1
    with pytest.raises(NotAllowedHere):
        export_credit(PENALTIES, date(2026, 1, 1), date(2026, 2, 1), FACTS, by=people().zhaoming)


def asked(**values: Any) -> dict[str, Any]:
    return {"kind": "penalty", "from_on": "2026-09-01", "to_on": "2026-11-01", "file": "csv"} | values


def test_a_publisher_gets_the_file_in_either_form(app: Flask) -> None:
    published_penalty(credit_class="ordinary", facts="=cmd|' /C calc'!A0")
    publisher = sign_in(app.test_client(), "zhouting")
    assert 'name="from_on"' in publisher.get(PATH).text
    answer = publisher.post(PATH, data=asked())
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert table[0] == [column.code for column in PENALTIES.columns]
    assert table[1] == [column.label for column in PENALTIES.columns]
    assert table[2][table[0].index("cf_sy")].startswith("'=cmd")
    assert log.entries(action="record.export_credit"), "the view commits"
    book = openpyxl.load_workbook(io.BytesIO(publisher.post(PATH, data=asked(file="xlsx")).data))
    assert book.worksheets[0].max_row == 3


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"from_on": ""}, "请写一个日期"), ({"to_on": "2026-02-30"}, "请写一个日期"), ({"to_on": "2026-08-01"}, "不能早于"),
        ({"from_on": "2020-01-01"}, "一次最多导出一年"), ({"kind": ""}, "请选择一项"), ({"kind": "inspection"}, "请选择一项"),
        ({"file": "pdf"}, "请选择一项"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(app: Flask, values: dict[str, str], words: str) -> None:
    people()
    publisher: FlaskClient = sign_in(app.test_client(), "zhouting")
    answer = publisher.post(PATH, data=asked(**values))
    assert answer.status_code == 422
    assert words in answer.text
    assert log.entries(action="record.export_credit") == []


def test_staff_find_records_in_work_and_published_ones(app: Flask) -> None:
    record, cast = published_penalty(), people()
    draft = records.prepare(
        "penalty", record.live.field_values | {"document_number": "昌州环阜罚〔2026〕77号"}, formed_on=record.formed_on,
        party_kind="organization", by=cast.zhaoming,
    )  # fmt: skip
    db.session.commit()
    browser = sign_in(app.test_client(), "zhouting")
    for words, wanted in (
        ("〔2026〕77号", draft.ref),
        (draft.ref.lower(), draft.ref),
        ("2026 3号", record.ref),
        (record.ref, record.ref),
    ):
        page = browser.get("/staff/records/", query_string={"q": words}).text
        assert [ref for ref in (draft.ref, record.ref) if f'/staff/records/{ref}"' in page] == [wanted], words
    assert "没有找到" in browser.get("/staff/records/?q=%25").text
