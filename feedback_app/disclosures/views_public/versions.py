"""The versions of a record: each of them, what lies between any two, and how it stood on a day (Article 15: 更正)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from feedback_app import clock
from feedback_app.disclosures import queries
from feedback_app.disclosures.fields import cell_value, show
from feedback_app.disclosures.forms_public import CompareForm, DateForm
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.views_public import shown
from feedback_app.disclosures.views_public.side_by_side import differences
from feedback_app.disclosures.views_public.standing import page_of, place_of, record_or_notice

versions = Blueprint("versions", __name__)
Page = str | tuple[str, int]


@versions.context_processor
def _words() -> dict[str, Any]:
    return {"show": show, "cell_value": cell_value, "articles_in": shown.articles_in}


@versions.get("/records/<ref>/changes")
def changes(ref: str) -> Page:
    """`?from=1&to=3`: what lies between two versions; without them, between the newest and the one before."""
    record = record_or_notice(ref)
    published = _published(record)
    form = CompareForm(request.args, published)
    old, new = form.chosen()
    status = 422 if form.errors else 200
    sealed = any(one is not None and one.sealed_at is not None for one in (old, new))
    return render_template(
        "disclosures/changes.html",
        **place_of(record),
        form=form,
        old=old,
        new=new,
        sealed=sealed,
        rows=differences(record, old, new) if old and new and not sealed else [],
    ), status


@versions.get("/records/<ref>/on")
def asked_date(ref: str) -> Page | Response:
    """The form sends here; a good date leads to its own address."""
    record = record_or_notice(ref)
    form = DateForm(request.args)
    if "date" not in request.args:
        return _on_page(record, DateForm(None))
    on = form.read()
    if on is None:
        return _on_page(record, form), 422
    return redirect(url_for(".on_date", ref=ref, day=on.isoformat()), 303)


@versions.get("/records/<ref>/on/<path:day>")
def on_date(ref: str, day: str) -> Page:
    """The record as it stood at the end of that day in Beijing; today: as it stands now."""
    record = record_or_notice(ref)
    form = DateForm({"date": day})
    on = form.read()
    if on is None:
        return _on_page(record, form), 422
    moment = min(datetime.combine(on + timedelta(days=1), time(), clock.LEGAL_ZONE), clock.now())
    version = _standing_at(record, moment)
    return _on_page(
        record,
        form,
        on=on,
        version=version,
        was_hidden=version is not None and queries.was_hidden_at(record, moment),
    )


def _on_page(
    record: DisclosureRecord,
    form: DateForm,
    on: date | None = None,
    version: RecordVersion | None = None,
    was_hidden: bool = False,
) -> str:
    about = place_of(record) if version is None else page_of(record, version)
    return render_template(
        "disclosures/on_date.html",
        **({"version": None} | about),
        form=form,
        on=on,
        was_hidden=was_hidden,
        is_superseded=version is not None and version.number != record.live_number,
    )


def _standing_at(record: DisclosureRecord, moment: datetime) -> RecordVersion | None:
    return next((one for one in _published(record) if one.published_at and one.published_at < moment), None)


def _published(record: DisclosureRecord) -> list[RecordVersion]:
    """Newest first."""
    return [one for one in reversed(record.versions) if one.published_at is not None]


@versions.get("/records/<ref>/versions/<int:number>")
def version(ref: str, number: int) -> str:
    record = record_or_notice(ref)
    asked = record.version(number)
    if asked is None or asked.published_at is None:
        abort(404)
    return render_template(
        "disclosures/version.html",
        **page_of(record, asked),
        changes=shown.changes(record, asked),
        limits=shown.limits_of(record, asked),
        note=shown.note(asked),
        is_superseded=number != record.live_number,
        before=record.before(asked),
    )
