"""Putting a ticket's marks beside it when it comes in: of its words, unless they are sealed, and of who can be reached how."""

from typing import Protocol

from feedback_app.extensions import db, keyring
from feedback_app.sealing import to_half_width
from feedback_app.tickets.likeness.sketch import SHORTEST, bands, essence
from feedback_app.tickets.models import Likeness, Reporter, Ticket


class Worded(Protocol):
    """What was said, whoever said it."""

    @property
    def words(self) -> str: ...


def mark_words(ticket: Ticket, report: Worded) -> None:
    """Mark a new, stored ticket. A sealed report's words leave no mark at all."""
    ticket.contact_mark = contact_mark(ticket.reporter)
    if ticket.type_row.is_sealed:
        return
    said = " ".join(
        [report.words, *(one.should_say for one in ticket.claims), *(one.words for one in ticket.particulars)]
    )
    if len(essence(said)) < SHORTEST:
        return
    ticket.text_mark = keyring.fingerprint("same words", essence(said))
    key = keyring.fingerprint("likeness", "").encode()
    db.session.add_all(Likeness(ticket_id=ticket.id, mark=mark) for mark in set(bands(said, key)))


def contact_mark(reporter: Reporter) -> str | None:
    """The same for the same telephone, else the same e-mail address; None for who left neither."""
    phone = "".join(sign for sign in to_half_width(reporter.phone) if sign.isdigit())[-11:]
    if phone:
        return keyring.fingerprint("contact", phone)
    email = reporter.email.strip().casefold()
    return keyring.fingerprint("contact", email) if email else None
