"""Who may take which step now, and why not: the table of workflow.py answered for one ticket and one person.

The same answers draw the buttons, guard the operations and tell a person who is refused who can do it.
"""

from dataclasses import dataclass, field

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.models import Standing as Name
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.refusals import Refusal
from feedback_app.tickets import recusals
from feedback_app.tickets.carrying import is_all_carried
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.recusal import GROUNDS
from feedback_app.tickets.workflow import ASIDE, DEMANDS, OPENS, SEATS, STEPS, Gate, Seat, Step


class StepNotAllowed(Refusal):
    """The ticket's state, the person's seat, a recusal or a gate forbids this step."""


class Recused(StepNotAllowed):
    """The person had the record in hand, or keeps away by decision."""

    is_own_work = True


@dataclass(frozen=True)
class Standing:
    """Everything about one ticket that the rules ask for, read once."""

    ticket: Ticket
    have: frozenset[Demand]
    involved: dict[int, list[str]]  # user id → what they did to the record (recusal, 回避)
    barred: dict[int, str] = field(default_factory=dict)  # user id → the ground on which they keep away
    _names: dict[int, list[Name]] = field(default_factory=dict, compare=False, repr=False)

    def names(self, user: StaffUser) -> list[Name]:
        """In whose names this person may act here: no name of somebody who must keep away."""
        if user.id not in self._names:
            self._names[user.id] = accounts.standings(user)
        return [name for name in self._names[user.id] if name.of is None or not self.is_out(name.of)]

    def is_out(self, person: StaffUser) -> bool:
        return person.id in self.involved or person.id in self.barred

    def lacks(self) -> list[Demand]:
        """What the finding demands and the file does not hold yet, in the order it is done."""
        missing = self.ticket.demands - self.have
        return [demand for demand in DEMANDS if demand in missing]


def standing(ticket: Ticket) -> Standing:
    """Read what the rules need, in at most four queries."""
    involved = records.involvements(ticket.record_id) if ticket.record_id else {}
    have = ticket.have(all_channels=is_all_carried(ticket))
    return Standing(ticket, have, involved, recusals.barred(ticket))


def next_step(now: Standing) -> Step | None:
    """What the ticket waits for: the first step that its state and file allow and that leaves something new.

    When only carriers are left to confirm, it waits for that.
    """
    for step in (*STEPS.values(), *(row for row in ASIDE.values() if row.makes)):
        if not step.optional and step.makes not in now.have and _fault(now, step) is None:
            return step
    return None


def check(now: Standing, step: Step, user: StaffUser) -> None:
    """Raise StepNotAllowed unless this person may take this step now."""
    fault = _fault(now, step) or recusal(now, user) or _not_seated(now, step, user)
    if fault is not None:
        raise fault


def check_seat(now: Standing, step: Step, seat: Seat) -> None:
    """The same for the reporter with their code and for a time that is up, who are not staff."""
    fault = _fault(now, step)
    if fault is None and seat not in step.by:
        fault = _seat_fault(now.ticket, step)
    if fault is not None:
        raise fault


def allows(now: Standing, step: Step, seat: Seat) -> bool:
    """Whether `check_seat` would let it pass: what the reporter's own page offers."""
    return _fault(now, step) is None and seat in step.by


def offers(now: Standing, user: StaffUser) -> list[Step]:
    """The steps this person may take now, the expected one first."""
    able = [step for step in STEPS.values() if _fault(now, step) is None and _sits(now, step, user)]
    return (
        []
        if recusal(now, user)
        else sorted(able, key=lambda step: (step.optional, step.gate is Gate.EVERYTHING))
    )


def may(now: Standing, step: Step, user: StaffUser) -> bool:
    """Whether this person may take this step now."""
    return (_fault(now, step) or recusal(now, user) or _not_seated(now, step, user)) is None


def acts_for(now: Standing, step: Step, user: StaffUser) -> StaffUser | None:
    """In whose name this person takes the step; None for their own."""
    found = [name for name in now.names(user) if any(_holds(now.ticket, seat, name) for seat in step.by)]
    return found[0].of if found else None


def recusal_of(now: Standing, user: StaffUser) -> list[str]:
    """What this person did to the record, for which they may not act; empty when they may."""
    return now.involved.get(user.id, [])


