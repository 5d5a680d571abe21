"""A table of records: what can be read, what is refused and where, and that all of it is written or nothing."""

import csv
import io
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from feedback_app import clock
from feedback_app.accounts.models import RoleGrant
from feedback_app.audit.models import LogEntry
from feedback_app.deadlines.queries import open_clocks
from feedback_app.disclosures import import_batches, jobs_importing
from feedback_app.disclosures.catalogue import CATEGORIES, Category, bureau, category
from feedback_app.disclosures.importing import CannotRead, Checker, csv_template, read, xlsx_template
from feedback_app.disclosures.importing.columns import DATA_SHEET, columns_of
from feedback_app.disclosures.models import DisclosureRecord, ImportBatch, ImportedRecord, RecordAct
from feedback_app.disclosures.operations import NotAllowedHere, importing
from feedback_app.extensions import db
from tests.factories import beijing, people

pytestmark = pytest.mark.usefixtures("db_session")
WRITTEN = [row for row in CATEGORIES if row.is_written_by_hand]
PENALTY = category("penalty")
NOON = beijing("2026-11-23 12:00")
HEADS = [column.head for column in columns_of(PENALTY)]
EXAMPLE = {column.key: column.example for column in columns_of(PENALTY)}
AT = {column.key: place for place, column in enumerate(columns_of(PENALTY))}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(bureau, "_bureau", bureau.DEFAULTS | {"LICENSING_ENABLED": True})
    with clock.at(NOON):
        yield


def penalty(number: int, **typed: Any) -> list[Any]:
    """One row of a penalty table, as the template's example with this number; `typed` replaces cells."""
    return list((EXAMPLE | {"document_number": f"昌州环阜罚〔2026〕{number}号"} | typed).values())


def book_of(*rows: list[Any], change: Callable[[Any], object] = lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = DATA_SHEET
    for row in (HEADS, *rows):
        book.active.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_of(*rows: list[Any], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([HEADS, *rows])
    return out.getvalue().encode(encoding)


def faults_in(content: bytes, name: str = "处罚.xlsx", row: Category = PENALTY) -> list[tuple[int, str, str]]:
    """(row, place, words) of everything that must be mended."""
    table = read(content, name, row)
    checker = Checker(row, table.place)
    found = [*table.faults, *(fault for typed in table.rows for fault in checker.check(typed).faults)]
    return [(fault.row, fault.place_zh, fault.words_zh) for fault in found if fault.blocks]


# ---- the template ----------------------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row.code)
def test_every_categorys_template_comes_back_with_its_example_accepted(row: Category) -> None:
    out = io.BytesIO()
    xlsx_template(row, out)
    assert list(read(out.getvalue(), "模板.xlsx", row).rows) == [], "help and example are no records"
    book = openpyxl.load_workbook(out)
    book[DATA_SHEET]["A3"] = None
    filled = io.BytesIO()
    book.save(filled)
    assert faults_in(filled.getvalue(), row=row) == []
    table = read(filled.getvalue(), "模板.xlsx", row)
    (typed,) = table.rows
    checked = Checker(row, table.place).check(typed)
    assert checked.is_fit
    assert checked.values == row.read(row.example)[0]


@pytest.mark.one_database
@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row.code)
def test_the_csv_template_comes_back_from_a_chinese_excel_as_gbk(row: Category) -> None:
    out = io.BytesIO()
    csv_template(row, out)
    text = out.getvalue().decode("utf-8-sig")
    assert list(read(out.getvalue(), "模板.csv", row).rows) == []
    assert faults_in(text.replace("\r\n示例,", "\r\n,", 1).encode("gb18030"), "模板.csv", row) == []


@pytest.mark.one_database
def test_an_example_somebody_wrote_over_is_not_lost_in_silence() -> None:
    out = io.BytesIO()
    xlsx_template(PENALTY, out)
    book = openpyxl.load_workbook(out)
    book[DATA_SHEET].cell(3, AT["party"] + 2).value = "阜康市天山矿业有限公司"
    filled = io.BytesIO()
    book.save(filled)
    assert [(row, place) for row, place, _ in faults_in(filled.getvalue())] == [(3, "A列")]


# ---- what is wrong in a row ------------------------------------------------------------------------------------------


def _letter(key: str) -> str:
    return openpyxl.utils.get_column_letter(AT[key] + 1)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("party", "", "还没有填写"),
        ("party_kind", "外星人", "请从以下各项中选择"),
        ("credit_code", "91652302MAXX0A1B0K", "最后一位与前17位对不上"),
        ("document_number", "第七号", "文号应由机关代字"),
        ("decided_on", "2026-02-30", "日历上没有"),
        ("decided_on", "2027-01-05", "不能晚于今天"),
        ("amount", "六万", "请只填数字"),
        ("amount", "-1", "不能是负数"),
        ("facts", "当事人电话13912345678，身份证号652302199003070017。", "身份证"),
        ("document_number", 1.23456789012345e17, "Excel 把这个长数字改动了"),
        ("party", date(2026, 3, 1), "变成了日期"),
    ],
)
def test_a_fault_names_its_row_its_column_and_how_it_is_mended(key: str, typed: Any, said: str) -> None:
    found = faults_in(book_of(penalty(1), penalty(2, **{key: typed})))
    there = [words for row, place, words in found if row == 3 and place.startswith(_letter(key))]
    assert any(said in words for words in there), found
    assert not [one for one in found if one[0] == 2]


