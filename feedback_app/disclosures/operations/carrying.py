"""A record leaves every carrier, not only our own site (Articles 10, 12): asked for, and confirmed by a person."""

from datetime import date

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit.actor import Actor
from feedback_app.carriers import operations as carriers
from feedback_app.carriers import queries as carrier_rows
from feedback_app.carriers.models import WITHDRAWING, ChannelPublication
from feedback_app.deadlines import operations as deadlines
from feedback_app.deadlines import queries as clocks
from feedback_app.deadlines.models import Clock
from feedback_app.disclosures import queries
from feedback_app.disclosures.grounds import CARRIER_DESK
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations.taking import act_as, touch

ALL_CHANNELS = "WITHDRAW_ALL_CHANNELS"


def open_clock(record: DisclosureRecord, rule: str) -> Clock | None:
    """The clock of this rule that runs for the record, if one does."""
    return next((one for one in clocks.open_clocks("record", record.ref) if one.rule == rule), None)


def start_clock(record: DisclosureRecord, rule: str, from_on: date, by: StaffUser) -> Clock:
    """The running clock of this rule; started from that day if none runs."""
    return open_clock(record, rule) or deadlines.start(
        rule, subject_kind="record", subject_ref=record.ref, started_on=from_on, by=by.actor
    )


def leave_one_carrier(record: DisclosureRecord, channel: str, by: Actor) -> None:
    """Ask one carrier to take the record away, which stays everywhere else."""
    there = [one for one in carrier_rows.latest_of(record.ref) if one.channel == channel]
    if carriers.ask_withdrawal(there, by=by) and open_clock(record, ALL_CHANNELS) is None:
        deadlines.start(
            ALL_CHANNELS, subject_kind="record", subject_ref=record.ref, started_on=clock.today(), by=by
        )


def leave_carriers(record: DisclosureRecord, from_on: date, by: StaffUser) -> None:
    """Ask every carrier that shows the record to take it away; a clock runs until the last one is confirmed."""
    waiting = carriers.ask_withdrawal(carrier_rows.latest_of(record.ref), by=by.actor)
    if waiting:
        start_clock(record, ALL_CHANNELS, from_on, by)


def return_to_carriers(record: DisclosureRecord, by: StaffUser) -> None:
    """The record is public again as it was; not where its period was over before."""
    left = queries.left_carriers(record)
    back = [one for one in carrier_rows.latest_of(record.ref) if one.channel not in left]
    carriers.put_back(back, by=by.actor)
    running = open_clock(record, ALL_CHANNELS)
    if running is not None and not any(
        one.state == WITHDRAWING for one in carrier_rows.latest_of(record.ref)
    ):
        deadlines.void(running, by=by.actor, reason="恢复公示，不必再撤下。")


def stop_clock(record: DisclosureRecord, rule: str, by: StaffUser) -> Clock | None:
    running = open_clock(record, rule)
    return deadlines.stop(running, by=by.actor) if running else None


def confirm_withdrawal(
    record: DisclosureRecord,
    publication: ChannelPublication,
    *,
    evidence: str,
    by: StaffUser,
    about: str | None = None,
) -> None:
    """Record that a carrier shows the record no more. The clock stops with the last one. `about`: the ticket within which
    it is done, whose seats decide who may. Raises NotAllowedHere."""
    actor = by.actor if about is not None else act_as(by, CARRIER_DESK).actor
    carriers.confirm_withdrawal(publication, evidence=evidence, by=actor, about=about)
    touch(record)
    if not any(one.state == WITHDRAWING for one in carrier_rows.latest_of(record.ref)):
        stop_clock(record, ALL_CHANNELS, by)
