"""Alarms about the log, for whoever must know; a supervisor closes them with a note (Article 16)."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from feedback_app.extensions import db
from feedback_app.watch import operations, queries
from feedback_app.watch.alarms import ALARMS, TOLD
from feedback_app.watch.forms import CloseForm

alarms = Blueprint("alarms", __name__, url_prefix="/staff/log-alarms")


@alarms.before_request
@login_required
def only_those_told() -> None:
    """Anyone else gets 'no such page'."""
    if not is_told():
        abort(404)


@alarms.app_context_processor
def _words() -> dict[str, object]:
    """The red line at the top of staff pages: asked only for those who are told."""
    return {"log_alarms": lambda: queries.open_count() if is_told() else 0}


@alarms.get("/")
def index() -> str:
    return _page(CloseForm())


@alarms.post("/<int:number>/closing")
def close(number: int) -> Response | tuple[str, int]:
    if not current_user.is_supervisor:
        abort(404)
    alarm, form = queries.alarm(number) or abort(404), CloseForm()
    if not form.validate_on_submit():
        return _page(form, number), 422
    operations.close_alarm(alarm, note=form.note.data or "", by=current_user)
    db.session.commit()
    flash(_("已记录。日志再次核验不通过时，会重新发出警报。"), "success")
    return redirect(url_for(".index"), 303)


def is_told() -> bool:
    """Whether this person is told of alarms."""
    return bool(getattr(current_user, "roles", frozenset()) & TOLD)


def _page(form: CloseForm, at: int | None = None) -> str:
    return render_template(
        "watch/alarms.html",
        alarms=queries.alarms(),
        kinds=ALARMS,
        form=form,
        at=at,
        last_check=queries.last_check(),
        may_close=current_user.is_supervisor,
    )
