"""What a reporter says to the answer, and the answers everybody may read (Articles 4 and 15)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback_app.extensions import db
from feedback_app.paging import After
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations, public_answers
from feedback_app.tickets.forms_answered import RatingForm
from feedback_app.tickets.views_public.status_pages import (
    Page,
    ask_for_code,
    lang,
    read_ticket,
    status,
    ticket_page,
)

answers = Blueprint("answers", __name__)


@answers.get("/answers")
def index() -> str:
    """公开的答复, newest first; never about what is not public now."""
    after = After.read(request.args.get("after"))
    page = public_answers.newest(after=after)
    return render_template(
        "tickets/public/answers.html", rows=page.rows, after=page.after, is_first=after is None
    )


@status.post("/status/ticket/rating")
def rating() -> Page:
    """评价答复: once."""
    ticket, form = read_ticket(), RatingForm()
    if ticket is None:
        return ask_for_code()
    if not form.validate():
        return ticket_page(ticket, rating=form), 422
    try:
        operations.rate(ticket, score=int(form.score.data), words=form.words.data)
        db.session.commit()
        flash(_("谢谢您的评价。"), "success")
    except Refusal as refusal:
        db.session.rollback()
        flash(refusal.say(lang()), "notice")
    return redirect(url_for("status.show"), 303)


@status.post("/status/ticket/publication")
def publication() -> Page:
    """同意公开答复, or no longer."""
    ticket = read_ticket()
    if ticket is None:
        return ask_for_code()
    agreed = request.form.get("agreed") == "1"
    try:
        (operations.allow_publication if agreed else operations.forbid_publication)(ticket)
        db.session.commit()
        flash(_("好的，公开时不写您是谁。") if agreed else _("好的，不公开这份答复。"), "success")
    except Refusal as refusal:
        db.session.rollback()
        flash(refusal.say(lang()), "notice")
    return redirect(url_for("status.show"), 303)
