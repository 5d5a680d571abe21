"""What the checks found in a version, with the place marked; letting a place stand; gaps in document numbers (Article 17)."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from feedback_app.accounts.roles import Role
from feedback_app.disclosures import catalogue, operations, queries, withheld
from feedback_app.disclosures.checks import Finding
from feedback_app.disclosures.checks.known import numbers_in_use
from feedback_app.disclosures.checks.numbers_in_order import Gap, gaps
from feedback_app.disclosures.forms_guard import OverrideForm
from feedback_app.disclosures.models import DisclosureRecord, GuardOverride
from feedback_app.disclosures.views_staff.blueprint import (
    at_desk,
    moved_on,
    record_or_404,
    staff_records,
    standings,
)
from feedback_app.disclosures.views_staff.files import sees_words
from feedback_app.extensions import db

AROUND = 60  # signs shown on either side of a place
READS_GAPS = frozenset(
    {
        Role.LEGAL_CLERK,
        Role.LEGAL_SECTION_HEAD,
        Role.PUBLISHER,
        Role.SUPERVISING_LEADER,
        Role.PRINCIPAL_LEADER,
    }
)


@dataclass(frozen=True)
class Shown:
    """A finding as a page draws it: the words before the place, the place, the words behind; who let it stand."""

    finding: Finding
    before: str
    place: str
    behind: str
    override: GuardOverride | None
    form: OverrideForm | None

    @property
    def is_cut_before(self) -> bool:
        return bool(self.before) and len(self.before) < self.finding.start

    @property
    def is_cut_behind(self) -> bool:
        return bool(self.behind) and self.finding.end + len(self.behind) < len(self.finding.text)

    @property
    def is_let_stand(self) -> bool:
        return self.override is not None and self.override.is_complete


@staff_records.get("/<ref>/guard")
def guard(ref: str) -> str:
    record = _in_work_or_404(ref)
    return _page(record)


@staff_records.post("/<ref>/guard")
def override(ref: str) -> Response | tuple[str, int]:
    """Sign for one place. The place is looked for anew: what was mended meanwhile can no longer be signed for."""
    record, form = _in_work_or_404(ref), OverrideForm()
    found = next(
        (
            one
            for one in operations.findings_of(record, record.newest)
            if one.fingerprint == form.fingerprint.data
        ),
        None,
    )
    if found is None or form.is_stale(record):
        return moved_on(record, form)
    if not form.validate_on_submit():
        return _page(record, form), 422
    row = operations.override_guard(
        record, found, version_number=record.newest.number, by=current_user, reason=form.reason.data or ""
    )
    is_complete = row.is_complete
    db.session.commit()
    flash(
        _("两个人都已签名，这一处放行。") if is_complete else _("已签名。还要另一个人签名才放行。"), "success"
    )
    return redirect(url_for(".guard", ref=ref), 303)


@staff_records.get("/gaps")
def number_gaps() -> str:
    """Numbers of decisions that stand in no record: a decision not published, or a number not used (C-3)."""
    if not current_user.roles & READS_GAPS:
        abort(404)
    explained = withheld.explained_numbers()
    found = [
        (row, missing)
        for row in catalogue.CATEGORIES
        if any(field.key == "document_number" for field in row.fields)
        and (missing := _gaps(row.key, explained.get(row.key, {})))
    ]
    return render_template(
        "disclosures/staff/gaps.html", found=found, sees_withheld=withheld.is_reader(standings())
    )


def shown_findings(record: DisclosureRecord, tried: OverrideForm | None = None) -> list[Shown]:
    """The findings of the version on its way, as this person may see them."""
    signed = {one.fingerprint: one for one in queries.overrides_of(record, record.newest.number)}
    clear = sees_words(record)
    return [
        _shown(record, one, signed.get(one.fingerprint), clear, tried)
        for one in operations.findings_of(record, record.newest)
    ]


def _shown(
    record: DisclosureRecord,
    one: Finding,
    signed: GuardOverride | None,
    clear: bool,
    tried: OverrideForm | None,
) -> Shown:
    before = one.text[max(one.start - AROUND, 0) : one.start] if one.end else ""
    behind = one.text[one.end : one.end + AROUND] if one.end else ""
    place = one.excerpt if one.end else one.text
    if not clear and one.is_personal:
        before, place, behind = "", one.masked, ""
    return Shown(one, before, place, behind, signed, _form(record, one, signed, tried))


def _form(
    record: DisclosureRecord, one: Finding, signed: GuardOverride | None, tried: OverrideForm | None
) -> OverrideForm | None:
    """The form to sign for a place, for whoever may: nobody signs twice, and some places nobody may let stand."""
    is_open = one.blocks and one.is_overridable and not (signed and signed.is_complete)
    if not is_open or (signed and signed.first_id == current_user.id):
        return None
    if tried is not None and tried.fingerprint.data == one.fingerprint:
        return tried
    return OverrideForm(None, data={"lock": record.lock, "fingerprint": one.fingerprint})


def _gaps(category_key: str, explained: Iterable[str]) -> list[Gap]:
    return list(gaps(numbers_in_use(category_key), explained))


def _page(record: DisclosureRecord, tried: OverrideForm | None = None) -> str:
    found = shown_findings(record, tried)
    return render_template(
        "disclosures/staff/guard.html",
        record=record,
        blocking=[one for one in found if one.finding.blocks and not one.is_let_stand],
        let_stand=[one for one in found if one.is_let_stand],
        warnings=[one for one in found if not one.finding.blocks],
        tried=tried,
    )


def _in_work_or_404(ref: str) -> DisclosureRecord:
    """The record, for whose desk works on records, while a version of it is on its way."""
    record = record_or_404(ref)
    return record if at_desk() and record.in_work is not None else abort(404)