@pytest.mark.one_database
def test_every_fault_of_every_row_is_named_and_not_only_the_first() -> None:
    found = faults_in(book_of(penalty(1, party=""), penalty(2, amount="x", decided_on="昨天"), penalty(3)))
    assert {(row, place[0]) for row, place, _ in found} >= {
        (2, _letter("party")), (3, _letter("amount")[0]), (3, _letter("decided_on")[0]),
    }  # fmt: skip
    assert not [one for one in found if one[0] == 4]


@pytest.mark.one_database
def test_dates_and_numbers_may_be_excels_own() -> None:
    content = book_of(
        penalty(1, decided_on=date(2026, 10, 9), amount=6.8, decision_content="罚款人民币6.8万元")
    )
    assert faults_in(content) == []
    (typed,) = read(content, "处罚.xlsx", PENALTY).rows
    values, _ = PENALTY.read(typed.raw)
    assert (values["decided_on"], values["amount"]) == ("2026-10-09", 6_800_000)


@pytest.mark.one_database
def test_two_rows_with_one_number_are_doubles() -> None:
    found = faults_in(book_of(penalty(7), penalty(8), penalty(7)))
    assert [(row, words) for row, _, words in found] == [(4, "和第2行的文号相同，请核对。")]


def test_a_number_that_a_record_bears_already_is_refused() -> None:
    assert _imported(penalty(7)).is_imported
    found = faults_in(book_of(penalty(7, facts="另一件事")))
    assert [row for row, _, words in found if "已经用了这个文号" in words] == [2]


@pytest.mark.one_database
def test_rows_of_a_table_in_one_cell_are_read_line_by_line_and_refused_with_words() -> None:
    row = category("personnel")
    officers = next(field for field in row.fields if field.has_rows)
    out = io.BytesIO()
    csv_template(row, out)
    lines = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    at = next(place for place, head in enumerate(lines[0]) if head.startswith(officers.label_zh))
    lines[2][0] = ""
    lines[2][at] += "\n" + " | ".join("x" * 3 for _ in officers.columns) + " | 多出来的一栏"
    again = io.StringIO()
    csv.writer(again).writerows(lines)
    (fault,) = faults_in(again.getvalue().encode(), "人员.csv", row)
    assert fault[0] == 3
    assert "第2行有" in fault[2]
    assert "栏" in fault[2]


# ---- what is wrong with the file -------------------------------------------------------------------------------------


def _merge(book: Any) -> None:
    book.active.merge_cells("A2:A3")


