"""The pages anyone may read: home, lists, records with their versions, corrections, procedure, regulation (Articles 2, 5–10, 15).

Nothing here writes. What a page says of a record is decided in `shown.py`.
"""

import re
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request

from feedback_app.carriers import queries as carriers
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines.rules import RULES, length_of
from feedback_app.disclosures import catalogue, queries
from feedback_app.disclosures.fields import cell_value, show
from feedback_app.disclosures.finding import Wanted
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.views_public import narrowing, officers, shapes, shown
from feedback_app.paging import After
from feedback_app.regulation import articles

public = Blueprint("public", __name__)
NEWEST, NEWEST_CORRECTED = 8, 5
_REF = re.compile(r"[A-Za-z0-9-]{1,40}")
_YEARS = range(1900, 2900)  # a moment at the very ends of the calendar cannot be taken to another zone


@public.context_processor
def _words() -> dict[str, Any]:
    return {"show": show, "cell_value": cell_value, "articles_in": shown.articles_in}


@public.get("/")
def home() -> str:
    newest = queries.published(limit=NEWEST).rows
    return render_template(
        "disclosures/home.html",
        records=newest,
        corrected=queries.corrected_ids(newest),
        corrections=shown.register(queries.corrections(limit=NEWEST_CORRECTED).rows),
        stages=catalogue.STAGES.values(),
        answer_days=_days("TICKET_NORMAL"),
    )


@public.get("/disclosures/<stage>")
def stage(stage: str) -> str:
    row = _stage_or_404(stage)
    return render_template(
        "disclosures/stage.html",
        **narrowing.listed(Wanted(stage=row.stage.value)),
        stage=row,
        categories=catalogue.by_stage(row.stage),
        matters=shown.matters_by_category(),
    )


@public.get("/disclosures/<stage>/<category_key>")
def category(stage: str, category_key: str) -> str:
    row = _stage_or_404(stage)
    found = next((one for one in catalogue.by_stage(row.stage) if one.key == category_key), None) or abort(
        404
    )
    rule = RULES.get(found.clock)
    return render_template(
        "disclosures/category.html",
        **narrowing.listed(Wanted(stage=row.stage.value, category=found.key)),
        category=found,
        stage=row,
        rule=rule,
        limit=length_of(rule, current_app.config) if rule else None,
        retention=shown.retention(found),
        party_kinds=catalogue.PARTY_KINDS,
    )


@public.get("/records/<ref>")
def record(ref: str) -> str:
    found = _record_or_404(ref)
    live = found.live or abort(404)
    versions = shown.published_versions(found)
    return render_template(
        "disclosures/record.html",
        **_page_of(found, live),
        versions=versions,
        corrections=shown.register([one for one, _ in versions if one.change_kind == "correction"]),
        clarifications=queries.clarifications(found),
        publications=carriers.publications_of(found.ref, live.number),
        channels=CHANNELS,
        limits=shown.limits(found),
        public_until=shown.public_until(found),
    )


@public.get("/records/<ref>/versions/<int:number>")
def version(ref: str, number: int) -> str:
    found = _record_or_404(ref)
    asked = found.version(number)
    if asked is None or asked.published_at is None:
        abort(404)
    return render_template(
        "disclosures/version.html",
        **_page_of(found, asked),
        changes=shown.changes(found, asked),
        note=shown.note(asked),
        is_superseded=number != found.live_number,
        before=found.before(asked),
    )


@public.get("/corrections")
def corrections() -> str:
    page = queries.corrections(after=_after())
    return render_template(
        "disclosures/corrections.html",
        corrections=shown.register(page.rows),
        after=page.after,
        is_first=_after() is None,
        has_sample=any(one.record.is_sample for one in page.rows),
        days={name: _days(name) for name in ("TICKET_NORMAL", "CORRECT_OWN", "CORRECT_ALL_CHANNELS")},
    )


@public.get("/procedure")
def procedure() -> str:
    return render_template(
        "disclosures/procedure.html",
        days={name: _days(name) for name in RULES if name.startswith(("TICKET_", "CORRECT_", "ROOT_"))},
        article=articles.article(15),
    )


@public.get("/officers")
def find_officers() -> str:
    question = officers.asked_for(request.args.get("q"))
    return render_template(
        "disclosures/officers.html", question=question, found=officers.find(question), validity=officers
    )


@public.get("/regulation")
def regulation() -> str:
    return render_template("disclosures/regulation.html", regulation=articles)


def _page_of(record: DisclosureRecord, version: RecordVersion) -> dict[str, Any]:
    """What the record's page and a version's page share."""
    content = shown.content_of(record, version)
    return {
        "record": record,
        "version": version,
        "category": record.category,
        "stage": catalogue.STAGES[record.category.stage],
        "published_stamp": shown.stamp(version),
        **content,
        **shapes.shapes_of(list(content["fields"]), content["values"], request.args.to_dict(), shown.lang()),
    }


def _stage_or_404(stage: str) -> catalogue.StageRow:
    row = next((row for row in catalogue.STAGES.values() if row.stage == stage), None)
    return row or abort(404)


def _record_or_404(ref: str) -> DisclosureRecord:
    """The record the public may see. What cannot be a reference never reaches the database."""
    found = queries.public_record(ref) if _REF.fullmatch(ref) else None
    return found or abort(404)


def _after() -> After | None:
    asked = After.read(request.args.get("after"))
    return asked if asked and asked.at.year in _YEARS else None


def _days(rule: str) -> int:
    return length_of(RULES[rule], current_app.config)
