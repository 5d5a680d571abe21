"""The reporter's side: reporting an error, the receipt, and where the report stands (Article 15).

What was typed is never lost: every refusal shows the form again as it was. Nothing that only one person may know (the
code, the report) stands in an address; the browser carries it in the signed session.
"""

from feedback_app.tickets.views_public import beside_pages, code_pages, proof_pages, start_page, talk_pages
from feedback_app.tickets.views_public.answered_pages import answers
from feedback_app.tickets.views_public.matter_pages import matter
from feedback_app.tickets.views_public.report_pages import report
from feedback_app.tickets.views_public.status_pages import status

__all__ = [
    "answers", "beside_pages", "code_pages", "matter", "proof_pages", "report", "start_page", "status", "talk_pages",
]  # fmt: skip
