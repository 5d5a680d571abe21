"""What the bureau publishes: records, their versions, and who did what to them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from feedback_app.disclosures.catalogue import Category, category
from feedback_app.disclosures.change_kinds import CHANGE_KINDS, ChangeKind, ChangeKindRow
from feedback_app.disclosures.fields.old_names import under_new_names
from feedback_app.disclosures.workflow import IN_WORK, PUBLISHED, RecordStatus, VersionStatus
from feedback_app.extensions import UtcDateTime, db


class FieldValues(TypeDecorator[dict[str, Any]]):
    """Values as they are stored, read by the names their fields bear now (see fields/old_names.py)."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return under_new_names(value) if isinstance(value, dict) else value


class DisclosureRecord(db.Model):
    """One piece of enforcement information (公示信息), with all its versions."""

    __tablename__ = "disclosure_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    category_key: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    title_zh: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(400))
    document_number: Mapped[str] = mapped_column(String(80), default="", index=True)
    party_kind: Mapped[str | None] = mapped_column(String(30))
    formed_on: Mapped[date]  # 信息形成之日: what the clock counts from
    released_on: Mapped[
        date | None
    ]  # since when nothing keeps it from the public that did before (不予公开 ended)
    first_published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    live_number: Mapped[int | None]  # the version the public sees
    under_verification: Mapped[bool] = mapped_column(default=False)
    expiry_pending_on: Mapped[date | None]  # since when its time is over and its removal waits for the head
    credit_repaired_on: Mapped[date | None]  # 已信用修复: it stays, marked and out of search engines
    is_sample: Mapped[bool] = mapped_column(default=False)
    handling_unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    once_hash: Mapped[str | None] = mapped_column(
        String(64)
    )  # of the form it was typed into: sent twice, kept once
    lock: Mapped[int] = mapped_column(default=1)

    versions: Mapped[list["RecordVersion"]] = relationship(
        order_by="RecordVersion.number", back_populates="record", lazy="select"
    )

    __mapper_args__ = {"version_id_col": lock}
    __table_args__ = (
        Index("uq_disclosure_record_once", "once_hash", unique=True),
        Index("ix_disclosure_record_stage", "status", "stage", "published_at", "id"),
        Index("ix_disclosure_record_category", "status", "category_key", "published_at", "id"),
        Index("ix_disclosure_record_newest", "status", "published_at", "id"),
        Index("ix_disclosure_record_retention", "status", "party_kind", "first_published_at", "id"),
    )

    @property
    def category(self) -> Category:
        return category(self.category_key)

    @property
    def subject(self) -> str:
        """How the log and the clocks name this record."""
        return f"record:{self.ref}"

    @property
    def is_public(self) -> bool:
        return self.status == PUBLISHED

    @property
    def is_hidden(self) -> bool:
        """Hidden at once while somebody looks into it."""
        return self.status == RecordStatus.HIDDEN

    @property
    def is_withdrawn(self) -> bool:
        """Taken down; its address shows why."""
        return self.status == RecordStatus.WITHDRAWN

    @property
    def is_withheld(self) -> bool:
        """Kept from the public by law; what it said lies sealed."""
        return self.status == RecordStatus.WITHHELD

    @property
    def counts_from(self) -> date:
        """The day its limits run from: while it was withheld by law, nothing was owed."""
        return max(self.formed_on, self.released_on or self.formed_on)

    @property
    def is_kept_from_search_engines(self) -> bool:
        """Public, but no search engine should bring people here any more."""
        return self.expiry_pending_on is not None or self.credit_repaired_on is not None

    @property
    def live(self) -> "RecordVersion | None":
        """The version the public sees."""
        return self.version(self.live_number) if self.live_number else None

    @property
    def newest(self) -> "RecordVersion":
        """The version the steps apply to."""
        return self.versions[-1]

    @property
    def in_work(self) -> "RecordVersion | None":
        """The version on its way to the public, if one is."""
        return self.newest if self.newest.is_in_work else None

    def before(self, version: "RecordVersion") -> "RecordVersion | None":
        """What the public saw until this version, or sees as long as it is not out: the published one before it."""
        earlier = [one for one in self.versions if one.number < version.number and one.published_at]
        return earlier[-1] if earlier else None

    def version(self, number: int) -> "RecordVersion | None":
        return next((version for version in self.versions if version.number == number), None)

    @property
    def state(self) -> RecordStatus:
        return RecordStatus(self.status)


class RecordVersion(db.Model):
    """The record's values as they stood from one publication to the next.

    Never edited once published: the database itself refuses it, see published_versions.py.
    """

    __tablename__ = "record_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20), default=VersionStatus.DRAFT)  # of workflow.VersionStatus
    field_values: Mapped[dict[str, Any]] = mapped_column(FieldValues)  # field key → value, see fields.py
    change_kind: Mapped[str] = mapped_column(String(20))  # of change_kinds.ChangeKind
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # [{field, old, new}]
    notice_zh: Mapped[str] = mapped_column(Text, default="")  # the public words about the change
    notice_en: Mapped[str] = mapped_column(Text, default="")
    formed_on: Mapped[date]  # the day the information was formed, or the facts changed
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What the log's entry about this version commits to (see public_text.py), and the salt. None: published before that
    # was done, or erased because the record came down.
    proof_text: Mapped[str | None] = mapped_column(Text, deferred=True, deferred_group="proof")
    proof_salt: Mapped[str | None] = mapped_column(String(64), deferred=True, deferred_group="proof")
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # its words lie in the archive now

    record: Mapped[DisclosureRecord] = relationship(back_populates="versions")

    @property
    def state(self) -> VersionStatus:
        return VersionStatus(self.status)

    @property
    def is_in_work(self) -> bool:
        return self.state in IN_WORK

    @property
    def kind(self) -> ChangeKindRow:
        """Why there is this version: what it needs is read from the row."""
        return CHANGE_KINDS[ChangeKind(self.change_kind)]

    __table_args__ = (
        Index("ix_record_version_record", "record_id", "number", unique=True),
        Index("ix_record_version_status", "status", "created_at", "id"),
        Index("ix_record_version_corrections", "change_kind", "published_at", "id"),
    )


class RecordAct(db.Model):
    """Who did what to which version: what recusal (回避) is read from. Names as they were then."""

    __tablename__ = "record_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"))
    version_number: Mapped[int]
    act: Mapped[str] = mapped_column(
        String(20)
    )  # prepare, edit, submit, review, return, approve, publish, correct …
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    user_name: Mapped[str] = mapped_column(String(120))
    user_post: Mapped[str] = mapped_column(String(120))
    on_behalf_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff_user.id")
    )  # whose power a delegate used
    on_behalf_of_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index("ix_record_act_record", "record_id", "id"),
        # Asked for each ticket of a queue: did this person take part in that record?
        Index("ix_record_act_user", "user_id", "record_id", "act"),
        Index("ix_record_act_behalf", "on_behalf_of_id", "record_id", "act"),
    )


class RecordClarification(db.Model):
    """Public words beside a record whose content was right (澄清, Article 15)."""

    __tablename__ = "record_clarification"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # What the log's entry about it commits to (see public_text.py), and the salt. None: published before that was done, or
    # erased because the record came down.
    proof_text: Mapped[str | None] = mapped_column(Text, deferred=True, deferred_group="proof")
    proof_salt: Mapped[str | None] = mapped_column(String(64), deferred=True, deferred_group="proof")
