"""The bureau's side of the talk with a reporter: read, write, and say that it was read."""

from flask import current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations, steps, talk
from feedback_app.tickets.forms_sending import ACCEPT
from feedback_app.tickets.forms_staff.base import lang
from feedback_app.tickets.forms_talk import MOST_WORDS, MessageForm
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.views_staff.blueprint import Answer, me, moved_on, staff, ticket_or_404
from feedback_app.tickets.workflow import ASIDE

STEP = ASIDE["write_message"]


@staff.get("/tickets/<ref>/messages")
def messages(ref: str) -> Answer:
    ticket = ticket_or_404(ref)
    why_not = _why_not(ticket)
    return _page(ticket, None if why_not else MessageForm(), why_not)


@staff.post("/tickets/<ref>/messages")
def write_message(ref: str) -> Answer:
    """给反映人留言."""
    ticket = ticket_or_404(ref)
    g.step_tried = STEP
    try:
        steps.check(steps.standing(ticket), STEP, me())
        form = MessageForm()
        if not form.is_good():
            return _page(ticket, form), 422
        operations.write_message(ticket, form.words.data, seed=form.seed, kept=tuple(form.kept), by=me())
        db.session.commit()
    except Refusal as refusal:
        return moved_on(ref, None, refusal)
    flash(_("已经发给反映人。"), "success")
    return redirect(url_for(".messages", ref=ref, _anchor="last"), 303)


@staff.post("/tickets/<ref>/messages/seen")
def messages_seen(ref: str) -> Response | Answer:
    """已看过: the mark of what is new goes away."""
    ticket = ticket_or_404(ref)
    g.step_tried = STEP
    try:
        operations.see_messages(ticket, by=me())
        db.session.commit()
    except Refusal as refusal:
        return moved_on(ref, None, refusal)
    return redirect(url_for(".messages", ref=ref), 303)


def _page(ticket: Ticket, form: MessageForm | None, why_not: str = "") -> str:
    if form is not None:
        form.prepare_page()
    return render_template(
        "tickets/staff/messages.html",
        ticket=ticket,
        form=form,
        why_not=why_not,
        spoken=talk.spoken(ticket),
        accept=ACCEPT,
        most_files=current_app.config["MAX_FILES"],
        largest=current_app.config["MAX_UPLOAD_MB"],
        most_words=MOST_WORDS,
    )


def _why_not(ticket: Ticket) -> str:
    try:
        steps.check(steps.standing(ticket), STEP, me())
    except StepNotAllowed as refusal:
        return refusal.say(lang())
    return ""
