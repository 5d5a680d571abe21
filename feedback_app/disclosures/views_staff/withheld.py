"""The register of what is not disclosed: its list, an entry and its steps, a look at what lies sealed (Article 9)."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from feedback_app.disclosures import operations, withheld
from feedback_app.disclosures.forms import LockedForm
from feedback_app.disclosures.forms_down import label_of
from feedback_app.disclosures.forms_withheld import GroundsForm, WithheldStepForm
from feedback_app.disclosures.models import DisclosureRecord, NonDisclosure
from feedback_app.disclosures.views_staff.blueprint import at_desk, lang, powers, record_or_404, standings
from feedback_app.disclosures.withholding import (
    ASKED_BODIES,
    EXTENTS,
    LEVELS,
    PREPARERS,
    READERS,
    WITHHELD_ACTS,
    WITHHELD_KINDS,
    WITHHELD_STATES,
    WithheldState,
)
from feedback_app.extensions import db

withheld_desk = Blueprint("withheld_desk", __name__, url_prefix="/staff/withheld")
Page = str | Response | tuple[str, int]


@withheld_desk.before_request
@login_required
def signed_in() -> None:
    """Every page here asks for a sign-in."""


@withheld_desk.get("/")
def index() -> str:
    """The register, as far as it is open to this person."""
    if not powers() & (READERS | PREPARERS):
        abort(404)
    typed = request.args.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    rows, older = withheld.entries_for(current_user, standings(), before=before)
    return render_template(
        "disclosures/staff/withheld/index.html",
        rows=rows,
        older=older,
        states=WITHHELD_STATES,
        kinds=WITHHELD_KINDS,
        may_propose=may_propose(),
    )


@withheld_desk.get("/new")
def new() -> str:
    return _form_page(_proposing(GroundsForm()))


@withheld_desk.post("/new")
def propose() -> Page:
    form = _proposing(GroundsForm())
    if not form.validate_on_submit():
        return _form_page(form), 422
    return _kept(
        operations.propose_withholding(form.grounds(), category_key=form.category.data, by=current_user)
    )


@withheld_desk.get("/records/<ref>")
def ask_for_record(ref: str) -> str:
    record = _withholdable(ref)
    return _form_page(GroundsForm(of_record=True, data={"lock": record.lock}), record=record)


@withheld_desk.post("/records/<ref>")
def propose_for_record(ref: str) -> Page:
    record, form = _withholdable(ref), GroundsForm(of_record=True)
    if form.is_stale(record):
        return _moved_on(url_for("staff_records.show", ref=ref), form)
    if not form.validate_on_submit():
        return _form_page(form, record=record), 422
    return _kept(
        operations.propose_withholding(
            form.grounds(), category_key=record.category_key, by=current_user, record=record
        )
    )


@withheld_desk.get("/<ref>")
def show(ref: str) -> str:
    return _page(_entry(ref))


@withheld_desk.post("/<ref>/content")
def open_content(ref: str) -> str:
    """What lies sealed, on a page of its own that nobody keeps; the look stands in the log before it is shown."""
    entry = _entry(ref)
    content = operations.open_withheld(entry, by=current_user)
    db.session.commit()
    return _page(entry, content=content)


@withheld_desk.post("/<ref>/decision")
def decide(ref: str) -> Page:
    entry = _entry(ref)
    form = _step_form(entry)
    if form is None:
        abort(404)
    if form.is_stale(entry):
        return _moved_on(url_for(".show", ref=ref), form)
    if not form.validate_on_submit():
        return _page(entry, form=form), 422
    operations.take_withholding_step(
        entry,
        form.step.data,
        by=current_user,
        reason=form.words.data or "",
        body=form.asked_body,
        months=current_app.config["NON_DISCLOSURE_REVIEW_MONTHS"],
    )
    db.session.commit()
    flash(_("已办理：%(state)s。", state=label_of(WITHHELD_STATES[entry.at_state])), "success")
    return redirect(url_for(".show", ref=ref), 303)


@withheld_desk.get("/<ref>/draft")
def edit(ref: str) -> str:
    entry = _editable(ref)
    names = ("kind", "extent", "basis_level", "basis_title", "basis_article", "lock")
    data = {name: getattr(entry, name) for name in names}
    return _form_page(GroundsForm(of_record=True, data=data), entry=entry)


@withheld_desk.post("/<ref>/draft")
def save(ref: str) -> Page:
    """What was sealed is written anew: it is not put back into a form, so that nobody reads it without a look in the log."""
    entry, form = _editable(ref), GroundsForm(of_record=True)
    if form.is_stale(entry):
        return _moved_on(url_for(".show", ref=ref), form)
    if not form.validate_on_submit():
        return _form_page(form, entry=entry), 422
    operations.edit_withholding(entry, form.grounds(), by=current_user)
    return _kept(entry)


@withheld_desk.post("/<ref>/record")
def begin_record(ref: str) -> Page:
    entry, form = _entry(ref), LockedForm()
    if not (entry.awaits_record and may_begin(entry)):
        abort(404)
    if form.is_stale(entry):
        return _moved_on(url_for(".show", ref=ref), form)
    record = operations.begin_released_record(entry, by=current_user)
    db.session.commit()
    flash(_("草稿已建立，请补齐内容后提交审核。"), "success")
    return redirect(url_for("staff_records.edit", ref=record.ref), 303)


def may_propose() -> bool:
    return bool(powers() & PREPARERS)


def may_begin(entry: NonDisclosure) -> bool:
    """Whether this person's post writes records of its category."""
    return bool(powers() & set(entry.category.prepares))


