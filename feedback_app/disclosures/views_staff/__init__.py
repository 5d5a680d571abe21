"""Staff: preparing, reviewing, approving and publishing records (Articles 11, 12, 14). One module for each group of pages."""

from feedback_app.disclosures.views_staff import exports, files, guard, pages, paper
from feedback_app.disclosures.views_staff.blueprint import staff_records

__all__ = ["exports", "files", "guard", "pages", "paper", "staff_records"]
