"""The table of steps as a graph: every place a ticket can come to, as far as the rules look at it, and where each step
leads from there. No database: the rules are asked of tickets that were never stored."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from feedback_app import clock
from feedback_app.starting_content.sample import beijing
from feedback_app.tickets import steps
from feedback_app.tickets.findings import FINDINGS, Demand
from feedback_app.tickets.models import (
    Accountability,
    CauseAnalysis,
    Extension,
    Objection,
    Ticket,
    Transfer,
    Verification,
    Withdrawal,
)
from feedback_app.tickets.models.ticket import LASTING
from feedback_app.tickets.steps import Standing
from feedback_app.tickets.types import TYPES, Route
from feedback_app.tickets.workflow import ASIDE, RETURNING, STEPS, State, Step, target

NOW = beijing("2026-11-10 18:00")
NOTHING: frozenset[Demand] = frozenset()


# What a step says of the ticket and nothing more.
SAYS: dict[str, dict[str, bool]] = {
    "mend_anyway": {"goes_on": True}, "end_withdrawn": {"goes_on": False},
    "merge": {"is_merged": True}, "unmerge": {"is_merged": False},
}  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """A point on a ticket's way. `owed`: what an earlier round left undone; `done_once`: lists of nouns that may have one."""

    type: str
    state: State = State.RECEIVED
    resumes_to: str | None = None
    round: int = 1  # 2 for every later one: the rules see no difference
    finding: str | None = None
    is_signed: bool = False
    have: frozenset[Demand] = NOTHING
    owed: frozenset[Demand] = NOTHING
    was_corrected: bool = False
    goes_on: bool | None = None  # of a withdrawal
    feedback_owed: bool | None = None  # of a transfer
    is_merged: bool = False
    done_once: frozenset[str] = field(default=frozenset())

    def ticket(self) -> Ticket:
        """A ticket that stands here, never stored."""
        ticket = Ticket(
            ref="FK-JC-20261109-0001", type=self.type, state=self.state.value, round=self.round,
            resumes_to=self.resumes_to,
        )  # fmt: skip
        if self.is_merged:
            ticket.duplicate_of = Ticket(ref="FK-JC-20261108-0001", type=self.type, state="received", round=1)
        self._earlier(ticket)
        if self.finding:
            signed = NOW if self.is_signed else None
            ticket.verifications.append(
                Verification(finding=self.finding, round=self.round, signed_at=signed)
            )
        if self.feedback_owed is not None:
            ticket.transfers.append(Transfer(round=self.round, feedback_owed=self.feedback_owed))
        once = {
            "withdrawals": Withdrawal(round=self.round, goes_on=self.goes_on),
            "extensions": Extension(round=self.round),
            "objections": Objection(round=1),
        }
        for nouns in self.done_once & set(once):
            getattr(ticket, nouns).append(once[nouns])
        return ticket

    def _earlier(self, ticket: Ticket) -> None:
        """A round before this one that left `owed` undone."""
        if self.owed:
            is_conduct = TYPES[self.type].route is Route.CONDUCT
            code = "conduct_substantiated" if is_conduct else "inaccurate"
            ticket.verifications.append(Verification(finding=code, round=1, signed_at=NOW))
            if Demand.CAUSE not in self.owed:
                ticket.causes.append(CauseAnalysis(round=1))
            if Demand.ACCOUNTABILITY not in self.owed:
                ticket.accountabilities.append(Accountability(round=1))

    def standing(self) -> Standing:
        return Standing(self.ticket(), self.have, {})


def findings_of(kind: str) -> list[str]:
    """One finding of each sort that this kind of ticket may have: the rules look only at what it demands and leads to."""
    sorts = {
        (row.demands, row.leads_to, row.is_error): code
        for code, row in FINDINGS.items()
        if row.available_now and kind in row.types
    }
    return list(sorts.values())


