"""How long credit sites show a penalty, by class (信用修复管理办法, in force from 2026-04-01).

The periods count from the date of the document. After the shortest one, duties done, credit repair may be asked for; at
the longest one the display ends by itself. They bind the credit platforms, not the bureau's own site (Article 12).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback_app.deadlines.periods import count_months


@dataclass(frozen=True)
class CreditClass:
    """One class (失信程度). Months; `least` 0: repair may be asked for once the duties are done."""

    key: str
    label_zh: str
    label_en: str
    least: int
    most: int
    is_shown: bool
    citation: str = "《信用修复管理办法》"

    def least_until(self, decided_on: date) -> date:
        """The last day of the shortest display."""
        return count_months(decided_on, self.least).due_on if self.least else decided_on

    def most_until(self, decided_on: date) -> date:
        """The last day of the longest display."""
        return count_months(decided_on, self.most).due_on


@dataclass(frozen=True)
class CreditDisplay:
    """How long credit sites show one penalty."""

    row: CreditClass
    least_until: date
    most_until: date


CREDIT_CLASSES: dict[str, CreditClass] = {
    row.key: row
    for row in (
        CreditClass("minor", "轻微", "minor", 0, 3, False),
        CreditClass("ordinary", "一般", "ordinary", 3, 12, True),
        CreditClass("serious", "严重", "serious", 12, 36, True),
    )
}


def credit_display(values: Mapping[str, Any]) -> CreditDisplay | None:
    """The periods that follow from a penalty's class and date; None where there is no class."""
    row, decided_on = CREDIT_CLASSES.get(values.get("credit_class") or ""), values.get("decided_on")
    if row is None or not decided_on:
        return None
    day = date.fromisoformat(decided_on)
    return CreditDisplay(row, row.least_until(day), row.most_until(day))
