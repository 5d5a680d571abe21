"""The general door to a report: find the record first."""

import re
import unicodedata

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select
from werkzeug.wrappers import Response

from feedback_app.disclosures.fields import FieldRefused
from feedback_app.disclosures.fields.codes import read_document_number
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.workflow import PUBLISHED
from feedback_app.extensions import db
from feedback_app.sealing import to_half_width
from feedback_app.tickets.forms_public import FindForm
from feedback_app.tickets.views_public.report_pages import report

MOST_FOUND = 10
SHORTEST_NAME = 2  # signs; one alone would find everything
_REF_WITHIN = re.compile(r"([A-C][0-9]{1,2})([A-Z]?)(-[0-9]{4}-[0-9]{4,12})", re.IGNORECASE)


@report.get("/report")
def start() -> str | Response:
    """Three lines about how it goes, and a box for the number of the record."""
    form = FindForm(request.args)
    found = _found(form.number.data)
    if len(found) == 1:
        return redirect(url_for(".new", ref=found[0].ref), 303)
    if form.number.data and not found:
        form.number.render_kw = {"autofocus": True}
        form.number.errors = [_("没有找到这样的信息。请核对后再试，或者从下面的列表里找。")]
    return render_template("tickets/public/start.html", form=form, found=found)


def _found(typed: str) -> list[DisclosureRecord]:
    """Published records with this document number or reference, also in a pasted address; else with these words."""
    numbers = _document_numbers(typed)
    refs = [
        f"{code.upper()}{part.lower()}{rest}"
        for code, part, rest in _REF_WITHIN.findall(to_half_width(typed))
    ]
    name = " ".join(typed.split())
    if not (numbers or refs or len(name) >= SHORTEST_NAME):
        return []
    named = or_(DisclosureRecord.document_number.in_(numbers), DisclosureRecord.ref.in_(refs))
    if not (numbers or refs):
        named = DisclosureRecord.title_zh.contains(name, autoescape=True)
    wanted = select(DisclosureRecord).where(DisclosureRecord.status == PUBLISHED, named)
    return list(db.session.scalars(wanted.order_by(DisclosureRecord.published_at.desc()).limit(MOST_FOUND)))


def _document_numbers(typed: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", typed)
    for wording in (folded, f"{folded}号"):
        try:
            return [read_document_number(wording)]
        except FieldRefused:
            continue
    return []
