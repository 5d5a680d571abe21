"""How the looks into the mailbox went, for people and monitors to see."""

from feedback_app import clock
from feedback_app.extensions import db
from feedback_app.intake.models import MailboxLook


def note_look(place: str, *, fault: str) -> None:
    """A look into the mailbox is over; `fault` is empty when all of it was had."""
    row, now = _row(place), clock.now()
    row.looked_at, row.fault = now, fault
    if not fault:
        row.succeeded_at = now


def note_high_water(place: str, *, uidvalidity: int, highest: int | None) -> None:
    """Everything up to `highest` is kept; None when the mailbox had nothing new."""
    row = _row(place)
    if row.uidvalidity != uidvalidity:
        row.uidvalidity, row.last_uid = uidvalidity, None
    if highest is not None:
        row.last_uid = max(highest, row.last_uid or 0)


def _row(place: str) -> MailboxLook:
    row = db.session.get(MailboxLook, place)
    if row is None:
        row = MailboxLook(place=place, looked_at=clock.now(), fault="")
        db.session.add(row)
    return row
