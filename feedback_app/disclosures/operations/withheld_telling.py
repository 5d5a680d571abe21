"""Whom the house tells about the register of what is not disclosed: by number alone, never what an entry is about."""

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.disclosures import withheld
from feedback_app.disclosures.models import NonDisclosure
from feedback_app.outbox import operations as outbox


def tell(
    entry: NonDisclosure, what: str, *roles: Role, to: int | None = None, besides: int | None = None
) -> None:
    """Owe a mail to everybody who holds one of these roles, or to one person; `what` is a sentence of the template."""
    told: list[StaffUser] = accounts.people([to]) if to else accounts.holders(*roles)
    for person in told:
        if person.id != besides and person.active:
            outbox.owe(
                "withheld_waiting",
                to_address=person.email,
                to_role="staff",
                about=entry.subject,
                context={
                    "ref": entry.ref,
                    "what": what,
                    "due_on": entry.review_on.isoformat() if entry.review_on else "",
                },
            )


def remind_of_review(entry: NonDisclosure) -> None:
    """Tell the legal section before an entry has to be looked at again, and the leaders as well once that day is over."""
    is_over = entry.review_on is not None and entry.review_on < clock.today()
    entry.reminded_on = clock.today()
    roles = (Role.LEGAL_SECTION_HEAD, *([Role.SUPERVISING_LEADER] if is_over else []))
    tell(entry, "overdue" if is_over else "due", *roles)
    audit.append(
        "withheld.remind",
        by=SYSTEM,
        subject=entry.subject,
        facts={"due_on": entry.review_on, "late": is_over},
    )


def reviews_to_remind_of() -> list[NonDisclosure]:
    """What somebody has to be told about today."""
    return withheld.review_due(clock.today())
