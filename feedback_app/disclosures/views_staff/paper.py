"""A record on paper: for the notice told on site (执法告知单, Article 6) to be read, signed and put into the case file."""

import segno
from flask import current_app, render_template, url_for
from markupsafe import Markup

from feedback_app.disclosures.fields import cell_value, show
from feedback_app.disclosures.views_staff.blueprint import lang, record_or_404, seen_version, staff_records


@staff_records.get("/<ref>/sheet")
def sheet(ref: str) -> str:
    """Every field of the newest version this person may see, with lines for signatures and a code that leads to the officers' register."""
    record = record_or_404(ref)
    version = seen_version(record)
    return render_template(
        "disclosures/staff/sheet.html",
        record=record,
        values=version.field_values,
        fields=record.category.fields_for(record.party_kind),
        show=lambda field, value: show(field, value, lang()),
        cell_value=cell_value,
        officers_code=_code_of(_officers_address()),
        officers_address=_officers_address(),
    )


def _officers_address() -> str:
    root = current_app.config.get("PUBLIC_URL")
    return (
        f"{root}{url_for('public.find_officers')}"
        if root
        else url_for("public.find_officers", _external=True)
    )


def _code_of(address: str) -> Markup:
    """A QR code as SVG, drawn here: paper cannot follow a link."""
    drawn = segno.make(address, error="m").svg_inline(scale=3, border=2, svgclass="qr", lineclass="qr-line")
    return Markup(drawn)  # noqa: S704 - drawn by the library from our own address
