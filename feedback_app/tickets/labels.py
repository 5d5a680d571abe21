"""Codes as words, for the sentences of the log: states, findings, causes, measures, carriers, roles, kinds of file."""

from collections.abc import Mapping
from typing import Any

from feedback_app.accounts.roles import ROLES
from feedback_app.audit.actor import REPORTER, SYSTEM
from feedback_app.carriers.channels import CHANNELS
from feedback_app.deadlines.rules import RULES
from feedback_app.disclosures.catalogue import CATEGORIES
from feedback_app.disclosures.change_kinds import CHANGE_KINDS
from feedback_app.disclosures.checks import LABELLED as CHECK_LABELS
from feedback_app.disclosures.grounds import GROUNDS, HIDING_REASONS
from feedback_app.disclosures.reminders import STAGES as REMINDERS
from feedback_app.disclosures.withholding import WITHHELD_STATES
from feedback_app.disclosures.workflow import STATUSES, VERSION_STATUSES
from feedback_app.files.kinds import BY_MEDIA_TYPE
from feedback_app.outbox.kinds import KINDS
from feedback_app.tickets.accountability import HEARINGS, OUTCOMES
from feedback_app.tickets.causes import CAUSES, FAULTS
from feedback_app.tickets.channels import CHANNELS as DOORS
from feedback_app.tickets.exposures import EXPOSURES, WAYS
from feedback_app.tickets.findings import FINDINGS
from feedback_app.tickets.measures import MEASURES, VIOLATIONS
from feedback_app.tickets.refusing import NON_ACCEPTANCE
from feedback_app.tickets.reminders import STAGES as TICKET_REMINDERS
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.workflow import STATES, STEPS
from feedback_app.watch.alarms import ALARMS

OTHER_CODES = {
    # layers of the working-day calendar
    "national": ("全国", "national"),
    "XJ": ("新疆", "Xinjiang"),
    "local": ("本地", "local"),
    # what a verification of the log found
    "holds": ("完好", "intact"),
    "broken": ("不完好", "not intact"),
    # how a ticket came to be merged
    "by_clerk": ("受理员并单", "by a clerk"),
    "joined": ("反映人选择一并办理", "the reporter joined"),
    "same_text": ("内容相同", "the same words"),
    # those who act without a name of their own
    REPORTER.name: (REPORTER.name, "the reporter"),
    SYSTEM.name: (SYSTEM.name, "the system"),
}


def _within(kind: str, table: Mapping[Any, Any]) -> dict[Any, Any]:
    """A table whose codes mean something else in another: in the log they bear the name of their kind."""
    return {f"{kind}:{code}": row for code, row in table.items()}


def labels(lang: str) -> dict[str, str]:
    """Every code a log sentence may carry → its words in this language."""
    tables: list[dict[Any, Any]] = [
        DOORS, HIDING_REASONS, GROUNDS, ROLES, CHANNELS, RULES, STATUSES, KINDS, CAUSES, FINDINGS, MEASURES, TYPES, STEPS, STATES,
        NON_ACCEPTANCE, BY_MEDIA_TYPE, VERSION_STATUSES, REMINDERS, TICKET_REMINDERS, {row.code: row for row in CHANGE_KINDS.values()},
        {row.key: row for row in CATEGORIES}, CHECK_LABELS, ALARMS, WITHHELD_STATES,
        _within("exposure", EXPOSURES), _within("way", WAYS), _within("outcome", OUTCOMES), _within("hearing", HEARINGS),
        _within("violation", VIOLATIONS), _within("fault", FAULTS),
    ]  # fmt: skip
    words = {field.key: getattr(field, f"label_{lang}") for row in CATEGORIES for field in row.fields}
    words |= {str(code): getattr(row, f"label_{lang}") for table in tables for code, row in table.items()}
    return words | {code: pair[0 if lang == "zh" else 1] for code, pair in OTHER_CODES.items()}
