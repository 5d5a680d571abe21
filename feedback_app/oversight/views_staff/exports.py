"""Taking lines of the log away, narrowed as they are on the page, and the proof of one entry. Exports are logged."""

import tempfile
from urllib.parse import urlencode

from flask import Response, abort, current_app, flash, redirect, request, send_file, url_for
from flask_babel import gettext as _

from feedback_app import clock
from feedback_app.audit import checkpoints
from feedback_app.extensions import db, reading_only
from feedback_app.oversight import operations
from feedback_app.oversight.exporting import FORMS
from feedback_app.oversight.forms import read_filter
from feedback_app.oversight.queries import lines
from feedback_app.oversight.queries.looking_up import looked_up
from feedback_app.oversight.views_staff.blueprint import lang, me, oversight, sayer
from feedback_app.tickets import sight

IN_MEMORY = 4 * 1024 * 1024


@oversight.post("/log/export")
def export() -> Response:
    """The lines the filters ask for, as a file. More than LOG_EXPORT_ROWS are left to the command."""
    form = FORMS.get(request.form.get("form", "")) or abort(422)
    wanted, _meant = looked_up(read_filter(request.form), me())
    most = max(current_app.config["LOG_EXPORT_ROWS"] // form.part, 1)
    say, language = sayer(), lang()
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when it has been sent
    db.session.rollback()
    with reading_only():  # a long read must hold up nobody who writes
        count = form.write(out, lines.all_lines(wanted, most=most + 1), say, language)
        db.session.rollback()
    if count > most:
        out.close()
        flash(
            _(
                "符合条件的超过 %(most)s 条，网页上一次导不完。请缩小范围，或者请系统管理员用命令“flask --app wsgi log export”导出。",
                most=most,
            ),
            "notice",
        )
        return redirect(f"{url_for('.log')}?{urlencode(wanted.query())}", 303)  # type: ignore[return-value]
    operations.note_export(by=me(), form=form.ending, filters=wanted.query(), entries=count)
    db.session.commit()
    out.seek(0)
    name = f"log-{clock.today():%Y%m%d}.{form.ending}"
    return send_file(out, form.media_type, as_attachment=True, download_name=name, max_age=0)


@oversight.get("/entries/<int:number>/proof")
def proof(number: int) -> Response:
    """That this entry is in the log, as a file anybody can check."""
    lines.entry(number, hushed=sight.hushed(me())) or abort(404)
    answer = Response(checkpoints.inclusion_proof(number).text, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f"attachment; filename=entry-{number}.tlog-proof"
    return answer
