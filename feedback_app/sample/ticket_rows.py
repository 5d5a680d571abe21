"""What each act on a ticket leaves behind, as `tickets.operations` leaves it."""

import hashlib
from collections.abc import Callable, Sequence

from feedback_app.audit.actor import REPORTER
from feedback_app.clock import to_local
from feedback_app.sample.acts import Act
from feedback_app.sample.cast import Person
from feedback_app.sample.record_rows import Entries
from feedback_app.sample.sheets import Row
from feedback_app.sample.ticket_file import KIND, TicketFile
from feedback_app.tickets import models
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.likeness.marking import contact_mark, text_mark
from feedback_app.tickets.operations.submitting import commitments
from feedback_app.tickets.said import ClaimWords, RecordShown, said_text
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.workflow import State

_TYPE = TYPES[KIND]

_OF_AN_ANSWER = (
    "subject", "subject_user_id", "measure", "violation", "decided_by", "decided_on", "reasons",
)  # fmt: skip


class TicketRows(TicketFile):
    """The steps, each by the name of its operation."""

    def write(self, act: Act) -> Entries:
        """The rows of one act; yields its entries for the log."""
        if act.by is None:
            yield from self._submit(act)
            return
        name = act.name.removeprefix("ticket.")
        own: dict[str, Callable[[Act, Person], Entries]] = {
            "accept": self._accept, "submit_to_leader": self._submit_to_leader, "assign": self._assign,
            "verify": self._verify, "return_finding": self._return_finding, "sign_finding": self._sign_finding,
            "publish_correction": self._publish_correction, "confirm_carrier": self._confirm_carrier,
            "clarify": self._clarify, "redirect": self._redirect, "reply": self._reply, "analyse_cause": self._analyse_cause,
            "trace_accountability": self._trace_accountability, "close": self._close,
        }  # fmt: skip
        yield from own[name](act, act.by)

    def _submit(self, act: Act) -> Entries:
        claims, reporter = act.args["claims"], act.args["reporter"]
        day = f"FK-JC-{to_local(act.at):%Y%m%d}"
        ref = f"{day}-{self._sheets.next_in(day):04d}"
        self.row = {
            "id": self._sheets.number(models.Ticket), "ref": ref, "submission_ref": ref, "duplicate_of_id": None, "type": KIND, "state": State.RECEIVED.value,
            "channel": "web", "locale": act.args["locale"], "record_id": self.record.row["id"],
            "record_number": self.record.row["live_number"], "words": act.args["words"],
            "submission_hash": _mark("submission", ref), "code_hash": _mark("code", ref), "received_at": act.at,
            "registered_at": None, "round": 1, "resumes_to": None, "outer_number": None, "outer_due_on": None,
            "outer_sender": None, "closed_at": None, "leader_id": None,
            "text_mark": text_mark(" ".join([act.args["words"], *(one.should_say for one in claims)])),
            "contact_mark": contact_mark(reporter.phone, reporter.email), "investigator_id": None, "lock": 1,
        }  # fmt: skip
        for claim in claims:
            self._keep(models.Claim, field_key=claim.field_key, says=claim.says, should_say=claim.should_say)
        facts = {
            "type": KIND,
            "channel": "web",
            "claims": len(claims),
            "files": 0,
            **self._commit(act, claims),
        }
        self._email = reporter.email
        self._keep(models.Reporter, is_anonymous=reporter.is_anonymous, **vars(reporter))
        yield {
            "action": "ticket.submit", "by": REPORTER, "subject": self.subject, "about": self.record.subject,
            "to_state": State.RECEIVED.value, "at": act.at,
            "facts": facts,
            "private": {
                "words": act.args["words"], "claims": [[one.field_key, one.says, one.should_say] for one in claims],
            },
        }  # fmt: skip
        for rule in ("TICKET_ACCEPT", _TYPE.clock):
            self._start_clock(rule, act, REPORTER)
        self._to_reporter(
            act, "ticket_received", received_on=to_local(act.at).strftime("%Y-%m-%d %H:%M"),
            accept_due_on=self._due_on("TICKET_ACCEPT"), reply_due_on=self._reply_due_on(),
        )  # fmt: skip

    def _commit(self, act: Act, claims: Sequence[ClaimWords]) -> Row:
        """What was said and its salt, as `submit` keeps them; returns the facts that bind to them."""
        ref, salt = self.row["ref"], _mark("salt", self.row["ref"])
        shown = RecordShown(self.record.row["ref"], self.record.category, self.row["record_number"])
        said = said_text(
            ref=ref, at=act.at, record=shown, claims=claims, words=self.row["words"], lang=self.row["locale"]
        )
        self.row |= {"said_text": said, "proof_salt": salt}
        return commitments(said, salt, [])

    def _accept(self, act: Act, by: Person) -> Entries:
        self._deed(models.Acceptance, act, by)
        yield self._take("accept", act, by)
        yield from self.record.mark(act, by, True, self.subject)
        self._to_reporter(act, "ticket_accepted", reply_due_on=self._reply_due_on())

    def _submit_to_leader(self, act: Act, by: Person) -> Entries:
        leader: Person = act.args["leader"]
        self.row["leader_id"], self._leader = leader.id, leader
        self._deed(
            models.LeaderSubmission, act, by,
            leader_id=leader.id, leader_name=leader.name, leader_post=leader.post, reason="",
        )  # fmt: skip
        yield self._take(
            "submit_to_leader", act, by, facts={"leader": leader.name, "leader_post": leader.post}
        )
        self._to_staff(act, "ticket_submitted", leader, due_on=self._reply_due_on())

    def _assign(self, act: Act, by: Person) -> Entries:
        person: Person = act.args["investigator"]
        self.row["investigator_id"], self._investigator = person.id, person
        excluded = self.record.involved
        self._deed(
            models.Appointment, act, by, investigator_id=person.id, investigator_name=person.name,
            investigator_post=person.post, excluded=excluded, reason="",
        )  # fmt: skip
        facts = {
            "investigator": person.name, "investigator_post": person.post, "excluded_count": len(excluded),
        }  # fmt: skip
        yield self._take("assign", act, by, facts=facts, private={"excluded": excluded})
        self._to_staff(act, "ticket_assigned", person, due_on=self._reply_due_on(), leader=by.name)

    def _verify(self, act: Act, by: Person) -> Entries:
        finding, compared, basis = act.args["finding"], act.args["compared"], act.args["basis"]
        self._verification = self._deed(
            models.Verification, act, by, finding=finding, compared=compared, basis=basis,
            new_values=act.args["new_values"], signed_at=None, signed_by_name="", signed_by_post="",
            returned_at=None, returned_reason="", seen_number=None, corrected_number=None,
        )  # fmt: skip
        private = {"compared": compared, "basis": basis}
        yield self._take("verify", act, by, facts={"finding": finding}, private=private)
        self._to_staff(act, "finding_waits", self._leader, due_on=self._reply_due_on())

    def _return_finding(self, act: Act, by: Person) -> Entries:
        assert self._verification is not None
        reason = act.args["reason"]
        self._verification |= {"returned_at": act.at, "returned_reason": reason}
        self._verification = None
        yield self._take("return_finding", act, by, reason=reason)
        self._to_staff(act, "finding_returned", self._investigator, due_on=self._reply_due_on())

    def _sign_finding(self, act: Act, by: Person) -> Entries:
        noun = self._verification
        assert noun is not None
        noun |= {"signed_at": act.at, "signed_by_name": by.name, "signed_by_post": by.post}
        self._done.add(Demand.SIGNED_FINDING)
        yield self._take("sign_finding", act, by, facts={"finding": noun["finding"]})

    def _publish_correction(self, act: Act, by: Person) -> Entries:
        assert self._verification is not None
        record, new_values = self.record, self._verification["new_values"]
        before = record.row["live_number"]
        if record.differs(new_values):
            yield from record.correct(act, by, new_values, self.subject)
        number = record.row["live_number"]
        self._correction = self._deed(
            models.Correction, act, by, record_id=record.row["id"], from_number=before, to_number=number
        )
        self._done.add(Demand.CORRECTION)
        yield self._take("publish_correction", act, by, facts={"version": number})
        yield from self._clear_mark(act, by)
        self._stop_when_all_carried(act, by)

    def _confirm_carrier(self, act: Act, by: Person) -> Entries:
        yield from self.record.confirm(act, by, self.subject)
        self._stop_when_all_carried(act, by)

    def _clarify(self, act: Act, by: Person) -> Entries:
        text = act.args["text"]
        self._deed(models.Clarification, act, by, text=text)
        self._done.add(Demand.CLARIFICATION)
        yield from self.record.clarify(act, by, text, self.subject)
        yield from self._clear_mark(act, by)
        yield self._take("clarify", act, by, private={"text": text})

    def _redirect(self, act: Act, by: Person) -> Entries:
        said = {name: act.args[name] for name in ("to_whom", "contact", "told")}
        self._deed(models.Redirection, act, by, **said)
        self._done.add(Demand.REDIRECTION)
        yield self._take("redirect", act, by, private=said)
        yield from self._clear_mark(act, by)

    def _reply(self, act: Act, by: Person) -> Entries:
        text = act.args["text"]
        until = self._clocks.due_on("TICKET_OBJECTION", to_local(act.at).date())
        self._deed(models.Reply, act, by, text=text, object_until=until)
        self._done.add(Demand.REPLY)
        yield self._take("reply", act, by, private={"text": text})
        answered_on = to_local(act.at).date().isoformat()
        self._to_reporter(act, "ticket_answered", answer=text, answered_on=answered_on)

    def _analyse_cause(self, act: Act, by: Person) -> Entries:
        causes, said = act.args["causes"], {name: act.args[name] for name in ("words", "prevention")}
        assert self._verification is not None
        named = {name: act.args[name] for name in ("fault", "prevention_by", "prevention_due_on")}
        noun = self._deed(
            models.CauseAnalysis, act, by, **said, **named, prevention_done_on=None, prevention_done_by="",
            unit_id=self.record.row["handling_unit_id"], same_as_id=None,
        )  # fmt: skip
        for key in self._verification["new_values"]:
            number = self._sheets.number(models.CauseField)
            self._rows.append(
                (models.CauseField, {"id": number, "analysis_id": noun["id"], "field_key": key})
            )
        for cause in causes:
            number = self._sheets.number(models.CauseCategory)
            self._rows.append(
                (models.CauseCategory, {"id": number, "analysis_id": noun["id"], "cause": cause})
            )
        self._done.add(Demand.CAUSE)
        yield self._take(
            "analyse_cause",
            act,
            by,
            facts={"causes": causes, "fault": f"fault:{named['fault']}"},
            private=said,
        )

    def _trace_accountability(self, act: Act, by: Person) -> Entries:
        answer = act.args["answer"]
        told = vars(answer)
        noun = self._deed(
            models.Accountability, act, by, status=answer.outcome.value, same_as_id=None,
            **{name: told[name] for name in _OF_AN_ANSWER},
        )  # fmt: skip
        if answer.heard:
            said = {"way": answer.heard, "words": answer.statement}
            self._deed(models.Statement, act, by, accountability_id=noun["id"], **said)
        self._done.add(Demand.ACCOUNTABILITY)
        private = {"subject": answer.subject, "decided_by": answer.decided_by, "reasons": answer.reasons}
        facts = {"measures": [answer.measure], "outcome": f"outcome:{answer.outcome.value}"}
        facts |= {"violation": f"violation:{answer.violation}"} if answer.violation else {}
        yield self._take("trace_accountability", act, by, facts=facts, private=private)

    def _close(self, act: Act, by: Person) -> Entries:
        self._deed(models.Closing, act, by)
        self.row["closed_at"] = act.at
        yield self._take("close", act, by)
        yield from self._clear_mark(act, by)

    def _clear_mark(self, act: Act, by: Person) -> Entries:
        if not self.record.looked_into - {self.subject}:
            yield from self.record.mark(act, by, False, self.subject)


def _mark(purpose: str, ref: str) -> str:
    """A hash no form and no code leads to: nobody holds the receipt of a sample report."""
    return hashlib.sha256(f"sample {purpose} {ref}".encode()).hexdigest()
