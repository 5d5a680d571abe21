"""What a supervisor means by what is typed into the search box: a ticket, a record, a document or a person."""

from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.oversight.queries.lines import LogFilter
from feedback_app.tickets import sight

MOST = 20
# How people type the brackets of a document number (文号): 昌州环阜罚[2026]3号.
_BRACKETS = str.maketrans("[【［（(]】］）)", "〔〔〔〔〔〕〕〕〕〕")


@dataclass(frozen=True)
class Meant:
    """What a search can mean. With exactly one of all, the list is narrowed by it; otherwise the reader chooses."""

    records: list[DisclosureRecord]
    people: list[StaffUser]

    @property
    def is_one(self) -> bool:
        return len(self.records) + len(self.people) == 1


def looked_up(wanted: LogFilter, reader: StaffUser) -> tuple[LogFilter, Meant | None]:
    """The filter with the search box understood, and what to choose from when it can mean several things.

    What is about the reader's own conduct is left out from here on.
    """
    wanted = replace(wanted, hushed=tuple(sight.hushed(reader)))
    typed = wanted.q
    if not typed:
        return wanted, None
    kind, _, ref = typed.partition(":")
    if kind == "record" and ref:
        return replace(wanted, record=ref), None
    typed = ref if kind == "ticket" and ref else typed
    if typed.upper().startswith("FK-"):
        return replace(wanted, ticket=typed.upper()), None
    meant = Meant(_records(typed), _people(typed))
    if meant.is_one:
        return _narrowed(wanted, meant), None
    if not meant.records and not meant.people:
        return replace(wanted, faults=(*wanted.faults, "q")), None
    return wanted, meant


def _narrowed(wanted: LogFilter, meant: Meant) -> LogFilter:
    if meant.records:
        return replace(wanted, record=meant.records[0].ref)
    return replace(wanted, person=meant.people[0].id)


def _records(typed: str) -> list[DisclosureRecord]:
    numbers = {typed, typed.translate(_BRACKETS).replace(" ", "")}
    named = or_(DisclosureRecord.ref == typed.upper(), DisclosureRecord.document_number.in_(sorted(numbers)))
    return list(
        db.session.scalars(select(DisclosureRecord).where(named).order_by(DisclosureRecord.id).limit(MOST))
    )


def _people(typed: str) -> list[StaffUser]:
    like = "%" + typed.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    named = or_(
        StaffUser.name.like(like, escape="\\"),
        StaffUser.name_en.ilike(like, escape="\\"),
        StaffUser.login == typed,
    )
    return list(db.session.scalars(select(StaffUser).where(named).order_by(StaffUser.id).limit(MOST)))
