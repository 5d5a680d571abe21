"""The limits of a record: each begins by itself from the day of the fact, and ends when what was owed is public (Articles 11, 12)."""

from collections.abc import Iterable
from datetime import date

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit.actor import Actor
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as running_clocks
from feedback_app.deadlines.models import Clock
from feedback_app.deadlines.rules_publishing import COMING_DOWN
from feedback_app.disclosures.catalogue import AFTER_APPROVAL, FROM_FORMATION
from feedback_app.disclosures.models import DisclosureRecord, RecordVersion
from feedback_app.disclosures.workflow import VersionStatus

# Limits of other acts than publishing: a publication does not end them.
NOT_ENDED_BY_PUBLISHING = frozenset({"RETENTION_ORG", "RETENTION_NATURAL"}) | COMING_DOWN


def start_first(record: DisclosureRecord, by: StaffUser) -> None:
    """From the day the information was formed: the regulation's limit and, beside it, the national one (国办发〔2018〕118号)."""
    for rule in _first_rules(record):
        _start(record, rule, record.counts_from, by.actor)


def start_first_of_many(records: Iterable[DisclosureRecord], by: StaffUser) -> None:
    """As start_first, for records just begun."""
    starts = ((rule, record.ref, record.formed_on) for record in records for rule in _first_rules(record))
    deadlines.start_many(starts, subject_kind="record", by=by.actor)


def recount_first(record: DisclosureRecord, by: StaffUser) -> None:
    """After an edit of the first draft: another day, or another kind of result, has other limits."""
    wanted = _first_rules(record)
    for running in _open(record):
        if running.rule in NOT_ENDED_BY_PUBLISHING:
            continue
        if running.rule not in wanted or running.started_on != record.counts_from:
            deadlines.void(running, by=by.actor, reason="起算日或者结果种类已改，重新计算。")
    still = {running.rule for running in _open(record)}
    for rule in wanted:
        if rule not in still:
            _start(record, rule, record.counts_from, by.actor)


def start_change(record: DisclosureRecord, version: RecordVersion, by: StaffUser) -> None:
    """From the day the facts changed. A limit that runs for this change already goes on."""
    rule = record.category.change_clock
    if version.kind.has_clock and rule not in {running.rule for running in _open(record)}:
        _start(record, rule, _counts_from(record, version), by.actor)


def _counts_from(record: DisclosureRecord, version: RecordVersion) -> date:
    """The day of the change; where one was begun and given up since the last publication, no later than that one's: whoever
    begins anew gains no time, and what was late stays late."""
    shown = record.live.number if record.live else 0
    given_up = [
        one.formed_on
        for one in record.versions
        if one.state is VersionStatus.DROPPED and one.kind.has_clock and shown < one.number < version.number
    ]
    return min([version.formed_on, *given_up])


def recount_change(record: DisclosureRecord, version: RecordVersion, by: StaffUser) -> None:
    """After an edit of a change on its way: its limit runs from the day that stands there now."""
    for running in _of_change(record, version):
        if not version.kind.has_clock or running.started_on != _counts_from(record, version):
            deadlines.void(running, by=by.actor, reason="起算日已改，重新计算。")
    start_change(record, version, by)


def void_change(record: DisclosureRecord, version: RecordVersion, by: StaffUser, reason: str) -> None:
    """The change is given up: the limit it began goes with it; one that ran before stays owed."""
    for running in _of_change(record, version):
        deadlines.void(running, by=by.actor, reason=reason)


def void_for_withholding(record: DisclosureRecord, by: Actor, reason: str) -> None:
    """Nothing is owed to the public while law keeps it back."""
    for running in _open(record):
        if running.rule not in NOT_ENDED_BY_PUBLISHING:
            deadlines.void(running, by=by, reason=reason)


def start_from_approval(record: DisclosureRecord, by: Actor) -> None:
    """What is published before enforcement has one working day after its approval (Article 11(一))."""
    row = record.category
    if row.clock_starts == AFTER_APPROVAL and record.newest.kind.has_clock:
        for running in _open(record):
            if running.rule == row.clock:  # approved before, then sent back
                deadlines.void(running, by=by, reason="退回后重新批准。")
        _start(record, row.clock, clock.today(), by)


def stop_published(record: DisclosureRecord, by: Actor) -> None:
    """What was due is public now. A correction stops nothing: a change that is still owed goes on being owed."""
    for running in _open(record):
        if running.rule not in NOT_ENDED_BY_PUBLISHING:
            deadlines.stop(running, by=by)


def _first_rules(record: DisclosureRecord) -> list[str]:
    row = record.category
    own = [row.clock_for(record.newest.field_values)] if row.clock_starts == FROM_FORMATION else []
    return own + ([row.national_clock] if row.national_clock else [])


def _of_change(record: DisclosureRecord, version: RecordVersion) -> list[Clock]:
    """The limit for changes, if it began with this version."""
    return [
        running
        for running in _open(record)
        if running.rule == record.category.change_clock and running.events[0].at >= version.created_at
    ]


def _open(record: DisclosureRecord) -> list[Clock]:
    return list(running_clocks.open_clocks("record", record.ref))


def _start(record: DisclosureRecord, rule: str, on: date, by: Actor) -> None:
    deadlines.start(rule, subject_kind="record", subject_ref=record.ref, started_on=on, by=by)
