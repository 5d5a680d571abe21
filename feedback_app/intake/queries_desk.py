"""What the desk looks up: drafts, what was taken down, who waits to be called back."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from feedback_app.accounts.models import StaffUser
from feedback_app.extensions import db
from feedback_app.intake.models import DeskDraft, DeskNote, PastedBack
from feedback_app.tickets import operations as tickets
from feedback_app.tickets import sight
from feedback_app.tickets.models import Ticket

MOST = 100


def draft_of(user: StaffUser, channel: str) -> DeskDraft | None:
    """What this clerk has typed for this channel and not registered yet."""
    wanted = select(DeskDraft).where(DeskDraft.user_id == user.id, DeskDraft.channel == channel)
    return db.session.scalar(wanted)


def note_made_from(seed: str) -> DeskNote | None:
    """What this very form was registered as before."""
    mark = tickets.audit_hash(tickets.submission_seed(seed, "0"))
    wanted = select(DeskNote).join(Ticket, DeskNote.ticket_id == Ticket.id)
    return db.session.scalar(wanted.where(Ticket.submission_hash == mark))


def note_for(user: StaffUser, ref: str) -> DeskNote | None:
    """What was taken down under this number, for who took it down and for the clerks who may see its ticket."""
    wanted = select(DeskNote).join(Ticket, DeskNote.ticket_id == Ticket.id).where(Ticket.ref == ref)
    return db.session.scalar(wanted.where(or_(DeskNote.typed_by_id == user.id, sight.visible_to(user))))


def is_open_to(user: StaffUser, note: DeskNote) -> bool:
    """Whether nothing of what was taken down is kept from this person: what one matter's clerk may not read, stands in
    the words read aloud for all."""
    of_it = select(func.count()).select_from(Ticket).where(Ticket.submission_ref == note.submission_ref)
    return db.session.scalar(of_it) == db.session.scalar(of_it.where(sight.visible_to(user)))


def note_of(ticket: Ticket) -> DeskNote | None:
    """How the submission this ticket is a part of was taken down; None when no clerk typed it."""
    return db.session.scalar(select(DeskNote).where(DeskNote.submission_ref == ticket.submission_ref))


def tickets_of(note: DeskNote) -> Sequence[Ticket]:
    """The tickets made of it, in order."""
    wanted = select(Ticket).where(Ticket.submission_ref == note.submission_ref)
    return db.session.scalars(wanted.order_by(Ticket.id)).all()


def to_call_back(user: StaffUser) -> Sequence[DeskNote]:
    """Who waits to be called back, the earliest first."""
    wanted = select(DeskNote).join(Ticket, DeskNote.ticket_id == Ticket.id)
    wanted = wanted.where(
        DeskNote.called_back_at.is_(None), DeskNote.call_back_at.is_not(None), sight.visible_to(user)
    )
    return db.session.scalars(wanted.order_by(DeskNote.call_back_at, DeskNote.id).limit(MOST)).all()


def waiting_note(user: StaffUser, number: int) -> DeskNote | None:
    """One of those who asked to be called back."""
    wanted = select(DeskNote).join(Ticket, DeskNote.ticket_id == Ticket.id)
    wanted = wanted.where(DeskNote.id == number, DeskNote.call_back_at.is_not(None), sight.visible_to(user))
    return db.session.scalar(wanted)


def pasted_back(ticket: Ticket) -> Sequence[PastedBack]:
    """When the answer was entered in the other office's system."""
    wanted = select(PastedBack).where(PastedBack.ticket_id == ticket.id)
    return db.session.scalars(wanted.order_by(PastedBack.id)).all()
