"""What in the words of a public answer would give the reporter or anybody else away: refused with the place.

The same guard looks at these words as at everything that is published; besides, nothing the reporter told of themselves
may stand in them, and no number by which their file is found.
"""

from flask import current_app

from feedback_app import guard
from feedback_app.tickets.models import Ticket

SHORTEST = 2  # signs; one alone would be found everywhere


def places(ticket: Ticket, *texts: str) -> list[tuple[str, str]]:
    """Each place as (Chinese, English) words that name it, in order; empty when the words may be public."""
    own = [str(current_app.config.get(name, "")) for name in ("HOTLINE", "MAILBOX", "ADDRESS")]
    found: list[tuple[str, str]] = []
    for text in texts:
        for one in guard.inspect_text(text, own=own):
            row, shown = one.row, guard.mask(one.excerpt)
            found.append((f"{row.label_zh}“{shown}”", f"{row.label_en} “{shown}”"))
        found += [
            (zh, en)
            for words, zh, en in _told(ticket)
            if len(words) >= SHORTEST and words.casefold() in text.casefold()
        ]
    return list(dict.fromkeys(found))


def _told(ticket: Ticket) -> list[tuple[str, str, str]]:
    reporter = ticket.reporter
    return [
        (reporter.name.strip(), "反映人的姓名或者单位", "the reporter's name"),
        (reporter.email.strip(), "反映人的邮箱", "the reporter's e-mail address"),
        (reporter.phone.strip(), "反映人的电话", "the reporter's telephone"),
        (ticket.ref, "工单编号", "the ticket's number"),
    ]
