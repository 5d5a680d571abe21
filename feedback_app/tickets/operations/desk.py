"""What the staff leave at their desk: notes, which are acts and logged; drafts, presence and filters, which are none."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.extensions import db
from feedback_app.tickets.desk_rows import OPEN_FOR, draft, filters_of, others_at
from feedback_app.tickets.models import Draft, Note, Presence, SavedFilter, Ticket
from feedback_app.tickets.operations.taking import deed

DRAFTS_LAST = timedelta(days=30)


def write_note(ticket: Ticket, words: str, *, by: StaffUser) -> Note:
    """An internal note; the log says that there is one, never what it says."""
    note = Note(ticket_id=ticket.id, words=words, **deed(ticket, by))
    db.session.add(note)
    audit.append("ticket.note", by=by.actor, subject=ticket.subject)
    return note


def note_whole_file(ticket: Ticket, *, files: int, by: StaffUser) -> None:
    """The log says that the whole file was taken away, and how many originals are in it."""
    audit.append("ticket.export", by=by.actor, subject=ticket.subject, facts={"files": files})


def keep_draft(ticket: Ticket, place: str, typed: dict[str, Any], *, by: StaffUser) -> None:
    """Keep what was typed so far; nothing typed, nothing kept."""
    found = draft(ticket, place, by)
    if not typed:
        drop_draft(ticket, place, by=by)
    elif found is None:
        db.session.add(Draft(ticket_id=ticket.id, user_id=by.id, place=place, typed=typed, at=clock.now()))
    else:
        found.typed, found.at = typed, clock.now()


def drop_draft(ticket: Ticket, place: str, *, by: StaffUser) -> None:
    """It was sent, or is not wanted any more."""
    db.session.execute(
        delete(Draft).where(Draft.ticket_id == ticket.id, Draft.user_id == by.id, Draft.place == place)
    )


def forget_old() -> int:
    """Delete drafts nobody came back to and presences that are over; how many they were."""
    over = (
        delete(Draft).where(Draft.at < clock.now() - DRAFTS_LAST),
        delete(Presence).where(Presence.seen_at < clock.now() - OPEN_FOR),
    )
    return sum(db.session.execute(one).rowcount for one in over)  # type: ignore[attr-defined]


def be_seen(ticket: Ticket, *, by: StaffUser) -> list[StaffUser]:
    """This person has the ticket open; who else had it open just now."""
    mine = (Presence.ticket_id == ticket.id) & (Presence.user_id == by.id)
    seen = db.session.execute(update(Presence).where(mine).values(seen_at=clock.now()))
    if seen.rowcount == 0:  # type: ignore[attr-defined]
        db.session.add(Presence(ticket_id=ticket.id, user_id=by.id, seen_at=clock.now()))
    return others_at(ticket, by)


def save_filter(name: str, query: str, *, is_default: bool, by: StaffUser) -> SavedFilter:
    """Keep a view of the list under a name; the same name again replaces it; one at most is the default."""
    if is_default:
        db.session.execute(update(SavedFilter).where(SavedFilter.user_id == by.id).values(is_default=False))
    found = next((one for one in filters_of(by) if one.name == name), None)
    if found is None:
        found = SavedFilter(user_id=by.id, name=name)
        db.session.add(found)
    found.query, found.is_default = query, is_default
    return found


def drop_filter(number: int, *, by: StaffUser) -> None:
    """Forget a saved filter of one's own."""
    db.session.execute(delete(SavedFilter).where(SavedFilter.id == number, SavedFilter.user_id == by.id))
