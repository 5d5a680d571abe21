"""Staff: preparing, reviewing, approving and publishing records (Articles 11, 12, 14). One module for each group of pages."""

from feedback_app.disclosures.views_staff import (
    changing,
    coming_down,
    desk,
    exports,
    files,
    guard,
    hiding,
    importing,
    pages,
    paper,
    planning,
    withdrawing,
)
from feedback_app.disclosures.views_staff.blueprint import staff_records

__all__ = [
    "changing",
    "coming_down",
    "desk",
    "exports",
    "files",
    "guard",
    "hiding",
    "importing",
    "pages",
    "paper",
    "planning",
    "staff_records",
    "withdrawing",
]
