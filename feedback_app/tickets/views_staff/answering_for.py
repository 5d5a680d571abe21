"""Cause, accountability and the end of the file (分析原因、倒查责任、办结, Articles 15 to 17)."""

from collections.abc import Callable

from flask import current_app, render_template, request
from flask_babel import gettext as _

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import OrgUnit, StaffUser
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.tickets import operations, queries, recurrence, steps
from feedback_app.tickets.accountability import OUTCOMES
from feedback_app.tickets.causes import CAUSES, FAULTS
from feedback_app.tickets.forms_staff.answering_for import DONE, NOBODY, AccountabilityForm, Answerable
from feedback_app.tickets.forms_staff.base import StepForm, label_of, lang, words_of
from feedback_app.tickets.forms_staff.causes import CauseForm, PreventionDoneForm, SameForm
from feedback_app.tickets.forms_staff.people import name_and_post
from feedback_app.tickets.measures import MEASURE_KINDS, MEASURES, PERSON, UNIT, VIOLATIONS
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff, take_step, ticket_or_404
from feedback_app.tickets.views_staff.changes import changes_of
from feedback_app.tickets.workflow import ASIDE, DEMANDS, STEPS


@staff.route("/tickets/<ref>/cause", methods=["GET", "POST"])
def cause(ref: str) -> Answer:
    """分析原因: why the error came about, and what will prevent the next; what came before in the same unit and field is
    shown beside it."""
    ticket, form = ticket_or_404(ref), CauseForm()
    months = current_app.config["RECURRENCE_MONTHS"]
    return take_step(
        ticket, STEPS["analyse_cause"], form, "tickets/staff/cause.html", changes=changes_of(ticket), causes=CAUSES,
        faults=FAULTS, earlier=recurrence.earlier(ticket, months=months), months=months, fields=recurrence.FIELDS,
        same=queries.same_correction(ticket, with_cause=True),
        act=lambda: operations.analyse_cause(
            ticket, causes=form.causes.data, words=form.words.data, prevention=form.prevention.data, by=me(),
            fault=form.fault.data, prevention_by=form.prevention_by.data, prevention_due_on=form.prevention_due_on,
        ),
        done=_("原因已记录。下一步：由主管领导记录责任追究。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/accountability", methods=["GET", "POST"])
def accountability(ref: str) -> Answer:
    """记录责任追究: who answers, by which measure, decided by whom; or why nobody does. Several may follow."""
    ticket = ticket_or_404(ref)
    form = AccountabilityForm(
        data={"decided_on": clock.today().isoformat(), "decided_by": _("本机关"), "stage": DONE}
    )
    form.offer(_answerable(ticket), me(), clock.to_local(ticket.received_at).date())
    return take_step(
        ticket, STEPS["trace_accountability"], form, "tickets/staff/accountability.html", changes=changes_of(ticket),
        measures=MEASURES, measure_kinds=MEASURE_KINDS, causes=CAUSES, nobody=NOBODY, violations=VIOLATIONS,
        outcomes=OUTCOMES, same=queries.same_correction(ticket, with_cause=False),
        act=lambda: operations.trace_accountability(ticket, form.answer, by=me()),
        done=_("责任追究已记录。还有别的责任人或者单位，可以继续记录。"),
    )  # fmt: skip


@staff.post("/tickets/<ref>/same-cause")
def same_cause(ref: str) -> Answer:
    """原因同另一件工单: the same correction, analysed there already."""
    return _by_reference(ref, "analyse_cause", operations.same_cause, _("原因已记录：与那件工单相同。"))


@staff.post("/tickets/<ref>/same-accountability")
def same_accountability(ref: str) -> Answer:
    """责任同另一件工单: settled there already, and not settled twice."""
    done = _("责任追究已记录：与那件工单相同。")
    return _by_reference(ref, "trace_accountability", operations.same_accountability, done)


def _by_reference(ref: str, step: str, act: Callable[..., None], done: str) -> Answer:
    """The other ticket must be one that the step's page offers."""
    ticket, form = ticket_or_404(ref), SameForm()
    offered = queries.same_correction(ticket, with_cause=step == "analyse_cause")
    form.earlier.choices = [(one.ref, one.ref) for one in offered]
    return take_step(
        ticket, STEPS[step], form, "tickets/staff/by_reference.html", done=done,
        act=lambda: act(ticket, queries.whole_ticket(form.earlier.data), by=me()),
    )  # fmt: skip


@staff.route("/tickets/<ref>/prevention", methods=["GET", "POST"])
def prevention(ref: str) -> Answer:
    """防范措施已落实: when it was done."""
    ticket = ticket_or_404(ref)
    form = PreventionDoneForm(data={"done": clock.today().isoformat()})
    return take_step(
        ticket, ASIDE["confirm_prevention"], form, "tickets/staff/prevention.html",
        act=lambda: operations.confirm_prevention(ticket, done_on=form.done_on, by=me()),
        done=_("已记录：防范措施已经落实。"), anchor="cause",
    )  # fmt: skip


@staff.route("/tickets/<ref>/closing", methods=["GET", "POST"])
def closing(ref: str) -> Answer:
    """办结: what is on record, and, when something is missing, what."""
    ticket, form = ticket_or_404(ref), StepForm()
    now = steps.standing(ticket)
    rows = [(row, demand in now.have) for demand, row in DEMANDS.items() if demand in ticket.demands]
    if request.method == "GET" and now.lacks() and ticket.is_open:
        return render_template(
            "tickets/staff/closing.html",
            ticket=ticket,
            step=STEPS["close"],
            form=form,
            why_not=_why_not(now),
            rows=rows,
        )
    return take_step(
        ticket, STEPS["close"], form, "tickets/staff/closing.html", why_not="", rows=rows,
        act=lambda: operations.close(ticket, by=me()),
        done=_("已办结。"),
    )  # fmt: skip


def _why_not(now: steps.Standing) -> str:
    try:
        steps.check(now, STEPS["close"], me())
    except steps.StepNotAllowed as refusal:
        return refusal.say(lang())
    return ""


def _answerable(ticket: Ticket) -> list[Answerable]:
    """Who had the record in their hands, and their units."""
    involved = steps.standing(ticket).involved
    people = accounts.people(sorted(involved))
    units: dict[int, OrgUnit] = {person.unit_id: person.unit for person in people}
    own = _("不能给自己记责任，请由其他领导办理。")
    named = [
        Answerable(
            f"user-{person.id}", PERSON, _with_acts(person, involved[person.id]), person.name,
            person.id, own if person.id == me().id else "",
        )
        for person in people
    ]  # fmt: skip
    return [
        *named,
        *(Answerable(f"unit-{one.id}", UNIT, label_of(one), one.name_zh) for one in units.values()),
    ]


def _with_acts(person: StaffUser, acts: list[str]) -> str:
    name, post = name_and_post(person)
    return str(_("%(name)s（%(post)s：%(acts)s）", name=name, post=post, acts=_acts(acts)))


def _acts(acts: list[str]) -> str:
    return str(_("、")).join(words_of(ACT_LABELS[act]) for act in acts)
