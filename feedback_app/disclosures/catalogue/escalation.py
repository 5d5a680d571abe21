"""When a record needs a higher approver than its category usually asks for: the conditions, and who approves then.

A condition is judged from the record's values, the kind of its party and whether its publication is late. Rows of the
catalogue name the conditions that matter to them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from feedback_app.accounts.roles import ROLES, Role
from feedback_app.disclosures.catalogue.parties import PartyKind


class Condition(StrEnum):
    NATURAL_PERSON = "natural_person"
    MINOR = "minor"
    SECRECY_DOUBT = "secrecy_doubt"
    NOT_SERVED = "not_served"
    LATE = "late"
    ITEM_LIST_CHANGES = "item_list_changes"


@dataclass(frozen=True)
class Facts:
    """What a condition is judged by: the values of a version, the kind of party, whether its limit has run out."""

    values: Mapping[str, Any]
    party_kind: str | None
    is_late: bool
    is_service_due: bool = (
        False  # the working day has come from which the legal section decides about what is not served
    )


@dataclass(frozen=True)
class ConditionRow:
    """A condition, the words a preparer and an approver read, and how it is judged."""

    label_zh: str
    label_en: str
    holds: Callable[[Facts], bool]


CONDITIONS: dict[Condition, ConditionRow] = {
    Condition.NATURAL_PERSON: ConditionRow(
        "当事人是自然人",
        "the party is a natural person",
        lambda facts: facts.party_kind == PartyKind.NATURAL_PERSON,
    ),
    Condition.MINOR: ConditionRow(
        "涉及未成年人",
        "a minor is concerned",
        lambda facts: facts.values.get("minor_concerned") is True,
    ),
    Condition.SECRECY_DOUBT: ConditionRow(
        "是否涉密、涉及商业秘密或者隐私有疑问",
        "it may contain a secret or private matters",
        lambda facts: facts.values.get("secrecy_doubt") is True,
    ),
    Condition.NOT_SERVED: ConditionRow(
        "公示时限将到，决定书还没有送达",
        "the limit is near and the decision has not been served yet",
        lambda facts: facts.is_service_due and not facts.values.get("served_on"),
    ),
    Condition.LATE: ConditionRow(
        "已经超过公示时限",
        "the time limit for publication has passed",
        lambda facts: facts.is_late,
    ),
    Condition.ITEM_LIST_CHANGES: ConditionRow(
        "行政执法事项清单要随之改动",
        "the enforcement item list changes with it",
        lambda facts: facts.values.get("item_list_changes") is True,
    ),
}


@dataclass(frozen=True)
class Escalation:
    """When the condition holds, `to` approves and nobody below. `basis`: what says so. `asks_reason`: whoever approves
    writes down why."""

    when: Condition
    to: Role
    basis: str = "本制度第十四条；本机关规定"
    asks_reason: bool = False

    @property
    def label_zh(self) -> str:
        return f"{CONDITIONS[self.when].label_zh}（{self.basis}）"

    @property
    def label_en(self) -> str:
        return CONDITIONS[self.when].label_en

    @property
    def to_zh(self) -> str:
        return ROLES[self.to].label_zh

    @property
    def to_en(self) -> str:
        return f"the {ROLES[self.to].label_en}"

    def holds(self, facts: Facts) -> bool:
        return CONDITIONS[self.when].holds(facts)


TO_THE_LEADER_IN_CHARGE = tuple(
    Escalation(condition, Role.SUPERVISING_LEADER)
    for condition in (Condition.NATURAL_PERSON, Condition.MINOR, Condition.SECRECY_DOUBT, Condition.LATE)
)
# The legal section decides whether it is published or held (sent back), and says why; the limit runs on.
WHEN_NOT_SERVED = Escalation(
    Condition.NOT_SERVED,
    Role.LEGAL_SECTION_HEAD,
    "本制度第十二条、第十四条；《行政处罚法》第六十一条；本机关规定",
    asks_reason=True,
)
# Where several rows hold, the highest of their posts approves.
_RANKS = (Role.PRINCIPAL_LEADER, Role.SUPERVISING_LEADER, Role.LEGAL_SECTION_HEAD)


def highest(rows: Iterable[Escalation]) -> frozenset[Role]:
    """The one post that approves where these rows hold; nobody where there are none."""
    named = {row.to for row in rows}
    return frozenset(next(([role] for role in _RANKS if role in named), []))


TO_THE_HEAD_IF_ITEMS_CHANGE = (
    Escalation(Condition.ITEM_LIST_CHANGES, Role.PRINCIPAL_LEADER, "本制度第十一条（一）1；本机关规定"),
)
