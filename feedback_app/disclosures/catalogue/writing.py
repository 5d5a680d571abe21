"""Short ways to write the fields and choices of a row."""

from collections.abc import Iterable
from dataclasses import replace

from feedback_app.disclosures.fields import Choice, Field, FieldKind

K = FieldKind


def choices(*rows: tuple[str, str, str]) -> tuple[Choice, ...]:
    """Choices from (value, Chinese, English)."""
    return tuple(Choice(*row) for row in rows)


def columns(*rows: tuple[str, str, str]) -> tuple[Field, ...]:
    """Plain text columns, all needed, from (key, Chinese, English)."""
    return tuple(Field(key, K.TEXT, zh, en, max_length=2000) for key, zh, en in rows)


def optional(fields: Iterable[Field], *keys: str) -> tuple[Field, ...]:
    """The same fields, those named made optional."""
    return tuple(replace(row, required=False) if row.key in keys else row for row in fields)
