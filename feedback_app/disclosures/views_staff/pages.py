"""The lists, a record's page, its draft, and the steps from draft to publication (Articles 11, 12, 14)."""

import hashlib
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from feedback_app.carriers import queries as carriers
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import catalogue, finding, operations, queries, withheld
from feedback_app.disclosures.catalogue import STAGES, Category
from feedback_app.disclosures.catalogue.credit import credit_display
from feedback_app.disclosures.fields import clean_text
from feedback_app.disclosures.fields import show as show_value
from feedback_app.disclosures.finding import Wanted
from feedback_app.disclosures.forms import (
    ApprovalForm,
    DropForm,
    LockedForm,
    NewRecordForm,
    PlanForm,
    ReasonForm,
    RecordForm,
    form_for,
    new_form,
)
from feedback_app.disclosures.grounds import COMING_DOWN_DESK, HIDERS
from feedback_app.disclosures.inputs import ADD_ROW
from feedback_app.disclosures.models import DisclosureRecord, NonDisclosure
from feedback_app.disclosures.operations.exporting import EXPORTERS
from feedback_app.disclosures.views_staff.asking import differences_of, next_words
from feedback_app.disclosures.views_staff.blueprint import (
    at_desk,
    lang,
    moved_on,
    powers,
    preparable_or_404,
    record_or_404,
    seen_version,
    staff_records,
    standings,
)
from feedback_app.disclosures.views_staff.down import down_of
from feedback_app.disclosures.views_staff.guard import READS_GAPS, shown_findings
from feedback_app.disclosures.withholding import PREPARERS, READERS
from feedback_app.disclosures.workflow import ACT_LABELS, CHANGEABLE, EDITABLE, STATUSES, VERSION_STATUSES
from feedback_app.extensions import db
from feedback_app.paging import After
from feedback_app.search.words import MOST_TYPED

# The noun in the address → the operation it asks for.
ACTS = {
    "submission": operations.submit_for_review,
    "review": operations.review,
    "secrecy-check": operations.check_secrecy,
    "approval": operations.approve,
    "publication": operations.publish,
    "plan-cancellation": operations.cancel_plan,
}


@staff_records.get("/")
def index() -> str:
    """Records in work first, for whoever works on records; then what is published."""
    words = clean_text(request.args.get("q", "")[:MOST_TYPED], one_line=True)
    after = request.args.get("after")
    return render_template(
        "disclosures/staff/index.html",
        in_work=queries.in_work(words=words).rows if at_desk() and after is None else [],
        page=_found(words) if words else queries.published(after=After.read(after)),
        words=words,
        may_export=bool(current_user.roles & EXPORTERS),
        statuses=VERSION_STATUSES,
        record_statuses=STATUSES,
        may_prepare=_preparable_rows(),
        reads_gaps=bool(current_user.roles & READS_GAPS),
        may_hide=bool(powers() & HIDERS),
        sees_down=bool(powers() & COMING_DOWN_DESK),
        sees_withheld=bool(powers() & (READERS | PREPARERS)),
    )


def _found(words: str) -> dict[str, object]:
    """Published records by words, as the public finds them."""
    found = finding.find(Wanted(words=words), after=finding.place(request.args.get("after")))
    return {"rows": found.records, "after": found.after}


@staff_records.get("/new")
def choose() -> str:
    return render_template(
        "disclosures/staff/choose.html", rows=_preparable_rows() or abort(404), stages=STAGES
    )


@staff_records.get("/new/<key>")
def new(key: str) -> str:
    row = _preparable(key)
    return _form_page(new_form(row, lang()), row)


