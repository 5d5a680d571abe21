"""When a record needs a higher approver than its category usually asks for: the conditions, and who approves then.

A condition is judged from the record's values, the kind of its party and whether its publication is late. Rows of the
catalogue name the conditions that matter to them.
"""

from collections.abc import Callable, Mapping
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
        "决定书还没有送达",
        "the decision has not been served yet",
        lambda facts: not facts.values.get("served_on"),
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
    """When the condition holds, `to` approves and nobody below. `basis`: what says so."""

    when: Condition
    to: Role
    basis: str = "本制度第十四条；本机关规定"

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
WHEN_NOT_SERVED = Escalation(
    Condition.NOT_SERVED, Role.SUPERVISING_LEADER, "本制度第十四条；《行政处罚法》第六十一条；本机关规定"
)
TO_THE_HEAD_IF_ITEMS_CHANGE = (
    Escalation(Condition.ITEM_LIST_CHANGES, Role.PRINCIPAL_LEADER, "本制度第十一条（一）1；本机关规定"),
)
