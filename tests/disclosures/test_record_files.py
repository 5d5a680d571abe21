"""Files of a record, from the draft to the public's download: D-3's over-disclosed decision is stopped, replaced, published."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.accounts import delegating
from feedback_app.audit import queries as log
from feedback_app.disclosures import operations, queries
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.starting_content.examples import D3
from feedback_app.starting_content.load import read_values
from tests.factories import beijing, people, person, sign_in
from tests.guard import made
from tests.guard.made import ID

pytestmark = pytest.mark.one_database
As = Callable[[str], FlaskClient]
LEAKS = ("11010519491231002X", "13912345678", "准噶尔路12号")


@pytest.fixture
def signed_in(app: Flask, db_session: Any) -> As:
    people()
    return lambda login: sign_in(app.test_client(), login)


@pytest.fixture
def record(signed_in: As) -> DisclosureRecord:
    """D-3 as a draft of 陈志强."""
    values = read_values(category("penalty"), D3.values)
    with clock.at(beijing("2026-10-14 17:10")):
        made_ = operations.prepare(
            "penalty", values, formed_on=D3.formed_on, party_kind="natural_person", by=people().chenzhiqiang
        )
    db.session.commit()
    return made_


def over_disclosed() -> bytes:
    """The decision as it was scanned and blackened: the words still stand under the boxes."""
    return made.pdf(
        f"行政处罚决定书 当事人周某某 身份证号{ID} 手机13912345678",
        "住址：阜康市准噶尔路12号3栋2单元501室",
        boxes=True,
    )


def upload(browser: FlaskClient, record: DisclosureRecord, raw: bytes, name: str) -> Any:
    data = {"file": (io.BytesIO(raw), name), "lock": ""}
    return browser.post(f"/staff/records/{record.ref}/files", data=data, content_type="multipart/form-data")


def choose(browser: FlaskClient, record: DisclosureRecord, number: int, **other: str) -> Any:
    words = {
        "name": "行政处罚决定书.pdf",
        "description": "隐去个人信息",
        "position": "1",
        "is_published": "y",
        "lock": "",
    } | other
    data = {f"file-{number}-{key}": value for key, value in words.items() if value is not None}
    return browser.post(f"/staff/records/{record.ref}/files/{number}", data=data)


def to_the_approval(signed_in: As, record: DisclosureRecord) -> None:
    assert signed_in("chenzhiqiang").post(f"/staff/records/{record.ref}/submission").status_code == 303
    assert signed_in("yeerken").post(f"/staff/records/{record.ref}/review").status_code == 303
    assert signed_in("wangxiaoyan").post(f"/staff/records/{record.ref}/secrecy-check").status_code == 303


def approve(signed_in: As, record: DisclosureRecord) -> Any:
    return signed_in("gulinaer").post(f"/staff/records/{record.ref}/approval")


def test_an_over_disclosed_attachment_is_stopped_replaced_and_published_clean(
    signed_in: As, record: DisclosureRecord, client: FlaskClient
) -> None:
    handler = signed_in("chenzhiqiang")
    assert upload(handler, record, over_disclosed(), "周某某处罚决定书.pdf").status_code == 303
    page = handler.get(f"/staff/records/{record.ref}/files").text
    for words in ("身份证号", "第1页", "手机号", "门牌住址", "第2页"):
        assert words in page
    assert not any(leak in page for leak in LEAKS)
    assert choose(handler, record, 1).status_code == 303
    refused = handler.post(f"/staff/records/{record.ref}/submission")
    assert refused.status_code == 422
    assert "还不能公布" in refused.text
    assert "附件“行政处罚决定书.pdf”第1页" in refused.text
    assert "删去身份证号" in refused.text
    assert not any(leak in refused.text for leak in LEAKS)

    assert handler.post(f"/staff/records/{record.ref}/files/1/removal").status_code == 303
    clean = made.laden_pdf("行政处罚决定书 当事人周某某 罚款人民币0.2万元")
    assert upload(handler, record, clean, "处罚决定书.pdf").status_code == 303
    number = queries.files_of(record, 1)[0].number
    assert choose(handler, record, number).status_code == 303
    assert handler.post(f"/staff/records/{record.ref}/files/{number}/look").status_code == 303
    to_the_approval(signed_in, record)
    assert approve(signed_in, record).status_code == 303
    assert signed_in("zhouting").post(f"/staff/records/{record.ref}/publication").status_code == 303

    public = client.get(f"/records/{record.ref}").text
    assert f'href="/records/{record.ref}/files/{number}"' in public
    answer = client.get(f"/records/{record.ref}/files/{number}", buffered=True)
    assert answer.status_code == 200
    assert f"filename*=UTF-8''{quote('行政处罚决定书.pdf')}" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.data))
    assert "罚款人民币0.2万元" in text
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.attachments) == 0
        assert "/Info" not in pdf.trailer or not dict(pdf.trailer.Info)
    for leak in (*LEAKS, "陈志强", "ZZNOTE"):
        assert leak not in text


def published(signed_in: As, record: DisclosureRecord) -> int:
    """D-3 public, with one file."""
    handler = signed_in("chenzhiqiang")
    upload(handler, record, made.pdf("罚款人民币0.2万元"), "决定书.pdf")
    choose(handler, record, 1)
    to_the_approval(signed_in, record)
    approve(signed_in, record)
    assert signed_in("zhouting").post(f"/staff/records/{record.ref}/publication").status_code == 303
    return 1


def test_a_file_is_gone_the_moment_its_record_is(
    signed_in: As, record: DisclosureRecord, client: FlaskClient
) -> None:
    address = f"/records/{record.ref}/files/{published(signed_in, record)}"
    assert client.get(address, buffered=True).mimetype == "application/pdf"
    operations.hide(queries.record_by_ref(record.ref), "privacy", by=people().sunlei)
    db.session.commit()
    answer = client.get(address, buffered=True)
    assert answer.mimetype == "text/html", "the notice stands there instead"
    assert b"%PDF" not in answer.data


def test_only_what_was_chosen_is_public_and_never_the_original(
    signed_in: As, record: DisclosureRecord, client: FlaskClient
) -> None:
    upload(signed_in("chenzhiqiang"), record, made.pdf("不公布的"), "底稿.pdf")
    choose(signed_in("chenzhiqiang"), record, 1, is_published=None)  # type: ignore[arg-type]
    upload(signed_in("chenzhiqiang"), record, made.pdf("公布的"), "决定书.pdf")
    choose(signed_in("chenzhiqiang"), record, 2)
    assert client.get(f"/records/{record.ref}/files/2", buffered=True).status_code == 404, "a draft's"
    to_the_approval(signed_in, record)
    approve(signed_in, record)
    signed_in("zhouting").post(f"/staff/records/{record.ref}/publication")
    assert client.get(f"/records/{record.ref}/files/1", buffered=True).status_code == 404
    original = queries.files_of(record, 1)[1].original
    answer = client.get(f"/records/{record.ref}/files/2", buffered=True)
    assert answer.status_code == 200
    assert len(answer.data) != original.size
    assert client.get(f"/records/{record.ref}/files/3", buffered=True).status_code == 404


def test_a_correction_carries_the_files_over_under_their_addresses(
    signed_in: As, record: DisclosureRecord, client: FlaskClient
) -> None:
    number = published(signed_in, record)
    record = queries.record_by_ref(record.ref)
    operations.publish_correction(
        record, {"violation_type": "排污登记"}, by=people().liufang, about="ticket:FK-1"
    )
    db.session.commit()
    assert client.get(f"/records/{record.ref}/files/{number}", buffered=True).status_code == 200


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (made.locked_pdf(), "决定书.pdf", "密码"),
        (b"%PDF-1.4 nothing", "决定书.pdf", "打不开"),
        (b"MZ\x90 a program", "决定书.pdf", "不是可以接收的文件"),
        (made.jpeg(), "决定书.pdf", ""),
        (b"", "决定书.pdf", "空文件"),
        (made.docx() + b"", "决定书.docx", ""),
    ],
    ids=["locked", "broken", "a program", "a photo called a PDF", "empty", "a good one"],
)
def test_a_file_that_is_not_taken_is_refused_beside_its_field(
    signed_in: As, record: DisclosureRecord, raw: bytes, name: str, said: str
) -> None:
    answer = upload(signed_in("chenzhiqiang"), record, raw, name)
    assert answer.status_code == (422 if said else 303)
    if said:
        assert said in answer.text.split('class="field-error"')[1]
        assert queries.files_of(record, 1) == []


def test_nothing_chosen_is_said_beside_the_field(signed_in: As, record: DisclosureRecord) -> None:
    answer = signed_in("chenzhiqiang").post(f"/staff/records/{record.ref}/files", data={"lock": ""})
    assert answer.status_code == 422
    assert "请选择一个文件" in answer.text


@pytest.mark.parametrize(
    ("other", "said"),
    [({"name": ""}, "请填写文件名"), ({"name": "决定书.exe"}, "结尾"), ({"position": "很多"}, "1 到 99")],
)
def test_a_bad_description_is_refused_and_kept(
    signed_in: As, record: DisclosureRecord, other: dict[str, str], said: str
) -> None:
    handler = signed_in("chenzhiqiang")
    upload(handler, record, made.pdf("好"), "决定书.pdf")
    answer = choose(handler, record, 1, **other)
    assert answer.status_code == 422
    assert said in answer.text
    assert "隐去个人信息" in answer.text, "what was typed is kept"


def test_a_name_that_says_too_much_is_found_when_it_is_given(signed_in: As, record: DisclosureRecord) -> None:
    handler = signed_in("chenzhiqiang")
    upload(handler, record, made.pdf("好"), "决定书.pdf")
    choose(handler, record, 1, name=f"{ID}.pdf")
    assert [one["place_zh"] for one in queries.files_of(record, 1)[0].findings] == ["文件名"]
    choose(handler, record, 1, name="决定书.pdf")
    assert queries.files_of(record, 1)[0].findings == []


def test_a_scan_is_published_only_after_somebody_looked(signed_in: As, record: DisclosureRecord) -> None:
    handler = signed_in("chenzhiqiang")
    upload(handler, record, made.scan(), "扫描件.pdf")
    choose(handler, record, 1, name="扫描件.pdf")
    found = [one.check for one in operations.findings_of(record, record.newest) if one.blocks]
    assert found == ["no_text_layer"]
    handler.post(f"/staff/records/{record.ref}/files/1/look")
    assert "陈志强" in handler.get(f"/staff/records/{record.ref}/files").text
    db.session.expire_all()
    assert [one for one in operations.findings_of(record, record.newest) if one.blocks] == []


def test_files_are_changed_only_while_the_draft_is(signed_in: As, record: DisclosureRecord) -> None:
    handler = signed_in("chenzhiqiang")
    upload(handler, record, made.pdf("好"), "决定书.pdf")
    to_the_approval(signed_in, record)
    assert upload(handler, record, made.pdf("又一个"), "二.pdf").status_code == 409
    assert choose(handler, record, 1).status_code == 409
    assert handler.post(f"/staff/records/{record.ref}/files/1/removal").status_code == 409


def test_who_takes_the_original_is_in_the_log(signed_in: As, record: DisclosureRecord) -> None:
    upload(signed_in("chenzhiqiang"), record, made.pdf("好"), "决定书.pdf")
    answer = signed_in("wangxiaoyan").post(f"/staff/records/{record.ref}/files/1/original", buffered=True)
    assert answer.data == made.pdf("好") or answer.data.startswith(b"%PDF")
    entry = log.entries(subject=record.subject, limit=1)[0]
    assert (entry.action, entry.actor_name) == ("file.download", "王晓燕")


def test_no_scratch_is_left_behind(signed_in: As, record: DisclosureRecord, app: Flask) -> None:
    upload(signed_in("chenzhiqiang"), record, made.pdf("好"), "决定书.pdf")
    upload(signed_in("chenzhiqiang"), record, made.locked_pdf(), "决定书.pdf")
    assert [
        one.name for one in Path(app.config["DATA_DIR"], "files").iterdir() if one.name.startswith(".")
    ] == []


# ---- findings on the pages -------------------------------------------------------------------------------------------


def leaky(record: DisclosureRecord, words: str = "联系电话13912345678，未如实填报。") -> DisclosureRecord:
    record.newest.field_values = record.newest.field_values | {"facts": words}
    db.session.commit()
    return record


def test_the_drafts_page_marks_the_place_and_says_how_to_mend_it(
    signed_in: As, record: DisclosureRecord
) -> None:
    page = signed_in("chenzhiqiang").get(f"/staff/records/{leaky(record).ref}").text
    assert "<mark>13912345678</mark>" in page
    assert "改正前不能公布" in page
    assert "139****0000" in page, "how to mend it"


def test_who_need_not_know_sees_only_the_ends(signed_in: As, record: DisclosureRecord) -> None:
    page = signed_in("zhouting").get(f"/staff/records/{leaky(record).ref}/guard").text
    assert "<mark>13*******78</mark>" in page
    assert "13912345678" not in page


def test_two_people_sign_on_the_page(signed_in: As, record: DisclosureRecord) -> None:
    address = f"/staff/records/{leaky(record).ref}/guard"
    mark = next(
        one for one in operations.findings_of(record, record.newest) if one.check == "mobile"
    ).fingerprint
    first, second = signed_in("chenzhiqiang"), signed_in("wangxiaoyan")
    empty = first.post(address, data={"fingerprint": mark, "reason": ""})
    assert empty.status_code == 422
    assert "请写明为什么" in empty.text
    assert first.post(address, data={"fingerprint": mark, "reason": "公布的投诉电话"}).status_code == 303
    assert "还要另一个人签名" in first.get(address).text
    assert "作为第二个人签名放行" in second.get(address).text
    assert second.post(address, data={"fingerprint": mark, "reason": "核对过，是公布的"}).status_code == 303
    page = second.get(address).text
    assert "两个人已放行" in page
    assert page.count("签名：") >= 2


def test_a_place_that_is_no_longer_there_cannot_be_signed_for(
    signed_in: As, record: DisclosureRecord
) -> None:
    answer = signed_in("chenzhiqiang").post(
        f"/staff/records/{record.ref}/guard", data={"fingerprint": "f" * 32, "reason": "公布的投诉电话"}
    )
    assert answer.status_code == 409
    assert "公布的投诉电话" in answer.text, "what was typed is given back"


def test_the_legal_section_sees_the_missing_numbers(signed_in: As, record: DisclosureRecord) -> None:
    page = signed_in("wangxiaoyan").get("/staff/records/gaps").text
    assert "昌州环阜罚〔2026〕1号、2号、3号" in page
    assert "/staff/records/gaps" in signed_in("wangxiaoyan").get("/staff/records/").text
    assert signed_in("chenzhiqiang").get("/staff/records/gaps").status_code == 404


def test_what_is_said_of_a_file_is_checked_like_its_words(record: DisclosureRecord, signed_in: As) -> None:
    browser = signed_in("chenzhiqiang")
    upload(browser, record, made.pdf("行政处罚决定书"), "决定书.pdf")
    choose(browser, record, 1, description=f"当事人身份证号{ID}", name="决定书.pdf")
    record = queries.record_by_ref(record.ref)
    found = [one for one in operations.findings_of(record, record.newest) if one.check == "id_number"]
    assert [one.where_zh for one in found] == ["附件“决定书.pdf”的说明"]
    assert ID not in found[0].said_zh


def test_a_file_attached_in_somebodys_name_is_their_own_work_too(
    record: DisclosureRecord, signed_in: As
) -> None:
    signed_in("zhaoming")
    cast = people()
    both = person("both", "handler", "section_head")
    with clock.at(beijing("2026-10-15 09:00")):
        today = clock.today()
        delegating.delegate(both, cast.fengli, from_on=today, to_on=today, by=both, reason="出差")
        db.session.commit()
        browser = signed_in("fengli")
        assert upload(browser, record, made.pdf("行政处罚决定书"), "决定书.pdf").status_code == 303
    assert both.id in queries.prepared_by(record, 1)
    entry = log.entries(subject=record.subject, action="record.add_file", limit=1)[0]
    assert entry.on_behalf_of.startswith("both")
