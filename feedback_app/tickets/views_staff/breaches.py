"""The register of what was exposed (泄露登记): one ticket's row, the search engines asked to forget it, and all rows."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app import clock
from feedback_app.accounts.roles import SUPERVISORS, Role
from feedback_app.paging import After
from feedback_app.tickets import operations, queries
from feedback_app.tickets.exposures import EXPOSURES
from feedback_app.tickets.forms_staff.consequences import (
    BreachForm,
    SearchGoneForm,
    SearchRemovalForm,
    breach_draft,
)
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff, take_step, ticket_or_404
from feedback_app.tickets.workflow import ASIDE

READS_REGISTER = SUPERVISORS | {
    Role.LEGAL_SECTION_HEAD, Role.SUPERVISING_LEADER, Role.PRINCIPAL_LEADER, Role.DISCLOSURE_REVIEWER,
}  # fmt: skip


@staff.route("/tickets/<ref>/breach", methods=["GET", "POST"])
def breach(ref: str) -> Answer:
    """泄露登记: what was exposed, from when to when, seen how often, who was told. Completed as it becomes known."""
    ticket = ticket_or_404(ref)
    form = BreachForm(data=breach_draft(ticket.record, ticket.breach))
    return take_step(
        ticket, ASIDE["register_breach"], form, "tickets/staff/breach.html", exposures=EXPOSURES, row=ticket.breach,
        act=lambda: operations.register_breach(ticket, form.words, by=me()),
        done=_("泄露登记已保存。"), anchor="breach",
    )  # fmt: skip


@staff.route("/tickets/<ref>/breach/search-removals", methods=["GET", "POST"])
def search_removals(ref: str) -> Answer:
    """申请搜索引擎删除: which one was asked, and when."""
    ticket = ticket_or_404(ref)
    if ticket.breach is None:
        return redirect(url_for("staff.breach", ref=ref), 303)
    form = SearchRemovalForm(data={"asked": clock.today().isoformat()})
    return take_step(
        ticket, ASIDE["register_breach"], form, "tickets/staff/search_removal.html",
        act=lambda: operations.ask_search_removal(ticket, engine=form.engine.data, asked_on=form.asked_on, by=me()),
        done=_("已记录向搜索引擎申请删除。"), anchor="breach",
    )  # fmt: skip


@staff.route("/tickets/<ref>/breach/search-removals/<int:number>", methods=["GET", "POST"])
def search_gone(ref: str, number: int) -> Answer:
    """搜索引擎已删除: since when it is not found there any more."""
    ticket = ticket_or_404(ref)
    rows = ticket.breach.removals if ticket.breach else []
    row = next((one for one in rows if one.id == number), None) or abort(404)
    form = SearchGoneForm(data={"gone": clock.today().isoformat()})
    return take_step(
        ticket, ASIDE["register_breach"], form, "tickets/staff/search_gone.html", row=row,
        act=lambda: operations.confirm_search_removal(ticket, row, gone_on=form.gone_on, by=me()),
        done=_("已记录。"), anchor="breach",
    )  # fmt: skip


@staff.get("/breaches")
def breaches() -> str | Response:
    """泄露登记簿: every row, the newest first, for those who answer for it and those who check."""
    if not me().roles & READS_REGISTER:
        abort(404)
    page = queries.breaches(me(), after=After.read(request.args.get("after")))
    return render_template("tickets/staff/breaches.html", page=page, exposures=EXPOSURES)
