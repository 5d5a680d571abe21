"""Where every way ends: the table of steps walked from end to end, for every route, state, step, role and finding."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback_app.accounts.models import Standing as Name
from feedback_app.accounts.roles import Role
from feedback_app.tickets import steps
from feedback_app.tickets.findings import FINDINGS, Demand
from feedback_app.tickets.models import Ticket, Verification
from feedback_app.tickets.steps import Standing, StepNotAllowed
from feedback_app.tickets.types import TYPES, Route
from feedback_app.tickets.workflow import (
    ASIDE,
    ENDS,
    OPENS,
    REMEDIES,
    SEATS,
    STATES,
    STEPS,
    Gate,
    Goes,
    Seat,
    State,
    Step,
)
from tests.tickets.walking import NOW, Spot, after, findings_of, kinds, main_answered, ways

pytestmark = pytest.mark.one_database
LEADERS = "supervising_leader principal_leader superior_org"  # the superior body when put there by name
# Written by hand, from 5.3 and Article 15: whose step it is, by role. Empty: no member of staff's.
WHOSE = {
    "accept": "intake_clerk", "submit_to_leader": "intake_clerk", "change_leader": "intake_clerk", "assign": LEADERS,
    "verify": "investigator", "change_investigator": LEADERS, "sign_finding": LEADERS, "return_finding": LEADERS,
    "publish_correction": "investigator publisher legal_section_head",
    "clarify": "investigator publisher legal_section_head", "reply": "intake_clerk investigator",
    "answer": "intake_clerk", "analyse_cause": "investigator publisher legal_section_head",
    "trace_accountability": LEADERS, "close": f"intake_clerk {LEADERS}",
    "ask_supplement": f"intake_clerk investigator {LEADERS}", "supply": "intake_clerk", "suspend": LEADERS,
    "resume": LEADERS, "go_on": "", "extend": LEADERS, "transfer": "intake_clerk", "decline": LEADERS, "withdraw": "",
    "end_withdrawn": f"intake_clerk {LEADERS}", "mend_anyway": f"intake_clerk {LEADERS}", "object": "",
    "reopen": LEADERS, "split": "intake_clerk", "merge": "intake_clerk", "unmerge": "intake_clerk",
    "answer_merged": "intake_clerk investigator",
}  # fmt: skip


@dataclass
class Somebody:
    """A member of staff as far as the rules look: one role, and the ticket's leader and investigator in one."""

    roles: frozenset[Role]
    id: int = 7


def test_every_state_step_role_and_finding() -> None:
    """Allowed to exactly whom the list above names, where the table says; every refusal says why in both languages."""
    tried = allowed = 0
    for kind, code, state in _places():
        ticket = Ticket(ref="FK-JC-1", type=kind, state=state.value, round=1, leader_id=7, investigator_id=7)
        if code:
            ticket.verifications.append(Verification(finding=code, round=1, signed_at=NOW))
        for have in (frozenset[Demand](), ticket.demands):
            now = Standing(ticket, have, {})
            for step in STEPS.values():
                is_open = steps._fault(now, step) is None
                _check_fault(now, step, is_open=is_open)
                for role in Role:
                    tried += 1
                    may = _may(now, step, role)
                    if step.name in WHOSE:
                        assert may == (is_open and role.value in _whose(step, ticket)), (
                            state,
                            step.name,
                            role,
                        )
                    allowed += may
    assert tried > 20_000
    assert allowed > 500


def _places() -> list[tuple[str, str | None, State]]:
    return [
        (kind, code, state)
        for kind in {row.route: kind for kind, row in TYPES.items()}.values()
        for code in (None, *(code for code, row in FINDINGS.items() if kind in row.types))
        for state in State
    ]


def _whose(step: Step, ticket: Ticket) -> set[str]:
    """Of a sealed report nobody but its clerk and those named to it."""
    return set(WHOSE[step.name].split()) - (
        {"publisher", "legal_section_head"} if ticket.is_sealed else set()
    )


def _may(now: Standing, step: Step, role: Role) -> bool:
    refusal = None
    try:
        somebody: Any = Somebody(frozenset({role}))
        now._names[7] = [Name(somebody, somebody.roles)]
        steps.check(now, step, somebody)
    except StepNotAllowed as fault:
        refusal = fault
    assert refusal is None or (refusal.say("zh") and refusal.say("en"))
    return refusal is None


def _check_fault(now: Standing, step: Step, *, is_open: bool) -> None:
    """Judged once more by hand: the state, the route, what is demanded and lacks, whether it was done."""
    ticket = now.ticket
    fits = ticket.at_state in step.frm and ticket.route in step.routes
    lacks = (OPENS[step.gate] & ticket.demands) - now.have
    is_news = step.makes in (None, Demand.SIGNED_FINDING) or (
        step.makes in ticket.demands and (step.repeatable or step.makes not in now.have)
    )
    assert is_open == (fits and not lacks and is_news), (ticket.state, step.name)


