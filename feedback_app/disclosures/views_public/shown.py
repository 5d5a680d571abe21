"""What a page says of a record: its public values, what its versions changed, which limits it kept.

A value whose field is not public (送达日期, 失信程度 …) is left out here, before any template sees it. So is what a
correction says about such a field.
"""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import get_locale

from feedback_app import clock
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.explaining import explain
from feedback_app.deadlines.models import Clock
from feedback_app.deadlines.rules_publishing import COMING_DOWN
from feedback_app.deadlines.working_days import Count
from feedback_app.disclosures import catalogue
from feedback_app.disclosures.fields import Field, FieldValue, plain, same
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.operations.clocks import NOT_ENDED_BY_PUBLISHING
from feedback_app.disclosures.retention import count_of
from feedback_app.regulation import articles

NARROW_COLUMNS = 4  # a table with more takes the whole width of the page
_EMPTY: tuple[FieldValue, ...] = (None, "", [])


@dataclass(frozen=True)
class ChangedField:
    """One field of a version beside the version before it, in words."""

    key: str
    label: str
    old: str
    new: str


def content_of(record: DisclosureRecord, version: RecordVersion) -> dict[str, Any]:
    """The public values of one version, as runs of facts and tables in the order of the catalogue."""
    fields = record.category.public_fields(record.party_kind)
    values = {field.key: version.field_values.get(field.key) for field in fields}
    changed = {one.key for one in changes(record, version)} if version.change_kind == "correction" else set()
    said = [field for field in fields if field.key in changed or _is_said(field, values[field.key])]
    return {
        "values": values,
        "fields": fields,
        "changed": changed,
        "blocks": [(has_rows, list(run)) for has_rows, run in groupby(said, lambda field: field.has_rows)],
        "is_wide": any(len(field.columns) > NARROW_COLUMNS for field in said),
    }


def published_versions(record: DisclosureRecord) -> list[tuple[RecordVersion, str]]:
    """Every version that was published, newest first, with its public words."""
    return [(one, note(one)) for one in reversed(record.versions) if one.published_at is not None]


def register(versions: list[RecordVersion]) -> list[tuple[RecordVersion, list[ChangedField]]]:
    """Corrections with what each changed, as the register prints them."""
    return [(one, changes(one.record, one)) for one in versions]


def changes(record: DisclosureRecord, version: RecordVersion) -> list[ChangedField]:
    """What a version changed. A correction says it itself; for an update the two versions are compared."""
    stored = {one["field"]: (one["old"], one["new"]) for one in version.changes}
    if version.change_kind not in ("initial", "correction"):
        before = record.before(version)
        if before is not None and before.sealed_at is not None:
            return []
        old, new = before.field_values if before else {}, version.field_values
        stored = {key: (old.get(key), new.get(key)) for key in {*old, *new}}
    return [
        _changed(field, *stored[field.key])
        for field in record.category.public_fields(record.party_kind)
        if field.key in stored and not same(field, *stored[field.key])
    ]


def note(version: RecordVersion) -> str:
    """The public words about a version, in the reader's language."""
    return version.notice_en if lang() == "en" else version.notice_zh


def limits(record: DisclosureRecord) -> list[tuple[Clock, str]]:
    """The limits its publications had to keep, the regulation's and the national ones beside them, in the order they
    began, each with how it was counted."""
    found = (one for one in deadlines.clocks("record", record.ref) if _is_about_publishing(one))
    return [(one, explain(one.count, lang())) for one in sorted(found, key=lambda one: one.id)]


def limits_of(record: DisclosureRecord, version: RecordVersion) -> list[tuple[Clock, str]]:
    """The limits this version's publication kept or missed: the regulation's, and the national one beside it."""
    later = [one.published_at for one in record.versions if one.number > version.number and one.published_at]
    if version.published_at is None:
        return []
    found = (
        one
        for one in deadlines.clocks("record", record.ref)
        if not one.is_void
        and one.rule not in NOT_ENDED_BY_PUBLISHING
        and one.stopped_at is not None
        and one.stopped_at >= version.published_at
        and (not later or one.stopped_at < later[0])
    )
    return [
        (one, explain(one.count, lang()))
        for one in sorted(found, key=lambda one: (one.row.is_shadow, one.id))
    ]


def period(record: DisclosureRecord) -> Count | None:
    """Its period of disclosure (Article 12(二)), as it is counted; None where the regulation sets no end."""
    if record.first_published_at is None:
        return None
    first_on = clock.to_local(record.first_published_at).date()
    return count_of(record.category, record.party_kind, first_on)


def retention(row: catalogue.Category) -> dict[str, int | None]:
    """For how many years results stay public, by kind of party; empty where the regulation sets no end."""
    if row.retention_years is None:
        return {}
    kinds = list(catalogue.PartyKind) if row.party_field else [catalogue.PartyKind.ORGANIZATION]
    return {kind.value: row.retention_for(kind) for kind in kinds}


def stamp(version: RecordVersion) -> str:
    """When a version was published, as the META tag PubDate wants it: 2026-10-09 11:20, Beijing time."""
    return f"{clock.to_local(version.published_at):%Y-%m-%d %H:%M}" if version.published_at else ""


def articles_in(citation: str) -> list[articles.Article]:
    """The articles of the regulation a table row cites: "9, 12(1)(1), 14" gives 9, 12 and 14."""
    numbers = (re.match(r"\s*(\d+)", part) for part in citation.split(","))
    return [articles.article(int(match[1])) for match in numbers if match]


def matters_by_category() -> dict[str, catalogue.Matter]:
    """Which of the seven matters of Article 5 a category holds."""
    return {key: matter for matter in catalogue.MATTERS for key in matter.categories}


def lang() -> str:
    """The reader's language, "en" or "zh"."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def _is_about_publishing(one: Clock) -> bool:
    return not (one.is_void or one.rule in COMING_DOWN)


def _is_said(field: Field, value: FieldValue) -> bool:
    """Whether a page names the field: an optional one left empty is passed over, unless its emptiness says something."""
    return field.required or value not in _EMPTY or field.blank_zh != "—"


def _changed(field: Field, old: FieldValue, new: FieldValue) -> ChangedField:
    if isinstance(old, list) and isinstance(new, list):
        # Of a long table only the rows that differ: a reader should not have to search for them.
        narrowed = [row for row in old if row not in new], [row for row in new if row not in old]
        old, new = narrowed if any(narrowed) else (old, new)
    label = field.label_en if lang() == "en" else field.label_zh
    return ChangedField(field.key, label, plain(field, old, lang()), plain(field, new, lang()))
