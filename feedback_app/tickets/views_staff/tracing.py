"""What follows a proposal (倒查责任): the person is heard, the branch decides, it is referred, the outcome comes back."""

from collections.abc import Callable

from flask import abort
from flask_babel import gettext as _

from feedback_app import clock
from feedback_app.tickets import operations
from feedback_app.tickets.accountability import HEARINGS, OUTCOMES
from feedback_app.tickets.forms_staff.base import StepForm
from feedback_app.tickets.forms_staff.tracing import DecisionForm, HearingForm, OutcomeForm
from feedback_app.tickets.measures import MEASURES
from feedback_app.tickets.models import Accountability, Ticket
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff, take_step, ticket_or_404
from feedback_app.tickets.workflow import ASIDE, Step

_AT = "/tickets/<ref>/accountability/<int:number>"


@staff.route(f"{_AT}/hearing", methods=["GET", "POST"])
def hearing(ref: str, number: int) -> Answer:
    """听取陈述: what the person concerned said, or that they declined; kept and sealed."""
    ticket, noun = _found(ref, number)
    form = HearingForm()
    return _page(
        ticket, noun, ASIDE["hear"], form, "tickets/staff/hearing.html",
        lambda: operations.hear(ticket, noun, way=form.way.data, words=form.words.data or "", by=me()),
        _("本人陈述已记录。"),
    )  # fmt: skip


@staff.route(f"{_AT}/decision", methods=["GET", "POST"])
def measure_decision(ref: str, number: int) -> Answer:
    """记录本机关的决定: only for the branch's own measures, and after the person was heard."""
    ticket, noun = _found(ref, number)
    form = DecisionForm(data={"decided_by": _("本机关"), "decided": clock.today().isoformat()})
    return _page(
        ticket, noun, ASIDE["settle_accountability"], form, "tickets/staff/measure_decision.html",
        lambda: operations.decide(ticket, noun, decided_by=form.decided_by.data, decided_on=form.decided_on, by=me()),
        _("决定已记录。"),
    )  # fmt: skip


@staff.route(f"{_AT}/referral", methods=["GET", "POST"])
def measure_referral(ref: str, number: int) -> Answer:
    """记录移送: to the body that may decide it."""
    ticket, noun = _found(ref, number)
    form = DecisionForm(
        data={"decided_by": MEASURES[noun.measure].who_decides_zh, "decided": clock.today().isoformat()}
    )
    form.decided_by.label.text, form.decided.label.text = _("移送给哪个机关"), _("移送日期")
    return _page(
        ticket, noun, ASIDE["settle_accountability"], form, "tickets/staff/measure_decision.html",
        lambda: operations.refer(ticket, noun, referred_to=form.decided_by.data, referred_on=form.decided_on, by=me()),
        _("移送已记录。有了处理结果，再来记录。"),
    )  # fmt: skip


@staff.route(f"{_AT}/outcome", methods=["GET", "POST"])
def measure_outcome(ref: str, number: int) -> Answer:
    """记录处理结果: what the other body decided, with its document."""
    ticket, noun = _found(ref, number)
    form = OutcomeForm(data={"body": noun.decided_by, "measure": noun.measure})
    return _page(
        ticket, noun, ASIDE["settle_accountability"], form, "tickets/staff/measure_outcome.html",
        lambda: operations.record_outcome(ticket, noun, form.outcome, by=me()),
        _("处理结果已记录。"),
    )  # fmt: skip


def _found(ref: str, number: int) -> tuple[Ticket, Accountability]:
    ticket = ticket_or_404(ref)
    return ticket, next((one for one in ticket.accountabilities if one.id == number), None) or abort(404)


def _page(
    ticket: Ticket, noun: Accountability, step: Step, form: StepForm, template: str,
    act: Callable[[], object], done: str,
) -> Answer:  # fmt: skip
    return take_step(
        ticket, step, form, template, noun=noun, measures=MEASURES, outcomes=OUTCOMES, hearings=HEARINGS, act=act,
        done=done, anchor="accountability",
    )  # fmt: skip
