"""Two tables of penalties on their way in: one is imported and submitted as a whole, the other given up."""

import io
from typing import Any

import openpyxl

from feedback_app.disclosures import jobs_importing
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.importing.columns import DATA_SHEET, columns_of
from feedback_app.disclosures.models import ImportBatch
from feedback_app.disclosures.operations import importing
from feedback_app.extensions import db
from tests.factories import people

PENALTY = category("penalty")
HEADS = [column.head for column in columns_of(PENALTY)]
EXAMPLE = {column.key: column.example for column in columns_of(PENALTY)}


def penalty_row(number: int, **typed: Any) -> list[Any]:
    """One row of a penalty table, as the template's example with this number; `typed` replaces cells."""
    return list((EXAMPLE | {"document_number": f"昌州环阜罚〔2026〕{number}号"} | typed).values())


def book_of(*rows: list[Any]) -> bytes:
    """A workbook with a head and these rows."""
    book = openpyxl.Workbook()
    book.active.title = DATA_SHEET
    for row in (HEADS, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def looked_through(*rows: list[Any]) -> ImportBatch:
    """A table uploaded by 赵明 and looked through."""
    batch = importing.upload(
        PENALTY, book_of(*rows), "处罚.xlsx", by=people().zhaoming, folder=jobs_importing.folder()
    )
    db.session.commit()
    jobs_importing.run_due()
    db.session.refresh(batch)
    return batch


def everything_that_is_imported() -> ImportBatch:
    """Each act of an import once."""
    by = people().zhaoming
    importing.drop(looked_through(penalty_row(901, amount="六万")), by=by)
    batch = looked_through(penalty_row(902), penalty_row(903))
    importing.confirm(batch, by=by)
    db.session.commit()
    jobs_importing.run_due()
    importing.ask_step(batch, "submit_for_review", by=by)
    db.session.commit()
    jobs_importing.run_due()
    return batch
