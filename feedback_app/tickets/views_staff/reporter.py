"""Who reported: sealed, shown once to who needs it for this ticket, and every look is in the log."""

from flask import g, redirect, render_template
from werkzeug.wrappers import Response

from feedback_app.extensions import db
from feedback_app.tickets import operations
from feedback_app.tickets.forms_staff.base import RevealForm
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.views_staff.blueprint import Answer, me, moved_on, page_of, staff, ticket_or_404
from feedback_app.tickets.workflow import ASIDE


@staff.get("/tickets/<ref>/reporter")
def reporter_again(ref: str) -> Response:
    """Nothing to see by its address: reloading or coming back leads to the ticket."""
    return redirect(page_of(ticket_or_404(ref)), 303)


@staff.post("/tickets/<ref>/reporter")
def reporter(ref: str) -> Answer:
    """查看反映人: name, telephone and e-mail, once, with the reason on record."""
    ticket, form = ticket_or_404(ref), RevealForm()
    g.step_tried = ASIDE["reveal_reporter"]
    if not form.validate():
        return render_template("tickets/staff/reporter.html", ticket=ticket, form=form, found=None), 422
    try:
        found = operations.reveal_reporter(ticket, by=me(), reason=form.reason.data)
    except StepNotAllowed as refusal:
        return moved_on(ref, None, refusal)
    db.session.commit()
    return render_template("tickets/staff/reporter.html", ticket=ticket, form=form, found=found)