def test_a_person_without_a_seat_is_told_whose_it_is() -> None:
    for step in STEPS.values():
        ticket = Ticket(
            ref="FK-JC-1", type="inaccuracy_report", state=min(step.frm).value, leader_id=7, round=1
        )
        refusal = steps._seat_fault(ticket, step)
        assert any(SEATS[seat].label_zh in refusal.say("zh") for seat in step.by)


def test_every_step_and_every_route_is_reached() -> None:
    assert {TYPES[kind].route for kind in kinds()} >= {Route.VERIFY, Route.ANSWER}
    states = {spot.state for spot in ways()}
    not_built = {State.ARCHIVED}
    not_built |= {State.TAKING_DOWN, State.PUBLISHING} - {
        State(FINDINGS[code].leads_to) for code in findings_of("inaccuracy_report")
    }
    assert states >= set(State) - not_built


def test_no_way_leads_to_the_end_past_anything_that_is_demanded() -> None:
    ends = [spot for spot in ways() if spot.state is State.CLOSED]
    assert {spot.finding for spot in ends} >= {code for kind in kinds() for code in findings_of(kind)}
    for spot in ends:
        assert spot.ticket().demands <= spot.have, spot
        if (
            TYPES[spot.type].route is Route.VERIFY
            and spot.goes_on is None
            and "withdrawals" not in spot.done_once
            and not spot.is_merged
        ):
            assert spot.is_signed, spot


def test_an_error_once_signed_is_never_closed_without_cause_and_accountability() -> None:
    """Not by a second round that finds otherwise, not by a withdrawal."""
    wanted = {Demand.CAUSE, Demand.ACCOUNTABILITY}
    for spot in ways():
        found = FINDINGS[spot.finding].demands if spot.finding and spot.is_signed else frozenset()
        if spot.state is State.CLOSED and wanted <= (found | spot.owed):
            assert wanted <= spot.have, spot


def test_nobody_is_answered_before_it_is_put_right() -> None:
    for spot in ways():
        if spot.state is State.REPLIED and spot.finding:
            assert FINDINGS[spot.finding].demands & REMEDIES <= spot.have, spot


def test_no_spot_is_a_dead_end() -> None:
    """From wherever a ticket stands, some way leads to an end, and none of it needs the reporter."""
    came_from: dict[Spot, set[Spot]] = {}
    for spot in ways():
        now = spot.standing()
        for step in (*STEPS.values(), ASIDE["register_breach"]):
            if set(step.by) - {Seat.REPORTER}:
                for there in after(spot, step, now):
                    came_from.setdefault(there, set()).add(spot)
        for there in (*main_answered(spot), *_confirmed(spot)):
            came_from.setdefault(there, set()).add(spot)
    reached = {spot for spot in ways() if spot.state in ENDS}
    waiting = list(reached)
    while waiting:
        for before in came_from.get(waiting.pop(), set()) - reached:
            reached.add(before)
            waiting.append(before)
    assert set(ways()) - reached == set()


def _confirmed(spot: Spot) -> list[Spot]:
    return list(after(spot, ASIDE["confirm_carrier"])) if spot.was_corrected else []


def test_a_ticket_that_is_open_always_waits_for_one_step_that_brings_it_on() -> None:
    for spot, there in ways().items():
        step = steps.next_step(spot.standing())
        if spot.state in ENDS:
            assert step is None, (spot, step and step.name)
            continue
        if main_answered(spot):
            assert step is None or spot.owed, "it waits for another ticket"
            continue
        assert step is not None, spot
        assert not step.optional
        assert set(after(spot, step)) & there - {spot}, f"{step.name} leads on from {spot}"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(kinds()), st.lists(st.integers(0, 10_000), max_size=60))
def test_no_sequence_of_allowed_steps_ends_with_a_gate_unmet(kind: str, choices: list[int]) -> None:
    """Any steps in any order, each time one of those the rules allow."""
    spot = Spot(kind)
    for choice in choices:
        there = sorted(ways()[spot], key=repr)
        spot = there[choice % len(there)] if there else spot
        if spot.state is State.CLOSED:
            assert spot.ticket().demands <= spot.have, spot


def test_every_row_of_the_table_is_whole() -> None:
    for step in STEPS.values():
        assert step.gate in Gate
        assert step.frm, f"{step.name} can be taken somewhere"
        assert step.by, f"{step.name} is somebody's"
        assert step.routes, f"{step.name} is on some route"
        assert isinstance(step.to, (State, Goes))
        assert len(step.name) <= 30
    for state, row in STATES.items():
        assert all(vars(row).values()), state
        assert len(state.value) <= 30
