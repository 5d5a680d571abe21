"""Which messages a step owes, and what they say. Nothing here that could betray a reporter goes to staff by mail."""

from datetime import date
from typing import Any

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.deadlines import queries as deadlines
from feedback_app.extensions import db
from feedback_app.outbox import operations as outbox
from feedback_app.outbox.channels.open import is_on
from feedback_app.outbox.kinds import KINDS
from feedback_app.outbox.models import OwedMessage
from feedback_app.tickets import sight
from feedback_app.tickets.models import Extension, NonAcceptance, Supplement, Ticket


def received(ticket: Ticket, *, code: str = "") -> None:
    """To the reporter: it has come in, and by when what happens; with the code, for whoever saw no receipt page."""
    due = _due(ticket)
    told: Any = {
        "received_on": clock.to_local(ticket.received_at).strftime("%Y-%m-%d %H:%M"),
        "accept_due_on": due.get("TICKET_ACCEPT", ""),
        "reply_due_on": _reply_due(due),
    }
    if code:
        in_fours = "-".join(code[at : at + 4] for at in range(0, len(code), 4))
        _to_reporter(ticket, "ticket_received_by_mail", **told, code=in_fours)
    else:
        _to_reporter(ticket, "ticket_received", **told)


def accepted(ticket: Ticket) -> None:
    """To the reporter: taken in, and the day by which an answer comes."""
    _to_reporter(ticket, "ticket_accepted", reply_due_on=_reply_due(_due(ticket)))


def submitted(ticket: Ticket, leader: StaffUser) -> None:
    """To the leader: a report waits for an investigator to be appointed."""
    _to_staff(ticket, "ticket_submitted", leader, due_on=_reply_due(_due(ticket)))


def assigned(ticket: Ticket, investigator: StaffUser) -> None:
    """To the investigator: appointed, by whom, until when."""
    leader = ticket.leader.name if ticket.leader else ""
    _to_staff(ticket, "ticket_assigned", investigator, due_on=_reply_due(_due(ticket)), leader=leader)


def label_due(ticket: Ticket, person: StaffUser) -> None:
    """To the head of the legal section: a label of suspected malice is to be looked at again."""
    outbox.owe(
        "label_due",
        to_address=person.email,
        to_role="staff",
        about=ticket.subject,
        context={"ref": ticket.ref},
    )


def finding_waits(ticket: Ticket) -> None:
    """To the leader: a finding is to be signed."""
    if ticket.leader is not None:
        _to_staff(ticket, "finding_waits", ticket.leader, due_on=_reply_due(_due(ticket)))


def finding_returned(ticket: Ticket) -> None:
    """To the investigator: the finding came back."""
    if ticket.investigator is not None:
        _to_staff(ticket, "finding_returned", ticket.investigator, due_on=_reply_due(_due(ticket)))


def answered(ticket: Ticket) -> None:
    """To the reporter: the answer."""
    reply = ticket.reply
    if reply is not None:
        _to_reporter(
            ticket,
            "ticket_answered",
            answer=reply.text,
            answered_on=clock.to_local(reply.at).date().isoformat(),
        )


def answer_to_be(ticket: Ticket, text: str) -> OwedMessage | None:
    """The mail an answer with this text would be, for a look beforehand; nothing is owed. None without an address."""
    if not ticket.reporter.email:
        return None
    now = clock.now()
    context = {
        **_names(ticket, ticket.locale),
        "answer": text,
        "answered_on": clock.to_local(now).date().isoformat(),
    }
    return OwedMessage(
        id=0, kind="ticket_answered", about=ticket.subject, to_address=ticket.reporter.email, to_role="reporter",
        locale=ticket.locale, context=context, owed_at=now, is_discreet=ticket.reporter.is_anonymous,
    )  # fmt: skip


def recusal_asked(ticket: Ticket, decider: StaffUser) -> None:
    """To whoever decides: a recusal waits. The mail names nobody."""
    _to_staff(ticket, "recusal_asked", decider)


def recusal_decided(ticket: Ticket, *, granted: bool) -> None:
    """To the reporter: whether the person named takes part."""
    _to_reporter(ticket, "recusal_decided", granted="yes" if granted else "no")


def escalated(ticket: Ticket) -> None:
    """To the reporter: the branch's leaders keep away, the superior body leads, the limit stays."""
    _to_reporter(ticket, "ticket_escalated", reply_due_on=_reply_due(_due(ticket)))


def reveal_asked(ticket: Ticket, person: StaffUser) -> None:
    """To the second person: somebody asks to see who reported."""
    _to_staff(ticket, "reveal_asked", person)


def asked_for_more(ticket: Ticket, asked: str, until: date) -> None:
    """To the reporter: what is missing, and until when we wait."""
    _to_reporter(ticket, "ticket_supplement_asked", asked=asked, until_on=until.isoformat())


