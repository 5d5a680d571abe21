"""What follows an answer: the letter for the seal, the answer made public, what the reporter thought of it (Article 15)."""

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import REPORTER
from feedback_app.extensions import db
from feedback_app.numbering import next_number
from feedback_app.refusals import Refusal
from feedback_app.tickets import steps
from feedback_app.tickets.answers import identifying
from feedback_app.tickets.models import Letter, Permission, PublicAnswer, Satisfaction, Ticket
from feedback_app.tickets.operations.taking import deed, take_turn
from feedback_app.tickets.workflow import ASIDE

SCORES = range(1, 6)


class CannotBePublic(Refusal):
    """The answer may not be made public, or its words would let somebody be guessed."""


class NothingToRate(Refusal):
    """There is no answer yet, or it was rated before."""


def print_letter(ticket: Ticket, *, to: str, is_large: bool, by: StaffUser) -> Letter:
    """Put the answer on paper for the seal (答复函). Who prints learns the name it is addressed to: that is in the log."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["print_letter"], by)
    reply = ticket.latest("replies")
    if reply is None:
        raise steps.StepNotAllowed("还没有答复，不能印答复函。", "There is no answer to be printed yet.")
    letter = Letter(to=to, text=reply.text, is_large=is_large, **deed(ticket, by))
    ticket.letters.append(letter)
    audit.append("ticket.print_letter", by=by.actor, subject=ticket.subject)
    db.session.flush()
    return letter


def allow_publication(ticket: Ticket) -> None:
    """The reporter agrees that the answer is made public without saying who they are. Given twice it is given once."""
    take_turn(ticket)
    if ticket.reply is None or not ticket.type_row.answer_may_be_public:
        raise CannotBePublic("这份答复不能公开。", "This answer cannot be made public.")
    given = ticket.present(ticket.permissions)
    if given is not None:
        given.taken_back_at = None
    else:
        ticket.permissions.append(Permission(round=ticket.round, at=clock.now()))
    audit.append("ticket.allow_publication", by=REPORTER, subject=ticket.subject)


def forbid_publication(ticket: Ticket) -> None:
    """The reporter takes the permission back; what was public already is taken from the public at once."""
    take_turn(ticket)
    given = ticket.permission
    if given is None:
        return
    given.taken_back_at = clock.now()
    audit.append("ticket.forbid_publication", by=REPORTER, subject=ticket.subject)
    for answer in ticket.public_answers:
        if answer.withdrawn_at is None:
            answer.withdrawn_at, answer.withdrawn_reason = clock.now(), "反映人收回同意。"


def publish_answer(ticket: Ticket, *, asked: str, text: str, by: StaffUser) -> PublicAnswer:
    """Make an answer public, in words of its own (公开答复). Raises CannotBePublic when the reporter has not agreed, or with
    the places in the words that would give somebody away."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["publish_answer"], by)
    if ticket.permission is None:
        raise CannotBePublic(
            "反映人没有同意公开这份答复。", "The reporter has not agreed to have the answer made public."
        )
    if ticket.public_answer is not None:
        raise CannotBePublic("这份答复已经公开了。", "This answer is public already.")
    found = identifying.places(ticket, asked, text)
    if found:
        places_zh, places_en = "；".join(zh for zh, en in found), "; ".join(en for zh, en in found)
        raise CannotBePublic(
            f"这些字会让人猜出是谁，请改写：{places_zh}。",
            f"These words would give somebody away; please put it differently: {places_en}.",
        )
    year = f"DF-{clock.today().year}"
    answer = PublicAnswer(
        ref=f"{year}-{next_number(year):04d}",
        record_id=ticket.record_id,
        asked=asked,
        text=text,
        **deed(ticket, by),
    )
    ticket.public_answers.append(answer)
    audit.append(
        "ticket.publish_answer",
        by=by.actor,
        subject=ticket.subject,
        facts={"answer": answer.ref},
        private={"asked": asked, "text": text},
    )
    return answer


def withdraw_answer(ticket: Ticket, answer: PublicAnswer, *, by: StaffUser, reason: str) -> None:
    """Take a public answer from the public again, with the reason."""
    take_turn(ticket)
    steps.check(steps.standing(ticket), ASIDE["publish_answer"], by)
    if answer.withdrawn_at is not None:
        raise CannotBePublic("这份答复已经撤下了。", "This answer has been taken down already.")
    answer.withdrawn_at, answer.withdrawn_by_name, answer.withdrawn_reason = clock.now(), by.name, reason
    audit.append(
        "ticket.withdraw_answer",
        by=by.actor,
        subject=ticket.subject,
        facts={"answer": answer.ref},
        private={"reason": reason},
    )


def rate(ticket: Ticket, *, score: int, words: str) -> None:
    """How satisfied the reporter is with the answer, 1 to 5, once for each answer (满意度). The words are sealed."""
    take_turn(ticket)
    if ticket.reply is None or score not in SCORES:
        raise NothingToRate("还没有答复，不能评价。", "There is no answer to be rated yet.")
    if ticket.satisfaction is not None:
        raise NothingToRate(
            "这份答复您已经评价过了，谢谢。", "You have rated this answer already. Thank you."
        )
    ticket.satisfactions.append(Satisfaction(round=ticket.round, score=score, words=words, at=clock.now()))
    audit.append("ticket.rate", by=REPORTER, subject=ticket.subject, facts={"score": score})
