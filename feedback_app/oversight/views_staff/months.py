"""A month under review: its figures, what the rules point out, the notes, and the sheet that is signed and printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app import clock
from feedback_app.accounts import operations as accounts
from feedback_app.audit.actions import KINDS
from feedback_app.extensions import caller_key, db, limiter, reading_only
from feedback_app.oversight import anomalies, operations, sheet_pdf
from feedback_app.oversight.checkpoints import checkpoint_of, said_of
from feedback_app.oversight.forms import NoteForm, SignatureForm
from feedback_app.oversight.models import ReviewSheet, SupervisorNote
from feedback_app.oversight.month import Month
from feedback_app.oversight.queries import months
from feedback_app.oversight.sheet_rows import figure_rows
from feedback_app.oversight.views_staff.blueprint import lang, me, oversight
from feedback_app.tickets.labels import labels

SHOWN = 50  # of each rule; the rest is counted


@dataclass(frozen=True)
class Pointed:
    """What one rule points out on the page: sentences, each with the address of its entries."""

    rule: anomalies.Rule
    least: int
    lines: list[tuple[str, str]]
    count: int


@oversight.get("/months")
def month_list() -> str:
    """Every month there is a log of, newest first."""
    first, latest = months.first_month(), Month.of(clock.now())
    rows: list[Month] = []
    one = latest
    while first is not None and one >= first and len(rows) < 240:
        rows.append(one)
        one = one.previous
    return render_template("oversight/months.html", months=rows, signed=months.signed_months(), latest=latest)


@oversight.get("/months/<month>")
def month(month: str) -> str:
    return _page(_month_or_404(month), SignatureForm())


@oversight.post("/months/<month>/signature")
@limiter.limit(
    lambda: current_app.config["LIMIT_SIGN_IN"],
    key_func=caller_key,
    deduct_when=lambda answer: answer.status_code == 422,  # a wrong password counts, a signature does not
)
def sign(month: str) -> Response | tuple[str, int]:
    """Sign the month, with one's password."""
    form, wanted = SignatureForm(), _month_or_404(month)
    if not form.validate_on_submit():
        return _again(wanted, form)
    person, is_me = me(), False
    db.session.rollback()
    with reading_only():  # checking a password is slow on purpose, and the figures are read from a long log
        is_me = accounts.password_fits(person, form.password.data)
        figures, checkpoint = _figures(wanted), checkpoint_of(wanted)
        db.session.rollback()
    if not is_me:
        return _wrong_password(wanted, form)
    sheet = operations.sign_review(
        wanted, form.conclusion.data, figures=figures, checkpoint=checkpoint, by=me()
    )
    number = sheet.id
    db.session.commit()
    flash(_("已签字。可以打印，也可以下载 PDF。"), "success")
    return redirect(url_for(".sheet", month=month, number=number), 303)


@oversight.get("/months/<month>/sheets/<int:number>")
def sheet(month: str, number: int) -> str:
    """A signed sheet, as it is printed."""
    found = _sheet_or_404(month, number)
    return render_template("oversight/sheet.html", sheet=found, **_shown(found))


@oversight.get("/months/<month>/sheets/<int:number>/pdf")
def sheet_as_pdf(month: str, number: int) -> Response:
    found = _sheet_or_404(month, number)
    answer = current_app.response_class(
        sheet_pdf.made(
            found, _shown(found)["notes"], lang=lang(), bureau=current_app.config["BUREAU_NAME_ZH"]
        ),
        mimetype="application/pdf",
    )
    answer.headers["Content-Disposition"] = f"attachment; filename=review-{month}-{number}.pdf"
    return answer


def _wrong_password(wanted: Month, form: SignatureForm) -> tuple[str, int]:
    operations.note_refused_signature(str(wanted), by=me().actor)
    db.session.commit()
    form.password.errors = [_("密码不对，没有签字。请核对后再试。")]
    return _again(wanted, form)


def _again(wanted: Month, form: SignatureForm) -> tuple[str, int]:
    """The page with what was typed. It only reads, from a long log: it must hold up nobody who writes."""
    db.session.rollback()
    with reading_only():
        return _page(wanted, form), 422


def _page(wanted: Month, form: SignatureForm) -> str:
    found = anomalies.found_in(wanted, current_app.config)
    figures = months.figures(wanted)
    sheets = months.sheets(wanted)
    checkpoint = checkpoint_of(wanted)
    return render_template(
        "oversight/month.html",
        month=wanted,
        is_over=wanted.is_over(clock.now()),
        figures=figures,
        rows=figure_rows(figures, lang()),
        kinds=KINDS,
        pointed=[_pointed(key, things) for key, things in found.items() if things],
        quiet=[anomalies.RULES[key] for key, things in found.items() if not things],
        sheets=sheets,
        has_signed=any(one.by_id == me().id for one in sheets),
        notes=_notes(wanted),
        checkpoint=checkpoint,
        checkpoint_said=said_of(checkpoint, wanted, lang()),
        form=form,
        note_forms=_note_forms(wanted, found),
    )


def _note_forms(wanted: Month, rules: Iterable[str]) -> dict[str, NoteForm]:
    """A form for the month and one for each rule, told apart by the ids of their inputs only."""
    subjects = {"month": f"month:{wanted}"} | {key: f"month:{wanted}#{key}" for key in rules}
    forms = {key: NoteForm(formdata=None, data={"subject": subject}) for key, subject in subjects.items()}
    for key, form in forms.items():
        for one in form:
            one.id = f"{key}-{one.id}"
            one.label.field_id = one.id
    return forms


def _pointed(key: str, things: list[anomalies.Spotted]) -> Pointed:
    rule, language = anomalies.RULES[key], lang()
    words = labels(language)
    lines = [
        (anomalies.sentence(rule, one, language, words), f"{url_for('.log')}?{urlencode(one.shown_by)}")
        for one in things[:SHOWN]
    ]
    return Pointed(rule, anomalies.threshold_of(rule, current_app.config), lines, len(things))


def _figures(wanted: Month) -> dict[str, Any]:
    """The figures as they are signed: with how often each rule found something, and the numbers of the notes."""
    found = anomalies.found_in(wanted, current_app.config)
    return months.figures(wanted) | {
        "pointed_out": {key: len(things) for key, things in found.items()},
        "notes": [note.id for note in _notes(wanted)],
    }


def _notes(wanted: Month) -> list[SupervisorNote]:
    """The notes on a month and on what the rules pointed out in it."""
    return months.notes_on(f"month:{wanted}", *(f"month:{wanted}#{key}" for key in anomalies.RULES))


def _shown(sheet: ReviewSheet) -> dict[str, Any]:
    month = Month.read(sheet.month)
    return {
        "month": month,
        "checkpoint_said": said_of(sheet.checkpoint, month, lang()) if month else "",
        "rows": figure_rows(sheet.figures, lang()),
        "rules": anomalies.RULES,
        "notes": months.notes_by_number(sheet.figures.get("notes", [])),
        "is_intact": operations.content_hash(sheet) == sheet.content_hash,
    }


def _month_or_404(text: str) -> Month:
    wanted = Month.read(text)
    return wanted if wanted is not None and wanted <= Month.of(clock.now()) else abort(404)


def _sheet_or_404(month: str, number: int) -> ReviewSheet:
    return months.sheet(_month_or_404(month), number) or abort(404)