def supplied(ticket: Ticket, noun: Supplement) -> None:
    """To whoever asked: it has come."""
    for asker in accounts.people([noun.by_id]):
        if _may_know(ticket, asker):
            _to_staff(ticket, "ticket_supplied", asker)


def extended(ticket: Ticket, noun: Extension) -> None:
    """To the reporter: the limit was lengthened, why, and the day by which an answer comes."""
    _to_reporter(ticket, "ticket_extended", reason=noun.reason, due_on=noun.due_on.isoformat())


def suspended(ticket: Ticket, reason: str) -> None:
    _to_reporter(ticket, "ticket_suspended", reason=reason)


def resumed(ticket: Ticket) -> None:
    _to_reporter(ticket, "ticket_resumed", reply_due_on=_reply_due(_due(ticket)))


def transferred(ticket: Ticket, to_whom: str, contact: str, told: str) -> None:
    """To the reporter: whose matter it is, and how to reach them."""
    _to_reporter(ticket, "ticket_transferred", to_whom=to_whom, contact=contact, told=told)


def declined(ticket: Ticket, noun: NonAcceptance) -> None:
    """To the reporter: why not, and what they can do instead."""
    _to_reporter(ticket, "ticket_not_accepted", explanation=noun.explanation, remedy=noun.remedy)


def withdrawn(ticket: Ticket) -> None:
    """To the reporter, who may not be the one who withdrew."""
    _to_reporter(ticket, "ticket_withdrawn", even_withdrawn=True)


def objected(ticket: Ticket) -> None:
    _to_reporter(ticket, "ticket_objected", reply_due_on=_reply_due(_due(ticket)))


def reopened(ticket: Ticket) -> None:
    _to_reporter(ticket, "ticket_reopened", reply_due_on=_reply_due(_due(ticket)))


def bureau_wrote(ticket: Ticket) -> None:
    """To the reporter: something waits to be read with the code. Not a word of it."""
    _to_reporter(ticket, "ticket_message")


def reporter_wrote(ticket: Ticket) -> None:
    """To whoever has the ticket in hand: the reporter wrote. Not a word of it."""
    person = _in_hand(ticket)
    if person is not None and _may_know(ticket, person):
        _to_staff(ticket, "ticket_reporter_wrote", person)


def code_changed(ticket: Ticket) -> None:
    """To the reporter: the code was changed; whoever did not do it telephones."""
    _to_reporter(ticket, "ticket_code_changed")


def _in_hand(ticket: Ticket) -> StaffUser | None:
    """The investigator while there is one, else the clerk who took the report in."""
    if ticket.investigator is not None and ticket.is_open:
        return ticket.investigator
    taken_in = ticket.latest("acceptances")
    return db.session.get(StaffUser, taken_in.by_id) if taken_in else None


def _may_know(ticket: Ticket, person: StaffUser) -> bool:
    """Whether the ticket is not kept by now from somebody who had it in hand."""
    return person.active and sight.of(person, ticket) is sight.Sight.FULL


def _to_reporter(ticket: Ticket, kind: str, *, even_withdrawn: bool = False, **context: str) -> None:
    """By mail, else by text message where the bureau has that; guarded words for whoever would not be known.

    Who withdrew is left in peace.
    """
    if ticket.withdrawal is not None and not even_withdrawn:
        return
    reporter = ticket.reporter
    by_phone = not reporter.email and KINDS[kind].by_phone and is_on("sms")
    outbox.owe(
        kind,
        to_address=reporter.phone if by_phone else reporter.email,
        to_role="reporter",
        about=ticket.subject,
        locale=ticket.locale,
        context={**_names(ticket, ticket.locale), **context},
        channel="sms" if by_phone else "smtp",
        is_discreet=reporter.is_anonymous,
    )


def _to_staff(ticket: Ticket, kind: str, person: StaffUser, **context: str) -> None:
    outbox.owe(
        kind,
        to_address=person.email,
        to_role="staff",
        about=ticket.subject,
        context={**_names(ticket, "zh"), **context},
    )


def _names(ticket: Ticket, locale: str) -> dict[str, str]:
    record = ticket.record
    title = "" if record is None else record.title_zh if locale == "zh" else record.title_en
    return {"ref": ticket.ref, "record": title}


def _due(ticket: Ticket) -> dict[str, str]:
    return {one.rule: one.due_on.isoformat() for one in deadlines.open_clocks("ticket", ticket.ref)}


def _reply_due(due: dict[str, str]) -> str:
    return next(
        (day for rule, day in due.items() if rule in ("TICKET_SIMPLE", "TICKET_NORMAL", "TICKET_COMPLEX")), ""
    )
