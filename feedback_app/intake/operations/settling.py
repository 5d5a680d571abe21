"""What becomes of a kept mail: a ticket, words on its sender's own ticket, or something a clerk has to look at."""

from datetime import timedelta

from sqlalchemy import select, update

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import REPORTER, SYSTEM
from feedback_app.extensions import db
from feedback_app.intake import queries
from feedback_app.intake.models import JOINED, KEPT, SET_ASIDE, TICKETED, UNREADABLE, RawMail
from feedback_app.intake.operations.registering import Reading, register, seed_of, words_of
from feedback_app.intake.read_mail import Nature, ReadMail
from feedback_app.outbox import operations as outbox
from feedback_app.tickets import operations as tickets
from feedback_app.tickets.models import Ticket

LEASE = timedelta(minutes=3)  # whoever was killed while reading a mail is believed dead after this
PAUSES = (5, 30, 120, 600)  # seconds between tries of a mail that stumbles; then a person looks
AT_ONCE = 200

__all__ = ["Reading", "claim", "due_ids", "give_up", "put_off", "settle"]


def due_ids(limit: int = AT_ONCE) -> list[int]:
    """Kept mails that nobody is reading, the oldest first."""
    wanted = select(RawMail.id).where(RawMail.state == KEPT, RawMail.due_again_at <= clock.now())
    return list(db.session.scalars(wanted.order_by(RawMail.due_again_at, RawMail.id).limit(limit)))


def claim(number: int) -> RawMail | None:
    """Take a kept mail for reading; None when it is settled already or in another's hands."""
    now = clock.now()
    taken = db.session.execute(
        update(RawMail)
        .where(RawMail.id == number, RawMail.state == KEPT, RawMail.due_again_at <= now)
        .values(tries=RawMail.tries + 1, due_again_at=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return db.session.get_one(RawMail, number, populate_existing=True)


def settle(mail: RawMail, reading: Reading) -> None:
    """Decide by what was read. Does nothing to a mail that has been settled meanwhile."""
    audit.hold()
    db.session.refresh(mail)
    if mail.state != KEPT:
        return
    note_reading(mail, reading.mail)
    if reading.mail.nature is not Nature.PERSON:
        _set_aside(mail, reading.mail)
    elif not reading.mail.could_be_read:
        _settled(mail, UNREADABLE, "mail.unreadable")
    elif (ticket := queries.own_ticket(reading.mail)) is not None and join(mail, ticket, reading):
        _settled(mail, JOINED, "mail.join", about=ticket)
    else:
        mail.may_belong_to = queries.ticket_spoken_of(reading.mail)
        mail.ticket = register(mail, reading, by=SYSTEM)
        _settled(mail, TICKETED, "mail.ticket", about=mail.ticket)


def put_off(mail: RawMail) -> bool:
    """Something went wrong: try again after a pause. False when it has been tried often enough."""
    if mail.tries > len(PAUSES):
        return False
    mail.due_again_at = clock.now() + timedelta(seconds=PAUSES[mail.tries - 1])
    return True


def give_up(mail: RawMail, fault: str) -> None:
    """Nothing more is tried by itself; a person sees it among what could not be read."""
    mail.faults = [*mail.faults, fault]
    _settled(mail, UNREADABLE, "mail.unreadable")


def note_reading(mail: RawMail, read: ReadMail) -> None:
    """What the list of mails shows, sealed where it could say who wrote."""
    mail.nature, mail.caught_by = read.nature.value, read.caught_by
    mail.faults, mail.file_count = [fault.code for fault in read.faults], len(read.files)
    mail.subject, mail.from_name, mail.from_address = (
        read.subject[:500],
        read.from_name[:200],
        read.from_address[:320],
    )


def join(mail: RawMail, ticket: Ticket, reading: Reading) -> bool:
    """The letter becomes a message of the reporter on this ticket. False when the ticket can hold no more of them."""
    try:
        tickets.tell(ticket, words_of(reading.mail), seed=seed_of(mail), kept=reading.kept)
    except tickets.TooManyMessages:
        return False
    mail.ticket = ticket
    return True


def _set_aside(mail: RawMail, read: ReadMail) -> None:
    for message_id in read.bounced_ids:
        outbox.bounced(message_id, read.text)
    _settled(mail, SET_ASIDE, "mail.set_aside")


def _settled(mail: RawMail, state: str, action: str, *, about: Ticket | None = None) -> None:
    came_from, mail.state, mail.settled_at = mail.state, state, clock.now()
    audit.append(
        action,
        by=REPORTER if state == JOINED else SYSTEM,
        subject=mail.ref,
        about=about.subject if about else None,
        from_state=came_from,
        to_state=state,
        facts={"rule": mail.caught_by} if state == SET_ASIDE else None,
    )
