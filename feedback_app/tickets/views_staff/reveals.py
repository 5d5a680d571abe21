"""Looks at a reporter that need a second person: asked for with a reason, consented to, taken, each time in the log."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations, reveals, steps
from feedback_app.tickets.forms_staff.base import lang
from feedback_app.tickets.forms_staff.recusing import AskRevealForm, ConsentForm
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.views_staff.blueprint import Answer, me, moved_on_to, staff, ticket_or_404
from feedback_app.tickets.workflow import ASIDE


@staff.get("/tickets/<ref>/reveals")
def ticket_reveals(ref: str) -> str:
    """What was asked for on this ticket, and the form to ask."""
    return _page(ticket_or_404(ref))


@staff.post("/tickets/<ref>/reveals")
def ask_reveal(ref: str) -> Answer:
    ticket, form = ticket_or_404(ref), AskRevealForm()
    if not form.validate():
        return _page(ticket, asking=form), 422
    try:
        operations.ask_reveal(ticket, by=me(), reason=form.reason.data)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        g.refused = refusal
        form.form_errors.append(refusal.say(lang()))
        return _page(ticket_or_404(ref), asking=form), 422
    flash(_("已提出申请，已通知可以同意的人。"))
    return redirect(url_for("staff.ticket_reveals", ref=ref), 303)


@staff.post("/tickets/<ref>/reveals/<int:number>/decision")
def decide_reveal(ref: str, number: int) -> Answer:
    ticket = ticket_or_404(ref)
    reveal = reveals.one(ticket, number) or abort(404)
    form = ConsentForm(prefix=f"consent-{number}-").prepare()
    if not form.validate():
        return _page(ticket, deciding={number: form}), 422
    try:
        granted = form.outcome.data == "granted"
        operations.decide_reveal(reveal, granted=granted, reason=form.reason.data or "", by=me())
        db.session.commit()
    except Refusal as refusal:
        return moved_on_to(url_for("staff.ticket_reveals", ref=ref), refusal)
    flash(_("已同意，一天内有效。") if granted else _("已决定不同意。"))
    return redirect(url_for("staff.ticket_reveals", ref=ref), 303)


@staff.get("/tickets/<ref>/reveals/<int:number>/look")
def look_again(ref: str, number: int) -> Response:
    """Nothing to see by its address."""
    return redirect(url_for("staff.ticket_reveals", ref=ticket_or_404(ref).ref), 303)


@staff.post("/tickets/<ref>/reveals/<int:number>/look")
def look_at_reporter(ref: str, number: int) -> Answer:
    """Who reported, with the consent that was given."""
    ticket = ticket_or_404(ref)
    reveal = reveals.one(ticket, number) or abort(404)
    try:
        found = operations.look_at_reporter(reveal, by=me())
    except Refusal as refusal:
        return moved_on_to(url_for("staff.ticket_reveals", ref=ref), refusal)
    db.session.commit()
    return render_template("tickets/staff/reporter.html", ticket=ticket, form=None, found=found)


def _page(
    ticket: Ticket, *, asking: AskRevealForm | None = None, deciding: dict[int, ConsentForm] | None = None
) -> str:
    now, given, user = clock.now(), deciding or {}, me()
    rows = reveals.of(ticket)
    forms = {
        row.id: given.get(row.id) or ConsentForm(None, prefix=f"consent-{row.id}-").prepare()
        for row in rows
        if row.outcome is None and reveals.may_consent(row, user)
    }
    may_look = steps.may(steps.standing(ticket), ASIDE["reveal_reporter"], user)
    can_ask = not may_look and not ticket.reporter.is_anonymous
    return render_template(
        "tickets/staff/reveals.html",
        ticket=ticket,
        rows=rows,
        now=now,
        forms_of=forms,
        asking=(asking or AskRevealForm(None)) if can_ask else None,
        may_look=may_look,
    )
