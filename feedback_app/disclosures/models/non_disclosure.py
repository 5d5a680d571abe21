"""What is kept from the public by law: the register (不予公开登记), and who did what to each entry."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.disclosures.catalogue import Category, category
from feedback_app.disclosures.models.record import DisclosureRecord
from feedback_app.disclosures.withholding import PENDING, STANDING, WHOLE, WithheldState
from feedback_app.extensions import Sealed, SealedJson, UtcDateTime, db


class NonDisclosure(db.Model):
    """One decision not to disclose (不予公开决定): on what basis, by whom, until when it is looked at again.

    What it is about lies sealed in `content` (description, document_number); nothing in clear tells it.
    """

    __tablename__ = "non_disclosure"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(30))  # a key of WITHHELD_KINDS
    extent: Mapped[str] = mapped_column(String(10))  # a key of EXTENTS
    category_key: Mapped[str] = mapped_column(String(40))
    basis_level: Mapped[str] = mapped_column(String(30))  # a key of LEVELS
    basis_title: Mapped[str] = mapped_column(String(200))
    basis_article: Mapped[str] = mapped_column(String(60))
    content: Mapped[dict[str, Any]] = mapped_column(SealedJson("non_disclosure.content"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_record.id"), index=True)
    handling_unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    in_force_on: Mapped[date | None]  # since when it is approved
    ended_on: Mapped[date | None]  # since when it is to be public
    review_on: Mapped[date | None]  # when it is looked at again (公开条例 18)
    reminded_on: Mapped[date | None]
    lock: Mapped[int] = mapped_column(default=1)

    record: Mapped[DisclosureRecord | None] = relationship()

    __mapper_args__ = {"version_id_col": lock}
    __table_args__ = (
        Index("ix_non_disclosure_state", "state", "id"),
        Index("ix_non_disclosure_review", "state", "review_on", "id"),
        Index("ix_non_disclosure_author", "proposed_by_id", "id"),
    )

    @property
    def category(self) -> Category:
        return category(self.category_key)

    @property
    def at_state(self) -> WithheldState:
        return WithheldState(self.state)

    @property
    def subject(self) -> str:
        """How the log names it."""
        return f"withheld:{self.ref}"

    @property
    def is_pending(self) -> bool:
        return self.at_state in PENDING

    @property
    def is_standing(self) -> bool:
        return self.at_state in STANDING

    @property
    def is_whole(self) -> bool:
        return self.extent == WHOLE

    @property
    def awaits_record(self) -> bool:
        """Released, and nobody has begun the record yet."""
        return self.at_state is WithheldState.DISCLOSED and self.record_id is None and self.is_whole


class NonDisclosureAct(db.Model):
    """Who did what to which entry, with which words. Names as they were then; the words are sealed."""

    __tablename__ = "non_disclosure_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    non_disclosure_id: Mapped[int] = mapped_column(ForeignKey("non_disclosure.id"))
    act: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    user_name: Mapped[str] = mapped_column(String(120))
    user_post: Mapped[str] = mapped_column(String(120))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    on_behalf_of_name: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(String(20), default="")  # who was asked, a key of ASKED_BODIES
    words: Mapped[str] = mapped_column(Sealed("non_disclosure_act.words"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_non_disclosure_act_entry", "non_disclosure_id", "id"),)
