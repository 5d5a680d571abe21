"""One ticket's rows as far as it has come, and what every step does to them: its state, clocks, messages, queue columns."""

from datetime import datetime
from functools import cache
from typing import Any

from feedback_app.audit.actor import Actor
from feedback_app.clock import to_local
from feedback_app.sample.acts import Act, PlannedTicket
from feedback_app.sample.cast import Person
from feedback_app.sample.clocks import Clocks, RunningClock
from feedback_app.sample.messages import Messages
from feedback_app.sample.office import NEVER
from feedback_app.sample.record_rows import Entry, RecordRows
from feedback_app.sample.sheets import Row, Sheets
from feedback_app.tickets import models, steps
from feedback_app.tickets.findings import FINDINGS, Demand
from feedback_app.tickets.operations import NO_CLOCK
from feedback_app.tickets.workflow import STEPS, State, Step, target

_BEING_VERIFIED = frozenset(
    {State.ACCEPTED, State.LEADER_ASSIGNED, State.INVESTIGATING, State.FINDING_DRAFTED}
)
KIND = "inaccuracy_report"  # what every report of the sample is
_REMEDIES = ("publish_correction", "clarify")
_REPLY_RULES = ("TICKET_SIMPLE", "TICKET_NORMAL", "TICKET_COMPLEX")


class TicketFile:
    """One ticket's rows as far as it has come; they go into the sheets when it is closed, or when the sample ends."""

    def __init__(
        self, planned: PlannedTicket, record: RecordRows, sheets: Sheets, clocks: Clocks, messages: Messages
    ) -> None:
        self.planned, self.record = planned, record
        self.row: Row = {}
        self._rows: list[tuple[type[Any], Row]] = []
        self._email = ""
        self._verification: Row | None = None
        self._correction: Row | None = None
        self._done: set[Demand] = set()
        self._running: dict[str, RunningClock] = {}
        self._sheets, self._clocks, self._messages = sheets, clocks, messages

    @property
    def subject(self) -> str:
        return f"ticket:{self.row['ref']}"

    @property
    def is_closed(self) -> bool:
        return bool(self.row["state"] == State.CLOSED)

    def finish(self) -> None:
        """Set the columns the queue reads and hand everything over."""
        self._settle()
        self._settle_due()
        self._sheets.add(models.Ticket, self.row)
        for model, row in self._rows:
            self._sheets.add(model, row)
        for running in self._running.values():
            self._clocks.write(running)

    def _take(self, name: str, act: Act, by: Person, **said: Any) -> Entry:
        """The change of state, its clocks and its entry."""
        step, came_from = STEPS[name], self.row["state"]
        self.row["state"] = self._target(step).value
        self._move_clocks(step, act, by)
        self._settle()
        return {
            "action": f"ticket.{name}", "by": by.actor, "subject": self.subject, "about": self.record.subject,
            "from_state": came_from, "to_state": self.row["state"], "at": act.at, **said,
        }  # fmt: skip

    def _target(self, step: Step) -> State:
        finding = self._verification["finding"] if self._verification else None
        to = target(step, State(self.row["state"]), finding=finding, resumes_to=self.row["resumes_to"])
        assert to is not None
        return to

    def _move_clocks(self, step: Step, act: Act, by: Person) -> None:
        for rule in list(self._running):
            if rule in step.stops or step.name == "close":
                self._stop_clock(rule, act, by)
        finding = self._verification["finding"] if self._verification else ""
        for start in step.starts:
            if start.demanded is None or start.demanded in FINDINGS[finding].demands:
                self._start_clock(start.rule, act, by.actor)

    def _start_clock(self, rule: str, act: Act, by: Actor) -> None:
        on = to_local(act.at).date()
        self._running[rule] = self._clocks.start(rule, "ticket", self.row["ref"], on, by=by, at=act.at)

    def _stop_clock(self, rule: str, act: Act, by: Person) -> None:
        running = self._running.pop(rule)
        self._clocks.stop(running, by=by.actor, at=act.at)
        self._clocks.write(running)

    def _stop_when_all_carried(self, act: Act, by: Person) -> None:
        if self._is_all_carried() and "CORRECT_ALL_CHANNELS" in self._running:
            self._stop_clock("CORRECT_ALL_CHANNELS", act, by)

    def _is_all_carried(self) -> bool:
        return self._correction is not None and not self.record.unconfirmed(self._correction["to_number"])

    def _settle(self) -> None:
        """What it waits for, and whether that makes its record one that is being looked into."""
        have = self._done | ({Demand.ALL_CHANNELS} if self._is_all_carried() else set())
        finding = self._verification["finding"] if self._verification else ""
        step = None if self.is_closed else _next_step(self.row["state"], finding, frozenset(have))
        self.row["next_step"] = step.name if step else None
        self.row["waits_for"] = step.by[0].value if step else None
        is_looked_into = self.row["state"] in _BEING_VERIFIED or self.row["next_step"] in _REMEDIES
        (self.record.looked_into.add if is_looked_into else self.record.looked_into.discard)(self.subject)

    def _settle_due(self) -> None:
        due: list[datetime] = [running.row["due_at"] for running in self._running.values()]
        self.row["due_at"] = min(due, default=None)
        self.row["urgency_at"] = self.row["due_at"] or self.row["received_at"] + NO_CLOCK

    def _keep(self, model: type[Any], **columns: Any) -> Row:
        row = {"id": self._sheets.number(model), "ticket_id": self.row["id"], **columns}
        self._rows.append((model, row))
        return row

    def _deed(self, model: type[Any], act: Act, by: Person, **columns: Any) -> Row:
        return self._keep(
            model,
            round=self.row["round"],
            by_id=by.id,
            by_name=by.name,
            by_post=by.post,
            at=act.at,
            **columns,
        )

    def _to_reporter(self, act: Act, kind: str, **context: str) -> None:
        locale = self.row["locale"]
        self._messages.owe(
            kind, act.at, address=self._email, role="reporter", about=self.subject, locale=locale,
            context={**self._names(locale), **context},
        )  # fmt: skip

    def _to_staff(self, act: Act, kind: str, person: Person, **context: str) -> None:
        self._messages.owe(
            kind, act.at, address=person.email, role="staff", about=self.subject, locale="zh",
            context={**self._names("zh"), **context},
        )  # fmt: skip

    def _names(self, locale: str) -> dict[str, str]:
        return {"ref": self.row["ref"], "record": self.record.row[f"title_{locale}"]}

    def _due_on(self, rule: str) -> str:
        return self._running[rule].row["due_on"].isoformat() if rule in self._running else ""

    def _reply_due_on(self) -> str:
        return next((self._due_on(rule) for rule in self._running if rule in _REPLY_RULES), "")


@cache
def _next_step(state: str, finding: str, have: frozenset[Demand]) -> Step | None:
    """What the rules say a ticket waits for, asked of the rules themselves."""
    signed_at = NEVER if Demand.SIGNED_FINDING in have else None
    found = [models.Verification(finding=finding, signed_at=signed_at)] if finding else []
    return steps.next_step(
        steps.Standing(models.Ticket(type=KIND, state=state, verifications=found), have, {})
    )
