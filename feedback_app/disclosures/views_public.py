"""The pages anyone may read: home, lists, records with their versions, corrections, procedure, regulation (Articles 2, 5–10, 15).

Nothing here writes. What a page says of a record is drawn from its catalogue row; a value whose field is not public is
left out here, before any template sees it.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request
from flask_babel import get_locale

from feedback_app import clock
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.explaining import explain
from feedback_app.deadlines.models import Clock
from feedback_app.deadlines.periods import count_years
from feedback_app.deadlines.rules import RULES, length_of
from feedback_app.disclosures import catalogue, operations, queries
from feedback_app.disclosures.fields import Field, FieldValue, plain, same, show
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.queries import After
from feedback_app.regulation import articles

public = Blueprint("public", __name__)
NEWEST, NEWEST_CORRECTED = 8, 5
_REF = re.compile(r"[A-Za-z0-9-]{1,40}")
_RETENTION = "RETENTION_"
_EMPTY = (None, "", [])
# The longest step any reader's clock can be away from ours; nearer the ends of the calendar no zone can be applied.
_FIRST_YEAR, _LAST_YEAR = 1900, 2900


@dataclass(frozen=True)
class ChangedField:
    """One field of a version beside the version before it, in words."""

    key: str
    field: Field
    old: str
    new: str


@public.context_processor
def _words() -> dict[str, Any]:
    return {"show": show, "plain": plain, "articles_in": articles_in}


@public.get("/")
def home() -> str:
    newest = queries.published(limit=NEWEST).rows
    corrected = queries.corrections(limit=NEWEST_CORRECTED).rows
    return render_template(
        "disclosures/home.html",
        records=newest,
        corrected=queries.corrected_ids(newest),
        corrections=_register(corrected),
        stages=catalogue.STAGES.values(),
        answer_days=_days("TICKET_NORMAL"),
    )


@public.get("/disclosures/<stage>")
def stage(stage: str) -> str:
    row = _stage_or_404(stage)
    page = queries.published(stage=row.stage.value, after=_after())
    return render_template(
        "disclosures/stage.html",
        stage=row,
        categories=catalogue.by_stage(row.stage),
        matters={key: matter for matter in catalogue.MATTERS for key in matter.categories},
        page=page,
        corrected=queries.corrected_ids(page.rows),
        is_first=_after() is None,
    )


@public.get("/disclosures/<stage>/<category_key>")
def category(stage: str, category_key: str) -> str:
    row = next((one for one in catalogue.by_stage(_stage_or_404(stage).stage) if one.key == category_key), None)
    if row is None:
        abort(404)
    page = queries.published(category_key=row.key, after=_after())
    return render_template(
        "disclosures/category.html",
        category=row,
        stage=catalogue.STAGES[row.stage],
        rule=RULES[row.clock],
        limit=_days(row.clock),
        party_kinds=catalogue.PARTY_KINDS,
        page=page,
        corrected=queries.corrected_ids(page.rows),
        is_first=_after() is None,
    )


@public.get("/records/<ref>")
def record(ref: str) -> str:
    found = _record_or_404(ref)
    live = found.live
    if live is None:
        abort(404)
    return render_template(
        "disclosures/record.html",
        **_shown(found, live),
        corrections=_register([one for one in _published_versions(found) if one.change_kind == "correction"]),
        versions=[(one, _note(found, one)) for one in _published_versions(found)],
        clarifications=queries.clarifications(found),
        publications=carriers.publications_of(found.ref, live.number),
        channels=CHANNELS,
        limits=_limits(found),
        removed_on=_removed_on(found),
    )


@public.get("/records/<ref>/versions/<int:number>")
def version(ref: str, number: int) -> str:
    found = _record_or_404(ref)
    asked = found.version(number)
    if asked is None or asked.published_at is None:
        abort(404)
    return render_template(
        "disclosures/version.html",
        **_shown(found, asked),
        changes=_changes(found, asked),
        note=_note(found, asked),
        is_superseded=number != found.live_number,
        before=found.version(number - 1),
    )


@public.get("/corrections")
def corrections() -> str:
    page = queries.corrections(after=_after())
    return render_template(
        "disclosures/corrections.html",
        corrections=_register(page.rows),
        after=page.after,
        is_first=_after() is None,
        days={name: _days(name) for name in ("TICKET_NORMAL", "CORRECT_OWN", "CORRECT_ALL_CHANNELS")},
    )


@public.get("/procedure")
def procedure() -> str:
    return render_template(
        "disclosures/procedure.html",
        days={name: _days(name) for name in RULES if name.startswith(("TICKET_", "CORRECT_", "ROOT_"))},
        article=articles.article(15),
    )


@public.get("/regulation")
def regulation() -> str:
    return render_template("disclosures/regulation.html", regulation=articles)


def articles_in(citation: str) -> list[articles.Article]:
    """The articles of the regulation a table row cites: "9, 12(1)(1), 14" gives 9, 12 and 14."""
    numbers = (re.match(r"\s*(\d+)", part) for part in citation.split(","))
    return [articles.article(int(match[1])) for match in numbers if match]


def _shown(record: DisclosureRecord, version: RecordVersion) -> dict[str, Any]:
    """What the record's page and a version's page share: the public fields, in runs of facts and tables."""
    public_fields = record.category.public_fields(record.party_kind)
    values = {field.key: version.field_values.get(field.key) for field in public_fields}
    changed = {one.key for one in _changes(record, version)} if version.change_kind == "correction" else set()
    said = [field for field in public_fields if field.key in changed or _is_said(field, values[field.key])]
    return {
        "record": record,
        "version": version,
        "category": record.category,
        "stage": catalogue.STAGES[record.category.stage],
        "values": values,
        "changed": changed,
        "blocks": [(has_rows, list(run)) for has_rows, run in groupby(said, key=lambda field: field.has_rows)],
    }


def _is_said(field: Field, value: FieldValue) -> bool:
    """Whether a page names the field: an optional one left empty is passed over, unless its emptiness says something."""
    return field.required or value not in _EMPTY or field.blank_zh != "—"


def _published_versions(record: DisclosureRecord) -> list[RecordVersion]:
    return [one for one in reversed(record.versions) if one.published_at is not None]


def _register(versions: list[RecordVersion]) -> list[tuple[RecordVersion, list[ChangedField]]]:
    return [(one, _changes(one.record, one)) for one in versions]


def _changes(record: DisclosureRecord, version: RecordVersion) -> list[ChangedField]:
    """What a version changed. A correction says it itself; for an update the two versions are compared."""
    stored = {one["field"]: (one["old"], one["new"]) for one in version.changes}
    if version.change_kind == "update":
        before = record.version(version.number - 1)
        old, new = before.field_values if before else {}, version.field_values
        stored = {key: (old.get(key), new.get(key)) for key in {*old, *new}}
    return [
        _changed(field, *stored[field.key])
        for field in record.category.public_fields(record.party_kind)
        if field.key in stored and not same(field, *stored[field.key])
    ]


def _changed(field: Field, old: FieldValue, new: FieldValue) -> ChangedField:
    if isinstance(old, list) and isinstance(new, list):
        # Of a long table only the rows that differ: a reader should not have to search for them.
        narrowed = [row for row in old if row not in new], [row for row in new if row not in old]
        old, new = narrowed if any(narrowed) else (old, new)
    return ChangedField(field.key, field, plain(field, old, _lang()), plain(field, new, _lang()))


def _note(record: DisclosureRecord, version: RecordVersion) -> str:
    """The public words about a version. A correction that also touched an internal field is told without it."""
    row = record.category
    shown = {field.key for field in row.public_fields(record.party_kind)}
    told = [one for one in version.changes if one["field"] in shown]
    if told == version.changes:
        return version.notice_en if _lang() == "en" else version.notice_zh
    on = clock.to_local(version.published_at).date() if version.published_at else clock.today()
    return operations.correction_notice(row, told, on, _lang()) if told else ""


def _limits(record: DisclosureRecord) -> list[tuple[Clock, str]]:
    """The limits its publications had to keep, oldest first, each with how it was counted."""
    running = deadlines.clocks("record", record.ref)
    kept = sorted((one for one in running if not one.rule.startswith(_RETENTION)), key=lambda one: one.id)
    return [(one, explain(one.count, _lang())) for one in kept]


def _removed_on(record: DisclosureRecord) -> date | None:
    """The last day of its period of disclosure (Article 12(二)); None where the regulation sets no end."""
    years = (record.category.retention_years or {}).get(record.party_kind or "")
    if not years or record.first_published_at is None:
        return None
    return count_years(clock.to_local(record.first_published_at).date(), years).due_on


def _stage_or_404(stage: str) -> catalogue.StageRow:
    row = next((row for row in catalogue.STAGES.values() if row.stage == stage), None)
    return row or abort(404)


def _record_or_404(ref: str) -> DisclosureRecord:
    """The record the public may see. What cannot be a reference never reaches the database."""
    found = queries.public_record(ref) if _REF.fullmatch(ref) else None
    return found or abort(404)


def _after() -> After | None:
    asked = After.read(request.args.get("after"))
    return asked if asked and _FIRST_YEAR < asked.at.year < _LAST_YEAR else None


def _days(rule: str) -> int:
    return length_of(RULES[rule], current_app.config)


def _lang() -> str:
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"
