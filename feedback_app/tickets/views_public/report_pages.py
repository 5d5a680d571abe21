"""The report form and its receipt."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from feedback_app import clock
from feedback_app.deadlines.rules import RULES, length_of
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.views_public import record_or_notice
from feedback_app.extensions import caller_key, db, limiter, reading_only
from feedback_app.files import queries as files
from feedback_app.files.handing_over import files_folder
from feedback_app.tickets import for_reporter, operations, queries
from feedback_app.tickets.forms_public import ReportForm
from feedback_app.tickets.forms_sending import ACCEPT
from feedback_app.tickets.likeness import reported
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.operations import Report
from feedback_app.tickets.spelling import groups_of
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.views_public import sending
from feedback_app.tickets.views_public.finding_records import public_record

report = Blueprint("report", __name__)
KIND = TYPES["inaccuracy_report"]
Page = str | Response | tuple[str, int]


@report.get("/records/<ref>/report")
def new(ref: str) -> Page:
    record = public_record(ref) or record_or_notice(ref)  # what came down says so here too
    form = ReportForm(record)
    wanted = request.args.get("field")
    form.field.data = wanted if wanted in form.fields else ""
    return _form_page(form)


@report.post("/records/<ref>/report")
@limiter.limit(lambda: current_app.config["LIMIT_SUBMIT"], key_func=caller_key)
def submit(ref: str) -> Page:
    record = public_record(ref)
    if record is None:
        return render_template("tickets/public/gone.html", kept=_typed()), 404
    form = ReportForm(record)
    form.take_up_join()
    form.validate_on_submit()
    form.take_in_files(files_folder())
    if form.errors or form.token is None:
        return _form_page(form), 422
    if sending.was_just_sent(form):
        return redirect(url_for(".receipt"), 303)
    if sending.must_answer_first(form):
        return _form_page(form), 422
    seed = sending.seed_of(form)
    number = sending.enter(seed, lambda code_hash: _make(form, seed, code_hash))
    if number is None:
        return _record_moved_on(ref, form)
    sending.keep_receipt(form, seed, number)
    return redirect(url_for(".receipt"), 303)


@report.get("/receipt")
def receipt() -> Page:
    """The code, worked out again from the seed in this browser's session; it is stored nowhere."""
    kept = session.get("receipt", {})
    seed: str | None = kept.get("seed") if kept.get("until", 0) > clock.now().timestamp() else None
    ticket = queries.by_submission(operations.audit_hash(seed)) if seed else None
    if seed is None or ticket is None:
        flash(_("这台设备上没有可以显示的回执。有查询码的话，可以在这里查进度。"), "notice")
        return redirect(url_for("status.ask"), 303)
    if ticket.code_is_changed or ticket.code_is_temporary:
        flash(_("查询码已经换过，这里的原码不能再用，请用新的。"), "notice")
        return redirect(url_for("status.ask"), 303)
    return render_template(
        "tickets/public/receipt.html",
        ticket=ticket,
        code=operations.receipt_code(seed),
        groups=groups_of(operations.receipt_code(seed)),
        limits=for_reporter.limits(ticket),
        attachments=[
            one.name
            for one in files.attachments_of(ticket.subject)
            if one.kept_by == "reporter" and one.part is None
        ],
        entry=for_reporter.first_entry(ticket),
    )


@report.errorhandler(CSRFError)
def _form_too_old(fault: CSRFError) -> Page:
    return _as_typed(_("这一页打开得太久了，还没有提交。内容都还在，请再按一次“提交反映”。"), 400)


@report.errorhandler(429)
def _too_often(fault: HTTPException) -> Page:
    return _as_typed(_("同一网络在短时间内提交得太多了，还没有提交。请过一会儿再按一次，着急就打电话。"), 429)


def _make(form: ReportForm, seed: str, code_hash: str) -> Ticket | None:
    """The ticket; None when the record is not what the person saw."""
    record = records.public_record(form.record.ref)
    if record is None or form.token is None or record.live_number != form.token.version:
        return None
    ticket = operations.submit(_report(form, record, seed), code_hash=code_hash)
    _put_to_the_same(ticket, form, record)
    return ticket


def _put_to_the_same(ticket: Ticket, form: ReportForm, record: DisclosureRecord) -> None:
    """To the report this person has met the same as; or, unasked, to one with the very same words."""
    field_key = form.chosen.key if form.chosen else None
    main = reported.main_for(record, field_key) if form.joins else None
    if main is not None and main.id != ticket.id:
        operations.join(ticket, main)
    else:
        sending.put_to_the_same_words(ticket)


def _report(form: ReportForm, record: DisclosureRecord, seed: str) -> Report:
    return Report(
        type=KIND.code,
        words=form.words.data,
        seed=seed,
        record=record,
        claims=form.claims,
        recuse=form.recuse.data,
        reporter=form.reporter,
        kept=tuple(form.kept),
        locale=_lang(),
    )


def _form_page(form: ReportForm) -> str:
    form.prepare_page()
    with reading_only():
        same = reported.reported_of(form.record)
        db.session.rollback()
    return render_template(
        "tickets/public/new.html",
        same=[(form.fields.get(one.field_key or ""), one) for one in same],
        form=form,
        record=form.record,
        accept=ACCEPT,
        most_files=current_app.config["MAX_FILES"],
        largest=current_app.config["MAX_UPLOAD_MB"],
        days=length_of(RULES[KIND.clock], current_app.config),
    )


def _as_typed(words: str, code: int) -> Page:
    """The form as it was sent, with a sentence on top; for what is refused before it is looked at."""
    record = public_record((request.view_args or {}).get("ref", ""))
    if record is None:
        return render_template("tickets/public/gone.html", kept=_typed()), 404
    form = ReportForm(record)
    form.form_errors.append(words)
    if any(file.filename for file in request.files.getlist(form.evidence.name)):
        form.evidence.errors = [_("刚才选的文件还没有收下，请重新选择。")]
    return _form_page(form), code


def _record_moved_on(ref: str, form: ReportForm) -> Page:
    """The record has changed since the person opened the form: show what it says now, and let them decide."""
    record = public_record(ref)
    if record is None:
        return render_template("tickets/public/gone.html", kept=_typed()), 404
    fresh = ReportForm(record)
    fresh.renew()
    fresh.kept = form.kept
    fresh.form_errors.append(
        _("您填写的时候，这条信息更新了，还没有提交。请看看现在的内容，仍然有误就再按一次“提交反映”。")
    )
    return _form_page(fresh), 409


def _typed() -> list[tuple[str, str]]:
    """What the person had written, with its questions, to be given back."""
    asked = (("should_say", _("应该是什么")), ("words", _("是怎么回事")))
    return [(label, request.form.get(name, "")) for name, label in asked]


def _lang() -> str:
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"
