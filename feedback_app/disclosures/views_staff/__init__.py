"""Staff: preparing, reviewing, approving and publishing records (Articles 11, 12, 14). One module for each group of pages."""

from feedback_app.disclosures.views_staff import changing, desk, exports, files, guard, pages, paper, planning
from feedback_app.disclosures.views_staff.blueprint import staff_records

__all__ = ["changing", "desk", "exports", "files", "guard", "pages", "paper", "planning", "staff_records"]
