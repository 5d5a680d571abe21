"""Records brought in as a table (批量导入): the template to fill in, reading what comes back, and what is wrong with each row.

Nothing here writes. A table is read twice: for the preview, and again when it is confirmed, so that what is written was
checked against what stands there at that moment.
"""

from feedback_app.disclosures.importing.checking import CheckedRow, Checker
from feedback_app.disclosures.importing.columns import MOST_ROWS
from feedback_app.disclosures.importing.fault import CannotRead, Fault
from feedback_app.disclosures.importing.opening import look_at
from feedback_app.disclosures.importing.reading import Table, TypedRow, read
from feedback_app.disclosures.importing.templates import csv_template, xlsx_template

__all__ = [
    "MOST_ROWS",
    "CannotRead",
    "CheckedRow",
    "Checker",
    "Fault",
    "Table",
    "TypedRow",
    "csv_template",
    "look_at",
    "read",
    "xlsx_template",
]
