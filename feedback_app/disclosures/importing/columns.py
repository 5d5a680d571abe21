"""The columns of a category's table: their heads, what their notes say, and how a value is written in one cell."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.fields import Choice, Field, FieldKind, RawValue, input_help

MOST_ROWS = 10_000
FORMED = "formed_on_typed"  # asked only where no field of the category says the day
# The first column says what a row is; it is never imported.
MARK_HEAD, HELP_MARK, EXAMPLE_MARK = "行的用途", "填写说明", "示例"
DATA_SHEET, NOTES_SHEET, CHOICES_SHEET = "填写", "说明", "选项"
YES_NO = (Choice("yes", "是", "yes"), Choice("no", "否", "no"))
# What a sheet shows as a number but is none: kept as text, or Excel rounds it after 15 digits.
_NEEDED = "＊"


@dataclass(frozen=True)
class Column:
    """One column: `key` is the field's, or FORMED."""

    key: str
    field: Field

    @property
    def head(self) -> str:
        unit = f"（{self.field.unit}）" if self.field.kind is FieldKind.MONEY else ""
        return f"{self.field.label_zh}{unit}{_NEEDED if self.field.required else ''}"

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers a drop-down offers, as people read them."""
        rows = YES_NO if self.field.kind is FieldKind.BOOLEAN else self.field.choices
        return tuple(row.label_zh for row in rows)

    @property
    def note(self) -> str:
        """What stands under the head: how the cell is filled in."""
        field = self.field
        words = [] if field.required else ["可以不填。"]
        if field.has_rows:
            heads = " | ".join(one.label_zh for one in field.columns)
            words.append(
                f"一条写一行，在格内按 Alt+Enter 换行；各栏用“|”隔开，依次是：{heads}。空着的栏也要留“|”。"
            )
            words.extend(
                f"“{one.label_zh}”填：{'、'.join(row.label_zh for row in one.choices)}。"
                for one in field.columns
                if one.choices
            )
        elif self.choices:
            words.append(f"从下列各项中选：{'、'.join(self.choices)}。")
        elif field.kind is FieldKind.DATE:
            words.append("写成 2026-09-28。")
        return "".join(words) + input_help(field, "zh")

    @property
    def example(self) -> str:
        """An example as it would stand in the cell; empty for an optional field that names none."""
        wanted = self.field.required or self.field.sample
        return written(self.field, self.field.example) if wanted else ""


def columns_of(row: Category) -> tuple[Column, ...]:
    """Every column of the category's table, in the order of its fields."""
    own = tuple(Column(field.key, field) for field in row.fields)
    return own if row.formed_field else (*own, Column(FORMED, formed_field(row)))


def formed_field(row: Category) -> Field:
    return Field(FORMED, FieldKind.DATE, row.formed_label_zh, row.formed_label_en)


def written(field: Field, raw: RawValue) -> str:
    """A raw value as one cell holds it: choices by their Chinese labels, rows of a table line by line with "|" between."""
    if isinstance(raw, list):
        return "\n".join(" | ".join(_word(column, row) for column in field.columns) for row in raw)
    offered = YES_NO if field.kind is FieldKind.BOOLEAN else field.choices
    return next((row.label_zh for row in offered if row.value == raw), raw or "")


def _word(column: Field, row: Mapping[str, str]) -> str:
    return written(column, row.get(column.key, ""))


def names_of(row: Category) -> dict[str, Column]:
    """Every way a column's head may be written, folded, and the column it names."""
    found = {}
    for column in columns_of(row):
        for name in (column.head, column.field.label_zh, column.field.label_en, column.key):
            found[folded(name)] = column
    return found


def folded(head: str) -> str:
    """A head without width of signs, spacing, marks and case."""
    return "".join(unicodedata.normalize("NFKC", head).replace("*", "").split()).casefold()
