"""Leaving one's work to another while away, and taking it back (代为行使). Each writes the log; none commits.

A delegation lifts no recusal: what a delegate may not pass as their own work, or the absent person's, stays barred. It is
not handed on: only what somebody holds themselves can be left to another.
"""

from collections.abc import Iterable
from datetime import date

from feedback_app import clock
from feedback_app.accounts.models import Delegation, StaffUser
from feedback_app.accounts.roles import DELEGABLE, NEVER_DELEGATES, Role
from feedback_app.audit import operations as audit
from feedback_app.extensions import db
from feedback_app.outbox import operations as outbox
from feedback_app.refusals import Refusal

MOST_DAYS = 184
FROM_USER, TO_USER, FROM_ON, TO_ON, ROLES, REASON = (
    "from_user",
    "to_user",
    "from_on",
    "to_on",
    "roles",
    "reason",
)


class DelegationRefused(Refusal):
    """A delegation that cannot be made as asked; `where` is the field the words belong to."""

    def __init__(self, where: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.where = where


def may_arrange_for_others(user: StaffUser) -> bool:
    """The head arranges it for a person who cannot."""
    return Role.PRINCIPAL_LEADER in user.roles


def delegate(
    from_user: StaffUser,
    to_user: StaffUser,
    *,
    from_on: date,
    to_on: date,
    roles: Iterable[Role] = (),
    by: StaffUser,
    reason: str,
) -> Delegation:
    """Leave `roles` (none named: all that can be left) to another, from one day to another, both included.

    Raises DelegationRefused.
    """
    chosen = sorted(set(roles))
    _check_people(from_user, to_user, by)
    _check_days(from_on, to_on)
    _check_roles(from_user, chosen)
    if not reason.strip():
        raise DelegationRefused(
            REASON, "请写明原因，例如出差、休假。", "Give the reason, such as travel or leave."
        )
    made = Delegation(
        from_user=from_user, to_user=to_user, from_on=from_on, to_on=to_on, role_names=[role.value for role in chosen],
        reason=reason, made_by=by, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    facts = {"name": from_user.name, "delegate": to_user.name, "from_on": from_on, "to_on": to_on}
    audit.append(
        "delegation.make", by=by.actor, subject=f"user:{from_user.login}", reason=reason,
        facts=facts | ({"roles": [role.value for role in chosen]} if chosen else {}),
    )  # fmt: skip
    outbox.owe(
        "delegation_made", to_address=to_user.email, to_role="delegate", about=f"delegation:{made.id}",
        context={"absent": from_user.name, "from_on": from_on.isoformat(), "to_on": to_on.isoformat()},
    )  # fmt: skip
    return made


def end(delegation: Delegation, *, by: StaffUser) -> None:
    """Take one's work back before the last day. Raises DelegationRefused."""
    if by is not delegation.from_user and by.id != delegation.from_user_id and not may_arrange_for_others(by):
        raise DelegationRefused(
            "", "只有本人或者主要领导可以收回。", "Only the person or the head may end it."
        )
    if delegation.is_over(clock.today()):
        raise DelegationRefused("", "这项代办已经结束。", "This delegation is over.")
    delegation.ended_at = clock.now()
    audit.append(
        "delegation.end", by=by.actor, subject=f"user:{delegation.from_user.login}",
        facts={"name": delegation.from_user.name, "delegate": delegation.to_user.name},
    )  # fmt: skip


def _check_people(from_user: StaffUser, to_user: StaffUser, by: StaffUser) -> None:
    if by.id != from_user.id and not may_arrange_for_others(by):
        raise DelegationRefused(
            FROM_USER, "只能委托自己的工作；本人不能办时，由主要领导安排。",
            "One can only leave one's own work; for a person who cannot, the head arranges it.",
        )  # fmt: skip
    if from_user.id == to_user.id:
        raise DelegationRefused(TO_USER, "请选另一个人。", "Choose somebody else.")
    if not to_user.active or to_user.roles & NEVER_DELEGATES:
        raise DelegationRefused(
            TO_USER, "系统管理员、安全管理员、审计管理员和监督员不能代办业务。",
            "Administrators and supervisors take over nobody's work.",
        )  # fmt: skip


def _check_days(from_on: date, to_on: date) -> None:
    if to_on < from_on:
        raise DelegationRefused(
            TO_ON, "结束日期不能早于开始日期。", "The last day cannot be before the first."
        )
    if to_on < clock.today():
        raise DelegationRefused(TO_ON, "结束日期已经过去。", "The last day has passed.")
    if (to_on - from_on).days >= MOST_DAYS:
        raise DelegationRefused(TO_ON, "一次最多半年。", "Half a year at most.")


def _check_roles(from_user: StaffUser, chosen: list[Role]) -> None:
    held = from_user.roles & frozenset(DELEGABLE)
    if not held:
        raise DelegationRefused(
            FROM_USER, "没有可以委托的业务岗位。", "There is no work on records to leave to another."
        )
    if not set(chosen) <= held:
        raise DelegationRefused(
            ROLES, "只能委托本人现有的岗位。", "Only posts the person holds can be left to another."
        )
