"""One matter, several reporters (并单): merged by a clerk, joined by a citizen, grouped because the words are the same.

A merged ticket stays its own: its receipt and code, its limit, its answer, its reporter's privacy. It waits for the answer
of the main one and is then answered itself; undone, it goes on where it was.
"""

from datetime import timedelta

from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit.actor import REPORTER, SYSTEM, Actor
from feedback_app.extensions import db
from feedback_app.tickets import messages, queries, sight
from feedback_app.tickets.models import Merge, Reply, Ticket
from feedback_app.tickets.models.merging import CLERK, JOINED, SAME_TEXT
from feedback_app.tickets.operations.remedying import objection_limit
from feedback_app.tickets.operations.taking import deed, guard, guard_seat, settle, start_clock, take
from feedback_app.tickets.steps import StepNotAllowed
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.workflow import Seat, State


def merge(ticket: Ticket, main: Ticket, *, by: StaffUser, reason: str) -> None:
    """Put a ticket to the one that is about the same matter. Raises StepNotAllowed when the two cannot be one."""
    guard(ticket, "merge", by)
    if sight.of(by, main) is not sight.Sight.FULL:
        raise StepNotAllowed("没有找到这个工单。", "There is no such ticket.")
    db.session.refresh(main)  # it may have been merged itself while we waited for our turn
    _check_pair(ticket, main)
    _put(ticket, main, how=CLERK, by=by, reason=reason)


def join(ticket: Ticket, main: Ticket) -> None:
    """A citizen has the same to report (我也遇到): their new ticket is put to the one there is."""
    guard_seat(ticket, "merge", Seat.REPORTER)
    _check_pair(ticket, main)
    _put(ticket, main, how=JOINED, by=REPORTER, reason="反映人选择一并办理。")


def group(ticket: Ticket, *, within: timedelta) -> None:
    """Put a new ticket to an open one with the very same words about the same record, come in not longer before."""
    main = _same_words_before(ticket, within)
    if main is not None:
        guard_seat(ticket, "merge", Seat.TIME)
        _put(ticket, main, how=SAME_TEXT, by=SYSTEM, reason="内容与先前的反映相同。")


def unmerge(ticket: Ticket, *, by: StaffUser, reason: str) -> None:
    """Undo the merging: the ticket goes on where it was."""
    guard(ticket, "unmerge", by)
    noun = ticket.merges[-1]
    noun.undone_at, noun.undone_by_name, noun.undone_reason = clock.now(), by.name, reason
    main = ticket.duplicate_of
    ticket.duplicate_of = None
    take(ticket, "unmerge", by=by, reason=reason, facts={"main": main.ref if main else ""})
    if ticket.at_state is State.RECEIVED:
        start_clock(ticket, "TICKET_ACCEPT", by.actor, started_on=clock.to_local(ticket.received_at).date())
        settle(ticket)


def answer_merged(ticket: Ticket, text: str, *, by: StaffUser) -> None:
    """Answer the reporter of a merged ticket, once the main one is answered: in words of their own."""
    guard(ticket, "answer_merged", by)
    ticket.replies.append(Reply(text=text, object_until=objection_limit(), **deed(ticket, by)))
    take(ticket, "answer_merged", by=by, private={"text": text})
    messages.answered(ticket)


def _put(ticket: Ticket, main: Ticket, *, how: str, by: StaffUser | Actor, reason: str) -> None:
    noun = Merge(main_id=main.id, how=how, at=clock.now(), reason=reason if how == CLERK else "")
    if isinstance(by, StaffUser):
        noun.by_id, noun.by_name = by.id, by.name
    ticket.merges.append(noun)
    ticket.duplicate_of = main
    take(ticket, "merge", by=by, reason=reason, facts={"main": main.ref, "how": how})


def _check_pair(ticket: Ticket, main: Ticket) -> None:
    if main.id == ticket.id or main.duplicate_of_id is not None:
        raise StepNotAllowed(
            "请选择一个没有并到别处的工单。", "Choose a ticket that is not merged into another."
        )
    if TYPES[main.type].is_sealed or TYPES[ticket.type].is_sealed:
        raise StepNotAllowed(
            "举报执法人员的工单不能并单。", "A report about an officer's conduct cannot be merged."
        )
    if main.route is not ticket.route:
        raise StepNotAllowed(
            "两个工单的办法不同，不能并单。", "The two tickets go different ways and cannot be merged."
        )
    if queries.merged_into(ticket):
        raise StepNotAllowed(
            "已有别的工单并到这一个，请反过来并。",
            "Others are merged into this one; merge the other way round.",
        )


def _same_words_before(ticket: Ticket, within: timedelta) -> Ticket | None:
    if ticket.text_mark is None or TYPES[ticket.type].is_sealed:
        return None
    wanted = (
        select(Ticket)
        .where(
            Ticket.text_mark == ticket.text_mark,
            Ticket.type == ticket.type,
            Ticket.record_id == ticket.record_id if ticket.record_id else Ticket.record_id.is_(None),
            Ticket.id != ticket.id,
            Ticket.duplicate_of_id.is_(None),
            Ticket.closed_at.is_(None),
            Ticket.received_at >= ticket.received_at - within,
        )
        .order_by(Ticket.id)
        .limit(1)
    )
    return db.session.scalar(wanted)
