"""What differs between two versions of a record, field by field, in the order of the catalogue."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.disclosures.fields import Field, FieldValue, plain, same

# Numbers in words too (陆万捌仟, 六万八千); a single 一 or 十 is mostly none.
_FIGURES = re.compile(r"\d+|[壹贰叁肆伍陆柒捌玖拾佰仟]+|[〇零一二三四五六七八九十百千万亿两]{2,}")


@dataclass(frozen=True)
class Difference:
    """One field's value before and after. Of a long table only the rows that differ."""

    field: Field
    old: FieldValue
    new: FieldValue

    @property
    def touches_figures(self) -> bool:
        """Whether a number was changed inside the words."""
        old, new = (_FIGURES.findall(plain(self.field, value, "zh")) for value in (self.old, self.new))
        return old != new


def differences(fields: Iterable[Field], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """The fields whose values are not the same."""
    return [
        Difference(field, *_narrowed(old.get(field.key), new.get(field.key)))
        for field in fields
        if not same(field, old.get(field.key), new.get(field.key))
    ]


def _narrowed(old: FieldValue, new: FieldValue) -> tuple[FieldValue, FieldValue]:
    if isinstance(old, list) and isinstance(new, list):
        rows = [row for row in old if row not in new], [row for row in new if row not in old]
        return rows if any(rows) else (old, new)
    return old, new
