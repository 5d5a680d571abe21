"""Reads of imports: whose they are, what is wrong in them, and the records they became."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.models import DisclosureRecord, ImportBatch, ImportedRecord, ImportFault
from feedback_app.extensions import db

PAGE = 100


def batches_of(user: StaffUser, limit: int = 10) -> Sequence[ImportBatch]:
    """This person's batches, the newest first."""
    wanted = (
        select(ImportBatch).where(ImportBatch.by_id == user.id).order_by(ImportBatch.id.desc()).limit(limit)
    )
    return db.session.scalars(wanted).all()


def batch_for(user: StaffUser, number: int, *, at_desk: bool) -> ImportBatch | None:
    """A batch: until it is imported its own person's; then also of whoever works on records."""
    batch = db.session.get(ImportBatch, number)
    if batch is None:
        return None
    return batch if batch.by_id == user.id or (at_desk and batch.is_imported) else None


def faults_of(batch: ImportBatch, *, blocks: bool, after: int = 0, limit: int = PAGE) -> list[ImportFault]:
    """What must be mended (`blocks`), or what is only to be looked at, in the order of the table."""
    wanted = (
        select(ImportFault)
        .where(ImportFault.batch_id == batch.id, ImportFault.blocks == blocks, ImportFault.id > after)
        .order_by(ImportFault.id)
        .limit(limit)
    )
    return list(db.session.scalars(wanted))


def all_faults(batch: ImportBatch) -> Iterator[ImportFault]:
    """Everything that is wrong, what must be mended first."""
    wanted = (
        select(ImportFault)
        .where(ImportFault.batch_id == batch.id)
        .order_by(ImportFault.blocks.desc(), ImportFault.id)
        .execution_options(yield_per=500)
    )
    return iter(db.session.scalars(wanted))


def records_of(batch: ImportBatch, after: int = 0, limit: int = PAGE) -> list[tuple[int, DisclosureRecord]]:
    """(row number, record) in the order of the table."""
    found = db.session.execute(
        select(ImportedRecord.row_number, DisclosureRecord)
        .join(DisclosureRecord, DisclosureRecord.id == ImportedRecord.record_id)
        .where(ImportedRecord.batch_id == batch.id, ImportedRecord.row_number > after)
        .order_by(ImportedRecord.row_number)
        .limit(limit)
    )
    return [(number, record) for number, record in found]


def states_of(batch: ImportBatch) -> dict[str, int]:
    """How many of its records stand where: status of the record → number."""
    found = db.session.execute(
        select(DisclosureRecord.status, func.count())
        .join(ImportedRecord, ImportedRecord.record_id == DisclosureRecord.id)
        .where(ImportedRecord.batch_id == batch.id)
        .group_by(DisclosureRecord.status)
    )
    return {row[0]: row[1] for row in found}
