"""Counts, percentages, and answers yes or no."""

import re
from decimal import Decimal

from feedback_app.disclosures.fields.field import FieldRefused

LARGEST_COUNT = 10**9
_YES_NO = {"yes": True, "是": True, "有": True, "true": True, "no": False, "否": False, "无": False, "false": False}  # fmt: skip


def read_integer(text: str) -> int:
    """A count such as 12 or 1,200 (full-width digits already folded). Raises FieldRefused for anything else."""
    squeezed = re.sub(r"[\s,]", "", text)
    if not re.fullmatch(r"[0-9]{1,10}", squeezed) or int(squeezed) > LARGEST_COUNT:
        raise FieldRefused(
            "请填整数，例如 12；没有的填 0。", "Enter a whole number such as 12; 0 when there is none."
        )
    return int(squeezed)


def read_year(text: str) -> int:
    """A year of four digits, 1949 to 2100. Raises FieldRefused for anything else."""
    match = re.fullmatch(r"([0-9]{4})年?", re.sub(r"\s", "", text))
    if match is None or not 1949 <= int(match[1]) <= 2100:
        raise FieldRefused("请填四位年份，例如 2025。", "Enter a year of four digits, such as 2025.")
    return int(match[1])


def read_percent(text: str) -> str:
    """A percentage from 0 to 100, kept with its sign: 5, 5% and 5.0% all give "5%". Raises FieldRefused."""
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)%?", re.sub(r"\s", "", text))
    if match is None or Decimal(match[1]) > 100:
        raise FieldRefused(
            "请填0到100之间的百分比，例如 5%。", "Enter a percentage from 0 to 100, such as 5%."
        )
    return f"{Decimal(match[1]).normalize():f}%"


def read_yes_no(text: str) -> bool:
    """是 or 否. Raises FieldRefused for anything else."""
    if text.lower() not in _YES_NO:
        raise FieldRefused("请选择“是”或者“否”。", "Choose yes or no.")
    return _YES_NO[text.lower()]
