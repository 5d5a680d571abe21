"""When the period of disclosure is over (Article 12(二)): put down for removal, reminded daily, reported further up.

The public page stays until the head has approved, out of search engines; the removal itself is withdrawing.py's.
"""

from feedback_app import clock
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.carriers import queries as carriers
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as clocks
from feedback_app.disclosures import queries
from feedback_app.disclosures.grounds import EXPIRED
from feedback_app.disclosures.models import DisclosureRecord, Hiding, Takedown
from feedback_app.disclosures.operations.carrying import open_clock
from feedback_app.disclosures.operations.mirrors import reflect
from feedback_app.disclosures.operations.telling import tell
from feedback_app.extensions import db

APPROVE_EXPIRY, APPROVE_HIDING = "EXPIRY_APPROVE", "EMERGENCY_HIDE_APPROVE"
MOST_LOOKED_AT = 1000  # what waits for its approval already is passed over


def put_down_expired(limit: int = 100) -> int:
    """Put every record whose time is over down for removal; safe to do again and twice at once. Returns how many."""
    audit.hold()
    found = queries.expired(clock.today(), limit=limit)
    for record in found:
        _put_down(record)
    return len(found)


def put_down_expired_carriers(limit: int = 100) -> int:
    """The same for single carriers, where the period there is over and the record as a whole may stay. How many."""
    audit.hold()
    found = 0
    for one in carriers.over(clock.today(), limit=MOST_LOOKED_AT):
        record = queries.record_by_ref(one.record_ref)
        if found < limit and record is not None and _may_leave(record, one.channel):
            _put_down_carrier(record, one.channel)
            found += 1
    return found


def _may_leave(record: DisclosureRecord, channel: str) -> bool:
    """Not what comes down as a whole anyway, nor what waits already."""
    waiting = {one.channel for one in queries.waiting_of(record)}
    return record.is_public and not waiting & {None, channel}


def _put_down_carrier(record: DisclosureRecord, channel: str) -> None:
    db.session.add(
        Takedown(
            record_id=record.id,
            ground=EXPIRED.key,
            channel=channel,
            proposed_at=clock.now(),
            proposed_by=SYSTEM.name,
        )
    )
    audit.append(
        "record.propose_leaving", by=SYSTEM, subject=record.subject, facts={"channel": channel}
    )  # fmt: skip
    if open_clock(record, APPROVE_EXPIRY) is None:
        deadlines.start(
            APPROVE_EXPIRY, subject_kind="record", subject_ref=record.ref, started_on=clock.today(), by=SYSTEM
        )
    db.session.flush()


def _put_down(record: DisclosureRecord) -> None:
    record.expiry_pending_on = clock.today()
    db.session.add(
        Takedown(record_id=record.id, ground=EXPIRED.key, proposed_at=clock.now(), proposed_by=SYSTEM.name)
    )
    audit.append("record.propose_takedown", by=SYSTEM, subject=record.subject, facts={"ground": EXPIRED.key})
    if open_clock(record, APPROVE_EXPIRY) is None:  # it runs already where it waits to leave one carrier
        deadlines.start(
            APPROVE_EXPIRY, subject_kind="record", subject_ref=record.ref, started_on=clock.today(), by=SYSTEM
        )
    reflect(record)


def remind() -> int:
    """Once on each working day, tell the head and the legal section how many removals wait. Returns how many do."""
    today = clock.today()
    if not clocks.calendar().day(today).is_working:
        return 0
    audit.hold()
    waiting = queries.unreminded_expiries(today)
    for one in waiting:
        one.reminded_on = today
    for first in waiting[:1]:
        tell(first.record, "expiry", Role.PRINCIPAL_LEADER, Role.LEGAL_SECTION_HEAD, count=len(waiting))
    return len(waiting)


def escalate() -> int:
    """Report further up, once, what nobody has decided in time: removals to the superior authority, hidings to the head."""
    audit.hold()
    found = 0
    for proposal in queries.unescalated_expiries():
        found += _report(proposal.record, proposal, APPROVE_EXPIRY, "expiry_late", Role.SUPERIOR_ORG)
    for hiding in queries.unescalated_hidings():
        found += _report(hiding.record, hiding, APPROVE_HIDING, "hiding_unapproved", Role.PRINCIPAL_LEADER)
    return found


def _report(record: DisclosureRecord, noun: Takedown | Hiding, rule: str, what: str, to: Role) -> int:
    running = open_clock(record, rule)
    if running is None or not running.is_overdue(clock.now()):
        return 0
    noun.escalated_on = clock.today()
    audit.append(
        "record.escalate", by=SYSTEM, subject=record.subject, facts={"clock": rule, "told": to.value}
    )
    tell(record, what, to, due_on=running.due_on.isoformat())
    return 1
