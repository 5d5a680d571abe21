"""Looking up an officer by name or certificate number, over all published rosters (Articles 5(一) and 11(一)3).

Someone at the gate shows a certificate: is it one of ours, and is it valid? Only what the rosters publish is shown; a roster
has no columns for telephones or identity cards.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from feedback_app import clock
from feedback_app.disclosures import queries
from feedback_app.disclosures.fields import FieldKind
from feedback_app.disclosures.models import RecordVersion

LONGEST_QUESTION = 50
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?")
VALID, EXPIRED, UNKNOWN = "valid", "expired", "unknown"


@dataclass(frozen=True)
class Officer:
    """One line of a roster, with the record it stands in. `validity` is of today."""

    row: dict[str, str]
    ref: str
    validity: str
    is_exact: bool


def asked_for(raw: str | None) -> str:
    """The words of the question, tidied and no longer than a name or number can be."""
    return re.sub(r"\s+", " ", (raw or "").replace("\0", "")).strip()[:LONGEST_QUESTION]


def find(question: str) -> list[Officer]:
    """The officers whose name or certificate number contains the question; exact matches first. Empty: all of them."""
    wanted = _essence(question)
    found = [
        Officer(row, version.record.ref, validity(row.get("valid_until", "")), wanted in _names(row))
        for version in queries.live_rosters()
        for row in _people(version)
        if any(wanted in name for name in _names(row))
    ]
    return sorted(found, key=lambda officer: not officer.is_exact)


def validity(until: str) -> str:
    """Whether a certificate valid until 2029年12月 (the end of that month) or 2029-12-31 is valid today."""
    match = _MONTH.search(unicodedata.normalize("NFKC", until))
    if match is None or not 1 <= int(match[2]) <= 12 or not 1949 <= int(match[1]) <= 2200:
        return UNKNOWN
    year, month = int(match[1]), int(match[2])
    last = calendar.monthrange(year, month)[1]
    return VALID if clock.today() <= date(year, month, min(int(match[3] or last), last) or last) else EXPIRED


def _people(version: RecordVersion) -> list[dict[str, str]]:
    row = version.record.category
    return [
        one
        for field in row.public_fields(version.record.party_kind)
        if field.kind is FieldKind.PEOPLE
        for one in version.field_values.get(field.key) or []
    ]


def _names(row: dict[str, str]) -> tuple[str, str]:
    return _essence(row.get("name", "")), _essence(row.get("certificate_number", ""))


def _essence(words: str) -> str:
    """What counts in a name or number: not width, case, spaces, or which dot parts a name."""
    return re.sub(r"[\s·•・‧.\-]", "", unicodedata.normalize("NFKC", words)).casefold()
