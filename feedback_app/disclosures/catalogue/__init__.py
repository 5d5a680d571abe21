"""The catalogue of what the bureau discloses (公示内容, Articles 5–9): one row per category.

Pages, forms, validation, titles, clocks, approvals and carriers are read from these rows. A new category is a new row.
"""

from feedback_app.disclosures.catalogue.bureau import settle
from feedback_app.disclosures.catalogue.category import (
    AFTER_APPROVAL,
    FROM_FORMATION,
    NO_CLOCK,
    Category,
    ClockByValue,
    Disagreement,
)
from feedback_app.disclosures.catalogue.credit import CREDIT_CLASSES
from feedback_app.disclosures.catalogue.decisions import DECISIONS
from feedback_app.disclosures.catalogue.escalation import CONDITIONS, Condition, Escalation
from feedback_app.disclosures.catalogue.ex_ante import EX_ANTE
from feedback_app.disclosures.catalogue.ex_post import RESULTS
from feedback_app.disclosures.catalogue.in_process import IN_PROCESS
from feedback_app.disclosures.catalogue.parties import PARTY_KINDS, PartyKind, PartyKindRow
from feedback_app.disclosures.catalogue.stages import MATTERS, STAGES, Matter, Stage, StageRow
from feedback_app.disclosures.catalogue.statements import STATEMENTS

EX_POST = tuple(sorted(RESULTS + DECISIONS + STATEMENTS, key=lambda row: int(row.code[1:])))
CATEGORIES: tuple[Category, ...] = EX_ANTE + IN_PROCESS + EX_POST
_BY_KEY = {row.key: row for row in CATEGORIES}


def category(key: str) -> Category:
    """The row with this key. Raises KeyError for a key that is in no row."""
    return _BY_KEY[key]


def by_stage(stage: Stage) -> tuple[Category, ...]:
    """The categories of one stage, in the order of the regulation."""
    return tuple(row for row in CATEGORIES if row.stage == stage)


__all__ = [
    "AFTER_APPROVAL",
    "CATEGORIES",
    "CONDITIONS",
    "CREDIT_CLASSES",
    "FROM_FORMATION",
    "MATTERS",
    "NO_CLOCK",
    "PARTY_KINDS",
    "STAGES",
    "Category",
    "ClockByValue",
    "Condition",
    "Disagreement",
    "Escalation",
    "Matter",
    "PartyKind",
    "PartyKindRow",
    "Stage",
    "StageRow",
    "by_stage",
    "category",
    "settle",
]
