"""The general door to a report: what it is about, in plain words; for a wrong field, the record first."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app.tickets.forms_public import FindForm
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.views_public.finding_records import found_records
from feedback_app.tickets.views_public.report_pages import KIND, report


@report.get("/report")
def start() -> str | Response:
    """What the matter is, the common kinds first, and a box for the number of a record that is wrong."""
    form = FindForm(request.args)
    found = found_records(form.number.data)
    if len(found) == 1:
        return redirect(url_for(".new", ref=found[0].ref), 303)
    if form.number.data and not found:
        form.number.render_kw = {"autofocus": True}
        form.number.errors = [_("没有找到这样的信息。请核对后再试，或者从下面的列表里找。")]
    others = [row for row in TYPES.values() if row is not KIND]
    return render_template("tickets/public/start.html", form=form, found=found, kinds=others)
