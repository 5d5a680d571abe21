"""A table of records on its way in: how far it has come, what is wrong with it, and which records it became."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.catalogue import Category, category
from feedback_app.disclosures.models.record import DisclosureRecord
from feedback_app.extensions import Sealed, UtcDateTime, db

WAITING, FAULTY, READY, CONFIRMED, IMPORTED, DROPPED = (
    "waiting", "faulty", "ready", "confirmed", "imported", "dropped",
)  # fmt: skip
AT_WORK = frozenset({WAITING, CONFIRMED})  # a job is owed: looking through, or writing


class ImportBatch(db.Model):
    """One uploaded table (导入批次). The file lies sealed on disk under `token` until it is imported or given up: it may
    name people in full whom the records name masked."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    category_key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(Sealed("import_batch.name"))
    fingerprint: Mapped[str] = mapped_column(
        String(64), index=True
    )  # of the file's bytes: the same file twice is noticed
    token: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    state: Mapped[str] = mapped_column(String(12))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # imported or given up
    attempt: Mapped[int] = mapped_column(default=0)  # which worker's turn it is; see jobs_importing.py
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the worker's last sign of life
    rows_total: Mapped[int] = mapped_column(default=0)  # about how many there are
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_wrong: Mapped[int] = mapped_column(default=0)
    fault_count: Mapped[int] = mapped_column(default=0)
    warning_count: Mapped[int] = mapped_column(default=0)
    # A step asked for all records of the batch at once: who asked, up to which row it was taken, and how it went.
    step: Mapped[str] = mapped_column(String(20), default="")
    step_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    step_row: Mapped[int] = mapped_column(default=0)
    step_done: Mapped[int] = mapped_column(default=0)
    step_refused: Mapped[int] = mapped_column(default=0)
    step_fault_zh: Mapped[str] = mapped_column(Text, default="")  # why the first one was refused
    step_fault_en: Mapped[str] = mapped_column(Text, default="")

    by: Mapped[StaffUser] = relationship(foreign_keys=by_id)
    step_by: Mapped[StaffUser | None] = relationship(foreign_keys=step_by_id)

    __table_args__ = (
        Index("ix_import_batch_state", "state", "id"),
        Index("ix_import_batch_by", "by_id", "id"),
    )

    @property
    def category(self) -> Category:
        return category(self.category_key)

    @property
    def subject(self) -> str:
        """How the log names this batch."""
        return f"batch:{self.id}"

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def is_taking_step(self) -> bool:
        """Whether a step is being taken on its records."""
        return bool(self.step)

    @property
    def is_ready(self) -> bool:
        return self.state == READY

    @property
    def is_faulty(self) -> bool:
        return self.state == FAULTY

    @property
    def is_imported(self) -> bool:
        return self.state == IMPORTED

    @property
    def is_dropped(self) -> bool:
        return self.state == DROPPED

    @property
    def is_confirmed(self) -> bool:
        return self.state == CONFIRMED

    @property
    def rows_fit(self) -> int:
        return self.rows_read - self.rows_wrong


class ImportFault(db.Model):
    """One thing wrong in a batch, as the preview shows it. Gone once the batch is imported or given up."""

    __tablename__ = "import_fault"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    row_number: Mapped[int]  # as the spreadsheet counts; 0 for the file as a whole
    blocks: Mapped[bool]
    place_zh: Mapped[str] = mapped_column(Sealed("import_fault.place_zh"))
    place_en: Mapped[str] = mapped_column(Sealed("import_fault.place_en"))
    words_zh: Mapped[str] = mapped_column(Sealed("import_fault.words_zh"))
    words_en: Mapped[str] = mapped_column(Sealed("import_fault.words_en"))

    __table_args__ = (Index("ix_import_fault_batch", "batch_id", "blocks", "id"),)


class ImportedRecord(db.Model):
    """Which row of which batch a record came from. One record comes from one row."""

    __tablename__ = "imported_record"

    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    row_number: Mapped[int]

    record: Mapped[DisclosureRecord] = relationship()

    # A row becomes one record, whatever two workers do.
    __table_args__ = (Index("uq_imported_record_row", "batch_id", "row_number", unique=True),)
