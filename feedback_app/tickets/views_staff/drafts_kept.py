"""What was typed and not sent yet, kept on the server for its writer alone: by a script while typing, by a button without.

Nothing here asks who may see the ticket; the pages that call it have asked.
"""

from collections.abc import Iterator

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Field as Input
from wtforms import SelectFieldBase as Choice
from wtforms import SelectMultipleField, StringField

from feedback_app.accounts.models import StaffUser
from feedback_app.extensions import db
from feedback_app.tickets import desk_rows
from feedback_app.tickets.forms_staff.base import StepForm
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import desk as desk_operations

MOST_FIELDS, MOST_TYPED = 100, 20_000
NOT_TYPED = {"csrf_token", "lock", "keep_draft", "drop_draft", "preview"}


def place() -> str:
    """Which form it is: what follows the ticket in its address."""
    return request.path.partition("/tickets/")[2].partition("/")[2][:60]


def restore(ticket: Ticket, form: StepForm, user: StaffUser) -> None:
    """Give back what this person had typed; the form says since when it lay there."""
    form.keeps_drafts = True
    found = desk_rows.draft(ticket, place(), user)
    if found is None:
        return
    for field in _typed_into(form):
        if field.name in found.typed:
            values = found.typed[field.name]
            field.data = values if isinstance(field, SelectMultipleField) else values[0]
    form.draft_at = found.at


def wants_draft() -> bool:
    """Whether a button about the draft was pressed, and not the step's own."""
    return "keep_draft" in request.form or "drop_draft" in request.form


def keep(ticket: Ticket, user: StaffUser) -> Response:
    """The buttons: keep what stands in the form, or forget it; and back to the form."""
    if "drop_draft" in request.form:
        desk_operations.drop_draft(ticket, place(), by=user)
        words = _("草稿已丢弃。")
    else:
        desk_operations.keep_draft(ticket, place(), typed(), by=user)
        words = _("草稿已保存，只有您自己看得到。")
    db.session.commit()
    flash(words, "success")
    return redirect(request.path, 303)


def typed() -> dict[str, list[str]]:
    """What stands in the form that was sent, as far as somebody typed or chose it."""
    names = [name for name in request.form if name not in NOT_TYPED][:MOST_FIELDS]
    values = {name: [one[:MOST_TYPED] for one in request.form.getlist(name)] for name in names}
    return {name: some for name, some in values.items() if any(some)}


def _typed_into(form: StepForm) -> Iterator[Input]:
    for field in form:
        if isinstance(field, (StringField, Choice)) and field.name not in NOT_TYPED:
            yield field
