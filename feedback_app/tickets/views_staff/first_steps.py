"""From the report to the investigator: acceptance, the leader in charge, the appointment (Article 15)."""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.tickets import operations, queries, recusals, steps
from feedback_app.tickets.forms_staff.base import StepForm, words_of
from feedback_app.tickets.forms_staff.people import Candidate, ChangePersonForm, PersonForm
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.steps import Standing
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff, take_step, ticket_or_404
from feedback_app.tickets.views_staff.changes import claim_rows
from feedback_app.tickets.workflow import SEATS, STEPS, Seat


@staff.route("/tickets/<ref>/acceptance", methods=["GET", "POST"])
def acceptance(ref: str) -> Answer:
    """受理: the clerk takes the report in."""
    ticket, form = ticket_or_404(ref), StepForm()
    return take_step(
        ticket, STEPS["accept"], form, "tickets/staff/acceptance.html", claims=claim_rows(ticket),
        act=lambda: operations.accept(ticket, by=me()),
        done=_("已受理。下一步：报送主管领导。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/leader-submission", methods=["GET", "POST"])
def leader_submission(ref: str) -> Answer:
    """报送主管领导: step one of Article 15."""
    ticket, form = ticket_or_404(ref), PersonForm()
    form.offer(_leaders(ticket), _("报送哪位主管领导"))
    return take_step(
        ticket, STEPS["submit_to_leader"], form, "tickets/staff/person.html", claims=claim_rows(ticket),
        act=lambda: operations.submit_to_leader(ticket, form.chosen, by=me()),
        done=_("已报送主管领导，并通知了他。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/change-leader", methods=["GET", "POST"])
def change_leader(ref: str) -> Answer:
    """改报其他领导: with the reason; a finding not signed yet is dropped."""
    ticket, form = ticket_or_404(ref), ChangePersonForm()
    form.offer(_leaders(ticket, instead_of=ticket.leader), _("改报哪位主管领导"))
    return take_step(
        ticket, STEPS["change_leader"], form, "tickets/staff/person.html", claims=claim_rows(ticket),
        act=lambda: operations.change_leader(ticket, form.chosen, by=me(), reason=form.reason.data),
        done=_("已改报，并通知了新的主管领导。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/appointment", methods=["GET", "POST"])
def appointment(ref: str) -> Answer:
    """指派调查人员: who took part in the record is shown and cannot be chosen."""
    ticket, form = ticket_or_404(ref), PersonForm()
    form.offer(_investigators(ticket), _("指派谁调查核实"))
    return take_step(
        ticket, STEPS["assign"], form, "tickets/staff/person.html", claims=claim_rows(ticket),
        excluded=queries.excluded_people(ticket), acts=ACT_LABELS,
        act=lambda: operations.assign(ticket, form.chosen, by=me()),
        done=_("已指派，并通知了调查人员。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/change-investigator", methods=["GET", "POST"])
def change_investigator(ref: str) -> Answer:
    """改派调查人员: with the reason."""
    ticket, form = ticket_or_404(ref), ChangePersonForm()
    form.offer(_investigators(ticket, instead_of=ticket.investigator), _("改派谁调查核实"))
    return take_step(
        ticket, STEPS["change_investigator"], form, "tickets/staff/person.html", claims=claim_rows(ticket),
        excluded=queries.excluded_people(ticket), acts=ACT_LABELS,
        act=lambda: operations.change_investigator(ticket, form.chosen, by=me(), reason=form.reason.data),
        done=_("已改派，并通知了新的调查人员。"),
    )  # fmt: skip


def _leaders(ticket: Ticket, instead_of: StaffUser | None = None) -> list[Candidate]:
    return candidates_for(ticket, Seat.LEADER, {instead_of.id: _("现在就是这位领导。")} if instead_of else {})


def _investigators(ticket: Ticket, instead_of: StaffUser | None = None) -> list[Candidate]:
    besides = {instead_of.id: _("现在就是这位调查人员。")} if instead_of else {}
    if ticket.leader_id is not None:
        besides[ticket.leader_id] = _("结论由这位领导签发，不能自己调查、自己签发。")
    return candidates_for(ticket, Seat.INVESTIGATOR, besides)


def candidates_for(ticket: Ticket, seat: Seat, besides: dict[int, str]) -> list[Candidate]:
    """Everybody who holds the seat's role, who can be chosen first; the others with the reason why not.

    With no leader of the branch free, the officers of the superior body stand there too.
    """
    now, asked = steps.standing(ticket), recusals.asked_of(ticket)
    people = recusals.leaders(ticket) if seat is Seat.LEADER else accounts.holders(*SEATS[seat].roles)
    found = [
        Candidate(person, besides.get(person.id) or _why_not(now, asked, seat, person)) for person in people
    ]
    return sorted(found, key=lambda one: bool(one.why_not))


def _why_not(now: Standing, asked: Collection[int], seat: Seat, person: StaffUser) -> str:
    if acts := now.involved.get(person.id, []):
        return _recused(acts)
    if person.id in now.barred:
        return str(_("已经决定回避，或者本人申报过利害关系。"))
    if person.id in asked:
        return str(_("有人申请其回避，还没有决定。"))
    if seat is Seat.INVESTIGATOR and recusals.is_of_a_named_unit(now.ticket, person):
        return str(_("和被举报人在同一个部门。"))
    return ""


def _recused(acts: Sequence[str]) -> str:
    if not acts:
        return ""
    named = _("、").join(words_of(ACT_LABELS[act]) for act in acts)
    return str(_("经办过这条信息（%(acts)s），按规定须回避。", acts=named))
