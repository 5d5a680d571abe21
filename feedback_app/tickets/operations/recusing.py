"""Recusal (回避): asked for, decided by whoever is next above, and the seat given to somebody else at once.

公务员法第七十六条、第七十七条; 信访工作条例第二十八条、第三十条. The clock goes on all the while (行政处罚法第四十三条).
What the log keeps for ever names nobody but who acted; who keeps away and why stands in its sealed part.
"""

from dataclasses import dataclass
from typing import Any

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import REPORTER, SYSTEM, Actor
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import messages, recusals
from feedback_app.tickets.models import Recusal, Ticket
from feedback_app.tickets.operations.seating import TO_BE_SUBMITTED, reseat
from feedback_app.tickets.operations.taking import settle, take_turn
from feedback_app.tickets.recusal import ASKERS, DECIDED, GRANTED, GROUNDS, REFUSED
from feedback_app.tickets.workflow import SEATS, Seat


class RecusalRefused(Refusal):
    """A recusal that cannot be asked for or decided as it was tried."""


def ask_recusal(ticket: Ticket, words: str) -> list[Recusal]:
    """The reporter asks that somebody take no part. Whoever is named in full is asked about at once; of others the
    clerk says who is meant."""
    _check_open(ticket)
    people = recusals.people_named_in(words)
    made = [
        _ask(ticket, person, "reporter", words, REPORTER)
        for person in people
        if not _is_there(ticket, person)
    ]
    if not people:
        made = [_ask(ticket, None, "reporter", words, REPORTER)]
    return made


def keep_off_named(ticket: Ticket) -> None:
    """When a report about conduct comes in: nobody whose name stands in it reads it, until it is decided whom it is about.

    Called once the ticket has its words. Does nothing for what is not sealed.
    """
    if not ticket.is_sealed:
        return
    said = [
        ticket.words,
        *(one.should_say for one in ticket.claims),
        *(one.words for one in ticket.particulars),
    ]
    for person in recusals.people_named_in("\n".join(said)):
        if not _is_there(ticket, person):
            _ask(ticket, person, "reporter", "举报里写到了这个人。", REPORTER)


def recuse_self(ticket: Ticket, *, ground: str, words: str, by: StaffUser) -> Recusal:
    """Somebody says of themselves that they should keep away; from now on they take no step, until it is decided."""
    take_turn(ticket)
    _check_open(ticket)
    _check_new(ticket, by)
    return _ask(ticket, by, "self", words, by.actor, ground=_ground(ground), asked_by_id=by.id)


def enter_recusal(ticket: Ticket, person: StaffUser, *, ground: str, words: str, by: StaffUser) -> Recusal:
    """The clerk enters what was said on the telephone or in a letter."""
    take_turn(ticket)
    _check_open(ticket)
    _check_new(ticket, person)
    return _ask(ticket, person, "clerk", words, by.actor, ground=_ground(ground), asked_by_id=by.id)


def say_who_is_meant(recusal: Recusal, person: StaffUser, *, by: StaffUser) -> None:
    """The clerk says whom the reporter's words mean."""
    ticket = recusal.ticket
    take_turn(ticket)
    if not recusal.is_waiting or recusal.user_id is not None:
        raise RecusalRefused("已经指明是谁了。", "It has been said already who is meant.")
    _check_new(ticket, person)
    _is_about(recusal, person)
    audit.append(
        "ticket.name_recused", by=by.actor, subject=ticket.subject, private={"person": person.name, "post": person.post}
    )  # fmt: skip
    _line_up(ticket)
    _tell_deciders(recusal)


