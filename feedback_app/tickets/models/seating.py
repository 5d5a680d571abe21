"""Taken in, brought before the leader, given to an investigator."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.extensions import db
from feedback_app.tickets.models.deed import Deed


class Acceptance(Deed, db.Model):
    """受理: the clerk took the report in."""

    __tablename__ = "acceptance"


class LeaderSubmission(Deed, db.Model):
    """报送主管领导: step one of Article 15."""

    __tablename__ = "leader_submission"

    leader_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    leader_name: Mapped[str] = mapped_column(String(120))
    leader_post: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text, default="")


class Appointment(Deed, db.Model):
    """指派调查人员: whom the leader appointed, and who was excluded because the record went through their hands."""

    __tablename__ = "appointment"

    investigator_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    investigator_name: Mapped[str] = mapped_column(String(120))
    investigator_post: Mapped[str] = mapped_column(String(120))
    excluded: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # [{name, acts}]
    reason: Mapped[str] = mapped_column(Text, default="")