def _proposing(form: GroundsForm) -> GroundsForm:
    return form if may_propose() else abort(404)


def _entry(ref: str) -> NonDisclosure:
    return withheld.entry_for(current_user, standings(), ref) or abort(404)


def _withholdable(ref: str) -> DisclosureRecord:
    record = record_or_404(ref)
    fits = record.live_number is None and record.in_work is not None and record.category.is_public
    return record if fits and at_desk() and may_propose() else abort(404)


def _editable(ref: str) -> NonDisclosure:
    entry = _entry(ref)
    return entry if entry.at_state is WithheldState.RETURNED and may_propose() else abort(404)


def _step_form(entry: NonDisclosure) -> WithheldStepForm | None:
    steps = withheld.offers(entry, withheld.acts_of(entry), standings())
    return WithheldStepForm(steps) if steps else None


def _kept(entry: NonDisclosure) -> Response:
    ref = entry.ref
    db.session.commit()
    flash(_("已提出，等法制科审核。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


def _moved_on(back: str, form: LockedForm) -> tuple[str, int]:
    page = render_template(
        "errors/409.html", layout="layouts/staff.html", heading=_("这件已有新进展"),
        reason=_("这一页打开以后，又有了变动，您的操作没有保存。"), kept=form.typed(), back_href=back,
    )  # fmt: skip
    return page, 409


def _form_page(
    form: GroundsForm, record: DisclosureRecord | None = None, entry: NonDisclosure | None = None
) -> str:
    return render_template(
        "disclosures/staff/withheld/edit.html",
        form=form,
        record=record,
        entry=entry,
        hints={key: getattr(row, f"help_{lang()}") for key, row in WITHHELD_KINDS.items()},
    )


def _page(
    entry: NonDisclosure, form: WithheldStepForm | None = None, content: dict[str, str] | None = None
) -> str:
    acts = withheld.acts_of(entry)
    drawn = form or _step_form(entry)
    if drawn is not None:
        drawn.lock.data = drawn.lock.data or str(entry.lock)
    return render_template(
        "disclosures/staff/withheld/show.html",
        entry=entry,
        form=drawn,
        content=content,
        acts=acts,
        names=WITHHELD_ACTS,
        bodies=ASKED_BODIES,
        states=WITHHELD_STATES,
        kinds=WITHHELD_KINDS,
        extents=EXTENTS,
        levels=LEVELS,
        sees_record=entry.record is not None and at_desk(),
        may_edit=entry.at_state is WithheldState.RETURNED and may_propose(),
        may_begin=entry.awaits_record and may_begin(entry),
    )
