"""How a record leaves the public's sight: instruments, take-downs, hidings, and the sealed archive of what it said."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.disclosures.grounds import GROUNDS, HIDING_REASONS, Ground, HidingReason
from feedback_app.disclosures.models.record import DisclosureRecord
from feedback_app.extensions import SealedJson, UtcDateTime, db


class TakedownInstrument(db.Model):
    """A document (文书) that undoes a decision: who issued it, its number, when we received it. Its receipt starts the clock."""

    __tablename__ = "takedown_instrument"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"), index=True)
    ground: Mapped[str] = mapped_column(String(30))  # what it does to our decision, a key of GROUNDS
    issuer: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(120))
    issued_on: Mapped[date]
    received_on: Mapped[date]
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    registered_by: Mapped[str] = mapped_column(String(120))  # as they were called then
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # acted on, or found to change nothing
    settled_by: Mapped[str] = mapped_column(String(120), default="")
    found_not_ours: Mapped[str] = mapped_column(Text, default="")  # why it changes nothing here

    record: Mapped[DisclosureRecord] = relationship()

    __table_args__ = (Index("ix_takedown_instrument_open", "settled_at", "id"),)

    @property
    def ground_row(self) -> Ground:
        return GROUNDS[self.ground]

    @property
    def subject(self) -> str:
        """How the log and the file store name it; its scan belongs to it and never to the record."""
        return f"instrument:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None


class Takedown(db.Model):
    """One taking down (撤下): proposed, approved where its ground asks for it, done; or refused. `channel`: only from this
    carrier, where its period is over; None: the record as a whole."""

    __tablename__ = "takedown"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"), index=True)
    ground: Mapped[str] = mapped_column(String(30))
    channel: Mapped[str | None] = mapped_column(String(30))
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("takedown_instrument.id"), index=True)
    law: Mapped[str] = mapped_column(String(300), default="")  # typed, where no row can name it
    words_zh: Mapped[str] = mapped_column(Text, default="")  # what the notice adds to its sentence
    words_en: Mapped[str] = mapped_column(Text, default="")
    document_number: Mapped[str] = mapped_column(String(80), default="")  # only where the sentence names it
    notice_number: Mapped[int] = mapped_column(
        default=1
    )  # which wording of the notice stands there; older ones are sealed
    reworded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))  # None: time itself
    proposed_for_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff_user.id")
    )  # whose power a delegate used
    proposed_by: Mapped[str] = mapped_column(String(120), default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    reviewed_for_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    reviewed_by: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    refused_because: Mapped[str] = mapped_column(Text, default="")
    down_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    late_by: Mapped[int | None]  # working days after the last one; 0 in time; None where no clock ran
    reminded_on: Mapped[date | None]
    escalated_on: Mapped[date | None]

    record: Mapped[DisclosureRecord] = relationship()
    instrument: Mapped[TakedownInstrument | None] = relationship()

    __table_args__ = (Index("ix_takedown_waiting", "decided_at", "down_at", "id"),)

    @property
    def ground_row(self) -> Ground:
        return GROUNDS[self.ground]

    def sentence(self, lang: str) -> str:
        """The ground's public sentence; it names the document where its row says so, and nothing else of the record."""
        row, category = self.ground_row, self.record.category
        if lang == "en":
            words, named = row.sentence_en, category.label_en[:1].lower() + category.label_en[1:]
        else:
            words, named = row.sentence_zh, category.label_zh + ("决定" if self.document_number else "信息")
        return " ".join(words.format(document=self.document_number, category=named).split())

    @property
    def worked_on_by(self) -> frozenset[int]:
        """Who proposed or reviewed it, and in whose name: none of them approves it."""
        people = (self.proposed_by_id, self.proposed_for_id, self.reviewed_by_id, self.reviewed_for_id)
        return frozenset(one for one in people if one is not None)

    @property
    def is_waiting(self) -> bool:
        """Proposed, and neither done nor refused."""
        return self.down_at is None and self.decided_at is None


class Hiding(db.Model):
    """One hiding at once (暂停公示): who, when, why; what the leader said; how it ended."""

    __tablename__ = "hiding"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))  # a key of HIDING_REASONS
    version_number: Mapped[int]  # the version that was live
    hidden_at: Mapped[datetime] = mapped_column(UtcDateTime)
    hidden_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    hidden_for_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff_user.id")
    )  # whose power a delegate used
    hidden_by: Mapped[str] = mapped_column(String(120))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    confirmed_by: Mapped[str] = mapped_column(String(120), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(120), default="")
    ending: Mapped[str] = mapped_column(String(20), default="")  # lifted, mended, taken_down
    ended_because: Mapped[str] = mapped_column(Text, default="")
    escalated_on: Mapped[date | None]

    record: Mapped[DisclosureRecord] = relationship()

    __table_args__ = (Index("ix_hiding_open", "ended_at", "id"),)

    @property
    def reason_row(self) -> HidingReason:
        return HIDING_REASONS[self.reason]

    @property
    def worked_on_by(self) -> frozenset[int]:
        """Who hid it, and in whose name."""
        return frozenset(one for one in (self.hidden_by_id, self.hidden_for_id) if one is not None)

    @property
    def is_unapproved(self) -> bool:
        """Nobody has said yet whether it was right."""
        return self.confirmed_at is None and self.ending != "lifted"


class SealedOriginal(db.Model):
    """The sealed archive (密封存档): what a record, or one version of it, said before it came down. Staff open it only with
    a reason, and each opening is logged. `version_number` 0 holds what belongs to the record as a whole."""

    __tablename__ = "sealed_original"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"))
    version_number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(SealedJson("sealed_original.content"))
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_sealed_original_record", "record_id", "version_number", "id"),)
