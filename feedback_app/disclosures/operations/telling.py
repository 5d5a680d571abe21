"""Whom the house tells when something comes down: mails to staff, never a word of what the record said."""

from feedback_app.accounts import queries as accounts
from feedback_app.accounts.roles import Role
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.outbox import operations as outbox


def tell(
    record: DisclosureRecord,
    what: str,
    *roles: Role,
    due_on: str = "",
    count: int = 1,
    besides: int | None = None,
) -> None:
    """Owe everybody who holds one of these roles a mail; `what` is a sentence of the mail's template. `besides`: a person
    who knows already."""
    for person in accounts.holders(*roles):
        if person.id != besides:
            outbox.owe(
                "record_coming_down",
                to_address=person.email,
                to_role="staff",
                about=record.subject,
                context={"ref": record.ref, "what": what, "due_on": due_on, "count": str(count)},
            )
