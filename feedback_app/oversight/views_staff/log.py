"""The log in sentences, narrowed by any combination of filters; and the check that it holds, which is itself logged."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app.audit import queries as audit
from feedback_app.audit.actions import ACTIONS, KINDS
from feedback_app.extensions import db, reading_only
from feedback_app.oversight.actors import ACTOR_KINDS
from feedback_app.oversight.exporting import FORMS
from feedback_app.oversight.forms import read_filter
from feedback_app.oversight.queries import lines as log_lines
from feedback_app.oversight.queries.looking_up import looked_up
from feedback_app.oversight.views_staff.blueprint import lang, me, oversight, sayer
from feedback_app.watch import operations as watch

# Above this many entries the check takes longer than a page may; the operator's command does it then.
CHECKED_ON_PAGE = 60_000


@oversight.get("/log")
def log() -> str:
    asked = read_filter(request.args)
    wanted, meant = looked_up(asked, me())
    lines, before = log_lines.log_lines(wanted)
    return render_template(
        "oversight/log.html",
        asked=asked,
        wanted=wanted,
        meant=meant,
        lines=lines,
        before=before,
        people=log_lines.staff(),
        units=log_lines.units(),
        kinds=KINDS,
        actions=ACTIONS,
        actor_kinds=ACTOR_KINDS,
        head=audit.head(),
        forms=FORMS,
        said=sayer(),
    )


@oversight.post("/verification")
def verification() -> Response:
    """Check the whole log now, and write down that it was checked."""
    db.session.rollback()  # the check only reads: it must not hold the write lock of this POST
    with reading_only():
        verdict = audit.verify() if audit.head().number <= CHECKED_ON_PAGE else None
        db.session.rollback()
    if verdict is None:
        flash(_("日志条目较多，请让系统管理员运行“flask --app wsgi log verify”，并看它的结论。"), "notice")
        return redirect(url_for(".log"), 303)
    said = (verdict.sentence_zh, verdict.sentence_en)
    watch.note_verdict(verdict.entries, None if verdict.holds else said, by=me().actor)
    db.session.commit()
    flash(said[lang() == "en"], "success" if verdict.holds else "error")
    return redirect(url_for(".log"), 303)
