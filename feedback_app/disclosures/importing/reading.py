"""From a file to typed rows: which line is the head, which column is which field, which lines are not records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.fields import FieldKind
from feedback_app.disclosures.importing import delimited, workbook
from feedback_app.disclosures.importing.columns import (
    EXAMPLE_MARK,
    HELP_MARK,
    MARK_HEAD,
    MOST_ROWS,
    Column,
    columns_of,
    folded,
    names_of,
)
from feedback_app.disclosures.importing.fault import CannotRead, Fault
from feedback_app.disclosures.importing.opening import look_at
from feedback_app.disclosures.importing.workbook import Cell, Seen, get_column_letter, too_long

_HEAD_WITHIN = 5  # lines among which the head stands
_DAY_KINDS = frozenset({FieldKind.DATE})
_MARK = folded(MARK_HEAD)
_DAY_INSTEAD = (
    "Excel 把这一格变成了日期。请把格式设为文本，照原件重新填写。",
    "Excel turned this cell into a date. Set it to text and enter it anew.",
)


@dataclass(frozen=True)
class TypedRow:
    """One record as it was typed: field key → text. `faults`: cells that cannot be relied on."""

    number: int
    raw: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


@dataclass
class Table:
    """A file opened for reading. `faults`: what is wrong with it as a whole; `rows` can be walked once.

    `total` is about how many lines there are; `place` the column's letter by field key.
    """

    rows: Iterator[TypedRow]
    total: int
    faults: list[Fault] = field(default_factory=list)
    place: dict[str, str] = field(default_factory=dict)


Lines = Iterator[tuple[int, list[Cell]]]


def read(content: bytes, name: str, row: Category) -> Table:
    """The table in a file. Raises CannotRead for what is no table, also while its rows are walked."""
    seen, faults = Seen(), list[Fault]()
    if look_at(content, name) == "xlsx":
        lines, seen, faults = workbook.rows_of(content)
        total = seen.rows
    else:
        lines, total = delimited.rows_of(content, names_of(row).keys())
    heads = _find_heads(lines, row)
    places, wrong = _placed(heads, row)
    letters = {column.key: get_column_letter(at + 1) for at, column in places.items()}
    mark_at = next((at for at, cell in enumerate(heads) if folded(cell.text) == _MARK), None)
    # Without a column that is needed every row would be wrong in the same way: said once.
    rows = iter(()) if _lacks(row, places) else _records(lines, row, places, mark_at, seen)
    return Table(rows, total, faults + wrong, letters)


def _find_heads(lines: Lines, row: Category) -> list[Cell]:
    names = names_of(row)
    needed = min(2, len(columns_of(row)))
    for _number, cells in islice(lines, _HEAD_WITHIN):
        if sum(folded(cell.text) in names for cell in cells) >= needed:
            return cells
    raise CannotRead(
        f"前{_HEAD_WITHIN}行里找不到“{row.label_zh}”的表头。请用这一类的模板填写，不要删改表头。",
        f"No head of “{row.label_en}” in the first {_HEAD_WITHIN} rows. Use the template of this kind and keep its head.",
    )


def _placed(heads: list[Cell], row: Category) -> tuple[dict[int, Column], list[Fault]]:
    """The column at each place, and what is wrong with the heads."""
    names, places, faults = names_of(row), dict[int, Column](), list[Fault]()
    for at, cell in enumerate(heads):
        column = names.get(folded(cell.text))
        letter = get_column_letter(at + 1)
        if column is None and cell.text.strip() and folded(cell.text) != _MARK:
            faults.append(
                Fault(0, f"{letter}列“{cell.text[:40]}”", f"column {letter} “{cell.text[:40]}”",
                      "模板里没有这一列。请删除这一列，或者把表头改成模板里的名称。",
                      "The template has no such column. Delete it, or give it the template's name.")
            )  # fmt: skip
        elif column is not None and column in places.values():
            faults.append(
                Fault(0, f"{letter}列“{cell.text[:40]}”", f"column {letter} “{cell.text[:40]}”", "这一列出现了两次，请删除一列。",
                      "This column is there twice; delete one.")
            )  # fmt: skip
        elif column is not None:
            places[at] = column
    return places, faults + _missing(row, places)


def _lacks(row: Category, places: Mapping[int, Column]) -> list[Column]:
    there = {column.key for column in places.values()}
    return [column for column in columns_of(row) if column.field.required and column.key not in there]


def _missing(row: Category, places: Mapping[int, Column]) -> list[Fault]:
    return [
        Fault(0, f"“{column.field.label_zh}”", f"“{column.field.label_en}”", "缺少这一列。请从模板复制表头。",
              "This column is missing. Copy the head from the template.")
        for column in _lacks(row, places)
    ]  # fmt: skip


def _records(
    lines: Lines, row: Category, places: Mapping[int, Column], mark_at: int | None, seen: Seen
) -> Iterator[TypedRow]:
    count = 0
    for number, cells in lines:
        mark = cells[mark_at].text.strip() if mark_at is not None and mark_at < len(cells) else ""
        typed = {at: cells[at] for at in places if at < len(cells) and cells[at].text.strip()}
        if not typed or mark == HELP_MARK:
            continue
        if mark == EXAMPLE_MARK:
            if not _is_example(typed, places):
                yield TypedRow(number, {}, (_marked_but_filled(number),))
            continue
        count += 1
        if count > MOST_ROWS:
            raise too_long(count)
        yield _typed_row(number, typed, places, is_hidden=number in seen.hidden_rows)


def _typed_row(
    number: int, typed: Mapping[int, Cell], places: Mapping[int, Column], *, is_hidden: bool
) -> TypedRow:
    faults = [
        Fault(number, "整行", "the whole row", "这一行是隐藏的。请取消隐藏或者筛选，核对后再上传。",
              "This row is hidden. Show it, or clear the filter, check it and upload again.")
    ] if is_hidden else []  # fmt: skip
    for at, cell in typed.items():
        column = places[at]
        wrong = cell.fault or (_DAY_INSTEAD if cell.is_day and column.field.kind not in _DAY_KINDS else None)
        if wrong:
            faults.append(Fault(number, *place_of(column, get_column_letter(at + 1)), *wrong))
    return TypedRow(number, {places[at].key: cell.text for at, cell in typed.items()}, tuple(faults))


def place_of(column: Column, letter: str) -> tuple[str, str]:
    """The column in words, Chinese and English."""
    if not letter:
        return f"“{column.field.label_zh}”", f"“{column.field.label_en}”"
    return f"{letter}列“{column.field.label_zh}”", f"column {letter} “{column.field.label_en}”"


def _is_example(typed: Mapping[int, Cell], places: Mapping[int, Column]) -> bool:
    """Whether a row marked as the example still is one: what somebody wrote over it must not be lost in silence."""
    return all(folded(cell.text) == folded(places[at].example) for at, cell in typed.items())


def _marked_but_filled(number: int) -> Fault:
    return Fault(
        number, "A列", "column A", f"这一行标着“{EXAMPLE_MARK}”，但内容改过。要导入的，删掉这两个字；不要的，恢复原样或者删除整行。",
        f"This row is marked as the example ({EXAMPLE_MARK}) but was changed. Remove the mark to import it, or delete the row.",
    )  # fmt: skip
