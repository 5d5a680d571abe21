"""The finding, and what it brought about: correction or clarification."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import UtcDateTime, db
from feedback_app.tickets.models.deed import Deed


class Verification(Deed, db.Model):
    """调查核实: what was compared, on what basis, with which finding; signed or sent back by the leader."""

    __tablename__ = "verification"

    finding: Mapped[str] = mapped_column(String(30))
    compared: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    new_values: Mapped[dict[str, Any]] = mapped_column(
        JSON
    )  # field key → right value, when a correction follows
    # Was so when it was reported (the version seen), and another report has had it put right since (that version).
    seen_number: Mapped[int | None]
    corrected_number: Mapped[int | None]
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by_name: Mapped[str] = mapped_column(String(120), default="")
    signed_by_post: Mapped[str] = mapped_column(String(120), default="")
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_reason: Mapped[str] = mapped_column(Text, default="")


class Correction(Deed, db.Model):
    """更正: the new version of the record that this ticket brought about."""

    __tablename__ = "correction"

    record_id: Mapped[int] = mapped_column(ForeignKey("disclosure_record.id"))
    from_number: Mapped[int]
    to_number: Mapped[int]


class Clarification(Deed, db.Model):
    """澄清: the public words beside a record that was right."""

    __tablename__ = "clarification"

    text: Mapped[str] = mapped_column(Text)
