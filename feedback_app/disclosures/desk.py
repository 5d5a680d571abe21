"""What waits for a person among all records on their way: which step, in whose name, due when. A few queries for any number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedback_app.accounts.models import StaffUser, Standing
from feedback_app.accounts.roles import ROLES
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.models import Clock
from feedback_app.disclosures import queries
from feedback_app.disclosures.catalogue.escalation import Escalation, highest
from feedback_app.disclosures.models import DisclosureRecord, RecordAct, RecordVersion
from feedback_app.disclosures.operations.taking import (
    Limits,
    asked_gates,
    escalations,
    limits_of,
    roles_for,
    wears_two_hats,
)
from feedback_app.disclosures.workflow import STEPS, RecordStep, VersionStatus

FAR = date.max


@dataclass(frozen=True)
class Item:
    """One step that waits for somebody, with what they need to decide it."""

    record: DisclosureRecord
    version: RecordVersion
    step: RecordStep
    standing: Standing
    clock: Clock | None
    acts: Sequence[RecordAct]
    why: tuple[Escalation, ...] = ()

    @property
    def asks_reason(self) -> bool:
        """Whether whoever approves has to write down why."""
        return self.step.name == "approve" and any(row.asks_reason for row in self.why)

    @property
    def approver_zh(self) -> str:
        """The post that has to approve, where a row of the catalogue raises it."""
        return "".join(ROLES[role].label_zh for role in highest(self.why))

    @property
    def approver_en(self) -> str:
        return "".join(f"the {ROLES[role].label_en}" for role in highest(self.why))

    @property
    def due_on(self) -> date:
        return self.clock.due_on if self.clock else FAR


def waiting_for(user: StaffUser, standings: list[Standing]) -> list[Item]:
    """Everything this person can do now, the earliest due first."""
    versions = queries.all_in_work()
    acts = queries.acts_of({one.record_id for one in versions})
    running = deadlines.clocks_of("record", {one.record.ref for one in versions})
    found = [
        item
        for version in versions
        for item in _items(version, acts[version.record_id], running[version.record.ref], user, standings)
    ]
    return sorted(found, key=lambda item: (item.due_on, item.record.ref))


def _items(
    version: RecordVersion,
    acts: list[RecordAct],
    clocks: list[Clock],
    user: StaffUser,
    standings: list[Standing],
) -> list[Item]:
    record = version.record
    own = [one for one in clocks if one.is_open and not one.row.is_shadow]
    limits = limits_of(record, own)
    first = min(own, key=lambda one: one.due_at, default=None)
    items = []
    for step in waiting_steps(record, acts):
        standing = _standing(record, step, acts, user, standings, limits)
        if standing is not None:
            why = escalations(record, limits) if step.name == "approve" else ()
            items.append(Item(record, version, step, standing, first, acts, why))
    return items


def waiting_steps(record: DisclosureRecord, acts: Sequence[RecordAct]) -> list[RecordStep]:
    """The steps the newest version waits for: several where the order does not matter."""
    state = record.newest.state
    if state is VersionStatus.IN_REVIEW:
        number = record.newest.number
        return [one for one in asked_gates(record) if not queries.is_done(acts, number, one.act)] or [
            STEPS["approve"]
        ]
    if state is VersionStatus.APPROVED:
        return [STEPS["publish"]] if record.category.is_public else []
    return [STEPS["submit_for_review"]] if record.newest.is_in_work else []


def _standing(
    record: DisclosureRecord,
    step: RecordStep,
    acts: Sequence[RecordAct],
    user: StaffUser,
    standings: list[Standing],
    limits: Limits,
) -> Standing | None:
    """In whose name the person may take the step, as `operations.taking.check` decides it."""
    roles = roles_for(record, step, limits)
    wrote = [
        one for one in acts if one.version_number == record.newest.number and one.act in ("prepare", "edit")
    ]
    authors = {one.user_id for one in wrote} | {one.on_behalf_of_id for one in wrote if one.on_behalf_of_id}
    if step.name == "submit_for_review" and user.id not in authors:
        return None  # a colleague may, but it waits for whoever wrote it
    if step.not_own and user.id in authors:
        return None
    free = [one for one in standings if not (step.not_own and one.of is not None and one.of.id in authors)]
    if step.name == "approve":
        free = [one for one in free if not wears_two_hats(acts, record.newest.number, one)]
    return next((one for one in free if one.roles & roles), None)