def _hide_row(book: Any) -> None:
    book.active.row_dimensions[3].hidden = True


def _hide_column(book: Any) -> None:
    book.active.column_dimensions["C"].hidden = True


def _formula(book: Any) -> None:
    book.active.cell(3, AT["amount"] + 1).value = "=3.4*2"


def _foreign_column(book: Any) -> None:
    book.active.cell(1, len(HEADS) + 1).value = "备注二"


def _column_twice(book: Any) -> None:
    book.active.cell(1, len(HEADS) + 1).value = HEADS[0]


def _without_column(book: Any) -> None:
    book.active.delete_cols(AT["party"] + 1)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_merge, "请取消合并"), (_hide_row, "这一行是隐藏的"), (_hide_column, "这一列是隐藏的"), (_formula, "公式"),
        (_foreign_column, "模板里没有这一列"), (_column_twice, "出现了两次"), (_without_column, "缺少这一列"),
    ],
)  # fmt: skip
def test_what_a_reader_of_the_sheet_would_not_see_is_named(
    change: Callable[[Any], object], said: str
) -> None:
    found = faults_in(book_of(penalty(1), penalty(2), change=change))
    assert any(said in words for _, _, words in found), found


@pytest.mark.one_database
def test_a_second_sheet_is_named_and_not_imported() -> None:
    content = book_of(penalty(1), change=lambda book: book.create_sheet("旧表").append(["x"]))
    (warning,) = read(content, "a.xlsx", PENALTY).faults
    assert (warning.place_zh, warning.blocks) == ("工作表“旧表”", False)


