"""Supervisors' pages: read-only, but for the check of the log, which is itself logged (Articles 16 and 17)."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit_log
from feedback_app.audit import queries as audit
from feedback_app.audit.actions import KINDS
from feedback_app.audit.sentences import sentence
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.workflow import ACT_LABELS
from feedback_app.extensions import db, reading_only
from feedback_app.files import queries as files
from feedback_app.oversight import queries
from feedback_app.oversight.forms import read_filter
from feedback_app.paging import After
from feedback_app.tickets import queries as tickets
from feedback_app.tickets import steps
from feedback_app.tickets.causes import CAUSES
from feedback_app.tickets.findings import FINDINGS
from feedback_app.tickets.labels import labels
from feedback_app.tickets.measures import MEASURES
from feedback_app.tickets.progress import progress
from feedback_app.tickets.views_staff.files import handed_over
from feedback_app.tickets.workflow import DEMANDS

oversight = Blueprint("oversight", __name__, url_prefix="/staff/oversight")
# Above this many entries the check takes longer than a page may; the operator's command does it then.
CHECKED_ON_PAGE = 60_000


@oversight.before_request
@login_required
def only_supervisors() -> None:
    """Anyone else gets 'no such page'."""
    # Flask-Login lets OPTIONS past the sign-in, so it may be nobody at all.
    if not getattr(current_user, "is_supervisor", False):
        abort(404)


@oversight.get("/log")
def log() -> str:
    wanted = read_filter(request.args)
    lines, before = queries.log_lines(wanted)
    return render_template(
        "oversight/log.html",
        wanted=wanted,
        lines=lines,
        before=before,
        people=queries.staff(),
        kinds=KINDS,
        head=audit.head(),
        said=_said(),
    )


@oversight.get("/tickets")
def register() -> str:
    page = queries.tickets(after=After.read(request.args.get("after")))
    return render_template("oversight/register.html", page=page)


@oversight.get("/tickets/<ref>")
def ticket(ref: str) -> str:
    found = tickets.whole_ticket(ref) or abort(404)
    now = steps.standing(found)
    correction = found.correction
    carried = (
        carriers.publications_of(found.record.ref, correction.to_number)
        if correction and found.record
        else []
    )
    return render_template(
        "oversight/ticket.html",
        ticket=found,
        progress=progress(found),
        lacks=[DEMANDS[demand] for demand in now.lacks()] if found.is_open else [],
        clocks=deadlines.clocks("ticket", found.ref),
        carried=carried,
        channels=CHANNELS,
        attachments=files.attachments_of(found.subject),
        causes=CAUSES,
        findings=FINDINGS,
        measures=MEASURES,
        lines=audit.chain(found.subject),
        said=_said(),
    )


@oversight.get("/tickets/<ref>/files/<int:number>")
def attachment(ref: str, number: int) -> Response:
    """A file of one ticket: the evidence a finding rests on can be judged by who supervises."""
    found = tickets.whole_ticket(ref) or abort(404)
    return handed_over(files.attachment(found.subject, number) or abort(404))


@oversight.get("/records/<ref>")
def record(ref: str) -> str:
    found = records.record_by_ref(ref) or abort(404)
    return render_template(
        "oversight/record.html",
        record=found,
        history=records.history(found),
        acts=ACT_LABELS,
        clocks=deadlines.clocks("record", found.ref),
        lines=audit.chain(found.subject),
        said=_said(),
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
    person: StaffUser = current_user
    result = {"entries": verdict.entries, "verdict": "holds" if verdict.holds else "broken"}
    audit_log.append("log.verify", by=person.actor, subject="log:all", facts=result)
    db.session.commit()
    said = verdict.sentence_zh if _lang() == "zh" else verdict.sentence_en
    flash(said, "success" if verdict.holds else "error")
    return redirect(url_for(".log"), 303)


def _lang() -> str:
    return "en" if str(get_locale()) == "en" else "zh"


def _said():  # type: ignore[no-untyped-def]
    """A function that turns a log entry into its sentence in the reader's language."""
    lang = _lang()
    words = labels(lang) | {"holds": _("完好"), "broken": _("不完好")}
    return lambda entry: sentence(entry, lang, words)
