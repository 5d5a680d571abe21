"""What the checks compare a record with: the published legal bases, and records that bear the same number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import and_, select

from feedback_app.disclosures.checks.bases import Basis, bases_of
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.withheld import explained_numbers
from feedback_app.disclosures.workflow import PUBLISHED
from feedback_app.extensions import db

BASES_CATEGORY, BASES_FIELD = "legal_basis", "bases"
# Records that have come down bear their number no longer: the decision may be made and published anew.
NO_LONGER_THERE = ("withdrawn",)


@dataclass
class Known:
    """Read once for a record, or once for all rows of an import."""

    @cached_property
    def bases(self) -> Mapping[str, list[Basis]]:
        """The rows of every published list of legal bases (A2), by the essence of their titles."""
        tables = db.session.scalars(
            select(RecordVersion.field_values)
            .join(
                DisclosureRecord,
                and_(
                    DisclosureRecord.id == RecordVersion.record_id,
                    DisclosureRecord.live_number == RecordVersion.number,
                ),
            )
            .where(DisclosureRecord.category_key == BASES_CATEGORY, DisclosureRecord.status == PUBLISHED)
        )
        return bases_of(row for table in tables for row in table.get(BASES_FIELD) or [])

    @cached_property
    def withheld(self) -> Mapping[str, Mapping[str, str]]:
        """Category → document number → entry of the register, of decisions that law keeps back today."""
        return explained_numbers()

    read_numbers: dict[tuple[str, str], list[tuple[int, str]]] | None = None  # (category, number) → (id, ref)

    def read_all_numbers(self, numbers: Iterable[str]) -> None:
        """Ask for the records that bear these numbers at once, where many are looked at."""
        found: dict[tuple[str, str], list[tuple[int, str]]] = {}
        rows = db.session.execute(
            select(
                DisclosureRecord.category_key,
                DisclosureRecord.document_number,
                DisclosureRecord.id,
                DisclosureRecord.ref,
            ).where(
                DisclosureRecord.document_number.in_(sorted(set(numbers))),
                DisclosureRecord.status.not_in(NO_LONGER_THERE),
            )
        )
        for key, number, record_id, ref in rows:
            found.setdefault((key, number), []).append((record_id, ref))
        self.read_numbers = found

    def others_numbered(self, category_key: str, number: str, but: int | None) -> list[str]:
        """Refs of other records of the category with this document number."""
        if self.read_numbers is not None:
            there = self.read_numbers.get((category_key, number), [])
            return [ref for record_id, ref in there if record_id != but][:3]
        wanted = select(DisclosureRecord.ref).where(
            DisclosureRecord.document_number == number,
            DisclosureRecord.category_key == category_key,
            DisclosureRecord.status.not_in(NO_LONGER_THERE),
        )
        if but is not None:
            wanted = wanted.where(DisclosureRecord.id != but)
        return list(db.session.scalars(wanted.limit(3)))


def numbers_and_refs(category_key: str) -> Iterator[tuple[str, str]]:
    """(document number, ref) of every record of a category that has one and has not come down."""
    found = db.session.execute(
        select(DisclosureRecord.document_number, DisclosureRecord.ref).where(
            DisclosureRecord.category_key == category_key,
            DisclosureRecord.document_number != "",
            DisclosureRecord.status.not_in(NO_LONGER_THERE),
        )
    )
    return ((row.document_number, row.ref) for row in found)


def numbers_in_use(category_key: str) -> list[str]:
    """Every document number of a category that stands in a record, published or not."""
    return list(
        db.session.scalars(
            select(DisclosureRecord.document_number)
            .where(DisclosureRecord.category_key == category_key, DisclosureRecord.document_number != "")
            .distinct()
        )
    )
