"""How long a record stays public (公开期限, Article 12(二)): full calendar years from its first publication here.

Every carrier has its own period, counted from the first publication there; on credit sites the class of the breach and
the date of the decision say when it ends (信用修复管理办法), whatever Article 12 says of the bureau's own site.

The period ends at the end of the corresponding day (民法典 202): published on 23 September 2026 for five years, it is
public to the end of 23 September 2031. The catalogue's row says for which kind of party how many years.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from feedback_app.carriers.models import Term
from feedback_app.deadlines.periods import count_years
from feedback_app.deadlines.working_days import Count
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.catalogue.category import CREDIT_PUSH
from feedback_app.disclosures.catalogue.credit import credit_display


def count_of(row: Category, party_kind: str | None, first_published_on: date) -> Count | None:
    """The period of one record, as it is counted; `due_on` is its last day. None where the regulation sets no end."""
    years = row.retention_for(party_kind)
    return count_years(first_published_on, years) if years else None


def may_be_over(years: int, today: date) -> date:
    """No period of so many years is over today that began later than this; whether an earlier one is, its count says."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)


def terms_of(
    row: Category, party_kind: str | None, values: Mapping[str, Any], channels: Iterable[str]
) -> dict[str, Term]:
    """How long such a record may stand on each of these carriers."""
    ordinary = Term(years=row.retention_for(party_kind))
    display = credit_display(values)
    credit = Term(until=display.most_until) if display else ordinary
    return {code: credit if code == CREDIT_PUSH else ordinary for code in channels}
