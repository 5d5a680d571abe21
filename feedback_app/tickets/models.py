"""A report by a citizen and its whole life. Each step leaves a row that says who did it and when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import Sealed, UtcDateTime, db
from feedback_app.tickets.findings import FINDINGS, Demand, Finding
from feedback_app.tickets.workflow import REMEDIES, STATES, State, StateRow


class Ticket(db.Model):
    """One matter that somebody reported (工单)."""

    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    type: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(5))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_record.id"))
    record_number: Mapped[int | None]  # the version the reporter saw
    words: Mapped[str] = mapped_column(Text)
    # What the log's entry of the submission commits to, see said.py. Erasing both leaves the entry whole and silent.
    said_text: Mapped[str | None] = mapped_column(
        Sealed("ticket.said_text"), deferred=True, deferred_group="proof"
    )
    proof_salt: Mapped[str | None] = mapped_column(
        Sealed("ticket.proof_salt"), deferred=True, deferred_group="proof"
    )
    submission_hash: Mapped[str] = mapped_column(
        String(64), unique=True
    )  # the same form sent twice: one ticket
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    investigator_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    # Kept beside the state by operations._settle(), so that "what waits for me, most urgent first" is one index.
    next_step: Mapped[str | None] = mapped_column(String(30))
    waits_for: Mapped[str | None] = mapped_column(String(20))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the earliest running clock
    urgency_at: Mapped[datetime] = mapped_column(UtcDateTime)  # due_at, or far away: what the queue sorts by
    lock: Mapped[int] = mapped_column(default=1)

    record: Mapped[DisclosureRecord | None] = relationship(lazy="select")
    leader: Mapped[StaffUser | None] = relationship(foreign_keys=leader_id)
    investigator: Mapped[StaffUser | None] = relationship(foreign_keys=investigator_id)
    claims: Mapped[list["Claim"]] = relationship(order_by="Claim.id")
    reporter: Mapped["Reporter"] = relationship(back_populates="ticket")
    acceptance: Mapped["Acceptance | None"] = relationship()
    submissions: Mapped[list["LeaderSubmission"]] = relationship(order_by="LeaderSubmission.id")
    appointments: Mapped[list["Appointment"]] = relationship(order_by="Appointment.id")
    verifications: Mapped[list["Verification"]] = relationship(order_by="Verification.id")
    correction: Mapped["Correction | None"] = relationship()
    clarification: Mapped["Clarification | None"] = relationship()
    reply: Mapped["Reply | None"] = relationship()
    cause: Mapped["CauseAnalysis | None"] = relationship()
    accountabilities: Mapped[list["Accountability"]] = relationship(order_by="Accountability.id")
    closing: Mapped["Closing | None"] = relationship()

    __mapper_args__ = {"version_id_col": lock}
    __table_args__ = (
        Index("ix_ticket_waiting", "waits_for", "urgency_at", "id"),
        Index("ix_ticket_leader", "leader_id", "waits_for", "urgency_at", "id"),
        Index("ix_ticket_investigator", "investigator_id", "waits_for", "urgency_at", "id"),
        Index("ix_ticket_state", "state", "urgency_at", "id"),
        Index(
            "ix_ticket_open", "urgency_at", "id",
            sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_ticket_record", "record_id", "id"),
        Index("ix_ticket_received", "received_at", "id"),
    )  # fmt: skip

    @property
    def subject(self) -> str:
        """How the log, the clocks and the files name this ticket."""
        return f"ticket:{self.ref}"

    @property
    def at_state(self) -> State:
        return State(self.state)

    @property
    def state_row(self) -> StateRow:
        return STATES[self.at_state]

    @property
    def is_open(self) -> bool:
        return self.at_state is not State.CLOSED

    @property
    def verification(self) -> "Verification | None":
        """The verification that counts: the latest one, unless it was sent back."""
        last = self.verifications[-1] if self.verifications else None
        return last if last is not None and last.returned_at is None else None

    @property
    def finding(self) -> Finding | None:
        return FINDINGS[self.verification.finding] if self.verification else None

    @property
    def demands(self) -> frozenset[Demand]:
        """What the finding demands before the ticket may be closed; without a finding, one is demanded."""
        return self.finding.demands if self.finding else frozenset({Demand.SIGNED_FINDING})

    def have(self, *, all_channels: bool) -> frozenset[Demand]:
        """What is on record. `all_channels`: whether every carrier of the correction has been confirmed."""
        present = {
            Demand.SIGNED_FINDING: bool(self.verification and self.verification.signed_at),
            Demand.CORRECTION: self.correction is not None,
            Demand.CLARIFICATION: self.clarification is not None,
            Demand.ALL_CHANNELS: self.correction is not None and all_channels,
            Demand.REPLY: self.reply is not None,
            Demand.CAUSE: self.cause is not None,
            Demand.ACCOUNTABILITY: bool(self.accountabilities),
        }
        return frozenset(demand for demand, there in present.items() if there)

    @property
    def remedies(self) -> frozenset[Demand]:
        return self.demands & REMEDIES

    def is_overdue(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at < now


class Claim(db.Model):
    """What the reporter says of one field: what stands there, what should."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    field_key: Mapped[str | None] = mapped_column(String(40))  # None: the record as a whole
    says: Mapped[str] = mapped_column(Text)
    should_say: Mapped[str] = mapped_column(Text)


