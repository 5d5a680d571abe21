"""Reading what came in, and finding what a letter is about."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from feedback_app.accounts.models import StaffUser
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.workflow import PUBLISHED
from feedback_app.extensions import db
from feedback_app.intake.models import KEPT, MailboxLook, RawMail
from feedback_app.intake.read_mail import ReadMail
from feedback_app.outbox import threads
from feedback_app.paging import After, Page, newest_first
from feedback_app.tickets import sight
from feedback_app.tickets.models import Ticket

PAGE = 30
# 昌州环阜罚〔2026〕3号 in all the brackets people type; a letter without brackets is no number.
_NUMBER = re.compile(
    r"([\u4e00-\u9fff()（）]{2,20}?)\s*[〔\[［（(【﹝]\s*(\d{4})\s*[〕\]］）)】﹞]\s*第?\s*(\d+(?:-\d+)?)\s*号"
)
_TICKET = re.compile(r"FK-JC-\d{8}-\d{4,6}")
# 阜康市晋庭精细化工有限责任公司, 博峰山煤炭储运有限公司 …: what a firm is called in full.
_PARTY = re.compile(r"[\u4e00-\u9fff]{4,24}?(?:有限责任公司|有限公司|股份公司|合作社|分场|加工点|经营部)")
# Words that stand right before a name, where no comma divides them.
_BEFORE = re.compile(r"[的是在对了把向给和与被叫]|关于|反映|举报|投诉|处罚过?|罚过|公示|你局|贵局")
_MOST = 5


def mails(
    user: StaffUser, state: str | None = None, *, after: After | None = None, limit: int = PAGE
) -> Page[RawMail]:
    """What came in and this person may read, the newest first; `state` narrows it."""
    wanted = (
        select(RawMail)
        .where(_open_to(user))
        .options(joinedload(RawMail.ticket), joinedload(RawMail.may_belong_to))
    )
    if state:
        wanted = wanted.where(RawMail.state == state)
    return newest_first(wanted, RawMail.arrived_at, RawMail.id, after=after, limit=limit)


def mails_of(user: StaffUser, ticket: Ticket) -> Page[RawMail]:
    """The letters of one ticket, oldest first."""
    wanted = (
        select(RawMail).where(RawMail.ticket_id == ticket.id, _open_to(user)).order_by(RawMail.id).limit(200)
    )
    found = db.session.scalars(wanted.options(joinedload(RawMail.ticket), joinedload(RawMail.may_belong_to)))
    return Page(list(found), None)


def mail_for(user: StaffUser, number: int) -> RawMail | None:
    """One mail, if this person may read it: none that became a ticket they must keep away from."""
    wanted = select(RawMail).where(RawMail.id == number, _open_to(user))
    return db.session.scalar(wanted.options(joinedload(RawMail.ticket), joinedload(RawMail.may_belong_to)))


def count_by_state(user: StaffUser) -> dict[str, int]:
    """How many of the mails this person may read are in which state."""
    wanted = select(RawMail.state, func.count()).where(_open_to(user)).group_by(RawMail.state)
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def tickets_seen(user: StaffUser, tickets: Iterable[Ticket | None]) -> set[int]:
    """The numbers of those tickets this person may open."""
    ids = {ticket.id for ticket in tickets if ticket is not None}
    wanted = select(Ticket.id).where(Ticket.id.in_(ids), sight.visible_to(user))
    return set(db.session.scalars(wanted)) if ids else set()


def _open_to(user: StaffUser) -> ColumnElement[bool]:
    seen = exists().where(Ticket.id == RawMail.ticket_id, sight.visible_to(user))
    return or_(RawMail.ticket_id.is_(None), seen)


def has_place(places: Sequence[str]) -> set[str]:
    """Which of these places of a mailbox have been fetched."""
    found = db.session.scalars(select(RawMail.place).where(RawMail.place.in_(places)))
    return {place for place in found if place}


def is_waiting() -> bool:
    """Whether any kept mail has not been read yet."""
    return db.session.scalar(select(RawMail.id).where(RawMail.state == KEPT).limit(1)) is not None


def own_ticket(read: ReadMail) -> Ticket | None:
    """The ticket a letter may write into: its token came back, and it is its reporter's address that sent it."""
    ticket = ticket_of_token(read)
    return ticket if ticket is not None and is_by_its_reporter(ticket, read) else None


def is_by_its_reporter(ticket: Ticket, read: ReadMail) -> bool:
    """Whether a letter came from the address the ticket's reporter gave. Addresses can be forged: never enough alone."""
    return bool(read.from_address) and ticket.reporter.email.strip().lower() == read.from_address.lower()


def ticket_of_token(read: ReadMail) -> Ticket | None:
    """The ticket whose token stands in an address the letter was sent to, or in a Message-ID it answers."""
    issued = [threads.issued_as(one) for one in (read.in_reply_to, *read.references)]
    abouts = [*map(threads.about_in_address, read.to), *(found[0] for found in issued if found)]
    refs = [about.partition(":")[2] for about in abouts if about and about.startswith("ticket:")]
    return db.session.scalar(select(Ticket).where(Ticket.ref == refs[0])) if refs else None


def ticket_spoken_of(read: ReadMail) -> Ticket | None:
    """The ticket a letter seems to speak of, without having shown that it may write into it."""
    named = _TICKET.findall(f"{read.subject}\n{read.text[:20_000]}")[:1]
    return ticket_of_token(read) or (
        db.session.scalar(select(Ticket).where(Ticket.ref == named[0])) if named else None
    )


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


def records_spoken_of(text: str) -> list[DisclosureRecord]:
    """Published records a letter may be about: by document number, else by the whole name of a party in their title."""
    found = records_named_in(text)
    if found:
        return found
    names = sorted(
        {_BEFORE.split(name)[-1] for name in _PARTY.findall(text[:20_000])}, key=len, reverse=True
    )[:_MOST]
    if not names:
        return []
    wanted = select(DisclosureRecord).where(
        or_(*(DisclosureRecord.title_zh.contains(name, autoescape=True) for name in names)),
        DisclosureRecord.status == PUBLISHED,
    )
    return list(
        db.session.scalars(
            wanted.order_by(DisclosureRecord.published_at.desc(), DisclosureRecord.id).limit(_MOST)
        )
    )


def mailbox_look(place: str) -> MailboxLook | None:
    """The last look into one mailbox."""
    return db.session.get(MailboxLook, place)


def last_look() -> MailboxLook | None:
    """The latest look into any mailbox: whether mail still comes in. None when none was ever looked into."""
    return db.session.scalar(select(MailboxLook).order_by(MailboxLook.looked_at.desc()).limit(1))
