"""What a field of a disclosure record is, and how its value is read, shown and compared.

A value is always JSON: text, an ISO date, an amount as a whole number of fen (分), a count, yes or no, or a list of rows.
"""

from feedback_app.disclosures.fields.amounts import amounts_in
from feedback_app.disclosures.fields.dates import day_of, days_in, with_days_in_full
from feedback_app.disclosures.fields.field import (
    CellsRefused,
    Choice,
    Field,
    FieldKind,
    FieldMissing,
    FieldRefused,
    FieldValue,
    RawValue,
)
from feedback_app.disclosures.fields.reading import MOST_ROWS, clean_text, parse, too_many_rows
from feedback_app.disclosures.fields.redaction import REDACTIONS, Redact
from feedback_app.disclosures.fields.showing import (
    cell_value,
    input_help,
    input_rows,
    plain,
    same,
    show,
    to_input,
)

__all__ = [
    "MOST_ROWS",
    "REDACTIONS",
    "CellsRefused",
    "Choice",
    "Field",
    "FieldKind",
    "FieldMissing",
    "FieldRefused",
    "FieldValue",
    "RawValue",
    "Redact",
    "amounts_in",
    "cell_value",
    "clean_text",
    "day_of",
    "days_in",
    "input_help",
    "input_rows",
    "parse",
    "plain",
    "same",
    "show",
    "to_input",
    "too_many_rows",
    "with_days_in_full",
]
