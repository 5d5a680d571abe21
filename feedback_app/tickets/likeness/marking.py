"""Putting a ticket's marks beside it when it comes in: of its words, unless they are sealed, and of who can be reached how."""

from typing import Protocol

from feedback_app.extensions import db, keyring
from feedback_app.sealing import to_half_width
from feedback_app.tickets.likeness.sketch import SHORTEST, bands, essence
from feedback_app.tickets.models import Likeness, Ticket


class Worded(Protocol):
    """What was said, whoever said it."""

    @property
    def words(self) -> str: ...


def mark_words(ticket: Ticket, report: Worded) -> None:
    """Mark a new, stored ticket. A sealed report's words leave no mark at all."""
    ticket.contact_mark = contact_mark(ticket.reporter.phone, ticket.reporter.email)
    if ticket.type_row.is_sealed:
        return
    said = " ".join(
        [report.words, *(one.should_say for one in ticket.claims), *(one.words for one in ticket.particulars)]
    )
    ticket.text_mark = text_mark(said)
    if ticket.text_mark is None:
        return
    key = keyring.fingerprint("likeness", "").encode()
    db.session.add_all(Likeness(ticket_id=ticket.id, mark=mark) for mark in set(bands(said, key)))


def text_mark(said: str) -> str | None:
    """The same for the same words; None for too few of them."""
    plain = essence(said)
    return keyring.fingerprint("same words", plain) if len(plain) >= SHORTEST else None


def contact_mark(phone: str, email: str) -> str | None:
    """The same for the same telephone, else the same e-mail address; None for who left neither."""
    digits = "".join(sign for sign in to_half_width(phone) if sign.isdigit())[-11:]
    if digits:
        return keyring.fingerprint("contact", digits)
    email = email.strip().casefold()
    return keyring.fingerprint("contact", email) if email else None
