"""The proof of a published version, for anyone: a page and a small file (存证)."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback_app.audit.proof_sheet import square_code_address
from feedback_app.audit.taking_away import check_address, handed_over
from feedback_app.disclosures import queries
from feedback_app.disclosures.models import DisclosureRecord, RecordClarification, RecordVersion
from feedback_app.disclosures.version_proof import clarification_proof, version_proof
from feedback_app.disclosures.views_public.standing import record_or_notice
from feedback_app.refusals import Refusal

proofs = Blueprint("proofs", __name__)


@proofs.get("/records/<ref>/versions/<int:number>/proof")
def show(ref: str, number: int) -> str:
    record, version = _version_or_404(ref, number)
    try:
        found, is_away = version_proof(record, version), False
    except Refusal:  # the log is damaged; what is published is shown all the same
        found, is_away = None, True
    return render_template(
        "disclosures/proof.html",
        record=record,
        version=version,
        proof=found,
        is_away=is_away,
        check_address=check_address(),
        code=square_code_address(check_address()),
    )


@proofs.get("/records/<ref>/versions/<int:number>/proof.json")
def file(ref: str, number: int) -> Response:
    found = version_proof(*_version_or_404(ref, number)) or abort(404)
    name = _("存证-%(ref)s-第%(n)s版.json", ref=ref, n=number)
    return handed_over(found.file.encode(), "application/json", name)


@proofs.get("/records/<ref>/clarifications/<int:number>/proof")
def show_clarification(ref: str, number: int) -> str:
    record, words = _clarification_or_404(ref, number)
    try:
        found, is_away = clarification_proof(record, words, number), False
    except Refusal:  # the log is damaged; what is published is shown all the same
        found, is_away = None, True
    return render_template(
        "disclosures/proof.html",
        record=record,
        clarification=number,
        proof=found,
        is_away=is_away,
        check_address=check_address(),
        code=square_code_address(check_address()),
    )


@proofs.get("/records/<ref>/clarifications/<int:number>/proof.json")
def clarification_file(ref: str, number: int) -> Response:
    record, words = _clarification_or_404(ref, number)
    found = clarification_proof(record, words, number) or abort(404)
    name = _("存证-%(ref)s-澄清说明%(n)s.json", ref=ref, n=number)
    return handed_over(found.file.encode(), "application/json", name)


def _clarification_or_404(ref: str, number: int) -> tuple[DisclosureRecord, RecordClarification]:
    record = record_or_notice(ref)
    found = queries.clarifications(record)
    return (record, found[number - 1]) if 0 < number <= len(found) else abort(404)


def _version_or_404(ref: str, number: int) -> tuple[DisclosureRecord, RecordVersion]:
    """A version of a record the public may see; where one came down, its notice answers."""
    record = record_or_notice(ref)
    version = record.version(number)
    if version is None or version.published_at is None or version.sealed_at is not None:
        abort(404)
    return record, version
