"""A matter that somebody reported, and the questions the rules ask of its file.

What was done stands in nouns, one list each (`replies`, `corrections` …). An objection or a reopening begins another
round; `ticket.reply`, `ticket.correction` … are those of the present round, `ticket.latest("replies")` the last of any.
A noun of yours: the class in a file of this package (with the mixin Deed), its list here, and, if the close waits for it,
its Demand in `have`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import ForeignKey, Index, String, event, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import Confidential, Sealable, Sealed, UtcDateTime, db
from feedback_app.tickets.findings import FINDINGS, Demand, Finding
from feedback_app.tickets.models.answered import Letter, Permission, PublicAnswer, Satisfaction
from feedback_app.tickets.models.answering import Accountability, CauseAnalysis, Closing, Reply
from feedback_app.tickets.models.breaches import Breach
from feedback_app.tickets.models.consequences import OmittedPublication, Redirection, TicketTakedown
from feedback_app.tickets.models.merging import MaliceLabel, Merge
from feedback_app.tickets.models.reporter import Claim, Particular, Reporter
from feedback_app.tickets.models.seating import Acceptance, Appointment, LeaderSubmission
from feedback_app.tickets.models.side import (
    Extension,
    NonAcceptance,
    Objection,
    Reopening,
    Supplement,
    Suspension,
    Transfer,
    Withdrawal,
)
from feedback_app.tickets.models.verifying import Clarification, Correction, Verification
from feedback_app.tickets.types import TYPES, Route, TicketType
from feedback_app.tickets.workflow import ENDS, REMEDIES, State, StateRow, row_of

# What an error once found still asks for when a later round finds otherwise.
LASTING = frozenset({Demand.ALL_CHANNELS, Demand.CAUSE, Demand.ACCOUNTABILITY})


class InRound(Protocol):
    """A noun as far as its round is concerned."""

    @property
    def round(self) -> Any: ...


N = TypeVar("N", bound=InRound)


class Ticket(db.Model):
    """One matter that somebody reported (工单)."""

    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    # One submission may be several matters, a ticket each: they share the number of the first.
    submission_ref: Mapped[str | None] = mapped_column(String(40), index=True)
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    text_mark: Mapped[str | None] = mapped_column(String(32))  # the same for the same words, see likeness/
    contact_mark: Mapped[str | None] = mapped_column(String(32))  # the same for the same telephone or address
    type: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(30))
    resumes_to: Mapped[str | None] = mapped_column(String(30))  # where a state that returns goes back to
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    channel: Mapped[str] = mapped_column(String(20))
    # What another office stamped on a case it handed over (12345, petitions, superiors).
    outer_number: Mapped[str | None] = mapped_column(String(80), index=True)
    outer_due_on: Mapped[date | None]
    outer_sender: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(5))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure_record.id"))
    record_number: Mapped[int | None]  # the version the reporter saw
    words: Mapped[str] = mapped_column(Sealable("ticket.words"))  # encrypted where the type says so
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
    # A clerk has seen the code (telephone, slip): the reporter changes it at their first own use.
    code_is_temporary: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    code_is_changed: Mapped[bool] = mapped_column(
        default=False, server_default=text("false")
    )  # … and has done so
    # When it reached the bureau (the call, the mail, the letter's stamp); the clocks count from here.
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # typed later than it arrived: when
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    investigator_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    # Kept beside the state by operations.settle(), so that "what waits for me, most urgent first" is one index.
    next_step: Mapped[str | None] = mapped_column(String(30))
    waits_for: Mapped[str | None] = mapped_column(String(20))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the earliest running clock
    urgency_at: Mapped[datetime] = mapped_column(UtcDateTime)  # due_at, or far away: what the queue sorts by
    lock: Mapped[int] = mapped_column(default=1)

    record: Mapped[DisclosureRecord | None] = relationship(lazy="select")
    leader: Mapped[StaffUser | None] = relationship(foreign_keys=leader_id)
    investigator: Mapped[StaffUser | None] = relationship(foreign_keys=investigator_id)
    duplicate_of: Mapped["Ticket | None"] = relationship(remote_side="Ticket.id")
    claims: Mapped[list[Claim]] = relationship(order_by="Claim.id")
    particulars: Mapped[list[Particular]] = relationship(order_by="Particular.id")
    reporter: Mapped[Reporter] = relationship(back_populates="ticket")
    acceptances: Mapped[list[Acceptance]] = relationship(order_by="Acceptance.id")
    submissions: Mapped[list[LeaderSubmission]] = relationship(order_by="LeaderSubmission.id")
    appointments: Mapped[list[Appointment]] = relationship(order_by="Appointment.id")
    verifications: Mapped[list[Verification]] = relationship(order_by="Verification.id")
    corrections: Mapped[list[Correction]] = relationship(order_by="Correction.id")
    clarifications: Mapped[list[Clarification]] = relationship(order_by="Clarification.id")
    replies: Mapped[list[Reply]] = relationship(order_by="Reply.id")
    causes: Mapped[list[CauseAnalysis]] = relationship(order_by="CauseAnalysis.id")
    accountabilities: Mapped[list[Accountability]] = relationship(order_by="Accountability.id")
    closings: Mapped[list[Closing]] = relationship(order_by="Closing.id")
    supplements: Mapped[list[Supplement]] = relationship(order_by="Supplement.id")
    extensions: Mapped[list[Extension]] = relationship(order_by="Extension.id")
    suspensions: Mapped[list[Suspension]] = relationship(order_by="Suspension.id")
    transfers: Mapped[list[Transfer]] = relationship(order_by="Transfer.id")
    non_acceptances: Mapped[list[NonAcceptance]] = relationship(order_by="NonAcceptance.id")
    withdrawals: Mapped[list[Withdrawal]] = relationship(order_by="Withdrawal.id")
    objections: Mapped[list[Objection]] = relationship(order_by="Objection.id")
    reopenings: Mapped[list[Reopening]] = relationship(order_by="Reopening.id")
    merges: Mapped[list[Merge]] = relationship(order_by="Merge.id", foreign_keys=[Merge.ticket_id])
    labels: Mapped[list[MaliceLabel]] = relationship(order_by="MaliceLabel.id", back_populates="ticket")
    letters: Mapped[list[Letter]] = relationship(order_by="Letter.id")
    permissions: Mapped[list[Permission]] = relationship(order_by="Permission.id")
    public_answers: Mapped[list[PublicAnswer]] = relationship(order_by="PublicAnswer.id")
    satisfactions: Mapped[list[Satisfaction]] = relationship(order_by="Satisfaction.id")
    redirections: Mapped[list[Redirection]] = relationship(order_by="Redirection.id")
    takedowns: Mapped[list[TicketTakedown]] = relationship(order_by="TicketTakedown.id")
    omitted_publications: Mapped[list[OmittedPublication]] = relationship(order_by="OmittedPublication.id")
    breaches: Mapped[list[Breach]] = relationship(order_by="Breach.id", back_populates="ticket")

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
        Index("ix_ticket_type", "type", "urgency_at", "id"),
        Index("ix_ticket_channel", "channel", "urgency_at", "id"),
        Index("ix_ticket_record", "record_id", "id"),
        Index("ix_ticket_text_mark", "text_mark", "id"),
        Index("ix_ticket_contact_mark", "contact_mark", "id"),
        Index("ix_ticket_received", "received_at", "id"),
    )  # fmt: skip

    @property
    def subject(self) -> str:
        """How the log, the clocks and the files name this ticket."""
        return f"ticket:{self.ref}"

    @property
    def type_row(self) -> TicketType:
        return TYPES[self.type]

    @property
    def route(self) -> Route:
        return self.type_row.route

    @property
    def is_sealed(self) -> bool:
        """Whether only those who sit on it know of it (a report about somebody's conduct)."""
        return self.type_row.is_sealed

    @property
    def at_state(self) -> State:
        return State(self.state)

    @property
    def state_row(self) -> StateRow:
        return row_of(self.at_state, self.route)

    @property
    def is_open(self) -> bool:
        """Whether anybody still has to do something. `closed_at` says the same."""
        return self.at_state not in ENDS

    # ---- the nouns of the present round ----

    def present(self, nouns: Sequence[N]) -> N | None:
        """The last of these nouns, if it is of the present round."""
        last = nouns[-1] if nouns else None
        return last if last is not None and last.round == self.round else None

    def latest(self, nouns: str) -> Any:
        """The last noun of this list (`latest("replies")`), of whatever round; None when there is none."""
        found = getattr(self, nouns)
        return found[-1] if found else None

    @property
    def is_merged(self) -> bool:
        """Whether it waits for another ticket's answer, or was answered after it."""
        return self.duplicate_of is not None

    @property
    def acceptance(self) -> Acceptance | None:
        return self.present(self.acceptances)

    @property
    def correction(self) -> Correction | None:
        return self.present(self.corrections)

    @property
    def clarification(self) -> Clarification | None:
        return self.present(self.clarifications)

    @property
    def reply(self) -> Reply | None:
        return self.present(self.replies)

    @property
    def cause(self) -> CauseAnalysis | None:
        return self.present(self.causes)

    @property
    def accountability(self) -> Accountability | None:
        return self.present(self.accountabilities)

    @property
    def closing(self) -> Closing | None:
        return self.present(self.closings)

    @property
    def extension(self) -> Extension | None:
        return self.present(self.extensions)

    @property
    def transfer(self) -> Transfer | None:
        return self.present(self.transfers)

    @property
    def withdrawal(self) -> Withdrawal | None:
        return self.present(self.withdrawals)

    @property
    def satisfaction(self) -> Satisfaction | None:
        return self.present(self.satisfactions)

    @property
    def permission(self) -> Permission | None:
        """The reporter's word that this round's answer may be public, unless it was taken back."""
        last = self.present(self.permissions)
        return last if last is not None and last.taken_back_at is None else None

    @property
    def public_answer(self) -> PublicAnswer | None:
        last = self.present(self.public_answers)
        return last if last is not None and last.withdrawn_at is None else None

    @property
    def redirection(self) -> Redirection | None:
        return self.present(self.redirections)

    @property
    def takedown(self) -> TicketTakedown | None:
        return self.present(self.takedowns)

    @property
    def omitted_publication(self) -> OmittedPublication | None:
        return self.present(self.omitted_publications)

    @property
    def breach(self) -> Breach | None:
        """The row of the register; what was exposed does not change with the round."""
        return self.breaches[-1] if self.breaches else None

    @property
    def is_accountability_settled(self) -> bool:
        """Something is on record in this round, and nothing is merely proposed."""
        now = [one for one in self.accountabilities if one.round == self.round]
        return bool(now) and all(one.is_settled for one in now)

    @property
    def verification(self) -> Verification | None:
        """The verification that counts: the latest one of this round, unless it was sent back."""
        last = self.present(self.verifications)
        return last if last is not None and last.returned_at is None else None

    @property
    def finding(self) -> Finding | None:
        return FINDINGS[self.verification.finding] if self.verification else None

    def ever_demanded(self, demand: Demand) -> bool:
        """Whether a finding of any round asked for this."""
        return any(demand in FINDINGS[one.finding].demands for one in self.verifications)

    def finding_is(self, *codes: str) -> bool:
        return self.finding is not None and self.finding.code in codes

    # ---- what the rules ask ----

    @property
    def demands(self) -> frozenset[Demand]:
        """What must be on record before the ticket is closed, also what an earlier round left undone."""
        return self._demands_now() | self._owed_from_before()

    def _demands_now(self) -> frozenset[Demand]:
        if self.is_merged:
            return frozenset({Demand.MAIN_ANSWERED, Demand.REPLY})
        finding, withdrawal = self.finding, self.withdrawal
        if withdrawal is not None and not withdrawal.goes_on:
            return (finding.demands if finding and finding.is_error else frozenset()) - {Demand.REPLY}
        if finding is not None:
            owed = finding.demands
        elif self.route in (Route.VERIFY, Route.CONDUCT):
            owed = frozenset({Demand.SIGNED_FINDING})
        elif self.transfer is not None and not self.transfer.feedback_owed:
            owed = frozenset({Demand.TRANSFER})
        else:
            owed = frozenset({Demand.REPLY})
        return owed - {Demand.REPLY} if withdrawal is not None else owed

    def _owed_from_before(self) -> frozenset[Demand]:
        earlier = {
            one.round: FINDINGS[one.finding].demands & LASTING
            for one in self.verifications
            if one.signed_at is not None and one.round != self.round
        }
        owed: set[Demand] = set()
        for number, demands in earlier.items():
            owed |= demands
            owed -= self._done_in(number)
        return frozenset(owed)

    def _done_in(self, number: int) -> set[Demand]:
        done = {Demand.CAUSE: self.causes, Demand.ACCOUNTABILITY: self.accountabilities}
        return {demand for demand, nouns in done.items() if any(one.round == number for one in nouns)}

    def have(self, *, all_channels: bool) -> frozenset[Demand]:
        """What is on record in this round. `all_channels`: whether every carrier of the latest correction is confirmed."""
        asked = self._demands_now()
        omitted = self.omitted_publication if Demand.PUBLICATION in asked else None
        present = {
            Demand.SIGNED_FINDING: bool(self.verification and self.verification.signed_at),
            Demand.CORRECTION: self.correction is not None,
            Demand.CLARIFICATION: self.clarification is not None,
            Demand.ALL_CHANNELS: all_channels,
            Demand.TRANSFER: self.transfer is not None,
            Demand.MAIN_ANSWERED: self._main_is_answered(),
            Demand.REPLY: self.reply is not None,
            Demand.CAUSE: self.cause is not None,
            Demand.ACCOUNTABILITY: self.is_accountability_settled,
            Demand.REDIRECTION: Demand.REDIRECTION in asked and self.redirection is not None,
            Demand.RECORD_NAMED: omitted is not None,
            Demand.PUBLICATION: omitted is not None and omitted.published_at is not None,
            Demand.TAKEDOWN: Demand.TAKEDOWN in asked and self.takedown is not None,
            Demand.BREACH: Demand.BREACH in asked and self.breach is not None,
        }
        return frozenset(demand for demand, there in present.items() if there)

    def _main_is_answered(self) -> bool:
        main = self.duplicate_of
        return main is not None and (main.reply is not None or not main.is_open)

    @property
    def remedies(self) -> frozenset[Demand]:
        return self.demands & REMEDIES

    def is_overdue(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at < now

    def seal_words(self) -> None:
        """Keep what was said encrypted at rest, where the kind of report says so."""
        if not self.type_row.seals_words:
            return
        self.words = Confidential(self.words)
        for claim in self.claims if "claims" in self.__dict__ else ():
            claim.says, claim.should_say = Confidential(claim.says), Confidential(claim.should_say)


@event.listens_for(Session, "before_flush")
def _seal_words(session: Session, *_context: Any) -> None:
    """Whoever makes a ticket or changes its kind: what must be sealed never reaches the database in clear."""
    for one in (*session.new, *session.dirty):
        if isinstance(one, Ticket):
            one.seal_words()
