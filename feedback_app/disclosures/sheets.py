"""Records as the rows of a sheet: which columns, what stands in a cell, and cells no program takes for a formula."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from xlsxwriter import Workbook

from feedback_app import clock
from feedback_app.disclosures import published
from feedback_app.disclosures.catalogue import PARTY_KINDS, Category, PartyKind, category
from feedback_app.disclosures.fields import Field, FieldKind, plain, to_input
from feedback_app.disclosures.models import DisclosureRecord

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDE, _NARROW = 40, 16


@dataclass(frozen=True)
class Column:
    """One column: its head, and what a record says there."""

    head: str
    cell: Callable[[DisclosureRecord, dict[str, Any]], str]
    is_wide: bool = False


def columns_for(row: Category | None, address: Callable[[str], str]) -> tuple[Column, ...]:
    """The columns of a category's sheet, or those all categories share. `address`: a record's number → its full address."""
    own = tuple(_of(field) for field in row.fields if field.public) if row else _SHARED
    return (*_FIRST, *own, *_LAST, Column("网址", lambda record, values: address(record.ref), is_wide=True))


def rows(records: Iterable[DisclosureRecord], columns: Sequence[Column]) -> Iterator[list[str]]:
    """The cells of each record."""
    for record in records:
        values = published.values(record)
        yield [column.cell(record, values) for column in columns]


def as_csv(columns: Sequence[Column], body: Iterable[Sequence[str]], file: IO[bytes]) -> None:
    """A CSV file for Excel: UTF-8 with its mark, and nothing that could be taken for a formula."""
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([column.head for column in columns])
    writer.writerows([harmless(cell) for cell in cells] for cells in body)
    lines.detach()


def as_xlsx(
    columns: Sequence[Column],
    body: Iterable[Sequence[str]],
    notes: Sequence[str],
    file: IO[bytes],
    title: str = "公示信息",
) -> None:
    """A workbook of one sheet, and the notes on a second; written row by row, so that a long one takes little memory."""
    book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDE if column.is_wide else _NARROW, wrapped)
        sheet.write_string(0, place, column.head, bold)
    for number, cells in enumerate(body, start=1):
        for place, cell in enumerate(cells):
            sheet.write_string(number, place, cell, wrapped)
    said = book.add_worksheet("说明")
    said.set_column(0, 0, 80, wrapped)
    for number, note in enumerate(notes):
        said.write_string(number, 0, note, wrapped)
    book.close()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows as it is and never works out."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _of(field: Field) -> Column:
    is_money = field.kind is FieldKind.MONEY
    head = f"{field.label_zh}（万元）" if is_money else field.label_zh

    def cell(record: DisclosureRecord, values: dict[str, Any]) -> str:
        value = values.get(field.key)
        if value in (None, "", []):
            return ""
        return to_input(field, value) if is_money else plain(field, value, "zh")

    return Column(
        head, cell, is_wide=field.has_rows or field.kind in (FieldKind.LONG_TEXT, FieldKind.LEGAL_BASIS)
    )


def _day(moment: Any) -> str:
    return clock.to_local(moment).date().isoformat() if moment else ""


def _kind(record: DisclosureRecord) -> str:
    return PARTY_KINDS[PartyKind(record.party_kind)].label_zh if record.party_kind else ""


def _is_corrected(record: DisclosureRecord) -> bool:
    return any(one.change_kind == "correction" and one.published_at is not None for one in record.versions)


_FIRST = (
    Column("信息编号", lambda record, values: record.ref),
    Column("标题", lambda record, values: record.title_zh, is_wide=True),
)
_SHARED = (
    Column("类别", lambda record, values: category(record.category_key).label_zh),
    Column("文号", lambda record, values: record.document_number),
    Column("相对人类别", lambda record, values: _kind(record)),
)
_LAST = (
    Column("首次公示日期", lambda record, values: _day(record.first_published_at)),
    Column("最近公示日期", lambda record, values: _day(record.published_at)),
    Column("版本", lambda record, values: str(record.live_number or "")),
    Column("是否更正过", lambda record, values: "是" if _is_corrected(record) else "否"),
)
