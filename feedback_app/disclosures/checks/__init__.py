"""What is looked through before a record comes before the public: one row for each question (Articles 4, 9, 12 and 14).

`inspect(content)` asks every row and gives the places that are wrong, each with the field it stands in and how it is mended.
The same is asked of a draft on its page, at the approval, at each publication, of a correction and of imported rows.
"""

from feedback_app.disclosures.checks.content import Content, FileSeen
from feedback_app.disclosures.checks.finding import Finding
from feedback_app.disclosures.checks.table import CHECKS, LABELLED, Check, code_of, inspect

__all__ = ["CHECKS", "LABELLED", "Check", "Content", "FileSeen", "Finding", "code_of", "inspect"]
