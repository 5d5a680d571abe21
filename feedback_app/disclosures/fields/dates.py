"""Dates and periods: typed in any of the usual ways, kept as ISO dates."""

import re
import unicodedata
from datetime import date

from feedback_app import clock
from feedback_app.disclosures.fields.field import Field, FieldRefused

STORED_BETWEEN, SHOWN_BETWEEN = "/", "至"
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))", re.ASCII)

_DAY_IN_TEXT = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})[-/.年](?P<month>0?[1-9]|1[0-2])[-/.月](?P<day>0?[1-9]|[12][0-9]|3[01])(?![0-9])日?"
)


def day_of(text: str) -> date | None:
    """The day written as 2026-10-30, 2026/10/30, 2026年10月30日 or 20261030; None for anything else."""
    match = _DATE.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups() if part is not None))
    except ValueError:
        return None


def with_days_in_full(text: str) -> str:
    """The text with every day it names written as 2026年10月30日, the way it is looked up."""
    return _DAY_IN_TEXT.sub(
        lambda found: f"{found['year']}年{int(found['month'])}月{int(found['day'])}日", text
    )


def days_in(text: str) -> list[str]:
    """Every day a text names, each once, written as 2026年10月30日."""
    found = (
        f"{one['year']}年{int(one['month'])}月{int(one['day'])}日" for one in _DAY_IN_TEXT.finditer(text)
    )
    return list(dict.fromkeys(found))


def read_date(field: Field, text: str) -> str:
    """The ISO date of 2026-09-28, 2026年9月28日, 20260928 … (full-width digits already folded).

    Raises FieldRefused for what is no day, and for a day still to come unless the field allows it.
    """
    match = _DATE.fullmatch(re.sub(r"\s", "", text))
    if match is None:
        raise FieldRefused("日期请写作2026-09-28或2026年9月28日。", "Write the date as 2026-09-28.")
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        day_meant = date(year, month, day)
    except ValueError:
        raise FieldRefused(
            f"日历上没有{year}年{month}月{day}日，请核对。",
            f"{year}-{month}-{day} is not in the calendar; please check.",
        ) from None
    if not 1949 <= year <= 2100:
        raise FieldRefused(f"年份{year}不合理，请核对。", f"The year {year} cannot be right; please check.")
    if day_meant > clock.today() and not field.may_be_future:
        raise FieldRefused(
            f"“{field.label_zh}”不能晚于今天。", f"“{field.label_en}” cannot be later than today."
        )
    return day_meant.isoformat()


def read_period(field: Field, text: str) -> str:
    """Both days of a period typed as 2026-01-01 至 2028-12-31, kept as 2026-01-01/2028-12-31.

    Raises FieldRefused when there are not two days, or when it ends before it begins.
    """
    parts = re.split(r"\s*(?:至|到|~|—+|–|\sto\s)\s*", text.strip())
    if len(parts) != 2:
        raise FieldRefused(
            "请写明从哪天到哪天，例如：2026-01-01 至 2028-12-31。",
            "Give the first and the last day: 2026-01-01 to 2028-12-31.",
        )
    since, until = (read_date(field, part) for part in parts)
    if until < since:
        raise FieldRefused(
            "结束的日期早于开始的日期，请核对。", "The last day is before the first; please check."
        )
    return f"{since}{STORED_BETWEEN}{until}"
