"""Rows out of a CSV file: in which signs it is written and what parts its cells is found out, not asked."""

import csv
import io
import re
from collections.abc import Collection, Iterator

from feedback_app.disclosures.importing.columns import MOST_ROWS, folded
from feedback_app.disclosures.importing.fault import CannotRead
from feedback_app.disclosures.importing.workbook import FORMULA, Cell, too_long

_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = (",", "\t", ";", "，", "；")
_SPARE = 50
# What Excel leaves of a long number when it saves a CSV file.
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[Ee]\+[0-9]{2}")
_FORMULA = re.compile(r"=.+")
_ROUNDED = (
    "Excel 把长数字改成了科学计数法，原来的数字已经丢失。请把格式设为文本，照原件重新填写。",
    "Excel wrote this long number in scientific form and its digits are lost. Set the cell to text and enter it anew.",
)


def rows_of(content: bytes, heads: Collection[str]) -> tuple[Iterator[tuple[int, list[Cell]]], int]:
    """(row number, cells), and how many lines there are. `heads`: folded names of known columns, by which the delimiter is
    told. Raises CannotRead, also while the rows are read."""
    text = _decoded(content)
    count = text.count("\n") + 1
    return _rows(text, _delimiter(text, heads)), count


def _decoded(content: bytes) -> str:
    encodings = [name for mark, name in _MARKED if content.startswith(mark)] or ["utf-8", "gb18030"]
    for name in encodings:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    raise CannotRead(
        "读不出这个文件的文字。请在 Excel 中另存为“CSV UTF-8”或者 .xlsx 后再上传。",
        "The words of this file cannot be read. Save it as “CSV UTF-8” or .xlsx in Excel and upload that.",
    )


def _delimiter(text: str, heads: Collection[str]) -> str:
    """The sign that parts the most known heads in the first lines."""

    def known(sign: str) -> int:
        try:
            lines = [
                line
                for _, line in zip(
                    range(5), csv.reader(io.StringIO(text, newline=""), delimiter=sign), strict=False
                )
            ]
        except csv.Error:
            return 0
        return max((sum(folded(cell) in heads for cell in line) for line in lines), default=0)

    return max(_DELIMITERS, key=known)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[Cell]]]:
    filled = 0
    try:
        for number, line in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1
        ):
            filled += any(line)
            if filled > MOST_ROWS + _SPARE:
                raise too_long(filled)
            yield number, [_cell(words) for words in line]
    except csv.Error as fault:
        raise CannotRead(
            "这个 CSV 文件的引号不成对，或者一格太长，读不下去。请在 Excel 中打开、核对并另存后再上传。",
            "The quotation marks of this CSV file do not match, or a cell is too long. Save it anew in Excel.",
        ) from fault


def _cell(words: str) -> Cell:
    words = words.strip()
    if _SCIENTIFIC.fullmatch(words):
        return Cell(words, _ROUNDED)
    if _FORMULA.fullmatch(words):
        return Cell(words, FORMULA)
    # A sign that keeps a spreadsheet from working the cell out; our own templates write it.
    return Cell(words[1:] if words[:1] == "'" and words[1:2] in "=+-@" else words)
