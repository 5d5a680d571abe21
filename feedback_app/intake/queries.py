"""Reading what came in, and finding what a letter is about."""

import re
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from feedback_app.disclosures.models import PUBLISHED, DisclosureRecord
from feedback_app.extensions import db
from feedback_app.intake.models import KEPT, RawMail
from feedback_app.intake.read_mail import ReadMail
from feedback_app.outbox import threads
from feedback_app.paging import After, Page, newest_first
from feedback_app.tickets.models import Ticket

PAGE = 30
# 昌州环阜罚〔2026〕3号 in all the brackets people type; a letter without brackets is no number.
_NUMBER = re.compile(r"([\u4e00-\u9fff()（）]{2,20}?)\s*[〔\[［（(【﹝]\s*(\d{4})\s*[〕\]］）)】﹞]\s*第?\s*(\d+(?:-\d+)?)\s*号")
_TICKET = re.compile(r"FK-JC-\d{8}-\d{4,6}")
_MOST = 5


def mails(state: str | None = None, *, after: After | None = None, limit: int = PAGE) -> Page[RawMail]:
    """What came in, the newest first; `state` narrows it."""
    wanted = select(RawMail).options(joinedload(RawMail.ticket), joinedload(RawMail.may_belong_to))
    if state:
        wanted = wanted.where(RawMail.state == state)
    return newest_first(wanted, RawMail.arrived_at, RawMail.id, after=after, limit=limit)


def mail(number: int) -> RawMail | None:
    wanted = select(RawMail).where(RawMail.id == number)
    return db.session.scalar(wanted.options(joinedload(RawMail.ticket), joinedload(RawMail.may_belong_to)))


def count_by_state() -> dict[str, int]:
    found = db.session.execute(select(RawMail.state, func.count()).group_by(RawMail.state))
    return {state: count for state, count in found}


def mails_of(ticket: Ticket) -> Sequence[RawMail]:
    """The letters of one ticket, oldest first."""
    return db.session.scalars(select(RawMail).where(RawMail.ticket_id == ticket.id).order_by(RawMail.id)).all()


def has_place(places: Sequence[str]) -> set[str]:
    """Which of these places of a mailbox have been fetched."""
    return set(db.session.scalars(select(RawMail.place).where(RawMail.place.in_(places))))  # type: ignore[arg-type]


def is_waiting() -> bool:
    """Whether any kept mail has not been read yet."""
    return db.session.scalar(select(RawMail.id).where(RawMail.state == KEPT).limit(1)) is not None


def own_ticket(read: ReadMail) -> Ticket | None:
    """The ticket a letter may write into: its token came back, and it is its reporter's address that sent it."""
    ticket = ticket_of_token(read)
    if ticket is None or not read.from_address:
        return None
    return ticket if ticket.reporter.email.strip().lower() == read.from_address.lower() else None


def ticket_of_token(read: ReadMail) -> Ticket | None:
    """The ticket whose token stands in an address the letter was sent to, or in a Message-ID it answers."""
    issued = [threads.issued_as(one) for one in (read.in_reply_to, *read.references)]
    abouts = [*map(threads.about_in_address, read.to), *(found[0] for found in issued if found)]
    refs = [about.partition(":")[2] for about in abouts if about and about.startswith("ticket:")]
    return db.session.scalar(select(Ticket).where(Ticket.ref == refs[0])) if refs else None


def ticket_spoken_of(read: ReadMail) -> Ticket | None:
    """The ticket a letter seems to speak of, without having shown that it may write into it."""
    named = _TICKET.findall(f"{read.subject}\n{read.text[:20_000]}")[:1]
    return ticket_of_token(read) or (db.session.scalar(select(Ticket).where(Ticket.ref == named[0])) if named else None)


def record_named_in(text: str) -> DisclosureRecord | None:
    """The one published record whose document number stands in a letter; None when none or several do."""
    found = records_named_in(text)
    return found[0] if len(found) == 1 else None


def records_named_in(text: str) -> list[DisclosureRecord]:
    """Published records whose document number stands in a letter."""
    numbers = set()
    for prefix, year, number in _NUMBER.findall(text[:50_000]):
        # The prefix may have caught words before it: every tail of it is tried.
        numbers |= {f"{prefix[start:]}〔{year}〕{number}号" for start in range(len(prefix) - 1)}
    if not numbers:
        return []
    wanted = select(DisclosureRecord).where(
        DisclosureRecord.document_number.in_(sorted(numbers)[:400]), DisclosureRecord.status == PUBLISHED
    )
    return list(db.session.scalars(wanted.order_by(DisclosureRecord.id).limit(_MOST)))
