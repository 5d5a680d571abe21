"""What must not be public any more (过度公开、决定已撤销): hidden at once, then masked or taken down, and on record here.

The record is hidden, mended and withdrawn by the same operations as anywhere else; the ticket's own step only says how
it ended. Nothing is on record before it is so.
"""

from collections.abc import Sequence
from datetime import date

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures import operations as records
from feedback_app.disclosures import queries as record_rows
from feedback_app.disclosures.models import Hiding, TakedownInstrument
from feedback_app.extensions import db
from feedback_app.files import operations as files
from feedback_app.tickets import steps
from feedback_app.tickets.models import Ticket, TicketTakedown
from feedback_app.tickets.operations.remedying import clear_mark, stop_when_all_carried
from feedback_app.tickets.operations.taking import deed, guard, settle, take, take_turn
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import ASIDE

MENDED = "mended"


def hide_record(ticket: Ticket, *, reason: str, by: StaffUser) -> Hiding:
    """Hide the record from everybody at once (紧急屏蔽); the clock began when the report came in.

    Raises StepNotAllowed when there is no public record.
    """
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["hide_record"], by)
    if ticket.record is None or not ticket.record.is_public:
        raise StepNotAllowed("这条信息现在没有公示，不用屏蔽。", "This record is not public now.")
    hiding = records.hide(
        ticket.record, reason, by=by, alerted_at=min(ticket.received_at, clock.now()), about=ticket.subject
    )
    settle(ticket)
    return hiding


def register_instrument(
    ticket: Ticket,
    ground: str,
    *,
    issuer: str,
    number: str,
    issued_on: date,
    received_on: date,
    by: StaffUser,
    scans: Sequence[files.KeptBytes] = (),
) -> TakedownInstrument:
    """Write down the document that undoes the decision (撤销、变更文书). The record's limit runs from the day we received it,
    whenever the report came. `scans`: what was scanned of it."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["register_instrument"], by)
    if ticket.record is None:
        raise StepNotAllowed("先要查明是哪一条公示信息。", "First find out which record it is about.")
    instrument = records.register_instrument(
        ticket.record,
        ground,
        issuer=issuer,
        number=number,
        issued_on=issued_on,
        received_on=received_on,
        by=by,
        about=ticket.subject,
    )
    db.session.flush()
    for scan in scans:
        files.keep(scan, subject=instrument.subject, kept_by="staff", by=by.actor)
    settle(ticket)
    return instrument


def take_down(ticket: Ticket, *, by: StaffUser) -> None:
    """Put on record how it left the public's sight. Raises StepNotAllowed as long as it has not."""
    guard(ticket, "take_down", by)
    noun = taken_down_now(ticket)
    if noun is None:
        raise StepNotAllowed(
            "这条信息还没有撤下，也没有换成遮盖后的版本。先办撤下或者遮盖，再来记录。",
            "The record has neither come down nor been replaced by a masked version.",
        )
    for name, value in deed(ticket, by).items():
        setattr(noun, name, value)
    ticket.takedowns.append(noun)
    take(ticket, "take_down", by=by, facts={"way": f"way:{noun.way}"})
    clear_mark(ticket, by)
    stop_when_all_carried(ticket, by)
    settle(ticket)


def taken_down_now(ticket: Ticket) -> TicketTakedown | None:
    """How the record left the public's sight since it was reported, not on record yet; None while it has not."""
    record = ticket.record
    if record is None:
        return None
    down = record_rows.takedown_of(record) if record.is_withdrawn else None
    if down is not None:
        return TicketTakedown(record_id=record.id, way="withdrawn", takedown_id=down.id, version_number=None)
    mended = [one for one in record_rows.hidings_of(record) if one.ending == MENDED]
    is_since = bool(mended) and mended[0].ended_at is not None and mended[0].ended_at >= ticket.received_at
    if record.is_public and is_since and (record.live_number or 0) > mended[0].version_number:
        return TicketTakedown(
            record_id=record.id, way="masked", version_number=record.live_number, takedown_id=None
        )
    return None