def name_in_report(ticket: Ticket, person: StaffUser, *, by: StaffUser) -> Recusal:
    """Whom a report about conduct is about (被举报人): keeps away by law, without a decision, and never learns of it."""
    take_turn(ticket)
    _check_open(ticket)
    if not ticket.is_sealed:
        raise RecusalRefused(
            "只有对执法行为的举报才登记被举报人。", "Only a report about conduct names a person."
        )
    if person.id in recusals.barred(ticket):
        raise RecusalRefused(f"{person.name}已经登记过了。", f"{person.name} has been named already.")
    if person.id in (ticket.leader_id, ticket.investigator_id):
        raise RecusalRefused(
            f"{person.name}现在在办这件工单，请先换人。",
            f"{person.name} sits on this ticket; replace them first.",
        )
    waiting = [one for one in recusals.of(ticket) if one.is_waiting and one.user_id == person.id]
    made = waiting[0] if waiting else _row(ticket, person, "clerk", "", ground="named", asked_by_id=by.id)
    made.ground = "named"
    _settle_outcome(made, GRANTED, "", by)
    _line_up(ticket)
    audit.append(
        "ticket.recuse",
        by=by.actor,
        subject=ticket.subject,
        facts=_facts("named", "clerk"),
        private=_who(person),
    )
    return made


@dataclass(frozen=True)
class Decision:
    """What is decided: whether, on which ground, why, and who takes the seat that falls free."""

    granted: bool
    ground: str
    reason: str
    successor: StaffUser | None = None


def decide_recusal(recusal: Recusal, decision: Decision, *, by: StaffUser) -> None:
    """Grant or refuse a recusal. Raises RecusalRefused for whoever is not next above; NotThisPerson for a successor who
    cannot sit there."""
    ticket, person = recusal.ticket, recusal.person
    take_turn(ticket)
    if person is None or not recusals.may_decide(recusal, by):
        raise RecusalRefused(
            "这件回避申请不由您决定，或者已经决定了。",
            "This recusal is not yours to decide, or has been decided.",
        )
    if not decision.reason.strip():
        raise RecusalRefused("请写明决定的理由。", "Give the reason for the decision.")
    by.acts_for = _on_behalf(recusal, by)
    recusal.ground = _ground(decision.ground) if decision.granted else recusal.ground
    _settle_outcome(recusal, GRANTED if decision.granted else REFUSED, decision.reason, by)
    audit.append(
        "ticket.recuse" if decision.granted else "ticket.refuse_recusal", by=by.actor, subject=ticket.subject,
        reason=decision.reason, facts=_facts(recusal.ground, recusal.asked_by), private=_who(person),
    )  # fmt: skip
    if decision.granted:
        _fill_seat(ticket, person, decision, by)
    _line_up(ticket)
    settle(ticket)
    if recusal.asked_by == "reporter":
        messages.recusal_decided(ticket, granted=decision.granted)
    by.acts_for = None


def apply_relations(ticket: Ticket) -> None:
    """When a ticket comes in: whoever declared a relation with the party keeps away from the start."""
    for relation in recusals.related_to(ticket.record) if ticket.record is not None else ():
        keep_away(ticket, relation.user, relation.ground, relation.reason)


def keep_away(ticket: Ticket, person: StaffUser, ground: str, words: str) -> None:
    """Somebody keeps away because of what they declared; nothing is to be decided. Who sits goes on the decision's way."""
    if person.id in recusals.asked_of(ticket) or _is_granted(ticket, person):
        return
    if person.id in (ticket.leader_id, ticket.investigator_id):
        _ask(ticket, person, "relation", words, SYSTEM, ground=ground)
        return
    made = _row(ticket, person, "relation", words, ground=ground)
    made.outcome, made.decided_at = GRANTED, clock.now()
    db.session.flush()
    audit.append(
        "ticket.recuse", by=SYSTEM, subject=ticket.subject, facts=_facts(ground, "relation"), private=_who(person)
    )  # fmt: skip


def seat_of(ticket: Ticket, person: StaffUser) -> Seat | None:
    """The seat that falls free when this person keeps away, or that the decision may fill at once: of a deputy who
    would have led, the leader's."""
    if person.id == ticket.leader_id:
        return Seat.LEADER
    if person.id == ticket.investigator_id:
        return Seat.INVESTIGATOR
    would_lead = ticket.leader_id is None and person.roles & SEATS[Seat.LEADER].roles
    return Seat.LEADER if would_lead and ticket.at_state in TO_BE_SUBMITTED else None


def is_held(ticket: Ticket, person: StaffUser) -> bool:
    """Whether the person sits there now, so that somebody must take the place."""
    return person.id in (ticket.leader_id, ticket.investigator_id)


