"""Who may take which step now, and why not: the table of workflow.py answered for one ticket and one person.

The same answers draw the buttons, guard the operations and tell a person who is refused who can do it.
"""

from dataclasses import dataclass

from feedback_app.accounts.models import StaffUser
from feedback_app.carriers import queries as carriers
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.refusals import Refusal
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.workflow import ASIDE, DEMANDS, OPENS, SEATS, STEPS, Gate, Seat, Step


class StepNotAllowed(Refusal):
    """The ticket's state, the person's seat, a recusal or a gate forbids this step."""


class Recused(StepNotAllowed):
    """The person had the record in hand."""

    is_own_work = True


@dataclass(frozen=True)
class Standing:
    """Everything about one ticket that the rules ask for, read once."""

    ticket: Ticket
    have: frozenset[Demand]
    involved: dict[int, list[str]]  # user id → what they did to the record (recusal, 回避)

    def lacks(self) -> list[Demand]:
        """What the finding demands and the file does not hold yet, in the order it is done."""
        missing = self.ticket.demands - self.have
        return [demand for demand in DEMANDS if demand in missing]


def standing(ticket: Ticket) -> Standing:
    """Read what the rules need, in at most two queries."""
    involved = records.involvements(ticket.record_id) if ticket.record_id else {}
    return Standing(ticket, ticket.have(all_channels=is_all_carried(ticket)), involved)


def is_all_carried(ticket: Ticket) -> bool:
    """Whether every carrier shows the latest correction this ticket brought about, of whatever round."""
    correction = ticket.latest("corrections")
    if ticket.record is None or correction is None:
        return False
    return carriers.unconfirmed(ticket.record.ref, correction.to_number) == 0


def next_step(now: Standing) -> Step | None:
    """What the ticket waits for: the first step that its state and file allow and that leaves something new.

    When only carriers are left to confirm, it waits for that.
    """
    for step in (*STEPS.values(), ASIDE["confirm_carrier"]):
        if not step.optional and step.makes not in now.have and _fault(now, step) is None:
            return step
    return None


def check(now: Standing, step: Step, user: StaffUser) -> None:
    """Raise StepNotAllowed unless this person may take this step now."""
    fault = _fault(now, step) or _recusal(now, user) or _not_seated(now.ticket, step, user)
    if fault is not None:
        raise fault


def offers(now: Standing, user: StaffUser) -> list[Step]:
    """The steps this person may take now, the expected one first."""
    able = [step for step in STEPS.values() if _fault(now, step) is None and _sits(now.ticket, step, user)]
    return (
        []
        if _recusal(now, user)
        else sorted(able, key=lambda step: (step.optional, step.gate is Gate.EVERYTHING))
    )


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
            return StepNotAllowed(
                f"“{step.label_zh}”已经办过了。", f"“{step.label_en}” has been done already."
            )
    return _gate_fault(now, step)


def _gate_fault(now: Standing, step: Step) -> StepNotAllowed | None:
    needed = OPENS[step.gate] & now.ticket.demands
    missing = [demand for demand in DEMANDS if demand in needed - now.have]
    if not missing:
        return None
    zh = "、".join(DEMANDS[demand].label_zh for demand in missing)
    en = ", ".join(DEMANDS[demand].label_en for demand in missing)
    return StepNotAllowed(f"还缺：{zh}。补齐后才能“{step.label_zh}”。", f"Still missing: {en}.")


def _recusal(now: Standing, user: StaffUser) -> StepNotAllowed | None:
    acts = recusal_of(now, user)
    if not acts:
        return None
    zh = "、".join(ACT_LABELS[act].label_zh for act in acts)
    en = ", ".join(ACT_LABELS[act].label_en for act in acts)
    return Recused(
        f"您经办过这条信息（{zh}），按回避规定不能办理对它的反映。",
        f"You took part in this record ({en}), so you cannot act on a report about it.",
    )


def _not_seated(ticket: Ticket, step: Step, user: StaffUser) -> StepNotAllowed | None:
    if _sits(ticket, step, user):
        return None
    zh = "或".join(_seat_words(ticket, seat, "zh") for seat in step.by)
    en = " or ".join(_seat_words(ticket, seat, "en") for seat in step.by)
    return StepNotAllowed(f"“{step.label_zh}”由{zh}办理。", f"“{step.label_en}” is for the {en}.")


def _sits(ticket: Ticket, step: Step, user: StaffUser) -> bool:
    return any(_holds(ticket, seat, user) for seat in step.by)


def _holds(ticket: Ticket, seat: Seat, user: StaffUser) -> bool:
    row = SEATS[seat]
    if not row.roles & user.roles:
        return False
    if row.vacant_of is not None and getattr(ticket, row.vacant_of) is not None:
        return False
    return row.held_as is None or getattr(ticket, row.held_as) == user.id


def _seat_words(ticket: Ticket, seat: Seat, lang: str) -> str:
    row = SEATS[seat]
    holder = getattr(ticket, row.held_as.removesuffix("_id")) if row.held_as else None
    label = row.label_zh if lang == "zh" else row.label_en
    return (
        f"{label}{holder.name}" if holder and lang == "zh" else f"{label} {holder.name}" if holder else label
    )
