"""The table of steps, walked cell by cell: who may take which step at which state, and where every way ends."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit.models import LogEntry
from feedback_app.disclosures.models import RecordAct
from feedback_app.disclosures.workflow import INVOLVING_ACTS
from feedback_app.extensions import db
from feedback_app.tickets import operations, queries, steps
from feedback_app.tickets.findings import FINDINGS, Demand
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import Answer
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import STEPS, Seat, State
from tests.factories import RIGHT_AMOUNT, beijing, people, person, published_penalty, ticket_after, ticket_at

WRONG, RIGHT = "inaccurate", "accurate"
NOW = beijing("2026-11-21 12:00")

# Written by hand, to be read beside Article 15: at each state, every step that may be taken, and by whom.
# `correcting+` and `clarifying+`: what the finding demands has been published.
ALLOWED = {
    (WRONG, "received"): {"accept": "clerk"},
    (WRONG, "accepted"): {"submit_to_leader": "clerk"},
    (WRONG, "leader_assigned"): {"assign": "leader", "change_leader": "clerk"},
    (WRONG, "investigating"): {
        "verify": "investigator", "change_investigator": "leader", "change_leader": "clerk",
    },
    (WRONG, "finding_drafted"): {"sign_finding": "leader", "return_finding": "leader", "change_leader": "clerk"},
    (WRONG, "correcting"): {"publish_correction": "investigator publisher legal_head"},
    (WRONG, "correcting+"): {"reply": "clerk investigator"},
    (WRONG, "replied"): {"analyse_cause": "investigator publisher legal_head"},
    (WRONG, "root_cause"): {"trace_accountability": "leader principal"},
    (WRONG, "accountability"): {"trace_accountability": "leader principal", "close": "clerk leader"},
    (WRONG, "closed"): {},
    (RIGHT, "finding_drafted"): {"sign_finding": "leader", "return_finding": "leader", "change_leader": "clerk"},
    (RIGHT, "clarifying"): {"clarify": "investigator publisher legal_head"},
    (RIGHT, "clarifying+"): {"reply": "clerk investigator"},
    (RIGHT, "replied"): {"close": "clerk leader"},
    (RIGHT, "closed"): {},
    ("not_our_matter", "clarifying"): {"redirect": "investigator clerk"},
    ("not_our_matter", "clarifying+"): {"reply": "clerk investigator"},
    ("not_our_matter", "replied"): {"close": "clerk leader"},
    ("omitted", "publishing"): {"name_omitted": "investigator"},
    ("omitted", "publishing+"): {"reply": "clerk investigator"},
    ("over_disclosed", "taking_down+"): {"reply": "clerk investigator"},
    ("over_disclosed", "replied"): {"analyse_cause": "investigator publisher legal_head"},
    ("revoked", "taking_down+"): {"reply": "clerk investigator"},
}  # fmt: skip
LAST_REMEDY = {
    WRONG: "publish_correction", RIGHT: "clarify", "not_our_matter": "redirect", "omitted": "confirm_publication",
    "over_disclosed": "take_down", "revoked": "take_down",
}  # fmt: skip
# The steps beside the way, at each state the same whatever was found.
ALL_LEADERS = "leader other_leader principal"
ALLOWED_BESIDE = {
    "received": {"decline": ALL_LEADERS, "split": "clerk", "merge": "clerk"},
    "accepted": {
        "ask_supplement": "clerk", "suspend": ALL_LEADERS, "extend": ALL_LEADERS, "decline": ALL_LEADERS, "split": "clerk",
        "merge": "clerk",
    },
    "leader_assigned": {
        "ask_supplement": "clerk leader", "suspend": "leader", "extend": "leader", "split": "clerk", "merge": "clerk",
    },
    "investigating": {
        "ask_supplement": "clerk leader investigator", "suspend": "leader", "extend": "leader", "split": "clerk",
    },
    "finding_drafted": {"suspend": "leader", "extend": "leader", "split": "clerk"},
    "correcting": {"extend": "leader", "split": "clerk"},
    "clarifying": {"extend": "leader", "split": "clerk"},
    "taking_down": {"extend": "leader", "split": "clerk"},
    "publishing": {"extend": "leader", "split": "clerk"},
    "closed": {"reopen": "leader principal"},
}  # fmt: skip
ROLES = {
    "clerk": "intake_clerk",
    "leader": "supervising_leader",  # the one the ticket was submitted to
    "other_leader": "supervising_leader",
    "principal": "principal_leader",
    "investigator": "investigator",  # the one appointed
    "other_investigator": "investigator",
    "publisher": "publisher",
    "legal_head": "legal_section_head",
    "handler": "handler",
    "section_head": "section_head",
    "duty_officer": "duty_officer",
    "sys_admin": "sys_admin",
    "audit_admin": "audit_admin",
}
Take = Callable[[Ticket, StaffUser], object]


def takers(cast: dict[str, StaffUser], finding: str) -> dict[str, Take]:
    """Each step as a call that would succeed for the right person at the right moment."""
    new_values = {"amount": RIGHT_AMOUNT} if Demand.CORRECTION in FINDINGS[finding].demands else {}
    return {
        "accept": lambda one, by: operations.accept(one, by=by),
        "submit_to_leader": lambda one, by: operations.submit_to_leader(one, cast["other_leader"], by=by),
        "change_leader": lambda one, by: operations.change_leader(
            one, cast["other_leader"], by=by, reason="出差"
        ),
        "assign": lambda one, by: operations.assign(one, cast["other_investigator"], by=by),
        "change_investigator": lambda one, by: operations.change_investigator(
            one, cast["other_investigator"], by=by, reason="请假"
        ),
        "verify": lambda one, by: operations.verify(
            one,
            finding=finding,
            compared="决定书原件",
            basis="原件载明6.8万元。",
            new_values=new_values,
            by=by,
        ),
        "return_finding": lambda one, by: operations.return_finding(one, by=by, reason="请附原件"),
        "sign_finding": lambda one, by: operations.sign_finding(one, by=by),
        "publish_correction": lambda one, by: operations.publish_correction(one, by=by),
        "clarify": lambda one, by: operations.clarify(one, "与原件一致。", by=by),
        "redirect": lambda one, by: operations.redirect(
            one, to_whom="某局", contact="1", told="已转。", by=by
        ),
        "name_omitted": lambda one, by: operations.name_omitted(one, one.record, by=by),
        "confirm_publication": lambda one, by: operations.confirm_publication(one, by=by),
        "take_down": lambda one, by: operations.take_down(one, by=by),
        "reply": lambda one, by: operations.reply(one, "已办理。", by=by),
        "analyse_cause": lambda one, by: operations.analyse_cause(
            one, causes=["data_entry"], words="录入错误。", prevention="双人核对。", by=by
        ),
        "trace_accountability": lambda one, by: operations.trace_accountability(
            one,
            Answer("criticism", "本机关", date(2026, 11, 20), "未核对。", "赵明", heard="declined"),
            by=by,
        ),
        "close": lambda one, by: operations.close(one, by=by),
    }


@pytest.fixture
def cast(db_session: Any) -> dict[str, StaffUser]:
    """One pure holder of each role."""
    return {name: person(name, role) for name, role in ROLES.items()}


def put_at(place: str, finding: str, cast: dict[str, StaffUser]) -> str:
    """The number of a ticket at this state whose leader and investigator are those of the cast."""
    ticket = ticket_after(LAST_REMEDY[finding], finding) if place.endswith("+") else ticket_at(place, finding)
    if ticket.leader is not None:
        ticket.leader = cast["leader"]
    if ticket.investigator is not None:
        ticket.investigator = cast["investigator"]
    db.session.commit()
    return ticket.ref


def attempt(take: Take, ref: str, by: StaffUser) -> bool:
    """Whether the step was taken; either way nothing of it is kept. A refusal must have changed and logged nothing."""
    ticket = queries.whole_ticket(ref)
    assert ticket is not None
    entries, state = log_length(), ticket.state
    try:
        take(ticket, by)
    except StepNotAllowed:
        assert log_length() == entries
        assert ticket.state == state
        assert not db.session.new, "a refused step leaves nothing to be saved"
        assert not db.session.dirty
        return False
    finally:
        db.session.rollback()
    return True


def log_length() -> int:
    return db.session.scalar(select(func.count()).select_from(LogEntry)) or 0


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("finding", "place"), ALLOWED, ids=[f"{finding}-{place}" for finding, place in ALLOWED]
)
def test_each_step_at_each_state_is_for_whom_the_table_says(
    cast: dict[str, StaffUser], finding: str, place: str
) -> None:
    ref, take = put_at(place, finding, cast), takers(cast, finding)
    with clock.at(NOW):
        got = {(step, who) for step in take for who, user in cast.items() if attempt(take[step], ref, user)}
    wanted = {(step, who) for step, whose in ALLOWED[finding, place].items() for who in whose.split()}
    assert got == wanted


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("finding", "place"), ALLOWED, ids=[f"{finding}-{place}" for finding, place in ALLOWED]
)
def test_the_buttons_offered_are_the_steps_that_can_be_taken(
    cast: dict[str, StaffUser], finding: str, place: str
) -> None:
    ticket = queries.whole_ticket(put_at(place, finding, cast))
    assert ticket is not None
    now = steps.standing(ticket)
    offered = {(step.name, who) for who, user in cast.items() for step in steps.offers(now, user)}
    allowed = ALLOWED[finding, place] | ALLOWED_BESIDE.get(place.rstrip("+"), {})
    assert offered == {(step, who) for step, whose in allowed.items() for who in whose.split()}


@pytest.mark.one_database
@pytest.mark.parametrize("place", [place for finding, place in ALLOWED if finding == WRONG])
def test_who_had_the_record_in_hand_takes_no_step_whatever_their_seat(
    cast: dict[str, StaffUser], place: str
) -> None:
    """Read from the record's history: a person in every seat at once is refused after any of the involving acts."""
    ref, take = put_at(place, WRONG, cast), takers(cast, WRONG)
    everywhere = person("everywhere", *sorted(set(ROLES.values())))
    ticket = queries.whole_ticket(ref)
    assert ticket is not None
    assert ticket.record is not None
    ticket.leader = everywhere if ticket.leader else None
    ticket.investigator = everywhere if ticket.investigator else None
    note = RecordAct(
        record_id=ticket.record.id, version_number=1, act="submit", user_id=everywhere.id,
        user_name="某人", user_post="某岗", at=clock.now(),
    )  # fmt: skip
    db.session.add(note)
    db.session.commit()
    with clock.at(NOW):
        able = {step for step in take if attempt(take[step], ref, everywhere)}
        barred = {name for name, step in STEPS.items() if step.not_for and ticket.investigator_id is not None}
        assert able == set(ALLOWED[WRONG, place]) - barred, "submitting a draft for review involves nobody"
        for act in sorted(INVOLVING_ACTS):
            note.act = act
            db.session.commit()
            assert {step for step in take if attempt(take[step], ref, everywhere)} == set(), act
            ticket = queries.whole_ticket(ref)
            assert ticket is not None
            assert steps.offers(steps.standing(ticket), everywhere) == []


