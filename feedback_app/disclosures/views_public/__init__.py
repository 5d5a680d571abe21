"""The pages anyone may read: home, lists, records with their versions, corrections, procedure, regulation (Articles 2, 5–10, 15).

Nothing here writes. What a page says of a record is decided in `shown.py`.
"""

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request

from feedback_app.carriers import queries as carriers
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines.rules import RULES, length_of
from feedback_app.disclosures import catalogue, queries
from feedback_app.disclosures.fields import cell_value, show
from feedback_app.disclosures.finding import Wanted
from feedback_app.disclosures.views_public import narrowing, officers, shown
from feedback_app.disclosures.views_public.standing import page_of, record_or_notice
from feedback_app.disclosures.views_public.versions import versions
from feedback_app.paging import After
from feedback_app.regulation import articles

__all__ = ["public", "record_or_notice", "versions"]

public = Blueprint("public", __name__)
NEWEST, NEWEST_CORRECTED = 8, 5
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
    found = record_or_notice(ref)
    live = found.live or abort(404)
    versions = shown.published_versions(found)
    return render_template(
        "disclosures/record.html",
        **page_of(found, live),
        versions=versions,
        published_files=queries.files_of(found, live.number, published=True),
        corrections=shown.register([one for one, _ in versions if one.change_kind == "correction"]),
        clarifications=queries.clarifications(found),
        publications=carriers.publications_of(found.ref, live.number),
        channels=CHANNELS,
        limits=shown.limits(found),
        period=shown.period(found),
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


def _stage_or_404(stage: str) -> catalogue.StageRow:
    row = next((row for row in catalogue.STAGES.values() if row.stage == stage), None)
    return row or abort(404)


def _after() -> After | None:
    asked = After.read(request.args.get("after"))
    return asked if asked and asked.at.year in _YEARS else None


def _days(rule: str) -> int:
    return length_of(RULES[rule], current_app.config)