def kinds() -> list[str]:
    """One kind of ticket for every route whose steps are built."""
    answered = [code for code, row in TYPES.items() if row.route is Route.ANSWER]
    checked = [code for code in TYPES if findings_of(code)]
    return list({TYPES[code].route: code for code in (*checked, *answered)}.values())


def after(spot: Spot, step: Step, now: Standing | None = None) -> Iterator[Spot]:
    """Where a step leads from here; nowhere, when the rules refuse it."""
    if steps._fault(now or spot.standing(), step) is not None:
        return
    if step.name == "confirm_carrier":
        if spot.was_corrected:  # nothing to confirm before; operations refuse it
            yield replace(spot, have=spot.have | {Demand.ALL_CHANNELS})
        return
    if step.name == "object" and Demand.REPLY not in spot.have:
        return  # refused by the operation: there is nothing to object to
    for one in _done(spot, step):
        to = target(step, spot.state, finding=one.finding, resumes_to=spot.resumes_to)
        assert to is not None, (spot, step.name)
        yield replace(one, state=to, resumes_to=_resumes(spot, to))


def _resumes(spot: Spot, to: State) -> str | None:
    if to not in RETURNING:
        return None
    return spot.resumes_to if spot.state in RETURNING else spot.state.value


def _done(spot: Spot, step: Step) -> Iterator[Spot]:
    """What the step leaves on file, in every way it can be taken."""
    if step.once:
        spot = replace(spot, done_once=spot.done_once | {step.once})
    if step.next_round:
        yield _next_round(spot)
    elif step.name == "verify":
        yield from (replace(spot, finding=code, is_signed=False) for code in findings_of(spot.type))
    elif step.name in ("return_finding", "change_leader"):
        yield replace(spot, finding=None, is_signed=False)
    elif step.name == "transfer":
        yield from (
            replace(spot, feedback_owed=owed, have=spot.have | {Demand.TRANSFER}) for owed in (True, False)
        )
    elif step.name in SAYS:
        says = SAYS[step.name]
        yield replace(
            spot, **says, have=spot.have - ({Demand.MAIN_ANSWERED} if "is_merged" in says else NOTHING)
        )
    elif step.name in ("publish_correction", "take_down", "confirm_publication"):
        assert step.makes is not None
        left = spot.have - {Demand.ALL_CHANNELS} | {step.makes}
        yield replace(spot, have=left, was_corrected=True)
    else:
        made = {step.makes} if step.makes else set()
        yield replace(spot, have=spot.have | made, is_signed=spot.is_signed or step.name == "sign_finding")


def _next_round(spot: Spot) -> Spot:
    found = FINDINGS[spot.finding].demands if spot.finding and spot.is_signed else NOTHING
    undone = (spot.owed | (found & LASTING)) - (spot.have - {Demand.ALL_CHANNELS})
    return replace(
        spot, round=2, finding=None, is_signed=False, have=spot.have & {Demand.ALL_CHANNELS}, owed=undone, goes_on=None,
        feedback_owed=None, is_merged=False, done_once=spot.done_once & {"objections"},
    )  # fmt: skip


def main_answered(spot: Spot) -> frozenset[Spot]:
    """What happens elsewhere: the ticket this one is merged into is answered."""
    waits = spot.state is State.MERGED and Demand.MAIN_ANSWERED not in spot.have
    return frozenset({replace(spot, have=spot.have | {Demand.MAIN_ANSWERED})} if waits else ())


@cache
def ways() -> dict[Spot, frozenset[Spot]]:
    """Every spot that some sequence of steps reaches, and where one can go from there."""
    found: dict[Spot, frozenset[Spot]] = {}
    waiting = [Spot(kind) for kind in kinds()]
    with clock.at(NOW):
        while waiting:
            spot = waiting.pop()
            if spot in found:
                continue
            now = spot.standing()
            every = (*STEPS.values(), *(row for row in ASIDE.values() if row.makes))
            found[spot] = frozenset(
                there for step in every for there in after(spot, step, now)
            ) | main_answered(spot)
            waiting += found[spot]
    return found
