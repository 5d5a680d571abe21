"""What staff declare of their own relations with a party (申报利害关系): it keeps them away from tickets about that party."""

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.extensions import db
from feedback_app.refusals import Refusal
from feedback_app.tickets import recusals
from feedback_app.tickets.models import DeclaredRelation
from feedback_app.tickets.operations.recusing import keep_away
from feedback_app.tickets.recusal import DECIDED, GROUNDS


class RelationRefused(Refusal):
    """A relation that cannot be declared or ended as it was tried."""


def declare_relation(
    *, party: str, credit_code: str = "", ground: str, reason: str, by: StaffUser
) -> DeclaredRelation:
    """Declare a relation of one's own; it counts at once, also for tickets that are open now."""
    if ground not in DECIDED:
        raise RelationRefused("请选择是哪一种利害关系。", "Choose what kind of relation it is.")
    running = [one for one in recusals.relations_of(by) if one.is_running]
    if any(one.party == party and one.credit_code == credit_code for one in running):
        raise RelationRefused("这项利害关系已经申报过了。", "This relation has been declared already.")
    made = DeclaredRelation(
        user=by, party=party, credit_code=credit_code, ground=ground, reason=reason, declared_at=clock.now()
    )
    db.session.add(made)
    audit.append(
        "relation.declare", by=by.actor, subject=f"user:{by.login}", reason=reason, facts=_facts(ground),
        private={"party": party, "credit_code": credit_code},
    )  # fmt: skip
    for ticket in recusals.tickets_about(made):
        keep_away(ticket, by, ground, reason)
    return made


def end_relation(relation: DeclaredRelation, *, by: StaffUser) -> None:
    """It holds no longer. Recusals it has brought about stay."""
    if relation.user_id != by.id:
        raise RelationRefused("只能撤回本人申报的。", "One can only end what one declared oneself.")
    if not relation.is_running:
        raise RelationRefused("这项申报已经结束。", "This declaration has ended already.")
    relation.ended_at = clock.now()
    audit.append("relation.end", by=by.actor, subject=f"user:{by.login}", facts=_facts(relation.ground))


def _facts(ground: str) -> dict[str, str]:
    return {"ground_zh": GROUNDS[ground].label_zh, "ground_en": GROUNDS[ground].label_en}
