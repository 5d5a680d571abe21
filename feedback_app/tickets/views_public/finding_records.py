"""The published record a person means: by its reference, its document number, a pasted address or its words."""

import re
import unicodedata

from sqlalchemy import or_, select

from feedback_app.disclosures import queries as records
from feedback_app.disclosures.fields import FieldRefused
from feedback_app.disclosures.fields.codes import read_document_number
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.workflow import PUBLISHED
from feedback_app.extensions import db, reading_only
from feedback_app.sealing import to_half_width

MOST_FOUND = 10
SHORTEST_NAME = 2  # signs; one alone would find everything
_REF = re.compile(r"[A-Za-z0-9-]{1,40}")
_REF_WITHIN = re.compile(r"([A-C][0-9]{1,2})([A-Z]?)(-[0-9]{4}-[0-9]{4,12})", re.IGNORECASE)


def public_record(ref: str) -> DisclosureRecord | None:
    """The record as the public sees it, let go at once: while files are stored and the code is hashed, no lock is held."""
    if not _REF.fullmatch(ref):
        return None
    with reading_only():
        record = records.public_record(ref)
        if record is not None:
            for row in (record, *record.versions):
                db.session.expunge(row)
        db.session.rollback()
    return record if record is not None and record.live is not None else None


def found_records(typed: str) -> list[DisclosureRecord]:
    """Published records with this document number or reference, also in a pasted address; else with these words."""
    numbers = _document_numbers(typed)
    refs = [
        f"{code.upper()}{part.lower()}{rest}"
        for code, part, rest in _REF_WITHIN.findall(to_half_width(typed))
    ]
    name = " ".join(typed.split())
    if not (numbers or refs or len(name) >= SHORTEST_NAME):
        return []
    named = or_(DisclosureRecord.document_number.in_(numbers), DisclosureRecord.ref.in_(refs))
    if not (numbers or refs):
        named = DisclosureRecord.title_zh.contains(name, autoescape=True)
    wanted = select(DisclosureRecord).where(DisclosureRecord.status == PUBLISHED, named)
    return list(db.session.scalars(wanted.order_by(DisclosureRecord.published_at.desc()).limit(MOST_FOUND)))


def _document_numbers(typed: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", typed)
    for wording in (folded, f"{folded}号"):
        try:
            return [read_document_number(wording)]
        except FieldRefused:
            continue
    return []
