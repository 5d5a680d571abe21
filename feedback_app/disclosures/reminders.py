"""Who is told about a limit for publishing, and when: before it is over, when it is, and later, as a table (Articles 12, 17)."""

from dataclasses import dataclass

from feedback_app.accounts.roles import Role


@dataclass(frozen=True)
class Stage:
    """`days`: working days before the last day (not negative), or after it when `is_after`; a setting may change them.

    `to`: the posts told; empty: whoever has the record in hand.
    """

    name: str
    setting: str
    days: int
    is_after: bool
    kind: str  # of the message
    label_zh: str
    label_en: str
    to: tuple[Role, ...] = ()


_ROWS = (
    Stage("remind_first", "REMIND_FIRST", 2, False, "record_due_soon", "到期前提醒", "reminder"),
    Stage("remind_last", "REMIND_LAST", 1, False, "record_due_soon", "到期前再次提醒", "last reminder"),
    Stage(
        "overdue", "ESCALATE_HEAD", 0, True, "record_overdue", "逾期报科室负责人", "overdue, to the section head",
        (Role.SECTION_HEAD,),
    ),
    Stage(
        "escalate", "ESCALATE_LEADER", 2, True, "record_overdue", "逾期报主管领导", "overdue, to the leader in charge",
        (Role.SUPERVISING_LEADER,),
    ),
)  # fmt: skip
STAGES = {row.name: row for row in _ROWS}
# Counted from the decision, not towards the last day: see catalogue.escalation.WHEN_NOT_SERVED for the number of days.
NOT_SERVED = Stage(
    "not_served", "NOT_SERVED_DECIDED_ON_DAY", 4, False, "record_not_served", "未送达，由法制科决定",
    "not served, the legal section decides", (Role.LEGAL_SECTION_HEAD, Role.LEGAL_CLERK),
)  # fmt: skip
