"""Rows out of an Excel workbook, one by one, and what a reader would not see in it: hidden rows and columns, merged cells.

The workbook is opened read-only, so a long one takes little memory. Formulas are not worked out: what a cell shows may be
old or come from elsewhere, so they are refused.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from feedback_app.disclosures.importing.columns import CHOICES_SHEET, DATA_SHEET, MOST_ROWS, NOTES_SHEET
from feedback_app.disclosures.importing.fault import CannotRead, Fault
from feedback_app.disclosures.importing.opening import broken

MOST_COLUMNS = 200
_SPARE = 50  # lines before and between the rows that hold something
_PRECISE = 10**15  # Excel keeps 15 digits; what is longer was rounded


@dataclass(frozen=True)
class Cell:
    """What a cell says as text; `fault` (Chinese, English) when that cannot be relied on. `is_day`: Excel holds a date there."""

    text: str = ""
    fault: tuple[str, str] | None = None
    is_day: bool = False


@dataclass
class Seen:
    """What one pass over the sheet's own XML tells."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    rows: int = 0  # that hold something
    columns: int = 0  # the last that holds something


FORMULA = (
    "这一格是公式。请复制这一列，用“粘贴为数值”贴回后再上传。",
    "This cell is a formula. Copy the column and paste it back as values.",
)
_BROKEN = (
    "这一格是 Excel 的错误值（{}），请改正。",
    "This cell holds an error of Excel ({}); please mend it.",
)
_ROUNDED = (
    "Excel 把这个长数字改动了（只留15位）。请把格式设为文本，照原件重新填写。",
    "Excel rounded this long number to 15 digits. Set the cell to text and enter it anew.",
)


def rows_of(content: bytes) -> tuple[Iterator[tuple[int, list[Cell]]], Seen, list[Fault]]:
    """(row number, cells) of the sheet to be imported; what was seen in it; what is wrong with the workbook.

    Raises CannotRead, also while the rows are read.
    """
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet, faults = _chosen(book.worksheets)
        # openpyxl does not say in read-only mode what is hidden or merged, so the sheet's part is looked through once.
        seen = _look_through(content, sheet._worksheet_path)  # noqa: SLF001
    except CannotRead:
        raise
    except Exception as fault:  # a library for broken files breaks in many ways
        raise broken() from fault
    if seen.rows > MOST_ROWS + _SPARE:
        raise too_long(seen.rows)
    if seen.columns > MOST_COLUMNS:
        raise CannotRead(
            f"表格有{seen.columns}列，最多{MOST_COLUMNS}列。请用模板填写。",
            f"The table has {seen.columns} columns; at most {MOST_COLUMNS}. Please use the template.",
        )
    return _rows(sheet, seen), seen, faults + _hidden_and_merged(seen)


def too_long(count: int) -> CannotRead:
    return CannotRead(
        f"表格有{count}行，一次最多{MOST_ROWS}行。请分成几个文件。",
        f"The table has {count} rows; at most {MOST_ROWS} at once. Please split it.",
    )


def _chosen(sheets: list[Any]) -> tuple[Any, list[Fault]]:
    """The sheet to import. One of another name is taken only when it is the only one, so that nothing is left out unseen."""
    ours = {DATA_SHEET, NOTES_SHEET, CHOICES_SHEET}
    others = [sheet for sheet in sheets if sheet.title not in ours]
    named = next((sheet for sheet in sheets if sheet.title == DATA_SHEET), None)
    if named is None and len(others) != 1:
        titles = "、".join(sheet.title for sheet in sheets)
        raise CannotRead(
            f"文件里有几张工作表（{titles}），不知道导入哪一张。请把要导入的那张命名为“{DATA_SHEET}”。",
            f"There are several sheets ({titles}). Name the one to import “{DATA_SHEET}”.",
        )
    unread = others if named is not None else []
    return named if named is not None else others[0], [
        Fault(
            0, f"工作表“{sheet.title}”", f"sheet “{sheet.title}”",
            f"这张工作表不会导入。要导入的内容请放在“{DATA_SHEET}”里；不要的请删除。",
            f"This sheet is not imported. Put what is to be imported on “{DATA_SHEET}”, or delete it.", blocks=False,
        )
        for sheet in unread
    ]  # fmt: skip


def _look_through(content: bytes, part: str) -> Seen:
    seen = Seen()
    with zipfile.ZipFile(io.BytesIO(content)) as box, box.open(part.lstrip("/")) as stream:
        row_cells = 0
        for _, node in ET.iterparse(stream):  # noqa: S314 - entities were refused when the file came in
            match node.tag.rpartition("}")[2]:
                case "c" if len(node):
                    row_cells += 1
                    seen.columns = max(seen.columns, _column_of(node.get("r", "")))
                case "row":
                    if row_cells:
                        seen.rows += 1
                        if node.get("hidden") in ("1", "true") or node.get("ht") == "0":
                            seen.hidden_rows.add(int(node.get("r") or 0))
                    row_cells = 0
                    node.clear()
                case "col" if node.get("hidden") in ("1", "true") or node.get("width") == "0":
                    last = min(int(node.get("max", "1")), MOST_COLUMNS)
                    seen.hidden_columns.update(range(int(node.get("min", "1")), last + 1))
                case "mergeCell":
                    seen.merged.append(node.get("ref", ""))
    return seen


def _column_of(reference: str) -> int:
    number = 0
    for sign in reference:
        if not sign.isalpha():
            break
        number = number * 26 + ord(sign.upper()) - 64
    return number


def _hidden_and_merged(seen: Seen) -> list[Fault]:
    faults = [
        Fault(
            0, f"{get_column_letter(number)}列", f"column {get_column_letter(number)}", "这一列是隐藏的。请取消隐藏，核对后再上传。",
            "This column is hidden. Show it, check it and upload again.",
        )
        for number in sorted(seen.hidden_columns)
        if number <= seen.columns
    ]  # fmt: skip
    if seen.merged:
        places = "、".join(seen.merged[:10])
        faults.append(
            Fault(0, f"合并的单元格 {places}", f"merged cells {places}", "请取消合并，每一格都填上自己的内容。",
                  "Unmerge them and fill in each cell.")
        )  # fmt: skip
    return faults


def _rows(sheet: Any, seen: Seen) -> Iterator[tuple[int, list[Cell]]]:
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=seen.columns or 1), start=1):
            yield number, [_cell(cell) for cell in cells]
    except CannotRead:
        raise
    except Exception as fault:
        raise broken() from fault


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    kind = cell.data_type
    if kind == "f":
        return Cell(str(value), FORMULA)
    if kind == "e":
        return Cell(str(value), (_BROKEN[0].format(value), _BROKEN[1].format(value)))
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return _day(value) if isinstance(value, date | time) else Cell(str(value))


def _number(value: float, shown_as: str) -> Cell:
    if abs(value) >= _PRECISE:
        return Cell(str(value), _ROUNDED)
    exact = Decimal(repr(value))
    if "%" in shown_as:
        return Cell(f"{(exact * 100).normalize():f}%")
    return Cell(f"{exact.normalize():f}")


def _day(value: date | time) -> Cell:
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return Cell(value.isoformat(), is_day=isinstance(value, date))
