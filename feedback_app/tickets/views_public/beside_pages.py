"""What reporters can do on their own page besides reading: add what was asked for, withdraw, object to the answer."""

from collections.abc import Callable

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from feedback_app.extensions import caller_key, db, limiter
from feedback_app.refusals import Refusal
from feedback_app.tickets import for_reporter, operations
from feedback_app.tickets.forms_public import OwnWordsForm
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.views_public.status_pages import Page, ask_for_code, lang, read_ticket, status


@status.route("/status/ticket/supplement", methods=["GET", "POST"])
@limiter.limit(lambda: current_app.config["LIMIT_SUBMIT"], key_func=caller_key, methods=["POST"])
def supply() -> Page:
    """补充: the answer to what we asked."""
    form = OwnWordsForm()
    form.words.label.text = _("您的补充")
    return _own_step(
        "supply", form, must=True, act=lambda one: operations.supply(one, form.words.data, by=None),
        done=_("已经收到您的补充，我们接着办。"),
    )  # fmt: skip


@status.route("/status/ticket/withdrawal", methods=["GET", "POST"])
@limiter.limit(lambda: current_app.config["LIMIT_SUBMIT"], key_func=caller_key, methods=["POST"])
def withdraw() -> Page:
    """撤回: asked once more before it is done."""
    form = OwnWordsForm()
    form.words.label.text = _("为什么撤回")
    return _own_step(
        "withdraw", form, must=False, act=lambda one: operations.withdraw(one, form.words.data),
        done=_("已经撤回。"),
    )  # fmt: skip


@status.route("/status/ticket/objection", methods=["GET", "POST"])
@limiter.limit(lambda: current_app.config["LIMIT_SUBMIT"], key_func=caller_key, methods=["POST"])
def object_to_answer() -> Page:
    """异议: once, within the limit."""
    form = OwnWordsForm()
    form.words.label.text = _("您不同意什么，为什么")
    return _own_step(
        "object", form, must=True, act=lambda one: operations.object_to_answer(one, form.words.data),
        done=_("已经收到您的异议，由另一位领导安排重新核实。"),
    )  # fmt: skip


def _own_step(step: str, form: OwnWordsForm, *, must: bool, act: Callable[[Ticket], None], done: str) -> Page:
    """The page of one step: GET asks, POST acts and goes back to where it stands."""
    ticket = read_ticket()
    if ticket is None:
        return ask_for_code()
    if step not in for_reporter.own_steps(ticket):
        flash(_("现在不能办这一步，请看最新的办理情况。"), "notice")
        return redirect(url_for("status.show"), 303)
    shown = {"ticket": ticket, "step": step, "form": form, "must": must}
    if not form.is_submitted():
        return render_template("tickets/public/beside.html", **shown)
    if not form.validate() or not form.says_enough(must=must):
        return render_template("tickets/public/beside.html", **shown), 422
    try:
        act(ticket)
    except Refusal as refusal:
        db.session.rollback()
        flash(refusal.say(lang()), "notice")
        return redirect(url_for("status.show"), 303)
    db.session.commit()
    flash(done, "success")
    return redirect(url_for("status.show"), 303)
