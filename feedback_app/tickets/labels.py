"""Codes as words, for the sentences of the log: states, findings, causes, measures, carriers, roles, kinds."""

from typing import Any

from feedback_app.accounts.roles import ROLES
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines.rules import RULES
from feedback_app.disclosures.catalogue import CATEGORIES
from feedback_app.disclosures.workflow import STATUSES
from feedback_app.outbox.kinds import KINDS
from feedback_app.tickets.causes import CAUSES
from feedback_app.tickets.findings import FINDINGS
from feedback_app.tickets.measures import MEASURES
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.workflow import STATES, STEPS

CHANNELS_OF_RECEIPT = {
    "web": ("网站", "the website"),
    "phone": ("电话", "telephone"),
    "email": ("电子邮件", "e-mail"),
}


def labels(lang: str) -> dict[str, str]:
    """Every code a log sentence may carry → its words in this language."""
    tables: list[dict[Any, Any]] = [
        ROLES, CHANNELS, RULES, STATUSES, KINDS, CAUSES, FINDINGS, MEASURES, TYPES, STEPS, STATES,
        {row.key: row for row in CATEGORIES},
    ]  # fmt: skip
    words = {field.key: getattr(field, f"label_{lang}") for row in CATEGORIES for field in row.fields}
    words |= {str(code): getattr(row, f"label_{lang}") for table in tables for code, row in table.items()}
    return words | {code: pair[0 if lang == "zh" else 1] for code, pair in CHANNELS_OF_RECEIPT.items()}
