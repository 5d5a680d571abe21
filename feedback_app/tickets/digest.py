"""The mail of the day: what waits for one person, by number and day, with a link. Nothing that is sealed, no names, no words."""

from datetime import date

from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures import desk
from feedback_app.extensions import db
from feedback_app.outbox import operations as outbox
from feedback_app.outbox.models import OwedMessage
from feedback_app.tickets import queries

MOST = 20  # lines in a mail; the page shows the rest


def not_told_yet(on: date) -> list[StaffUser]:
    """Everybody with an account and an address who was not written to on this day."""
    people = [one for one in accounts.active_staff() if one.email]
    names = {_name(one, on): one for one in people}
    told = set(db.session.scalars(select(OwedMessage.about).where(OwedMessage.about.in_(names))))
    return [one for name, one in names.items() if name not in told]


def owe(person: StaffUser, on: date) -> bool:
    """Owe one person the mail of the day, if anything waits for them. Whether it was."""
    tickets = queries.inbox(person, limit=MOST).rows
    count = queries.count_waiting(person)
    records = len(desk.waiting_for(person, accounts.standings(person))) if person.works_on_records else 0
    if not count and not records:
        return False
    late = sum(1 for one in tickets if one.is_overdue(clock.now()))
    # The queue of mails is read by more people than the one it is for: a sealed ticket is counted and not named.
    lines = [
        f"{one.ref} {clock.to_local(one.due_at).date().isoformat() if one.due_at else ''}"
        for one in tickets
        if not one.is_sealed
    ]
    outbox.owe(
        "daily_digest", to_address=person.email, to_role="staff", about=_name(person, on),
        context={"count": str(count), "late": str(late), "waiting": "\n".join(lines), "records": str(records)},
    )  # fmt: skip
    return True


def _name(person: StaffUser, on: date) -> str:
    return f"digest:{person.id}-{on:%Y%m%d}"
