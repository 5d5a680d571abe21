"""The public fields of a category as a JSON Schema (draft 2020-12), for whoever reads records by the interface.

Internal fields are never named. The schema describes values as they are stored: dates and periods as ISO 8601, money as
whole fen (分), tables as lists of objects whose cells are text.
"""

from typing import Any

from feedback_app.disclosures.catalogue.category import Category
from feedback_app.disclosures.fields import Choice, Field, FieldKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ISO_DATE = r"\d{4}-\d{2}-\d{2}"
_TYPES: dict[FieldKind, dict[str, Any]] = {
    FieldKind.DATE: {"type": "string", "format": "date"},
    FieldKind.PERIOD: {"type": "string", "pattern": f"^{_ISO_DATE}/{_ISO_DATE}$"},
    FieldKind.MONEY: {"type": "integer", "minimum": 0, "x-unit": "fen"},
    FieldKind.INTEGER: {"type": "integer", "minimum": 0},
    FieldKind.YEAR: {"type": "integer", "minimum": 1949, "maximum": 2100},
    FieldKind.PERCENT: {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,4})?%$"},
    FieldKind.BOOLEAN: {"type": "boolean"},
    FieldKind.LINK: {"type": "string", "format": "uri"},
    FieldKind.CREDIT_CODE: {"type": "string", "pattern": "^[0-9A-HJ-NP-RT-UW-Y]{18}$"},
}


def schema_of(row: Category) -> dict[str, Any]:
    """The schema of one category's public values. Fields not asked of every kind of party are not required."""
    fields = [field for field in row.fields if field.public and row.is_public]
    return {
        "$schema": DIALECT,
        "title": row.label_zh,
        "description": row.help_zh,
        "x-title-en": row.label_en,
        "x-code": row.code,
        "x-article": row.article,
        "type": "object",
        "properties": {field.key: _property(field) for field in fields},
        "required": [field.key for field in fields if field.required and not field.only_for],
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, Any]:
    described = {"title": field.label_zh, "x-title-en": field.label_en}
    if field.article:
        described["x-article"] = field.article
    if field.share_code:
        described["x-share-code"] = field.share_code
    return described | (_rows(field) if field.has_rows else _one(field))


def _one(field: Field) -> dict[str, Any]:
    if field.choices:
        shape: dict[str, Any] = {"type": "string", "oneOf": [_answer(choice) for choice in field.choices]}
    else:
        shape = dict(_TYPES.get(field.kind, {"type": "string", "maxLength": field.length_limit}))
    if field.required:
        return shape
    # An optional field left empty is null.
    return {"anyOf": [shape, {"type": "null"}]}


def _rows(field: Field) -> dict[str, Any]:
    cells = {column.key: {"type": "string", "title": column.label_zh} for column in field.columns}
    shape: dict[str, Any] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": cells,
            "required": [column.key for column in field.columns if column.required],
            "additionalProperties": False,
        },
    }
    return shape | ({"minItems": 1} if field.required else {})


def _answer(choice: Choice) -> dict[str, str]:
    return {"const": choice.value, "title": choice.label_zh, "x-title-en": choice.label_en}
