"""The same for many tickets: each is an operation of its own with a commit of its own, and the last page says how each went."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations, queries
from feedback_app.tickets.forms_staff.base import lang
from feedback_app.tickets.forms_staff.desk import BulkPersonForm, NoteForm
from feedback_app.tickets.forms_staff.people import Candidate
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import desk as desk_operations
from feedback_app.tickets.views_staff.blueprint import Answer, MovedOn, me, staff
from feedback_app.tickets.workflow import SEATS, Seat

MOST = 50
Act = Callable[[Ticket], object]


@dataclass(frozen=True)
class BulkAct:
    """What can be done to many at once; `seat`: whom the form lets choose."""

    label_zh: str
    label_en: str
    seat: Seat | None = None


ACTS = {
    "submit_to_leader": BulkAct("报送同一位领导", "submit to one leader", Seat.LEADER),
    "assign": BulkAct("指派同一位调查人员", "appoint one investigator", Seat.INVESTIGATOR),
    "note": BulkAct("加同一条内部备注", "add one internal note"),
}


@dataclass(frozen=True)
class Outcome:
    """How it went with one ticket; `refused`: why not, empty when it went."""

    ref: str
    refused: str = ""


@staff.app_context_processor
def _bulk_acts() -> dict[str, object]:
    return {"bulk_acts": ACTS}


@staff.route("/bulk", methods=["GET", "POST"])
def bulk() -> Answer:
    """选中的工单一起办."""
    refs = list(dict.fromkeys(request.values.getlist("ref")))[:MOST]
    name = request.values.get("do", "")
    tickets = queries.several(me(), refs)
    if name not in ACTS or not tickets:
        flash(_("请先勾选工单，再选怎样办。"), "notice")
        return redirect(url_for("staff.queue"), 303)
    form = _form(ACTS[name])
    shown = {"tickets": tickets, "do": name, "act": ACTS[name], "form": form}
    if request.method == "GET":
        return render_template("tickets/staff/bulk.html", **shown)
    if not form.validate():
        return render_template("tickets/staff/bulk.html", **shown), 422
    act = _act(name, form)
    outcomes = [_try(one.ref, act) for one in tickets]
    return render_template("tickets/staff/bulk_done.html", act=ACTS[name], outcomes=outcomes)


def _form(act: BulkAct) -> NoteForm | BulkPersonForm:
    if act.seat is None:
        return NoteForm()
    form = BulkPersonForm()
    people = [Candidate(one) for one in accounts.holders(*SEATS[act.seat].roles)]
    form.offer(people, _("报送哪位主管领导") if act.seat is Seat.LEADER else _("指派谁调查核实"))
    return form


def _act(name: str, form: NoteForm | BulkPersonForm) -> Act:
    if isinstance(form, NoteForm):
        words = form.words.data or ""
        return lambda ticket: desk_operations.write_note(ticket, words, by=me())
    number = form.chosen.id
    step = operations.assign if name == "assign" else operations.submit_to_leader
    return lambda ticket: step(ticket, _person(number), by=me())


def _person(number: int) -> StaffUser:
    [person] = accounts.people([number])
    return person


def _try(ref: str, act: Act) -> Outcome:
    """One ticket, one transaction; what is refused leaves the others alone."""
    try:
        ticket = queries.ticket_for(me(), ref)
        if ticket is None:
            return Outcome(ref, MovedOn().say(lang()))
        act(ticket)
        db.session.commit()
    except (Refusal, StaleDataError) as fault:
        db.session.rollback()
        return Outcome(ref, fault.say(lang()) if isinstance(fault, Refusal) else MovedOn().say(lang()))
    return Outcome(ref)
