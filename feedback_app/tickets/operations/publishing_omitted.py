"""What should have been public and was not (应公示未公示, Articles 15, 17): the record is named, and waited for.

The record goes its own way to the public, through those whose work it is; the ticket only says which it is and, once
it stands there, how late it came.
"""

from dataclasses import dataclass
from datetime import date

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.tickets.models import OmittedPublication, Ticket
from feedback_app.tickets.operations.remedying import stop_when_all_carried
from feedback_app.tickets.operations.taking import deed, guard, settle, take
from feedback_app.tickets.steps import StepNotAllowed


def name_omitted(ticket: Ticket, record: DisclosureRecord, *, by: StaffUser) -> None:
    """Say which record was omitted; a draft will do. The ticket is about that record from now on, if it was about none.

    Raises StepNotAllowed for a record whose kind is never published, or one taken down.
    """
    guard(ticket, "name_omitted", by)
    if not record.category.is_public or record.is_withdrawn or record.is_withheld:
        raise StepNotAllowed(
            "这条信息不能作为补充公示：它不上网公示，或者已经撤下、依法不予公开。",
            "This record cannot be published for it: its kind never is, it came down, or the law keeps it back.",
        )
    if ticket.record is None:
        ticket.record = record
    ticket.omitted_publications.append(
        OmittedPublication(record_id=record.id, record=record, due_on=limit_of(record), **deed(ticket, by))
    )
    take(ticket, "name_omitted", by=by, facts={"record": record.ref})


def confirm_publication(ticket: Ticket, *, by: StaffUser) -> None:
    """The omitted record is public now. Raises StepNotAllowed while it is not."""
    guard(ticket, "confirm_publication", by)
    noun = ticket.omitted_publication
    record = noun.record if noun else None
    if noun is None or record is None or record.first_published_at is None or not record.is_public:
        raise StepNotAllowed("这条信息还没有公示。", "This record is not public yet.")
    noun.due_on = limit_of(record) or noun.due_on
    noun.published_at = record.first_published_at
    noun.days_late = days_late(noun.due_on, clock.to_local(record.first_published_at).date())
    facts = {"record": record.ref, "due_on": noun.due_on, "days_late": noun.days_late}
    take(
        ticket,
        "confirm_publication",
        by=by,
        facts={key: value for key, value in facts.items() if value is not None},
    )
    stop_when_all_carried(ticket, by)
    settle(ticket)


@dataclass(frozen=True)
class Lateness:
    """How the omitted record stands now, by its own limit."""

    due_on: date | None
    is_public: bool
    days: int | None


def lateness(ticket: Ticket) -> Lateness:
    """How late the omitted record is, until today while it is not public."""
    noun = ticket.latest("omitted_publications")
    record = noun.record if noun else None
    if record is None:
        return Lateness(None, False, None)
    out_at = record.first_published_at
    until = clock.to_local(out_at).date() if out_at else clock.today()
    due_on = limit_of(record) or noun.due_on
    return Lateness(due_on, record.is_public and out_at is not None, days_late(due_on, until))


def limit_of(record: DisclosureRecord) -> date | None:
    """The last day on which the record would have been public in time, by its own clock; None where none ran."""
    own = [
        one
        for one in deadlines.clocks("record", record.ref)
        if one.rule == record.category.clock_for(record.newest.field_values)
    ]
    return own[0].due_on if own else None


def days_late(due_on: date | None, published_on: date) -> int | None:
    """Calendar days after the last day; 0 in time."""
    return None if due_on is None else max((published_on - due_on).days, 0)