def _fault(now: Standing, step: Step) -> StepNotAllowed | None:
    ticket = now.ticket
    if ticket.route not in step.routes:
        kind = ticket.type_row
        return StepNotAllowed(
            f"“{kind.label_zh}”没有“{step.label_zh}”这一步。",
            f"“{step.label_en}” is no step of this kind of ticket ({kind.label_en}).",
        )
    if ticket.at_state not in step.frm:
        row = ticket.state_row
        return StepNotAllowed(
            f"工单现在是“{row.label_zh}”，不能“{step.label_zh}”。",
            f"The ticket is “{row.label_en}” now; “{step.label_en}” cannot be done.",
        )
    if step.makes is not None and step.makes is not Demand.SIGNED_FINDING:
        if step.makes not in ticket.demands:
            return StepNotAllowed(
                f"这个结论不需要“{step.label_zh}”。", f"This finding does not call for “{step.label_en}”."
            )
        if step.makes in now.have and not step.repeatable:
            return _done_already(step)
    if step.once:
        last = ticket.latest(step.once) if step.once_ever else ticket.present(getattr(ticket, step.once))
        if last is not None:
            return _done_already(step)
    return _gate_fault(now, step)


def _done_already(step: Step) -> StepNotAllowed:
    return StepNotAllowed(f"“{step.label_zh}”已经办过了。", f"“{step.label_en}” has been done already.")


def _gate_fault(now: Standing, step: Step) -> StepNotAllowed | None:
    needed = OPENS[step.gate] & now.ticket.demands
    missing = [demand for demand in DEMANDS if demand in needed - now.have]
    if not missing:
        return None
    zh = "、".join(DEMANDS[demand].label_zh for demand in missing)
    en = ", ".join(DEMANDS[demand].label_en for demand in missing)
    return StepNotAllowed(f"还缺：{zh}。补齐后才能“{step.label_zh}”。", f"Still missing: {en}.")


def recusal(now: Standing, user: StaffUser) -> StepNotAllowed | None:
    """Why this person keeps away from the ticket; None when they need not."""
    acts = recusal_of(now, user)
    if acts:
        zh = "、".join(ACT_LABELS[act].label_zh for act in acts)
        en = ", ".join(ACT_LABELS[act].label_en for act in acts)
        return Recused(
            f"您经办过这条信息（{zh}），按回避规定不能办理对它的反映。",
            f"You took part in this record ({en}), so you cannot act on a report about it.",
        )
    ground = GROUNDS.get(now.barred.get(user.id, ""))
    if user.id not in now.barred:
        return None
    zh, en = (f"（{ground.label_zh}）", f" ({ground.label_en})") if ground else ("", "")
    return Recused(f"您须回避{zh}，不能办理这件工单。", f"You keep away{en} and cannot act on this ticket.")


def _not_seated(now: Standing, step: Step, user: StaffUser) -> StepNotAllowed | None:
    return None if _sits(now, step, user) else _seat_fault(now.ticket, step)


def _seat_fault(ticket: Ticket, step: Step) -> StepNotAllowed:
    zh = "或".join(_seat_words(ticket, seat, "zh") for seat in step.by)
    en = " or ".join(_seat_words(ticket, seat, "en") for seat in step.by)
    return StepNotAllowed(f"“{step.label_zh}”由{zh}办理。", f"“{step.label_en}” is for the {en}.")


def _sits(now: Standing, step: Step, user: StaffUser) -> bool:
    names = now.names(user)
    if any(_holds(now.ticket, seat, name) for seat in step.not_for for name in names):
        return False
    return any(_holds(now.ticket, seat, name) for seat in step.by for name in names)


def _holds(ticket: Ticket, seat: Seat, name: Name) -> bool:
    """Whether the seat is held in this name: a person's own, or that of somebody who left them their work."""
    row, whose = SEATS[seat], name.of or name.by
    if not (row.roles | row.also) & name.roles:
        return False
    if row.vacant_of is not None and getattr(ticket, row.vacant_of) is not None:
        return False
    if row.held_as is not None:
        return bool(getattr(ticket, row.held_as) == whose.id)
    return not ticket.is_sealed or (seat is Seat.CLERK and _took_in(ticket, whose))


def _took_in(ticket: Ticket, clerk: StaffUser) -> bool:
    """Of a sealed ticket, only the clerk who took it in stays its clerk."""
    return not ticket.acceptances or any(one.by_id == clerk.id for one in ticket.acceptances)


def _seat_words(ticket: Ticket, seat: Seat, lang: str) -> str:
    row = SEATS[seat]
    holder = getattr(ticket, row.held_as.removesuffix("_id")) if row.held_as else None
    label = row.label_zh if lang == "zh" else row.label_en
    return (
        f"{label}{holder.name}" if holder and lang == "zh" else f"{label} {holder.name}" if holder else label
    )
