"""Who reads a report with its code at this browser. The browser holds a random token; what it opens stands in the database."""

from flask import session

from feedback_app.extensions import db, writing_apart
from feedback_app.tickets.models import Reading, Ticket
from feedback_app.tickets.operations import reading

_KEY = "reading"


def begin(ticket: Ticket) -> None:
    """Open the report here; in the caller's transaction. What was open here before is closed."""
    leave()
    session[_KEY] = reading.begin(ticket)


def leave() -> None:
    """Close it, also where the token was copied to; in the caller's transaction."""
    token = session.pop(_KEY, None)
    if isinstance(token, str):
        reading.end(token)


def current() -> Reading | None:
    """The reading that is open here; every page of it begins the half hour anew."""
    token = session.get(_KEY)
    found = reading.current(token) if isinstance(token, str) else None
    if found is None or not isinstance(token, str) or not reading.is_due_for_renewal(found):
        return found
    with writing_apart():  # reading a page is a sign of life, nothing else is written by it
        again = reading.current(token)
        if again is not None:
            reading.renew(again)
        db.session.commit()
    return reading.current(token)


def ref_in_hand() -> str | None:
    """The number of the report that is open here; None when none is, or its code must be changed first."""
    found = current()
    return found.ticket.ref if found is not None and not found.must_change else None