class Reporter(db.Model):
    """Who reported. Everything that says who it is, is sealed; an anonymous reporter has nothing here."""

    __tablename__ = "reporter"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), unique=True)
    is_anonymous: Mapped[bool]
    name: Mapped[str] = mapped_column(Sealed("reporter.name"))
    email: Mapped[str] = mapped_column(Sealed("reporter.email"))
    phone: Mapped[str] = mapped_column(Sealed("reporter.phone"))

    ticket: Mapped[Ticket] = relationship(back_populates="reporter")


class Deed:
    """A step that was taken: on which ticket, by whom (as they were called then), when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    by_name: Mapped[str] = mapped_column(String(120))
    by_post: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr
    def ticket_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("ticket.id"), index=True)

    @declared_attr
    def by_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("staff_user.id"))


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


class Verification(Deed, db.Model):
    """调查核实: what was compared, on what basis, with which finding; signed or sent back by the leader."""

    __tablename__ = "verification"

    finding: Mapped[str] = mapped_column(String(30))
    compared: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    new_values: Mapped[dict[str, Any]] = mapped_column(
        JSON
    )  # field key → right value, when a correction follows
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


class Reply(Deed, db.Model):
    """答复: what the reporter was told."""

    __tablename__ = "reply"

    text: Mapped[str] = mapped_column(Text)


class CauseAnalysis(Deed, db.Model):
    """原因分析: why the error came about and what will prevent the next."""

    __tablename__ = "cause_analysis"

    words: Mapped[str] = mapped_column(Text)
    prevention: Mapped[str] = mapped_column(Text)
    categories: Mapped[list["CauseCategory"]] = relationship(order_by="CauseCategory.id", lazy="selectin")


class CauseCategory(db.Model):
    """One cause of the taxonomy (causes.py); an error often has several."""

    __tablename__ = "cause_category"

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("cause_analysis.id"), index=True)
    cause: Mapped[str] = mapped_column(String(30), index=True)


class Accountability(Deed, db.Model):
    """倒查责任: who answers, by which measure, decided by whom; or why nobody is at fault.

    The system records what was decided or referred; it never issues a sanction itself.
    """

    __tablename__ = "accountability"

    subject: Mapped[str] = mapped_column(
        String(200)
    )  # the person or unit, as named then; empty when no fault
    subject_user_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    measure: Mapped[str] = mapped_column(String(30))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    reasons: Mapped[str] = mapped_column(Text)


class Closing(Deed, db.Model):
    """办结."""

    __tablename__ = "closing"