def test_the_involving_acts_are_those_of_the_regulation() -> None:
    assert {"prepare", "review", "approve", "publish"} <= INVOLVING_ACTS


def test_who_took_part_is_not_asked_by_the_queue(db_session: Any) -> None:
    """周婷, a publisher, published the record; the ticket waits for a publisher, and not for her."""
    cast = people()
    ticket = ticket_after("trace_accountability")
    ticket.next_step, ticket.waits_for = "confirm_carrier", Seat.PUBLISHER.value
    db.session.commit()
    assert [one.ref for one in queries.inbox(cast.wangxiaoyan).rows] == [ticket.ref]
    assert queries.inbox(cast.zhouting).rows == []


AVAILABLE = [code for code, row in FINDINGS.items() if row.available_now and "inaccuracy_report" in row.types]


@pytest.mark.parametrize("finding", AVAILABLE)
def test_every_finding_comes_to_its_end_with_real_tickets(db_session: Any, finding: str) -> None:
    ticket = ticket_at(State.CLOSED, finding)
    assert steps.standing(ticket).lacks() == []
    assert ticket.next_step is None
    assert ticket.due_at is None, "no clock runs on"


def test_a_second_report_may_end_differently_from_the_first(db_session: Any) -> None:
    record = published_penalty()
    first, second = (
        ticket_at(State.CLOSED, WRONG, record=record),
        ticket_at(State.CLOSED, RIGHT, record=record),
    )
    assert (first.at_state, second.at_state) == (State.CLOSED, State.CLOSED)