def _fill_seat(ticket: Ticket, person: StaffUser, decision: Decision, by: StaffUser) -> None:
    seat = seat_of(ticket, person)
    if seat is None or not ticket.is_open:
        return
    if decision.successor is not None:
        reseat(ticket, seat, decision.successor, by=by, reason=decision.reason)
    elif is_held(ticket, person):
        raise RecusalRefused("请指定由谁接替。", "Say who takes the place.")


def _ask(
    ticket: Ticket, person: StaffUser | None, asker: str, words: str, by: Actor, *, ground: str = "", asked_by_id: int | None = None
) -> Recusal:  # fmt: skip
    made = _row(ticket, person, asker, words, ground=ground, asked_by_id=asked_by_id)
    audit.append(
        "ticket.ask_recusal", by=by, subject=ticket.subject, facts=_facts("", asker),
        private={"words": words} | (_who(person) if person else {}),
    )  # fmt: skip
    _line_up(ticket)
    _tell_deciders(made)
    return made


def _row(
    ticket: Ticket,
    person: StaffUser | None,
    asker: str,
    words: str,
    *,
    ground: str,
    asked_by_id: int | None = None,
) -> Recusal:
    made = Recusal(
        ticket=ticket, asked_by=asker, asked_by_id=asked_by_id, asked_at=clock.now(), ground=ground, words=words,
        rung=0, person_name="", person_post="",
    )  # fmt: skip
    if person is not None:
        _is_about(made, person)
    db.session.add(made)
    db.session.flush()
    return made


def _is_about(recusal: Recusal, person: StaffUser) -> None:
    recusal.person, recusal.person_name, recusal.person_post = person, person.name, person.post
    db.session.flush()


def _settle_outcome(recusal: Recusal, outcome: str, reason: str, by: StaffUser) -> None:
    recusal.outcome, recusal.decision, recusal.decided_at = outcome, reason, clock.now()
    recusal.decided_by_id, recusal.decided_by_name, recusal.decided_by_post = by.id, by.signature, by.post
    db.session.flush()


def _line_up(ticket: Ticket) -> None:
    """Put every waiting recusal of this ticket before whoever is next above and free now."""
    for recusal in recusals.of(ticket):
        if recusal.is_waiting and recusal.person is not None:
            recusal.rung = recusals.deciders(ticket, recusal.person)[0]
    db.session.flush()


def _tell_deciders(recusal: Recusal) -> None:
    if recusal.person is not None:
        for decider in recusals.deciders(recusal.ticket, recusal.person)[1]:
            messages.recusal_asked(recusal.ticket, decider)


def _on_behalf(recusal: Recusal, by: StaffUser) -> StaffUser | None:
    assert recusal.person is not None
    free = {one.id for one in recusals.deciders(recusal.ticket, recusal.person)[1]}
    names = [name for name in accounts.standings(by) if (name.of or name.by).id in free]
    return names[0].of if names else None


def _who(person: StaffUser) -> dict[str, Any]:
    return {"person": person.name, "post": person.post}


def _facts(ground: str, asker: str) -> dict[str, Any]:
    """For the log: in words of both languages, as they were then."""
    row, by_whom = GROUNDS.get(ground), ASKERS[asker]
    facts = {"asker_zh": by_whom.label_zh, "asker_en": by_whom.label_en}
    return facts | ({"ground_zh": row.label_zh, "ground_en": row.label_en} if row else {})


def _ground(code: str) -> str:
    if code not in DECIDED:
        raise RecusalRefused("请选择回避的情形。", "Choose the ground of the recusal.")
    return GROUNDS[code].code


def _check_open(ticket: Ticket) -> None:
    if not ticket.is_open:
        raise RecusalRefused("工单已经办结。", "The ticket is closed.")


def _check_new(ticket: Ticket, person: StaffUser) -> None:
    if _is_there(ticket, person):
        raise RecusalRefused(
            f"{person.name}的回避已经有人申请，或者已经决定回避。",
            f"A recusal of {person.name} has been asked for or granted already.",
        )


def _is_there(ticket: Ticket, person: StaffUser) -> bool:
    return person.id in recusals.asked_of(ticket) or _is_granted(ticket, person)


def _is_granted(ticket: Ticket, person: StaffUser) -> bool:
    return any(row.is_granted and row.user_id == person.id for row in recusals.of(ticket))
