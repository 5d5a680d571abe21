"""What a row of the table of steps says."""

from dataclasses import dataclass
from enum import StrEnum

from feedback_app.tickets.findings import FINDINGS, Demand
from feedback_app.tickets.types import Route
from feedback_app.tickets.workflow.seats import Seat
from feedback_app.tickets.workflow.states import State

REMEDIES = frozenset(
    {Demand.CORRECTION, Demand.CLARIFICATION, Demand.REDIRECTION, Demand.TAKEDOWN, Demand.PUBLICATION}
)


class Gate(StrEnum):
    """What must be on record before a step: of these things, whatever this ticket's demands name."""

    NONE = "none"
    NAMED = "named"  # which record was omitted
    REMEDY = "remedy"  # the correction, clarification, take-down or publication the finding demands
    ANSWERED = "answered"  # and the answer
    CAUSED = "caused"  # and the cause
    EVERYTHING = "everything"  # all the ticket demands


_SETTLED = REMEDIES | {Demand.SIGNED_FINDING, Demand.MAIN_ANSWERED}
OPENS: dict[Gate, frozenset[Demand]] = {
    Gate.NONE: frozenset(),
    Gate.NAMED: frozenset({Demand.RECORD_NAMED}),
    Gate.REMEDY: REMEDIES | {Demand.MAIN_ANSWERED},
    Gate.ANSWERED: _SETTLED | {Demand.REPLY},
    Gate.CAUSED: _SETTLED | {Demand.REPLY, Demand.CAUSE},
    Gate.EVERYTHING: frozenset(Demand),
}


class Goes(StrEnum):
    """Where a step leads when it is not to one state."""

    BY_FINDING = "by_finding"  # where the finding leads
    BACK = "back"  # where the ticket was before it came to wait here
    NOWHERE = "nowhere"  # it stays where it is


@dataclass(frozen=True)
class Starts:
    """A clock that a step starts; only when the finding demands `demanded`, if that is named."""

    rule: str
    demanded: Demand | None = None


CHECKED = frozenset({Route.VERIFY, Route.CONDUCT})
"""The routes on which something is verified and a finding signed."""
ALL = frozenset({Route.VERIFY, Route.CONDUCT, Route.ANSWER})


@dataclass(frozen=True)
class Step:
    """One step. `by`: the seats that may take it, the one expected to first. `routes`: the kinds of ticket that know it."""

    name: str
    frm: frozenset[State]
    to: State | Goes
    by: tuple[Seat, ...]
    label_zh: str
    label_en: str
    article: str
    routes: frozenset[Route] = CHECKED
    makes: Demand | None = None  # the noun it leaves; not offered when nothing demands it
    gate: Gate = Gate.NONE
    optional: bool = False  # never what the ticket is waiting for
    repeatable: bool = False
    stops: tuple[str, ...] = ()
    starts: tuple[Starts, ...] = ()
    pauses: bool = False  # the limits that may pause stand still
    resumes: bool = False  # and run on
    next_round: bool = False  # everything is done anew, by another leader
    once: str = ""  # the ticket's list of nouns of which there may be one a round
    once_ever: bool = False  # one in all
    article_step: int = 0  # which of Article 15's six steps this fulfils
    needs_reason: bool = False
    not_for: frozenset[Seat] = frozenset()  # whoever sits there cannot take it, whatever else they are


def target(step: Step, state: State, *, finding: str | None, resumes_to: str | None) -> State | None:
    """Where this step leads a ticket at `state`; None when the finding says where and there is none yet."""
    if isinstance(step.to, State):
        return step.to
    if step.to is Goes.NOWHERE:
        return state
    if step.to is Goes.BACK:
        return State(resumes_to) if resumes_to else None
    return State(FINDINGS[finding].leads_to) if finding else None
