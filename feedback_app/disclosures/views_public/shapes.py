"""What a record's page needs beyond its values: flow charts, the filter of a table, links from row to row and to records."""

from dataclasses import dataclass
from typing import Any

from feedback_app.disclosures import queries
from feedback_app.disclosures.fields import Choice, Field, FieldKind
from feedback_app.disclosures.fields.places import REFERENCE_JOINT
from feedback_app.disclosures.views_public.flow_chart import Chart, chart_of

Values = dict[str, Any]


@dataclass(frozen=True)
class Narrowing:
    """The filter above a table: its choices with how many rows have each, and the one chosen."""

    choices: tuple[tuple[Choice, int], ...]
    chosen: str
    total: int


def shapes_of(fields: list[Field], values: Values, asked: dict[str, str], lang: str) -> dict[str, Any]:
    """For the template: `charts`, `narrowings` and `places` by field key, and which records named in values are public.

    `asked` is the query of the address: column key → value. A value that is no choice narrows nothing.
    """
    return {
        "charts": _charts(fields, values, lang),
        "narrowings": {
            field.key: _narrowing(field, values[field.key], asked)
            for field in fields
            if field.filter_by and values.get(field.key)
        },
        "places": {field.key: _places(field, values[field.key] or []) for field in fields if field.points},
        "linked": queries.public_refs(_named(fields, values)),
    }


def _charts(fields: list[Field], values: Values, lang: str) -> dict[str, Chart]:
    return {
        field.key: chart_of(field, values[field.key], lang)
        for field in fields
        if field.kind is FieldKind.STEPS and values.get(field.key)
    }


def _narrowing(field: Field, rows: list[dict[str, str]], asked: dict[str, str]) -> Narrowing:
    column = next(one for one in field.columns if one.key == field.filter_by)
    counted = tuple(
        (choice, sum(row.get(column.key) == choice.value for row in rows)) for choice in column.choices
    )
    chosen = asked.get(column.key, "")
    return Narrowing(
        tuple(pair for pair in counted if pair[1]),
        chosen if chosen in {choice.value for choice in column.choices} else "",
        len(rows),
    )


def _places(field: Field, rows: list[dict[str, str]]) -> dict[str, int]:
    """What a cell may point to: the name a row bears → its place in the table."""
    assert field.points is not None
    return {row.get(field.points[1], ""): place for place, row in enumerate(rows)}


def _named(fields: list[Field], values: Values) -> list[str]:
    """The numbers of records that the values name."""
    return [
        ref
        for field in fields
        if field.kind is FieldKind.REFERENCES and values.get(field.key)
        for ref in values[field.key].split(REFERENCE_JOINT)
    ]
