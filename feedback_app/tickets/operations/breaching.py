"""The register of what was exposed (泄露登记,《个人信息保护法》第五十七条): kept, completed, never emptied."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.extensions import db
from feedback_app.tickets import steps
from feedback_app.tickets.models import Breach, SearchRemoval, Ticket
from feedback_app.tickets.operations.taking import deed, settle, take_turn
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.workflow import ASIDE


@dataclass(frozen=True)
class BreachWords:
    """One row of the register as far as it is known; what is not known stays None."""

    exposures: list[str]
    exposed_from: datetime
    exposed_to: datetime | None
    views: int | None = None
    downloads: int | None = None
    figures_from: str = ""
    authority: str = ""
    authority_told_on: date | None = None
    person_told_on: date | None = None
    assessed_on: date | None = None


def register_breach(ticket: Ticket, words: BreachWords, *, by: StaffUser) -> Breach:
    """Write the ticket's row of the register, or bring it up to date. Raises StepNotAllowed without a record."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["register_breach"], by)
    if ticket.record is None:
        raise StepNotAllowed("先要查明是哪一条公示信息。", "First find out which record it is about.")
    row = ticket.breach
    if row is None:
        row = Breach(record_id=ticket.record.id, record=ticket.record, **deed(ticket, by), **asdict(words))
        ticket.breaches.append(row)
    else:
        for name, value in asdict(words).items():
            setattr(row, name, value)
    db.session.flush()
    facts = {
        "exposures": [f"exposure:{code}" for code in words.exposures], "exposed_from": words.exposed_from, "exposed_to": words.exposed_to,
        "authority_told_on": words.authority_told_on, "person_told_on": words.person_told_on,
    }  # fmt: skip
    audit.append(
        "ticket.register_breach", by=by.actor, subject=ticket.subject, about=ticket.record.subject,
        facts={key: value for key, value in facts.items() if value is not None},
    )  # fmt: skip
    settle(ticket)
    return row


def ask_search_removal(ticket: Ticket, *, engine: str, asked_on: date, by: StaffUser) -> SearchRemoval:
    """Log that a search engine was asked to forget the page. Raises StepNotAllowed before the register has a row."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["register_breach"], by)
    if ticket.breach is None:
        raise StepNotAllowed("请先填写泄露登记。", "Fill in the register first.")
    row = SearchRemoval(engine=engine, asked_on=asked_on, by_name=by.name)
    ticket.breach.removals.append(row)
    audit.append(
        "ticket.ask_search_removal",
        by=by.actor,
        subject=ticket.subject,
        facts={"asked_on": asked_on},
        private={"engine": engine},
    )
    return row


def confirm_search_removal(ticket: Ticket, removal: SearchRemoval, *, gone_on: date, by: StaffUser) -> None:
    """Log that it is not found there any more."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["register_breach"], by)
    if removal.gone_on is not None:
        raise StepNotAllowed("这一项已经确认过了。", "This has been confirmed already.")
    removal.gone_on = gone_on
    audit.append(
        "ticket.confirm_search_removal",
        by=by.actor,
        subject=ticket.subject,
        facts={"gone_on": gone_on},
        private={"engine": removal.engine},
    )
