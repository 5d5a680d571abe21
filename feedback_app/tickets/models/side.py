"""What happens beside the straight way: more is asked for, the limit is extended, the matter rests, goes elsewhere, is not
accepted, is withdrawn, objected to, reopened. What was typed by or about a reporter is sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import Sealed, UtcDateTime, db
from feedback_app.tickets.models.deed import Deed, Said


class Supplement(Deed, db.Model):
    """待补充: the reporter was asked for more; the limits stand still until the answer, `until_on` at the longest."""

    __tablename__ = "supplement"

    asked: Mapped[str] = mapped_column(Sealed("supplement.asked"))
    until_on: Mapped[date]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # answered, or the time was up
    answer: Mapped[str | None] = mapped_column(Sealed("supplement.answer"))
    typed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))  # the clerk who took it down
    typed_by_name: Mapped[str] = mapped_column(String(120), default="")


class Extension(Deed, db.Model):
    """延期: a limit lengthened once, signed by the leader. The reporter is told; the reason is shown to them."""

    __tablename__ = "extension"

    rule: Mapped[str] = mapped_column(String(40))
    to_rule: Mapped[str] = mapped_column(String(40))
    due_before: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)


class Suspension(Deed, db.Model):
    """中止: the matter rests for a reason, `until_on` at the longest."""

    __tablename__ = "suspension"

    reason: Mapped[str] = mapped_column(Text)
    until_on: Mapped[date]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_name: Mapped[str] = mapped_column(String(120), default="")  # empty: the time was up
    ended_reason: Mapped[str] = mapped_column(Text, default="")


class Transfer(Deed, db.Model):
    """转办: whose matter it is, how to reach them, and what the reporter was told."""

    __tablename__ = "transfer"

    to_whom: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(200))
    told: Mapped[str] = mapped_column(Text)
    ledger_number: Mapped[str] = mapped_column(
        String(80), default="", server_default=text("''")
    )  # theirs, if told
    feedback_owed: Mapped[bool]  # our own colleagues look into it: the reporter is still owed the result


class NonAcceptance(Deed, db.Model):
    """不予受理: on which ground (grounds.py), explained, with the remedy the reporter was told."""

    __tablename__ = "non_acceptance"

    ground: Mapped[str] = mapped_column(String(30))
    explanation: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(Text)


class Withdrawal(Said, db.Model):
    """撤回: the reporter withdrew. Somebody looks at it once more: an apparent error is still mended (`goes_on`)."""

    __tablename__ = "withdrawal"

    words: Mapped[str] = mapped_column(Sealed("withdrawal.words"))
    goes_on: Mapped[bool | None]  # None: nobody has looked yet
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_name: Mapped[str] = mapped_column(String(120), default="")
    decided_reason: Mapped[str] = mapped_column(Text, default="")


class Objection(Said, db.Model):
    """异议: the reporter does not accept the answer; once, within the limit counted from it."""

    __tablename__ = "objection"

    words: Mapped[str] = mapped_column(Sealed("objection.words"))


class Reopening(Deed, db.Model):
    """重新办理: a leader takes a file up again, with the reason."""

    __tablename__ = "reopening"

    reason: Mapped[str] = mapped_column(Text)
