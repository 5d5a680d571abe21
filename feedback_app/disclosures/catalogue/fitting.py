"""Whether a value fits the others of its record: what parsing one field by itself cannot tell."""

import re
from collections.abc import Mapping
from datetime import date

from feedback_app import clock
from feedback_app.disclosures.fields import Field, FieldKind, FieldMissing, FieldRefused, FieldValue

# What betrays a party's name in a text that is to name nobody.
NAMES = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:有限责任公司|有限公司|股份公司|合作社|经营部|加工厂|养殖场)|[\u4e00-\u9fff]某某|(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])"
)


def misfit(
    row: Field, values: Mapping[str, FieldValue], formed_on: date | None, *, names_nobody: bool
) -> FieldRefused | None:
    """What is wrong with a value beside the others: a party named where none may be, missing because of another value,
    not possible yet on that day, or a year that is not over. None when it fits."""
    value = values.get(row.key)
    named = NAMES.search(value) if names_nobody and isinstance(value, str) else None
    if named:
        return FieldRefused(
            f"这里不能点名，请去掉“{named[0]}”：案件还没有办结。",
            f"No party may be named while the case is open; remove “{named[0]}”.",
        )
    if row.required_when and value is None and values.get(row.required_when[0]) == row.required_when[1]:
        return FieldMissing(row.label_zh, row.label_en)
    return _untimely(row, value, formed_on)


def _untimely(row: Field, value: FieldValue, formed_on: date | None) -> FieldRefused | None:
    if formed_on is None:
        return None
    if row.kind is FieldKind.YEAR and formed_on > clock.today():
        return FieldRefused("这一年还没有结束。", "That year is not over yet.")
    for choice in row.choices:
        if choice.value == value and choice.since and formed_on.isoformat() < choice.since:
            return FieldRefused(
                f"{choice.since}以前不可能是“{choice.label_zh}”，请核对。",
                f"Before {choice.since} it cannot be “{choice.label_en}”; please check.",
            )
    return None
