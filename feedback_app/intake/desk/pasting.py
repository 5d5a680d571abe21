"""The answer as another office's system gets it: its number, ours, what was found; nobody's name or number."""

from feedback_app import clock
from feedback_app.tickets.models import Ticket

SHORTEST = 2
_TEXT = {
    "zh": "贵方转来的{number}号事项（我局工单{ref}），已于{day}答复如下：\n{text}",
    "en": "The matter you passed on under number {number} (our ticket {ref}) was answered on {day}:\n{text}",
}
_SOMEBODY = {"zh": "反映人", "en": "the reporter"}


def reply_text(ticket: Ticket, lang: str) -> str | None:
    """The words to be pasted; None while nothing was answered."""
    reply, passed = ticket.latest("replies"), ticket.latest("transfers")
    answered = reply or passed
    if answered is None:
        return None
    text = reply.text if reply else f"{passed.told}\n{passed.to_whom}，{passed.contact}"
    for words in _of_reporter(ticket):
        text = text.replace(words, _SOMEBODY[lang])
    on = clock.to_local(answered.at).date()
    day = f"{on.year}年{on.month}月{on.day}日" if lang == "zh" else on.isoformat()
    return _TEXT[lang].format(number=ticket.outer_number or "—", ref=ticket.ref, day=day, text=text)


def who_is_named(ticket: Ticket, text: str) -> list[str]:
    """What in these words says who reported."""
    return [words for words in _of_reporter(ticket) if words.casefold() in text.casefold()]


def _of_reporter(ticket: Ticket) -> list[str]:
    who = ticket.reporter
    return [words for one in (who.name, who.phone, who.email) if len(words := one.strip()) >= SHORTEST]
