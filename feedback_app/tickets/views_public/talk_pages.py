"""The reporter's side of the talk: read what the bureau wrote, answer, add photos; with the code alone."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from feedback_app.extensions import caller_key, db, limiter
from feedback_app.files import queries as files
from feedback_app.files.handing_over import handed_over
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations, talk
from feedback_app.tickets.forms_public import CodeForm
from feedback_app.tickets.forms_sending import ACCEPT
from feedback_app.tickets.forms_talk import MOST_WORDS, MessageForm
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import talking
from feedback_app.tickets.views_public.status_pages import Page, ask_for_code, lang, read_ticket, status


@status.get("/status/ticket/messages")
def messages() -> Page:
    ticket = read_ticket()
    return ask_for_code() if ticket is None else _page(ticket, MessageForm())


@status.post("/status/ticket/messages")
@limiter.limit(lambda: current_app.config["LIMIT_MESSAGE"], key_func=caller_key)
def tell() -> Page:
    ticket, form = read_ticket(), MessageForm()
    if ticket is None:
        return _too_late(form)
    if not form.is_good():
        return _page(ticket, form), 422
    try:
        operations.tell(ticket, form.words.data, seed=form.seed, kept=tuple(form.kept))
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(refusal.say(lang()))
        return _page(read_ticket() or ticket, form), 422
    db.session.commit()
    flash(_("已经收到您的留言。"), "success")
    return redirect(url_for(".messages", _anchor="last"), 303)


@status.post("/status/ticket/messages/seen")
def seen() -> Page:
    """看过了: the mark of what is new goes away."""
    ticket = read_ticket()
    if ticket is None:
        return ask_for_code()
    talking.see_answers(ticket)
    db.session.commit()
    return redirect(url_for(".messages"), 303)


@status.get("/status/ticket/files/<int:number>")
def file_for_reporter(number: int) -> Page:
    """A file the bureau sent with a message; its safe copy where there is one."""
    ticket = read_ticket()
    if ticket is None:
        return ask_for_code()
    found = files.attachment(ticket.subject, number)
    if found is None or found.kept_by != "staff" or not (found.part or "").startswith("message:"):
        abort(404)
    return handed_over(found.copy_sha256 or found.sha256, found.media_type, found.name)


@status.errorhandler(429)
def _too_often(fault: HTTPException) -> Page:
    """Too many messages, with what was written; too many codes, with the way on."""
    ticket = read_ticket()
    if ticket is None:
        words = _("查询码输错的次数太多了，请过 10 分钟再试。查询码本身还有效。")
        return render_template("errors/429.html", wait_words=words), 429
    form = MessageForm()
    form.form_errors.append(_("短时间内留言太多了，这一条还没有发出。请过一会儿再发，着急就打电话。"))
    return _page(ticket, form), 429


def _page(ticket: Ticket, form: MessageForm) -> str:
    form.prepare_page()
    return render_template(
        "tickets/public/messages.html",
        ticket=ticket,
        form=form,
        spoken=talk.spoken(ticket),
        accept=ACCEPT,
        most_files=current_app.config["MAX_FILES"],
        largest=current_app.config["MAX_UPLOAD_MB"],
        most_words=MOST_WORDS,
    )


def _too_late(form: MessageForm) -> Page:
    """The half hour was over while the person wrote: what was written is given back."""
    ask = CodeForm(formdata=None)
    ask.code.errors = [_("太久没有操作，已经自动退出，留言还没有发出。请再输入一次查询码。")]
    kept = [(_("您写的留言"), form.words.data)] if form.words.data else []
    return render_template("tickets/public/ask.html", form=ask, kept=kept), 422
