"""A reporter reading their report at some device: begun with the code, ended by leaving or by half an hour of silence.

What the browser holds is a random token. Ending the row ends it wherever the token was copied to.
"""

import secrets
from datetime import timedelta

from sqlalchemy import delete, select

from feedback_app import clock
from feedback_app.extensions import db, keyring
from feedback_app.tickets.models import Reading, Ticket

LASTS = timedelta(minutes=30)  # since the last page
RENEWED_AFTER = timedelta(minutes=1)  # no write for every page


def begin(ticket: Ticket) -> str:
    """Open the report at this device; returns the token its browser keeps. A code a clerk has seen opens only its change."""
    token = secrets.token_urlsafe(32)
    reading = Reading(
        ticket=ticket,
        token_hash=_hash(token),
        expires_at=clock.now() + LASTS,
        must_change=ticket.code_is_temporary,
        new_seed=secrets.token_hex(16) if ticket.code_is_temporary else None,
    )
    db.session.add(reading)
    return token


def current(token: str) -> Reading | None:
    """The reading this token stands for, if it is still open."""
    return db.session.scalar(
        select(Reading).where(Reading.token_hash == _hash(token), Reading.expires_at > clock.now())
    )


def is_due_for_renewal(reading: Reading) -> bool:
    """Whether the half hour ought to begin anew."""
    return reading.expires_at < clock.now() + LASTS - RENEWED_AFTER


def renew(reading: Reading) -> None:
    reading.expires_at = clock.now() + LASTS


def end(token: str) -> None:
    """Leave: the token opens nothing any more."""
    db.session.execute(delete(Reading).where(Reading.token_hash == _hash(token)))


def end_all(ticket: Ticket, *, but: Reading | None = None) -> None:
    """Close the report at every device, `but` one."""
    others = delete(Reading).where(Reading.ticket_id == ticket.id)
    db.session.execute(others if but is None else others.where(Reading.id != but.id))


def forget_expired() -> int:
    """Delete readings that are over; how many they were."""
    gone = db.session.execute(delete(Reading).where(Reading.expires_at <= clock.now()))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _hash(token: str) -> str:
    return keyring.fingerprint("reading", token)
