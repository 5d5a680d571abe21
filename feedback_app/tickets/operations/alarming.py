"""A report that something private is public rouses the duty officer at once, day and night (《个人信息保护法》第五十七条)."""

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.audit.actor import REPORTER
from feedback_app.deadlines import queries as clocks
from feedback_app.disclosures import operations as records
from feedback_app.outbox import operations as outbox
from feedback_app.tickets import sight
from feedback_app.tickets.exposures import sounds_like_exposure
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.types import TYPES

HIDE = "EMERGENCY_HIDE"


def raise_alarm(ticket: Ticket, *, has_files: bool) -> None:
    """Start the hours in which the record has to be hidden and wake whoever is on duty.

    Whoever chose this kind of report is believed. In a report of another kind the words decide: then somebody has to
    look, and no hours run, since it may be about something else.
    """
    is_asked = TYPES[ticket.type].urgent_clock == HIDE
    sounds = sounds_like_exposure(ticket.words)
    if not is_asked and not (sounds and ticket.record is not None):
        return
    if ticket.record is not None and is_asked:
        records.raise_alert(ticket.record, at=ticket.received_at, by=REPORTER, about=ticket.subject)
    for person in _on_duty():
        if ticket.is_sealed and sight.of(person, ticket) is not sight.Sight.FULL:
            continue  # a sealed report is not there for whoever does not sit on it, on duty or not
        outbox.owe(
            "exposure_reported",
            to_address=person.email,
            to_role="staff",
            about=ticket.subject,
            context={
                "ref": ticket.ref,
                "record_ref": ticket.record.ref if ticket.record else "",
                "hide_by": _hide_by(ticket),
                "is_first": "1" if is_asked and (sounds or has_files) else "",
            },
        )


def _on_duty() -> list[StaffUser]:
    """The duty officers; while there are none, the leaders in charge."""
    return accounts.holders(Role.DUTY_OFFICER) or accounts.holders(Role.SUPERVISING_LEADER)


def _hide_by(ticket: Ticket) -> str:
    if ticket.record is None:
        return ""
    running = [one for one in clocks.open_clocks("record", ticket.record.ref) if one.rule == HIDE]
    return clock.to_local(running[0].due_at).strftime("%Y-%m-%d %H:%M") if running else ""