@staff_records.post("/new/<key>")
def create(key: str) -> Response | tuple[str, int]:
    row = _preparable(key)
    form = new_form(row, lang())
    if form.grow():
        return _form_page(form, row), 200
    if not form.read() or form.formed_on is None:
        return _form_page(form, row), 422
    ref = _kept_before(form) or _keep(row, form, form.formed_on)
    flash(_("草稿已保存。核对无误后提交审核。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


def _keep(row: Category, form: NewRecordForm, formed_on: date) -> str:
    try:
        record = operations.prepare(
            row.key, form.values, formed_on=formed_on, by=current_user, party_kind=_party_kind(form),
            once_hash=_once(form),
        )  # fmt: skip
        db.session.commit()
        return record.ref
    except IntegrityError:  # the other press of the button was quicker
        db.session.rollback()
        return _kept_before(form) or abort(409)


def _kept_before(form: NewRecordForm) -> str | None:
    once = _once(form)
    record = queries.record_made_from(once) if once else None
    return record.ref if record else None


def _once(form: NewRecordForm) -> str | None:
    """Bound to the person: nobody is led to another's draft by sending their form."""
    drawn = form.once.data
    return hashlib.sha256(f"{current_user.id} {drawn}".encode()).hexdigest() if drawn else None


@staff_records.get("/<ref>")
def show(ref: str) -> str:
    record = record_or_404(ref)
    return record_page(record)


@staff_records.get("/<ref>/draft")
def edit(ref: str) -> str | Response:
    record = preparable_or_404(ref)
    operations.check_editable(record)
    if record.live_number is not None:
        return redirect(url_for(".change", ref=ref), 303)
    kept = record.newest
    form = form_for(record.category, lang(), kept.field_values, formed_on=kept.formed_on)
    form.lock.data = record.lock
    return _form_page(form, record.category, record)


@staff_records.post("/<ref>/draft")
def save(ref: str) -> Response | tuple[str, int]:
    record = preparable_or_404(ref)
    form = form_for(record.category, lang())
    if form.is_stale(record):
        return moved_on(record, form)
    if form.grow():
        return _form_page(form, record.category, record), 200
    if not form.read() or form.formed_on is None:
        return _form_page(form, record.category, record), 422
    operations.edit(
        record, form.values, formed_on=form.formed_on, party_kind=_party_kind(form), by=current_user
    )
    db.session.commit()
    flash(_("草稿已保存。"), "success")
    return redirect(url_for(".show", ref=ref), 303)


@staff_records.post("/<ref>/return")
def send_back(ref: str) -> Response | tuple[str, int]:
    record, form = record_or_404(ref), ReasonForm()
    if form.is_stale(record):
        return moved_on(record, form)
    if not form.validate_on_submit():
        return record_page(record, back=form), 422
    operations.send_back(record, by=current_user, reason=form.reason.data or "")
    db.session.commit()
    flash(_("已退回，理由已记录。"), "success")
    return _back(ref)


@staff_records.post(
    "/<ref>/<any(submission, review, 'secrecy-check', approval, publication, 'plan-cancellation'):noun>"
)
def act(ref: str, noun: str) -> Response | tuple[str, int]:
    record, form = record_or_404(ref), LockedForm()
    if form.is_stale(record):
        return moved_on(record, form)
    if noun == "approval" and operations.asks_reason(record):
        return _approve_with_reason(record)
    ACTS[noun](record, by=current_user)
    db.session.commit()
    flash(_("已办理。"), "success")
    return _back(ref)


def _approve_with_reason(record: DisclosureRecord) -> Response | tuple[str, int]:
    form = ApprovalForm()
    if not form.validate_on_submit():
        return record_page(record, approval=form), 422
    operations.approve(record, by=current_user, reason=form.approval_reason.data)
    db.session.commit()
    flash(_("已批准，理由已记录。"), "success")
    return _back(record.ref)


def _back(ref: str) -> Response:
    """To the desk, for whoever works through it; else to the record."""
    at = url_for(".desk_page") if request.form.get("back") == "desk" else url_for(".show", ref=ref)
    return redirect(at, 303)


def record_page(
    record: DisclosureRecord,
    back: ReasonForm | None = None,
    drop: DropForm | None = None,
    plan: PlanForm | None = None,
    approval: ApprovalForm | None = None,
) -> str:
    """A record's page: what is on its way, what it changes, what is to be done and by whom."""
    version = seen_version(record)
    offers = operations.offers(record, current_user, standings())
    return render_template(
        "disclosures/staff/show.html",
        record=record,
        version=version,
        back=back or ReasonForm(data={"lock": record.lock}),
        drop=drop or DropForm(data={"lock": record.lock}),
        plan=plan or PlanForm(data={"lock": record.lock}),
        approval=approval or ApprovalForm(data={"lock": record.lock}),
        asks_reason="approve" in {step.name for step in offers} and bool(operations.asks_reason(record)),
        plans=queries.plans(record),
        history=queries.history(record),
        acts=ACT_LABELS,
        statuses=VERSION_STATUSES,
        record_statuses=STATUSES,
        clocks=[one for one in deadlines.clocks("record", record.ref) if not one.is_void],
        carried=carriers.publications_of(record.ref, record.live_number) if record.live_number else [],
        channels=CHANNELS,
        shown=lambda field, value: show_value(field, value, lang()),
        credit=credit_display(version.field_values),
        offers={step.name: step for step in offers},
        findings=shown_findings(record) if record.in_work is not None and at_desk() else None,
        files=queries.files_of(record, version.number),
        sees_drafts=at_desk(),
        next=next_words(record),
        changes=differences_of(record, version),
        may_edit=version.state in EDITABLE and may_prepare(record),
        may_change=may_begin_change(record),
        down=down_of(record),
        withheld=withheld_of(record),
        until=queries.public_until(record),
    )


@dataclass(frozen=True)
class Withheld:
    """How a record stands towards the register of what is not disclosed. `entry`: the newest, for whoever may see it."""

    entry: NonDisclosure | None
    is_asked: bool
    may_ask: bool


def withheld_of(record: DisclosureRecord) -> Withheld:
    if not at_desk() or record.is_public:
        return Withheld(None, False, False)
    found = withheld.newest_entry_of(record)
    entry = withheld.entry_for(current_user, standings(), found.ref) if found else None
    is_asked = found is not None and found.is_pending and found.is_whole
    is_new = record.live_number is None and record.in_work is not None and record.category.is_public
    return Withheld(entry, is_asked, is_new and not is_asked and bool(powers() & PREPARERS))


def may_prepare(record: DisclosureRecord) -> bool:
    return bool(powers() & set(record.category.prepares))


def may_begin_change(record: DisclosureRecord) -> bool:
    """Whether “更新这条信息” is for this person, now."""
    return record.state in CHANGEABLE and record.in_work is None and may_prepare(record)


def _form_page(form: RecordForm, row: Category, record: DisclosureRecord | None = None) -> str:
    return render_template(
        "disclosures/staff/edit.html", form=form, row=row, record=record, grown=request.form.get(ADD_ROW)
    )


def _preparable_rows() -> list[Category]:
    """The categories this person's post writes."""
    return [row for row in catalogue.CATEGORIES if row.may_be_prepared and powers() & set(row.prepares)]


def _preparable(key: str) -> Category:
    return next((row for row in _preparable_rows() if row.key == key), None) or abort(404)


def _party_kind(form: RecordForm) -> str | None:
    kind = form.values.get("party_kind")
    return kind if isinstance(kind, str) else None
