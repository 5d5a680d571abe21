"""Reading what a list is to be narrowed to from an address, and the choices a page offers for it.

What is in no list of choices counts as not asked: an old or mistyped address still shows the list.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from flask import request
from flask_babel import gettext as _

from feedback_app.accounts import queries as accounts
from feedback_app.disclosures import catalogue, finding, queries
from feedback_app.disclosures.fields import clean_text
from feedback_app.disclosures.finding import Wanted
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.views_public.shown import lang
from feedback_app.paging import After
from feedback_app.search.words import MOST_TYPED

_SWITCHES = {"corrected", "late"}


def read(args: Mapping[str, str], within: Wanted | None = None) -> Wanted:
    """What the address asks for, inside a stage or category."""
    allowed: dict[str, Any] = {
        "year": [str(year) for year in finding.years()] if args.get("year") else [],
        "party": list(catalogue.PARTY_KINDS),
        "unit": [str(unit.id) for unit in accounts.units()] if args.get("unit") else [],
    }
    chosen: dict[str, Any] = {name: args.get(name, "") for name in allowed if args.get(name) in allowed[name]}
    chosen |= {name: args.get(name) == "yes" for name in _SWITCHES}
    chosen["words"] = clean_text(args.get("q", "")[:MOST_TYPED], one_line=True)
    return replace(_kind(args.get("kind", ""), within or Wanted()), **chosen)


def query(wanted: Wanted, **more: Any) -> dict[str, Any]:
    """`wanted` as it stands in an address; the stage or category of a list is in its path."""
    named = asdict(wanted) | {name: "yes" if getattr(wanted, name) else "" for name in _SWITCHES}
    named["q"] = named.pop("words")
    return {name: value for name, value in (named | more).items() if value}


def listed(within: Wanted) -> dict[str, Any]:
    """What the page of a stage's or category's list shows: its records, narrowed as the address says."""
    wanted = read({name: value for name, value in request.args.items() if name not in ("q", "kind")}, within)
    rows, after, is_first = _narrowed(wanted) if wanted.is_narrowed else _whole(wanted)
    return {
        "rows": rows,
        "after": after,
        "is_first": is_first,
        "corrected": queries.corrected_ids(rows),
        "wanted": wanted,
        "choices": choices(),
        "narrowed_to": query(replace(wanted, stage="", category="")),
    }


def _narrowed(wanted: Wanted) -> tuple[list[DisclosureRecord], int | None, bool]:
    begins = finding.place(request.args.get("after"))
    found = finding.find(wanted, after=begins)
    return found.records, found.after, begins is None


def _whole(wanted: Wanted) -> tuple[list[DisclosureRecord], After | None, bool]:
    begins = After.read(request.args.get("after"))
    page = queries.published(stage=wanted.stage, category_key=wanted.category or None, after=begins)
    return page.rows, page.after, begins is None


def choices() -> dict[str, list[tuple[str, str]]]:
    """What can be chosen, in the reader's language: name → (value, words)."""
    english = lang() == "en"
    return {
        "year": [(str(year), str(year)) for year in finding.years()],
        "party": [
            (row.kind.value, row.label_en.capitalize() if english else row.label_zh)
            for row in catalogue.PARTY_KINDS.values()
        ],
        "unit": [(str(unit.id), unit.name_en if english else unit.name_zh) for unit in accounts.units()],
        "kind": [
            (str(row.stage), row.label_en if english else row.label_zh) for row in catalogue.STAGES.values()
        ]
        + [
            (row.key, row.label_en.capitalize() if english else row.label_zh)
            for row in catalogue.CATEGORIES
            if row.is_public and row.is_on
        ],
        "corrected": [("yes", _("只看更正过的"))],
        "late": [("yes", _("只看超过时限公示的"))],
    }


def _kind(kind: str, within: Wanted) -> Wanted:
    """A stage or a category, by one name in the address of a search."""
    if any(kind == row.stage for row in catalogue.STAGES.values()):
        return replace(within, stage=kind)
    found = next((row for row in catalogue.CATEGORIES if row.key == kind), None)
    return replace(within, stage=str(found.stage), category=found.key) if found else within
