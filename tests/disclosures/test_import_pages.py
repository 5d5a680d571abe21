"""The pages of an import: a table with faults, mended, imported, submitted; and who may see what of it."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from feedback_app import clock
from feedback_app.disclosures import jobs_importing
from feedback_app.disclosures.models import DisclosureRecord, ImportBatch
from feedback_app.disclosures.operations import importing
from feedback_app.extensions import db
from tests.disclosures.import_story import book_of, looked_through, penalty_row
from tests.factories import beijing, people, sign_in

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("db_session")]
START = "/staff/records/import"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.at(beijing("2026-11-23 12:00")):
        yield


@pytest.fixture
def zhaoming(app: Flask) -> FlaskClient:
    return sign_in(app.test_client(), "zhaoming")


def send(client: FlaskClient, content: bytes, name: str = "处罚.xlsx", kind: str = "penalty") -> Any:
    return client.post(START, data={"category": kind, "file": (io.BytesIO(content), name)}, buffered=True)


def records() -> int:
    return db.session.scalar(select(func.count()).select_from(DisclosureRecord)) or 0


def test_a_table_with_faults_is_mended_imported_submitted_and_reviewed(
    app: Flask, zhaoming: FlaskClient
) -> None:
    page = send(zhaoming, book_of(penalty_row(1), penalty_row(2, amount="六万", party="")))
    assert page.status_code == 303
    waiting = zhaoming.get(page.location)
    assert "正在检查" in waiting.text
    assert waiting.headers["Refresh"], "refreshes itself without scripts"
    jobs_importing.run_due()
    faults = zhaoming.get(page.location)
    assert "没有写入任何信息" in faults.text
    assert "Refresh" not in faults.headers
    assert len(re.findall("第3行", faults.text)) == 2
    assert "还没有填写" in faults.text
    assert records() == 0
    listed = zhaoming.get(f"{page.location}/faults.csv").data.decode("utf-8-sig")
    assert listed.count(",必须改\r\n") == 2

    page = send(zhaoming, book_of(penalty_row(1), penalty_row(2)))
    jobs_importing.run_due()
    assert "2 行都可以导入" in zhaoming.get(page.location).text
    assert records() == 0
    for _press in range(2):
        assert zhaoming.post(f"{page.location}/confirmation").status_code == 303
    jobs_importing.run_due()
    done = zhaoming.get(page.location).text
    assert "已导入 2 条草稿" in done
    assert records() == 2

    assert "提交审核（2 条）" in done
    zhaoming.post(f"{page.location}/submission")
    jobs_importing.run_due()
    assert "办成 2 条" in zhaoming.get(page.location).text
    assert {record.status for record in db.session.scalars(select(DisclosureRecord))} == {"in_review"}
    assert zhaoming.post(f"{page.location}/review").status_code == 404, "not one's own work"

    yeerken = sign_in(app.test_client(), "yeerken")
    assert "审核通过（2 条）" in yeerken.get(page.location).text
    yeerken.post(f"{page.location}/review")
    jobs_importing.run_due()
    assert "办成 2 条" in yeerken.get(page.location).text


def test_what_may_not_be_done_to_one_record_holds_up_no_other(app: Flask, zhaoming: FlaskClient) -> None:
    batch = looked_through(penalty_row(1), penalty_row(2))
    importing.confirm(batch, by=people().zhaoming)
    db.session.commit()
    jobs_importing.run_due()
    zhaoming.post(f"{START}/{batch.id}/submission")
    jobs_importing.run_due()
    gulinaer = sign_in(app.test_client(), "gulinaer")
    gulinaer.post(f"{START}/{batch.id}/approval")
    jobs_importing.run_due()
    page = gulinaer.get(f"{START}/{batch.id}").text
    assert "2 条没有办成" in page
    assert "还没有审核通过" in page
    assert {record.status for record in db.session.scalars(select(DisclosureRecord))} == {"in_review"}


@pytest.mark.parametrize(
    ("content", "name", "kind", "said"),
    [
        (b"", "a.csv", "penalty", "空文件"),
        (b"%PDF-1.4", "a.pdf", "penalty", "PDF"),
        (b"x", "a.csv", "", "请选择这个表格是哪一类信息"),
        (b"x", "a.csv", "subject", "请选择这个表格是哪一类信息"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_beside_its_field(
    zhaoming: FlaskClient, content: bytes, name: str, kind: str, said: str
) -> None:
    page = send(zhaoming, content, name, kind)
    assert page.status_code == 422
    assert said in page.text
    assert db.session.scalar(select(ImportBatch)) is None


def test_a_file_beyond_the_bound_is_refused(
    app: Flask, zhaoming: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_UPLOAD_MB", 0)
    page = send(zhaoming, book_of(penalty_row(1)))
    assert page.status_code == 422
    assert "文件超过 0 MB" in page.text


def test_without_a_file_the_form_asks_for_one(zhaoming: FlaskClient) -> None:
    page = zhaoming.post(START, data={"category": "penalty"})
    assert page.status_code == 422
    assert "请选择一个 .xlsx 或 .csv 文件" in page.text


@pytest.mark.parametrize("file", ["xlsx", "csv"])
def test_templates_are_for_whoever_prepares_the_category(zhaoming: FlaskClient, file: str) -> None:
    assert zhaoming.get(f"{START}/templates/penalty.{file}").status_code == 200
    assert zhaoming.get(f"{START}/templates/subject.{file}").status_code == 404


def test_a_batch_is_its_own_persons_until_it_is_imported(app: Flask) -> None:
    batch = looked_through(penalty_row(1))
    other = sign_in(app.test_client(), "chenzhiqiang")
    for address in ("", "/faults.csv"):
        assert other.get(f"{START}/{batch.id}{address}").status_code == 404
    for noun in ("confirmation", "dropping", "submission"):
        assert other.post(f"{START}/{batch.id}/{noun}").status_code == 404
    importing.confirm(batch, by=people().zhaoming)
    db.session.commit()
    jobs_importing.run_due()
    page = other.get(f"{START}/{batch.id}")
    assert page.status_code == 200
    assert "处罚.xlsx" not in page.text, "a file's name is its person's"
    clerk = sign_in(app.test_client(), "sunlei")
    assert clerk.get(f"{START}/{batch.id}").status_code == 404


def test_what_is_given_up_leaves_no_file(zhaoming: FlaskClient) -> None:
    batch = looked_through(penalty_row(1))
    zhaoming.post(f"{START}/{batch.id}/dropping")
    assert "没有写入任何信息" in zhaoming.get(f"{START}/{batch.id}").text
    assert list(jobs_importing.folder().iterdir()) == []
    assert zhaoming.post(f"{START}/{batch.id}/confirmation").status_code == 409


@pytest.mark.parametrize(
    "address", ["99999999999999999999", "1?after=99999999999999999999", "1?after=x&warnings"]
)
def test_a_strange_number_is_no_page_and_no_fault(zhaoming: FlaskClient, address: str) -> None:
    looked_through(penalty_row(1))
    assert zhaoming.get(f"{START}/{address}").status_code in (200, 404)
