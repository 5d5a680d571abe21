"""The blueprint of the staff's pages, who may enter, and the one way a step is taken from a page."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from feedback_app.accounts.models import StaffUser
from feedback_app.carriers.operations import AlreadyConfirmed
from feedback_app.disclosures.operations import GuardRefused
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import queries, steps
from feedback_app.tickets.forms_staff.base import StepForm, lang
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import NotThisPerson
from feedback_app.tickets.operations.desk import drop_draft
from feedback_app.tickets.particulars import told
from feedback_app.tickets.views_staff import drafts_kept
from feedback_app.tickets.workflow import Step

staff = Blueprint("staff", __name__, url_prefix="/staff")
Answer = str | Response | tuple[str, int]


class MovedOn(Refusal):
    """The page was drawn before somebody else took a step."""

    def __init__(self) -> None:
        super().__init__(
            "这一页打开以后，工单又有了新进展，您的这一步没有保存。",
            "The ticket has moved on since this page was opened; your step was not saved.",
        )


@staff.before_request
@login_required
def only_staff() -> None:
    """Nobody without a sign-in; which tickets a person may open is decided in the look-up."""


def me() -> StaffUser:
    """Who is signed in."""
    return cast("StaffUser", current_user._get_current_object())  # noqa: SLF001 - Flask-Login's way to the real object


class MustKeepAway(Exception):
    """A page of a ticket was asked for by somebody who learns only that the ticket is there."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket.ref)
        self.ticket = ticket


def ticket_or_404(ref: str) -> Ticket:
    """The ticket, if this person may see it; to anyone else it does not exist. Whoever keeps away is led to the stub."""
    ticket = queries.ticket_for(me(), ref)
    if ticket is None and (stub := queries.stub_for(me(), ref)) is not None:
        raise MustKeepAway(stub)
    return ticket or abort(404)


@staff.errorhandler(MustKeepAway)
def _kept_away(fault: MustKeepAway) -> Answer:
    """What is tried all the same is refused, and written down; a page is answered by the stub's."""
    refusal = steps.recusal(steps.standing(fault.ticket), me()) or steps.Recused(
        "有人申请您回避，还没有决定。", "A recusal of yours waits to be decided."
    )
    if request.method == "POST":
        return moved_on_to(page_of(fault.ticket), refusal)
    flash(refusal.say(lang()), "notice")
    return redirect(page_of(fault.ticket), 303)


def page_of(ticket: Ticket) -> str:
    """The address of the ticket's own page."""
    return url_for("staff.show", ref=ticket.ref)


def take_step(
    ticket: Ticket,
    step: Step,
    form: StepForm,
    template: str,
    *,
    act: Callable[[], object],
    done: str,
    anchor: str | None = None,
    **shown: Any,
) -> Answer:
    """A step as a page. GET draws the form; POST checks it, acts, commits once and goes back to the ticket.

    422 with everything typed when the form is not filled in right; 409, with everything typed, when the ticket has
    moved on or this person may not take the step.
    """
    now, ref = steps.standing(ticket), ticket.ref
    g.step_tried = step
    shown = {"ticket": ticket, "step": step, "form": form, "particulars": told(ticket, lang()), **shown}
    if request.method == "GET":
        return _ask(now, step, template, shown)
    if drafts_kept.wants_draft():
        return drafts_kept.keep(ticket, me())
    form.keeps_drafts = True
    try:
        if form.lock.data not in ("", None, str(ticket.lock)):
            raise MovedOn
        steps.check(now, step, me())
        if not form.validate() or not form.was_drawn_for(ticket.lock):
            return render_template(template, **shown), 422
        if "preview" in request.form:
            return render_template(template, **shown, is_preview=True)
        act()
        drop_draft(ticket, drafts_kept.place(), by=me())
        db.session.commit()
    except (NotThisPerson, GuardRefused) as refusal:  # nothing moved on: what was typed can be mended here
        db.session.rollback()
        g.refused = refusal
        form.refuse(refusal.say(lang()))
        return render_template(template, **shown), 422
    except (Refusal, StaleDataError, AlreadyConfirmed) as fault:
        return moved_on(ref, form, fault)
    flash(done)
    return redirect(url_for("staff.show", ref=ref, _anchor=anchor), 303)


def moved_on(ref: str, form: StepForm | None, fault: Exception) -> Answer:
    """The page for a step that cannot be taken any more: why, what was typed, the way to the ticket as it stands now."""
    return moved_on_to(url_for("staff.show", ref=ref), fault, form.typed() if form else [])


def moved_on_to(back_href: str, fault: Exception, kept: Sequence[tuple[str, str]] = ()) -> Answer:
    """The same for anything else that has a page of its own."""
    db.session.rollback()
    if not isinstance(fault, MovedOn):  # that a page grew old is nobody's attempt at anything
        g.refused = fault  # written down once the answer stands, see web/views_refused.py
    reason = fault.say(lang()) if isinstance(fault, Refusal) else MovedOn().say(lang())
    page = render_template(
        "errors/409.html", layout="layouts/staff.html", reason=reason, kept=kept, back_href=back_href
    )
    return page, 409


def _ask(now: steps.Standing, step: Step, template: str, shown: dict[str, Any]) -> Answer:
    """The empty form; whoever cannot take the step now is told why on the ticket's page."""
    try:
        steps.check(now, step, me())
    except steps.StepNotAllowed as refusal:
        flash(refusal.say(lang()), "notice")
        return redirect(page_of(now.ticket), 303)
    shown["form"].lock.data = now.ticket.lock
    drafts_kept.restore(now.ticket, shown["form"], me())
    return render_template(template, **shown)
