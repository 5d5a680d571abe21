"""A published record is updated: the form, its draft, giving it up; and a version's page for staff (Article 12)."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from feedback_app.disclosures import operations, queries
from feedback_app.disclosures.change_kinds import CHOSEN
from feedback_app.disclosures.fields import show as show_value
from feedback_app.disclosures.forms import ChangeForm, DropForm, change_form
from feedback_app.disclosures.inputs import ADD_ROW
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.views_staff.asking import differences_of
from feedback_app.disclosures.views_staff.blueprint import (
    at_desk,
    lang,
    moved_on,
    preparable_or_404,
    record_or_404,
    staff_records,
)
from feedback_app.disclosures.views_staff.pages import record_page
from feedback_app.disclosures.workflow import ACT_LABELS, VERSION_STATUSES
from feedback_app.extensions import db


@staff_records.get("/<ref>/change")
def change(ref: str) -> str | Response:
    record = preparable_or_404(ref)
    if record.live_number is None:
        return redirect(url_for(".edit", ref=ref), 303)  # not public yet: its draft is edited itself
    version = record.in_work
    if version is None:
        operations.check_changeable(record)
    else:
        operations.check_editable(record)
    form = change_form(record, lang(), version)
    form.lock.data = record.lock
    return _form_page(record, form)


@staff_records.post("/<ref>/change")
def save_change(ref: str) -> Response | tuple[str, int]:
    record = preparable_or_404(ref)
    if record.live_number is None:
        operations.check_changeable(record)
    form = change_form(record, lang(), record.in_work)
    if form.is_stale(record):
        return moved_on(record, form)
    if form.grow():
        return _form_page(record, form), 200
    if not form.read_change(record):
        return _form_page(record, form), 422
    keep = operations.prepare_change if record.in_work is None else operations.edit_change
    keep(
        record, form.kind, form.values, note_zh=form.note_zh.data or "", note_en=form.note_en.data or "",
        changed_on=form.day, by=current_user,
    )  # fmt: skip
    db.session.commit()
    flash(_("更新的草稿已保存。公众看到的还是原来的版本。核对无误后提交审核。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


@staff_records.post("/<ref>/dropping")
def drop_change(ref: str) -> Response | tuple[str, int]:
    record, form = preparable_or_404(ref), DropForm()
    if form.is_stale(record):
        return moved_on(record, form)
    if not form.validate_on_submit():
        return record_page(record, drop=form), 422
    operations.drop_change(record, by=current_user, reason=form.drop_reason.data or "")
    db.session.commit()
    flash(_("这次更新不再办理，公示的内容不变。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


@staff_records.get("/<ref>/versions/<int:number>")
def version(ref: str, number: int) -> str:
    record = record_or_404(ref)
    found = record.version(number) or abort(404)
    if found.published_at is None and not at_desk():
        abort(404)
    return render_template(
        "disclosures/staff/version.html",
        record=record,
        version=found,
        statuses=VERSION_STATUSES,
        changes=differences_of(record, found),
        shown=lambda field, value: show_value(field, value, lang()),
        history=[row for row in queries.history(record) if row.version_number == number],
        acts=ACT_LABELS,
    )


def _form_page(record: DisclosureRecord, form: ChangeForm) -> str:
    return render_template(
        "disclosures/staff/change.html",
        form=form,
        row=record.category,
        record=record,
        kinds={row.kind.value: row for row in CHOSEN},
        grown=request.form.get(ADD_ROW),
    )
