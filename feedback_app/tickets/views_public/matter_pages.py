"""A report of any other kind than a wrong field: one form each, drawn from the table of what is asked."""

from typing import cast

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from feedback_app.deadlines.rules import RULES, length_of
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import caller_key, db, limiter, reading_only
from feedback_app.files.handing_over import files_folder
from feedback_app.tickets import operations
from feedback_app.tickets.asks import MOST_IN_LINE, AskKind
from feedback_app.tickets.forms_matter import PREFIX, MatterForm, matter_form
from feedback_app.tickets.forms_sending import ACCEPT, lang
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import Report
from feedback_app.tickets.types import TYPES, TicketType
from feedback_app.tickets.views_public import sending
from feedback_app.tickets.views_public.finding_records import found_records, public_record
from feedback_app.tickets.ways import WAYS

matter = Blueprint("matter", __name__)
NAMED_ELSEWHERE = "inaccuracy_report"  # begins with the record, see report_pages
Page = str | Response | tuple[str, int]


@matter.get("/procedure/kinds")
def ways() -> str:
    """How each kind goes, and by when (Article 5(七))."""
    rows = [(row, WAYS[row.route], length_of(RULES[row.clock], current_app.config)) for row in TYPES.values()]
    return render_template("tickets/public/ways.html", rows=rows)


@matter.get("/report/<topic>")
def new(topic: str) -> Page:
    """The empty form; `record` names the record one comes from, `page` the page."""
    row = _kind(topic)
    if topic == NAMED_ELSEWHERE:
        return redirect(url_for("report.start"), 303)
    if not row.available_now:
        return render_template("tickets/public/in_writing.html", kind=row)
    form = matter_form(row, public_record(request.args.get("record", "")))
    for ask, field in form.questions:
        if ask.from_page:
            field.data = request.args.get("page", "")[:MOST_IN_LINE]
    return _form_page(form)


@matter.post("/report/<topic>")
@limiter.limit(lambda: current_app.config["LIMIT_SUBMIT"], key_func=caller_key)
def submit(topic: str) -> Page:
    form = _form_sent()
    is_good = form.is_filled_in()
    form.take_in_files(files_folder())
    if not is_good or form.errors or form.token is None:
        return _form_page(form), 422
    if sending.was_just_sent(form):
        return redirect(url_for("report.receipt"), 303)
    if sending.must_answer_first(form):
        return _form_page(form), 422
    seed = sending.seed_of(form)
    number = sending.enter(seed, lambda code_hash: _make(form, seed, code_hash))
    assert number is not None
    sending.keep_receipt(form, seed, number)
    return redirect(url_for("report.receipt"), 303)


@matter.errorhandler(CSRFError)
def _form_too_old(fault: CSRFError) -> Page:
    return _as_typed(_("这一页打开得太久了，还没有提交。内容都还在，请再按一次“提交反映”。"), 400)


@matter.errorhandler(429)
def _too_often(fault: HTTPException) -> Page:
    return _as_typed(_("同一网络在短时间内提交得太多了，还没有提交。请过一会儿再按一次，着急就打电话。"), 429)


def _make(form: MatterForm, seed: str, code_hash: str) -> Ticket:
    """The ticket, about the record the form was begun from or the one that was named."""
    record = records.public_record(form.record.ref) if form.record else _named(form)
    report = Report(
        type=form.kind.code,
        words=form.words.data,
        seed=seed,
        record=record,
        answers=form.answers,
        recuse=form.recuse.data if form.sheet.asks_recusal else "",
        reporter=form.reporter,
        kept=tuple(form.kept),
        locale=lang(),
    )
    ticket = operations.submit(report, code_hash=code_hash)
    sending.put_to_the_same_words(ticket)
    return ticket


def _named(form: MatterForm) -> DisclosureRecord | None:
    """The one record that is meant; where several or none fit, a clerk reads what was written and looks."""
    for ask, field in form.questions:
        if ask.kind is AskKind.RECORD and field.data:
            found = found_records(field.data)
            return found[0] if len(found) == 1 else None
    return None


def _form_sent() -> MatterForm:
    row = _kind((request.view_args or {}).get("topic", ""))
    if not row.available_now or row.code == NAMED_ELSEWHERE:
        abort(404)
    return matter_form(row, public_record(request.args.get("record", "")))


def _kind(code: str) -> TicketType:
    return TYPES.get(code) or abort(404)


def _form_page(form: MatterForm) -> str:
    form.prepare_page()
    with reading_only():
        db.session.rollback()
    return render_template(
        "tickets/public/matter.html",
        form=form,
        kind=form.kind,
        record=form.record,
        accept=ACCEPT,
        most_files=current_app.config["MAX_FILES"],
        largest=current_app.config["MAX_UPLOAD_MB"],
        days=length_of(RULES[form.kind.clock], current_app.config),
        prefix=PREFIX,
    )


def _as_typed(words: str, code: int) -> Page:
    """The form as it was sent, with a sentence on top; for what is refused before it is looked at."""
    try:
        form = _form_sent()
    except NotFound as fault:  # inside an error handler nobody else would answer it
        return cast("Page", current_app.handle_http_exception(fault))
    form.form_errors.append(words)
    if any(file.filename for file in request.files.getlist(form.evidence.name)):
        form.evidence.errors = [_("刚才选的文件还没有收下，请重新选择。")]
    return _form_page(form), code
