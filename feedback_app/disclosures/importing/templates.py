"""The table to fill in, drawn from a category's row: heads, what to write, an example that is never imported."""

import csv
import io
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.fields import FieldKind
from feedback_app.disclosures.importing.columns import (
    CHOICES_SHEET,
    DATA_SHEET,
    EXAMPLE_MARK,
    HELP_MARK,
    MARK_HEAD,
    MOST_ROWS,
    NOTES_SHEET,
    Column,
    columns_of,
)
from feedback_app.disclosures.sheets import harmless

_WIDE, _NARROW = 40, 18
_FIRST_ROW = 3  # from 0: head, notes, example
_MOST_LISTED = 255  # what Excel takes as a list written into the rule itself
_NOTES = (
    "从第4行起填写，一行一条信息。前三行（表头、填写说明、示例）不会导入，请不要删改表头。",
    "表头带＊的必填。日期写成 2026-09-28。金额按表头写明的单位填。",
    "证照号码、文号所在的格已设为文本，请直接照原件写；从别处粘贴时选“只粘贴文本”，以免 Excel 改动长数字。",
    "含有多行内容的栏（清单、步骤、人员）：一条写一行，在格内按 Alt+Enter 换行，各栏用“|”隔开。",
    "不要合并单元格，不要隐藏行和列，不要写公式。",
    f"一个文件最多{MOST_ROWS}条。上传后先看检查结果，全部改好才会写入；写入的都是草稿，照常审核、批准后才公布。",
)


def xlsx_template(row: Category, file: IO[bytes]) -> None:
    """A workbook: the table, how it is filled in, and the answers of long drop-downs."""
    book = Workbook(
        file, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    look = {
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3EFEC", "num_format": "@"}
        ),
        "note": book.add_format(
            {"text_wrap": True, "valign": "top", "font_color": "#595959", "num_format": "@"}
        ),
        "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
    }
    sheet, said = book.add_worksheet(DATA_SHEET), book.add_worksheet(NOTES_SHEET)
    sheet.freeze_panes(_FIRST_ROW, 1)
    sheet.set_column(0, 0, 12, look["text"])
    columns = columns_of(row)
    for place, line in enumerate(_lines(columns)):
        for at, words in enumerate(line):
            sheet.write_string(place, at, words, look["head" if place == 0 else "note"])
    for at, column in enumerate(columns, start=1):
        sheet.set_column(at, at, _WIDE if _is_wide(column) else _NARROW, look["text"])
    _offer_choices(book, sheet, columns)
    said.set_column(0, 0, 90, look["text"])
    for place, words in enumerate((f"{row.label_zh}：批量导入", *_NOTES)):
        said.write_string(place, 0, words, look["text"])
    book.close()


def csv_template(row: Category, file: IO[bytes]) -> None:
    """The same first lines for whoever works with CSV: UTF-8 with its mark, so that Excel shows Chinese."""
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    csv.writer(lines, lineterminator="\r\n").writerows(
        [harmless(cell) for cell in line] for line in _lines(columns_of(row))
    )
    lines.detach()


def _lines(columns: tuple[Column, ...]) -> list[list[str]]:
    return [
        [MARK_HEAD, *(column.head for column in columns)],
        [HELP_MARK, *(column.note for column in columns)],
        [EXAMPLE_MARK, *(column.example for column in columns)],
    ]


def _offer_choices(book: Any, sheet: Any, columns: tuple[Column, ...]) -> None:
    """A drop-down under each column of choices; answers too long for the rule stand on a sheet of their own."""
    lists: Any = None
    for at, column in enumerate(columns, start=1):
        if not column.choices:
            continue
        source: Any = list(column.choices)
        if len(",".join(source)) > _MOST_LISTED:
            lists = lists or book.add_worksheet(CHOICES_SHEET)
            lists.write_column(0, at, source)
            name = xl_col_to_name(at, col_abs=True)
            source = f"='{CHOICES_SHEET}'!{name}$1:{name}${len(source)}"
        rule = {
            "validate": "list", "source": source, "error_title": "请从列表中选", "error_message": "请从下拉列表中选一项。",
        }  # fmt: skip
        sheet.data_validation(_FIRST_ROW, at, _FIRST_ROW + MOST_ROWS - 1, at, rule)
    if lists is not None:
        lists.hide()


def _is_wide(column: Column) -> bool:
    return column.field.has_rows or column.field.kind in (FieldKind.LONG_TEXT, FieldKind.LEGAL_BASIS)
