"""The code that opens a report: handed out by a clerk, and changed by its reporter.

Kept is only its slow hash. A code that went through a clerk's hands is good for one thing: to be changed.
"""

import secrets

from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import REPORTER
from feedback_app.extensions import keyring
from feedback_app.refusals import Refusal
from feedback_app.tickets import messages
from feedback_app.tickets.channels import CHANNELS
from feedback_app.tickets.models import Reading, Ticket
from feedback_app.tickets.operations.reading import end_all


class CodeIsTheirs(Refusal):
    """The code belongs to the reporter alone, so nobody else hands out another."""

    def __init__(self) -> None:
        super().__init__(
            "反映人已经有自己的查询码，不能另发。可以在电话里告诉他办到哪一步。",
            "The reporter has a code of their own; no other can be handed out. Progress can be told by telephone.",
        )


def issue_code(ticket: Ticket, *, by: StaffUser) -> str:
    """A code for a report that a clerk typed in, to be read out or printed on the slip; returned this once.

    An earlier one handed out for it is dead from here on. Raises CodeIsTheirs when the report did not come by a clerk, or
    its reporter has changed the code. About 20 ms, on purpose.
    """
    has_been_issued = ticket.code_is_temporary
    if not CHANNELS[ticket.channel].is_typed or (ticket.code_is_changed and not has_been_issued):
        raise CodeIsTheirs
    code = keyring.code_for(secrets.token_hex(16))
    ticket.code_hash, ticket.code_is_temporary = keyring.code_hash(code), True
    end_all(ticket)
    audit.append("ticket.issue_code", by=by.actor, subject=ticket.subject, facts={"again": has_been_issued})
    return code


def offer_code(reading: Reading) -> None:
    """Draw another code for whoever reads, to be shown and then taken over; until then the old one stays good."""
    reading.new_seed = secrets.token_hex(16)


def offered_code(reading: Reading) -> str | None:
    """The code that was drawn for this reading and waits to be taken over."""
    return keyring.code_for(reading.new_seed) if reading.new_seed else None


def change_code(reading: Reading, *, code_hash: str) -> None:
    """The reporter takes over the code they were shown; the old one is dead, also where it is open elsewhere.

    `code_hash`: of `offered_code`, worked out by the caller before the transaction, because it is slow on purpose.
    """
    ticket = reading.ticket
    was_temporary = ticket.code_is_temporary
    ticket.code_hash, ticket.code_is_temporary, ticket.code_is_changed = code_hash, False, True
    reading.new_seed, reading.must_change = None, False
    end_all(ticket, but=reading)
    audit.append(
        "ticket.change_code", by=REPORTER, subject=ticket.subject, facts={"temporary": was_temporary}
    )
    messages.code_changed(ticket)
