"""The desk of what is coming down: what waits for whom; periods that are over, approved one by one or many at once; the archive."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from feedback_app.accounts.roles import Role
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import operations, queries
from feedback_app.disclosures.fields import show as show_value
from feedback_app.disclosures.forms_down import ExpiredForm, ReasonAloneForm
from feedback_app.disclosures.grounds import COMING_DOWN_DESK, LEGAL_SECTION
from feedback_app.disclosures.models import DisclosureRecord, Takedown
from feedback_app.disclosures.views_staff.blueprint import lang, powers, record_or_404, staff_records
from feedback_app.disclosures.views_staff.down import down_of, may_decide, may_review, step_page
from feedback_app.extensions import db

Page = str | Response | tuple[str, int]


@staff_records.get("/coming-down")
def coming_down() -> str:
    """Everything that waits, the oldest first, and what came down last."""
    if not powers() & COMING_DOWN_DESK:
        abort(404)
    waiting = queries.waiting_takedowns()
    carried = carriers.being_withdrawn()
    refs = {one.record.ref for one in waiting} | {one.record_ref for one in carried}
    return render_template(
        "disclosures/staff/coming_down.html",
        expired=[one for one in waiting if one.ground_row.is_by_time],
        proposed=[one for one in waiting if not one.ground_row.is_by_time],
        hidings=queries.hidings_to_decide(),
        instruments=queries.open_instruments(),
        carried=carried,
        channels=CHANNELS,
        clocks=deadlines.clocks_of("record", refs),
        done=queries.takedowns_done(),
        may_review=bool(powers() & LEGAL_SECTION),
        may_approve=Role.PRINCIPAL_LEADER in powers(),
        form=_expired_form(waiting),
        expired_hints={one.id: _hint(one) for one in waiting},
    )


def _expired_form(waiting: list[Takedown]) -> ExpiredForm:
    """A box for each record; those that wait for somebody else cannot be ticked."""
    form = ExpiredForm()
    form.chosen.choices = [
        (one.id, one.record.title_zh, {} if may_review(one) or may_decide(one) else {"disabled": True})
        for one in waiting
        if one.ground_row.is_by_time
    ]
    return form


def _hint(one: Takedown) -> str:
    return str(_("已审核，等主要领导批准") if one.reviewed_at else _("等法制科审核"))


@staff_records.post("/coming-down/expired")
def decide_expired() -> Response:
    """Review or approve the ticked ones, whichever this person's post does; one that is not ready is left out."""
    if not powers() & (LEGAL_SECTION | {Role.PRINCIPAL_LEADER}):
        abort(404)
    chosen = set(ExpiredForm().chosen.data or [])
    ready = [one for one in queries.waiting_takedowns() if one.id in chosen and one.ground_row.is_by_time]
    done = sum(_decide(one) for one in ready)
    db.session.commit()
    if done:
        flash(_("已办理 %(n)s 条。", n=done), "success")
    else:
        flash(_("没有选中可以办理的信息。"), "notice")
    return redirect(url_for(".coming_down"), 303)


@staff_records.get("/<ref>/archive")
def ask_archive(ref: str) -> Page:
    return _archive_page(_archived(ref), ReasonAloneForm())


@staff_records.post("/<ref>/archive")
def open_archive(ref: str) -> Page:
    """Shown once, with its reason on record; nothing of it has an address."""
    record, form = _archived(ref), ReasonAloneForm()
    if not form.validate_on_submit():
        return _archive_page(record, form), 422
    found = operations.open_archive(record, by=current_user, reason=form.reason.data or "")
    page = render_template(
        "disclosures/staff/archive.html",
        record=record,
        found=found,
        shown=lambda field, value: show_value(field, value, lang()),
    )
    db.session.commit()
    return page


def _decide(proposal: Takedown) -> bool:
    if may_review(proposal):
        operations.review_takedown(proposal, by=current_user)
        return True
    if may_decide(proposal):
        operations.approve_takedown(proposal, by=current_user)
        return True
    return False


def _archived(ref: str) -> DisclosureRecord:
    record = record_or_404(ref)
    return record if down_of(record).may_open_archive else abort(404)


def _archive_page(record: DisclosureRecord, form: ReasonAloneForm) -> str:
    return step_page(
        record,
        form,
        title=_("查看封存的原件"),
        lead=_("每次查看都记入责任日志：谁、什么时候、为什么。"),
        verb=_("查看"),
        notes={"reason": _("例如：复议后重新作出决定，核对原文。")},
    )