def _zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def _two_sheets(book: Any) -> None:
    book.active.title = "甲"
    book.create_sheet("乙")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "空文件"),
        (b"%PDF-1.7 x", "a.csv", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.xls", "旧版的 .xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"),
        (b"<html><table><tr><td>1", "a.xls", "网页"),
        (b"a\0b,c", "a.csv", "读不出文字"),
        (b"\x80\xff\xff,\xff", "a.csv", "读不出这个文件的文字"),
        (b"PK\x03\x04 not a box", "a.xlsx", "已损坏"),
        (_zip_of(word__document_xml=b"<x/>"), "a.xlsx", "不是 Excel"),
        (_zip_of(xl__workbook_xml=b"<!DOCTYPE x [<!ENTITY y 'z'>]><x/>"), "a.xlsx", "已损坏"),
        (_zip_of(xl__workbook_xml=b"<x/>", xl__big_xml=bytes(101 << 20)), "a.xlsx", "解压后超过"),
        (_zip_of(xl__workbook_xml=b"<x/>"), "a.xlsx", "已损坏"),
        (book_of(penalty(1)), "a.csv", "后缀和内容不一致"),
        (csv_of(penalty(1)), "a.xlsx", "后缀和内容不一致"),
        (csv_of(penalty(1)), "a.doc", "请上传 .xlsx 或 .csv"),
        (book_of(penalty(1), change=_two_sheets), "a.xlsx", "有几张工作表（甲、乙）"),
        ("甲,乙\n1,2\n".encode(), "a.csv", "找不到“行政处罚"),
        (csv_of(penalty(1)) + b'"x', "a.csv", "引号不成对"),
        (csv_of(*[["某公司"]] * 10_060), "a.csv", "最多10000行"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_its_reason(content: bytes, name: str, said: str) -> None:
    with pytest.raises(CannotRead, match=said):
        list(read(content, name, PENALTY).rows)


@pytest.mark.one_database
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_signs_and_delimiter_of_a_csv_file_are_found_out(encoding: str, delimiter: str) -> None:
    content = csv_of(penalty(1), penalty(2), delimiter=delimiter, encoding=encoding)
    assert faults_in(content, "a.csv") == []
    assert len(list(read(content, "a.csv", PENALTY).rows)) == 2


@pytest.mark.one_database
def test_a_long_number_that_excel_ate_is_found_in_a_csv_file() -> None:
    found = faults_in(csv_of(penalty(1, credit_code="9.16523E+17")), "a.csv")
    assert any("科学计数法" in words for _, _, words in found)


# ---- from upload to drafts -------------------------------------------------------------------------------------------


def _uploaded(content: bytes, name: str = "处罚.xlsx") -> ImportBatch:
    batch = importing.upload(PENALTY, content, name, by=people().zhaoming, folder=jobs_importing.folder())
    db.session.commit()
    return batch


def _confirmed(batch: ImportBatch) -> ImportBatch:
    importing.confirm(batch, by=people().zhaoming)
    db.session.commit()
    return batch


def _imported(*rows: list[Any]) -> ImportBatch:
    batch = _uploaded(book_of(*rows))
    jobs_importing.run_due()
    _confirmed(batch)
    jobs_importing.run_due()
    db.session.refresh(batch)
    return batch


def _count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _file_of(batch: ImportBatch) -> Path:
    return jobs_importing.folder() / batch.token


def test_an_import_leaves_what_preparing_by_hand_leaves() -> None:
    batch = _imported(penalty(1), penalty(2))
    (first, one), (second, two) = import_batches.records_of(batch)
    assert (first, second) == (2, 3)
    assert (one.status, two.status) == ("draft", "draft")
    assert one.document_number == "昌州环阜罚〔2026〕1号"
    assert [one.ref, two.ref] == ["C4-2026-0001", "C4-2026-0002"]
    (act,) = db.session.scalars(select(RecordAct).where(RecordAct.record_id == one.id))
    assert (act.act, act.user_id) == ("prepare", people().zhaoming.id)
    assert {running.rule for running in open_clocks("record", one.ref)} == {
        PENALTY.clock,
        PENALTY.national_clock,
    } - {""}
    written = [
        (entry.action, entry.subject)
        for entry in db.session.scalars(
            select(LogEntry).where(LogEntry.action.like("record.%")).order_by(LogEntry.number)
        )
    ]
    assert written == [
        ("record.import_upload", batch.subject), ("record.import_confirm", batch.subject), ("record.prepare", one.subject),
        ("record.prepare", two.subject), ("record.import", batch.subject),
    ]  # fmt: skip
    assert not _file_of(batch).exists(), "the file may name people in full"


def test_one_fault_in_a_thousand_rows_writes_nothing() -> None:
    batch = _uploaded(book_of(penalty(1), penalty(2, amount="六万"), penalty(3)))
    jobs_importing.run_due()
    db.session.refresh(batch)
    assert (batch.state, batch.rows_read, batch.rows_wrong) == ("faulty", 3, 1)
    with pytest.raises(NotAllowedHere):
        importing.confirm(batch, by=people().zhaoming)
    assert _count(DisclosureRecord) == 0


def test_the_file_lies_sealed() -> None:
    batch = _uploaded(csv_of(penalty(1, party="赵大明明")), "处罚.csv")
    assert "赵大明明".encode() not in _file_of(batch).read_bytes()


def test_two_presses_and_two_workers_import_once() -> None:
    batch = _uploaded(book_of(penalty(1)))
    jobs_importing.run_due()
    _confirmed(_confirmed(batch))
    for _worker in range(2):
        jobs_importing.run(batch.id)
    assert _count(ImportedRecord) == 1


def test_the_same_file_is_not_imported_a_second_time() -> None:
    content = book_of(penalty(1))
    batch = _uploaded(content)
    assert _uploaded(content).id == batch.id, "sent twice"
    jobs_importing.run_due()
    _confirmed(batch)
    jobs_importing.run_due()
    with pytest.raises(NotAllowedHere, match="已经导入过"):
        _uploaded(content)


def test_a_worker_killed_while_writing_leaves_nothing_and_another_does_it_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = _uploaded(book_of(penalty(1), penalty(2)))
    jobs_importing.run_due()
    _confirmed(batch)
    with monkeypatch.context() as killed:
        killed.setattr(importing, "_end", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            jobs_importing.run(batch.id)
    db.session.rollback()
    assert (_count(DisclosureRecord), _count(ImportedRecord)) == (0, 0)
    assert importing.due_ids() == [], "believed alive for a while"
    with clock.at(NOON + importing.LEASE + timedelta(seconds=1)):
        jobs_importing.run_due()
    assert (_count(DisclosureRecord), _count(ImportedRecord)) == (2, 2)


def test_a_worker_believed_dead_changes_nothing_any_more() -> None:
    batch = _uploaded(book_of(penalty(1)))
    first = importing.claim(batch.id)
    assert first is not None
    attempt = first.attempt
    db.session.commit()
    with clock.at(NOON + importing.LEASE + timedelta(seconds=1)):
        assert importing.claim(batch.id) is not None
        db.session.commit()
    assert importing.note_progress(batch, attempt, [], 1) is False


def test_a_worker_believed_dead_writes_nothing() -> None:
    batch = _uploaded(book_of(penalty(1)))
    jobs_importing.run_due()
    _confirmed(batch)
    first = importing.claim(batch.id)
    assert first is not None
    attempt = first.attempt
    db.session.commit()
    table = read(book_of(penalty(1)), "处罚.xlsx", PENALTY)
    checker = Checker(PENALTY, table.place)
    rows = [checker.check(typed) for typed in table.rows]
    with clock.at(NOON + importing.LEASE + timedelta(seconds=1)):
        jobs_importing.run_due()
    assert importing.write(batch, attempt, rows) is False
    db.session.commit()
    assert _count(DisclosureRecord) == 1


def test_what_changed_between_the_preview_and_the_confirmation_is_found() -> None:
    batch = _uploaded(book_of(penalty(1)))
    jobs_importing.run_due()
    assert _imported(penalty(1, facts="另一份文件里的同一文号，先导入了。")).is_imported
    _confirmed(batch)
    jobs_importing.run_due()
    db.session.refresh(batch)
    assert (batch.state, _count(DisclosureRecord)) == ("faulty", 1)


def test_who_lost_the_post_meanwhile_imports_nothing() -> None:
    batch = _uploaded(book_of(penalty(1)))
    jobs_importing.run_due()
    _confirmed(batch)
    db.session.execute(delete(RoleGrant).where(RoleGrant.user_id == people().zhaoming.id))
    db.session.commit()
    db.session.expire_all()
    jobs_importing.run_due()
    db.session.refresh(batch)
    assert (batch.state, _count(DisclosureRecord)) == ("faulty", 0)
    (fault,) = import_batches.faults_of(batch, blocks=True)
    assert "您的岗位不能拟制" in fault.words_zh


def test_a_batch_nobody_goes_on_with_is_given_up_with_its_file(app: Flask) -> None:
    batch = _uploaded(book_of(penalty(1)))
    jobs_importing.run_due()
    with clock.at(NOON + importing.FORGOTTEN + timedelta(minutes=1)):
        jobs_importing.clear_away()
    db.session.refresh(batch)
    assert batch.is_dropped
    assert not _file_of(batch).exists()


def test_a_table_without_rows_says_so() -> None:
    batch = _uploaded(book_of())
    jobs_importing.run_due()
    db.session.refresh(batch)
    (fault,) = import_batches.faults_of(batch, blocks=True)
    assert "没有要导入的行" in fault.words_zh


def test_five_thousand_rows_are_drafts_in_under_a_minute() -> None:
    """Measured: 21 seconds from upload to drafts on a busy machine of 4 cores; the bound is the promise."""
    content = book_of(*(penalty(number) for number in range(1, 5001)))
    began = time.monotonic()
    batch = _uploaded(content)
    jobs_importing.run_due()
    _confirmed(batch)
    jobs_importing.run_due()
    took = time.monotonic() - began
    assert _count(DisclosureRecord) == 5000
    assert took < 60, f"{took:.1f} s"
