"""What is wrong with each row: the same reading as the form's, the same checks as before a publication, and doubles.

What would refuse the publication refuses the import. An exception that two people may let stand is entered by hand.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.checks import Content, Finding, inspect
from feedback_app.disclosures.checks.known import Known, numbers_and_refs
from feedback_app.disclosures.fields import FieldMissing, FieldRefused, FieldValue, parse
from feedback_app.disclosures.importing.columns import FORMED, Column, columns_of, formed_field
from feedback_app.disclosures.importing.fault import Fault
from feedback_app.disclosures.importing.reading import TypedRow, place_of

READ_ALREADY = "field_missing"  # what is empty was refused when the row was read


@dataclass(frozen=True)
class CheckedRow:
    """`values` as a draft would hold them. Only of use where `is_fit`."""

    number: int
    values: dict[str, FieldValue]
    formed_on: date | None
    faults: tuple[Fault, ...]

    @property
    def is_fit(self) -> bool:
        return self.formed_on is not None and not any(fault.blocks for fault in self.faults)

    @property
    def party_kind(self) -> str | None:
        kind = self.values.get("party_kind")
        return kind if isinstance(kind, str) else None


class _KnownAtOnce(Known):
    """Asks for the numbers of the table's category once, and not for each row."""

    def __init__(self, category_key: str) -> None:
        self._category_key = category_key

    @cached_property
    def _refs(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number, ref in numbers_and_refs(self._category_key):
            found.setdefault(number, []).append(ref)
        return found

    def others_numbered(self, category_key: str, number: str, but: int | None) -> list[str]:
        """As Known says; rows not yet written are no record themselves, so `but` is always None."""
        return self._refs.get(number, [])


class Checker:
    """Looks through the rows of one table in their order; remembers them, so that doubles are found."""

    def __init__(self, row: Category, place: Mapping[str, str]) -> None:
        self._row, self._place, self._known = row, place, _KnownAtOnce(row.key)
        self._columns = {column.key: column for column in columns_of(row)}
        self._numbers = dict[str, int]()
        self._whole = dict[int, int]()

    def check(self, typed: TypedRow) -> CheckedRow:
        """One row with everything that is wrong in it."""
        if not typed.raw:
            return CheckedRow(typed.number, {}, None, typed.faults)
        values, refused = self._row.read(typed.raw)
        formed_on = self._formed_on(typed, values, refused)
        faults = [*typed.faults, *(self._refusal(typed.number, key, fault) for key, fault in refused.items())]
        if formed_on is None and not refused:
            column = self._columns[self._row.formed_field]
            place = place_of(column, self._place.get(column.key, ""))
            faults.append(
                Fault(
                    typed.number,
                    *place,
                    "请填写：时限从这一天起算。",
                    "Please enter it: the time limit runs from this day.",
                )
            )
        if "party_kind" not in refused:
            faults += self._findings(typed.number, values, formed_on)
        if not refused:
            faults += self._doubles(typed.number, values, formed_on)
        return CheckedRow(typed.number, values, formed_on, tuple(_each_once(faults)))

    def _formed_on(
        self, typed: TypedRow, values: Mapping[str, FieldValue], refused: dict[str, FieldRefused]
    ) -> date | None:
        if self._row.formed_field:
            return self._row.formed_on_of(values)
        try:
            return date.fromisoformat(str(parse(formed_field(self._row), typed.raw.get(FORMED))))
        except FieldRefused as fault:
            refused[FORMED] = fault
            return None

    def _findings(self, number: int, values: Mapping[str, FieldValue], formed_on: date | None) -> list[Fault]:
        content = Content(
            category=self._row,
            values=values,
            party_kind=str(values.get("party_kind") or "") or None,
            formed_on=formed_on,
        )
        found = inspect(content, self._known)
        return [self._finding(number, one) for one in found if one.check != READ_ALREADY]

    def _finding(self, number: int, one: Finding) -> Fault:
        key = one.where.split("[")[0]
        letter = self._place.get(key, "")
        seen = f"（{one.masked}）" if one.is_personal and one.masked else ""
        return Fault(
            number,
            f"{letter}列{one.where_zh}" if "[" in one.where else f"{letter}列“{one.where_zh}”",
            f"column {letter} “{one.where_en}”",
            f"{one.said_zh}{seen}{one.mend_zh}",
            f"{one.said_en}{seen} {one.mend_en}",
            blocks=one.blocks,
        )

    def _refusal(self, number: int, key: str, fault: FieldRefused) -> Fault:
        column: Column = self._columns[key]
        places = place_of(column, self._place.get(key, ""))
        if isinstance(fault, FieldMissing):  # the place names it already
            return Fault(number, *places, "还没有填写。", "It has to be filled in.")
        return Fault(number, *places, fault.message_zh, fault.message_en)

    def _doubles(
        self, number: int, values: Mapping[str, FieldValue], formed_on: date | None
    ) -> Iterator[Fault]:
        document_number = values.get("document_number")
        if isinstance(document_number, str):
            first = self._numbers.setdefault(document_number, number)
            if first != number:
                column = self._columns["document_number"]
                yield Fault(
                    number, *place_of(column, self._place.get(column.key, "")), f"和第{first}行的文号相同，请核对。",
                    f"Row {first} bears the same number; please check.",
                )  # fmt: skip
                return
        essence = hash(json.dumps([values, str(formed_on)], ensure_ascii=False, sort_keys=True))
        first = self._whole.setdefault(essence, number)
        if first != number:
            yield Fault(
                number,
                "整行",
                "the whole row",
                f"和第{first}行完全相同，请删除一行。",
                f"The same as row {first}; delete one of them.",
            )


def _each_once(faults: list[Fault]) -> Iterator[Fault]:
    return iter(dict.fromkeys(faults))
