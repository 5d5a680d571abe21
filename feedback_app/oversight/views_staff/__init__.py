"""Supervisors' pages: read-only by construction, but for what a supervisor writes of their own (Articles 16 and 17).

One module for each group of pages; all hang their routes on one blueprint, which lets in nobody else.
"""

from feedback_app.oversight.views_staff import exports, log, months, notes, records, recurrences, tickets
from feedback_app.oversight.views_staff.blueprint import oversight

__all__ = ["exports", "log", "months", "notes", "oversight", "records", "recurrences", "tickets"]
