"""What is done to records without anybody asking: planned publications, the search index, periods that end, approvals missed."""

from collections.abc import Callable, Iterator

from flask import current_app
from sqlalchemy import func, select

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.disclosures import indexing, operations, queries
from feedback_app.disclosures.models import DisclosureRecord, PublicationPlan
from feedback_app.disclosures.operations import expiring, reminding, withheld_telling
from feedback_app.disclosures.reminders import NOT_SERVED, STAGES
from feedback_app.disclosures.workflow import PUBLISHED
from feedback_app.extensions import db
from feedback_app.refusals import Refusal

Progress = Callable[[int], object]
MOST_AT_ONCE = 100


def publish_planned() -> int:
    """Publish what was planned for now, each once whatever two relays do; what may not go out says why. How many went."""
    return sum(_publish_one(number) for number in queries.due_plans(clock.now()))


def _publish_one(number: int) -> bool:
    try:
        plan = _take_plan(number)
        if plan is not None:
            operations.publish_planned(plan)
        db.session.commit()
        return plan is not None
    except Refusal as why:
        db.session.rollback()
        plan = _take_plan(number)
        if plan is not None:
            operations.fail_plan(plan, why)
        db.session.commit()
        return False


def _take_plan(number: int) -> PublicationPlan | None:
    """The plan, if nobody else has seen to it: whoever else comes waits for the log, and then finds it settled."""
    audit.hold()
    plan = db.session.get(PublicationPlan, number, populate_existing=True, with_for_update=True)
    return plan if plan is not None and plan.is_waiting else None


def tell_about_limits() -> int:
    """Remind before a limit for publishing is over and escalate after; how many notices were given."""
    days = {row.name: int(current_app.config[row.setting]) for row in STAGES.values()}
    now = clock.now()
    if not reminding.due_notices(now, days):
        return 0
    db.session.rollback()
    audit.hold()  # another relay may be at it: asked again once it has finished
    due = reminding.due_notices(now, days)
    for running, stage in due:
        reminding.tell(running, stage)
    db.session.commit()
    return len(due)


def tell_about_service() -> int:
    """Tell the legal section, once, of decisions that are due soon and have not been served (I22). How many."""
    if not reminding.unserved():
        return 0
    db.session.rollback()
    audit.hold()  # another relay may be at it: asked again once it has finished
    due = reminding.unserved()
    for running in due:
        reminding.tell(running, NOT_SERVED)
    db.session.commit()
    return len(due)


def mend_index(progress: Progress = lambda count: None) -> int:
    """Write what the index lacks and take out what it should not have, piece by piece. How many entries that were.

    It makes the index of a database that had none, and does nothing where index and records agree.
    """
    mended = 0
    for find in (indexing.left_over, indexing.missing):
        before: list[str] = []
        while (refs := find(indexing.AT_ONCE)) and refs != before:  # what cannot be mended ends it
            mended += _write(refs, progress)
            before = refs
    return mended


def rebuild_index(progress: Progress = lambda count: None) -> int:
    """Write every entry anew, piece by piece; whoever searches meanwhile finds everything. How many there are."""
    written = sum(_write(refs, progress) for refs in _all_refs())
    while refs := indexing.left_over(indexing.AT_ONCE):
        _write(refs, progress)
    return written


def how_many_public() -> int:
    """The number of public records."""
    wanted = select(func.count()).select_from(DisclosureRecord).where(DisclosureRecord.status == PUBLISHED)
    return db.session.scalar(wanted) or 0


def _write(refs: list[str], progress: Progress) -> int:
    indexing.put_all(refs)
    db.session.commit()
    db.session.expunge_all()
    progress(len(refs))
    return len(refs)


def _all_refs() -> Iterator[list[str]]:
    last = 0
    while True:
        rows = db.session.execute(
            select(DisclosureRecord.id, DisclosureRecord.ref)
            .where(DisclosureRecord.id > last, DisclosureRecord.status == PUBLISHED)
            .order_by(DisclosureRecord.id)
            .limit(indexing.AT_ONCE)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        yield [row.ref for row in rows]


def look_at_expiry() -> int:
    """Put expired records down for removal, a hundred to a commit; then remind and report further up."""
    put_down = 0
    while found := expiring.put_down_expired(MOST_AT_ONCE):
        put_down += found
        db.session.commit()
    while found := expiring.put_down_expired_carriers(MOST_AT_ONCE):
        put_down += found
        db.session.commit()
    expiring.remind()
    db.session.commit()
    expiring.escalate()
    db.session.commit()
    return put_down


def remind_of_withheld() -> int:
    """Tell whoever looks again at what is not disclosed (公开条例 18): before the day and after it. How many entries."""
    if not withheld_telling.reviews_to_remind_of():
        return 0
    db.session.rollback()
    audit.hold()  # another relay may be at it: asked again once it has finished
    due = withheld_telling.reviews_to_remind_of()
    for entry in due:
        withheld_telling.remind_of_review(entry)
    db.session.commit()
    return len(due)
