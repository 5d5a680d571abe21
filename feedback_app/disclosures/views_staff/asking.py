"""What a page says about the next step: what is asked for, of whom, and why of them."""

from dataclasses import dataclass

from feedback_app.accounts.roles import ROLES, Role
from feedback_app.disclosures import operations, queries
from feedback_app.disclosures.catalogue.escalation import Escalation
from feedback_app.disclosures.desk import waiting_steps
from feedback_app.disclosures.differences import Difference, differences
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.operations.taking import party_kind_of, roles_for
from feedback_app.disclosures.workflow import RecordStep


@dataclass(frozen=True)
class NextStep:
    """A step somebody has to take now, the posts that may, and why a higher one has to."""

    step: RecordStep
    roles: tuple[Role, ...]
    why: tuple[Escalation, ...] = ()

    @property
    def who_zh(self) -> str:
        return "、".join(ROLES[role].label_zh for role in self.roles)

    @property
    def who_en(self) -> str:
        return ", ".join(ROLES[role].label_en for role in self.roles)


def next_words(record: DisclosureRecord) -> list[NextStep]:
    """The steps the newest version waits for: several where the order does not matter."""
    return [_asked(record, step) for step in waiting_steps(record, queries.history(record))]


def differences_of(record: DisclosureRecord, version: RecordVersion) -> list[Difference]:
    """What this version changes of the one before it that was public; nothing for the first one."""
    before = record.before(version)
    if before is None:
        return []
    fields = record.category.fields_for(party_kind_of(record))
    return differences(fields, before.field_values, version.field_values)


def _asked(record: DisclosureRecord, step: RecordStep) -> NextStep:
    roles = roles_for(record, step)
    ordered = tuple(role for role in Role if role in roles)
    return NextStep(step, ordered, operations.escalations(record) if step.name == "approve" else ())
