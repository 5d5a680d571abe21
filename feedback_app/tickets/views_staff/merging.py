"""Several reporters of one matter (并单): merging, undoing it, answering those who were merged."""

from flask import g, redirect, render_template, request
from flask_babel import gettext as _

from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import operations, queries
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.forms_staff.base import ReasonForm, lang
from feedback_app.tickets.forms_staff.merging import MergedAnswersForm, MergeForm
from feedback_app.tickets.likeness.candidates import candidates
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.views_staff.blueprint import (
    Answer,
    me,
    moved_on,
    page_of,
    staff,
    take_step,
    ticket_or_404,
)
from feedback_app.tickets.views_staff.changes import claim_rows
from feedback_app.tickets.workflow import STEPS


@staff.route("/tickets/<ref>/merge", methods=["GET", "POST"])
def merge(ref: str) -> Answer:
    """并到另一件: the likely ones first, each with why it was found."""
    ticket, form = ticket_or_404(ref), MergeForm()
    form.offer(candidates(ticket, me()))

    def act() -> None:
        main = queries.ticket_for(me(), form.ref)
        if main is None:
            raise operations.NotThisPerson("没有找到这个工单。", "There is no such ticket.")
        operations.merge(ticket, main, by=me(), reason=form.reason.data)

    return take_step(
        ticket, STEPS["merge"], form, "tickets/staff/merge.html", claims=claim_rows(ticket), act=act,
        done=_("已并单。那一件答复以后，这一件要单独答复反映人。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/unmerge", methods=["GET", "POST"])
def unmerge(ref: str) -> Answer:
    """取消并单: the ticket goes on where it was."""
    ticket, form = ticket_or_404(ref), ReasonForm()
    return take_step(
        ticket, STEPS["unmerge"], form, "tickets/staff/beside.html", claims=claim_rows(ticket),
        lead=_("取消后，这一件回到并单以前的那一步，单独办理。"),
        act=lambda: operations.unmerge(ticket, by=me(), reason=form.reason.data), done=_("已取消并单。"),
    )  # fmt: skip


@staff.route("/tickets/<ref>/merged-answers", methods=["GET", "POST"])
def merged_answers(ref: str) -> Answer:
    """答复并入的反映人: the same words, or others, to all that are ticked; each gets an answer of their own."""
    ticket = ticket_or_404(ref)
    open_ones = [one for one in queries.merged_into(ticket) if one.reply is None]
    reply = ticket.reply
    if reply is None or not open_ones:
        return redirect(page_of(ticket), 303)
    form = MergedAnswersForm(data={"text": reply.text, "refs": [one.ref for one in open_ones]})
    form.offer(open_ones)
    shown = {"ticket": ticket, "form": form, "step": STEPS["answer_merged"], "merged": open_ones}
    if request.method == "GET":
        form.lock.data = ticket.lock
        return render_template("tickets/staff/merged_answers.html", **shown)
    if not form.validate():
        return render_template("tickets/staff/merged_answers.html", **shown), 422
    try:
        for one in open_ones:
            if one.ref in form.refs.data:
                operations.answer_merged(one, form.text.data, by=me())
        db.session.commit()
    except StepNotAllowed as refusal:
        db.session.rollback()
        g.refused = refusal
        form.refuse(refusal.say(lang()))
        return render_template("tickets/staff/merged_answers.html", **shown), 422
    except Refusal as refusal:
        return moved_on(ref, form, refusal)
    return redirect(page_of(ticket), 303)


def merged_of(ticket: Ticket) -> tuple[list[Ticket], bool]:
    """Those merged into a ticket, and whether any of them can be answered now."""
    found = queries.merged_into(ticket)
    return found, ticket.reply is not None and any(
        Demand.REPLY not in one.have(all_channels=False) for one in found
    )
