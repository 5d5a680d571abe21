"""Setting the time an approved version is to be published at (Article 14)."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from feedback_app import clock
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import operations
from feedback_app.disclosures.forms import PlanForm
from feedback_app.disclosures.models import DisclosureRecord, PublicationPlan
from feedback_app.disclosures.operations import NoSuchMoment
from feedback_app.disclosures.views_staff.blueprint import lang, moved_on, record_or_404, staff_records
from feedback_app.disclosures.views_staff.pages import record_page
from feedback_app.extensions import db


@staff_records.post("/<ref>/plan")
def plan(ref: str) -> Response | tuple[str, int]:
    record, form = record_or_404(ref), PlanForm()
    if form.is_stale(record):
        return moved_on(record, form)
    moment = form.moment() if form.validate_on_submit() else None
    if moment is None:
        return record_page(record, plan=form), 422
    try:
        made = operations.plan_publication(record, moment, by=current_user)
    except NoSuchMoment as refusal:
        form.refuse(refusal.say(lang()))
        return record_page(record, plan=form), 422
    db.session.commit()
    flash(_("已设定发布时间，到时自动发布。"), "success")
    _warn_if_late(record, made)
    return redirect(url_for(".show", ref=ref), 303)


def _warn_if_late(record: DisclosureRecord, made: PublicationPlan) -> None:
    planned_on = clock.to_local(made.publish_at).date()
    running = [one for one in deadlines.open_clocks("record", record.ref) if not one.row.is_shadow]
    if any(planned_on > one.due_on for one in running):
        flash(_("请注意：设定的时间在公示时限之后，到时会记为逾期。"), "notice")
