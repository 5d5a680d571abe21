"""The person concerned is heard before anything is decided about them; what another body decided is written down."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import Sealed, db
from feedback_app.tickets.models.deed import Deed


class Statement(Deed, db.Model):
    """听取陈述: what the person concerned said, or that they declined to say anything. Kept, and sealed."""

    __tablename__ = "statement"

    accountability_id: Mapped[int] = mapped_column(ForeignKey("accountability.id"), index=True)
    way: Mapped[str] = mapped_column(String(20))  # a key of accountability.HEARINGS
    words: Mapped[str] = mapped_column(Sealed("statement.words"))


class AccountabilityOutcome(Deed, db.Model):
    """处理结果: what the body it was referred to decided, with its document. The bureau decides nothing of it."""

    __tablename__ = "accountability_outcome"

    accountability_id: Mapped[int] = mapped_column(ForeignKey("accountability.id"), index=True)
    body: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(String(120))
    decided_on: Mapped[date]
    measure: Mapped[str] = mapped_column(String(30))
    words: Mapped[str] = mapped_column(Text)
