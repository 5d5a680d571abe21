"""What a reporter answered to the questions of their kind of report, in words."""

from feedback_app.tickets.asks import SHEETS
from feedback_app.tickets.models import Ticket


def told(ticket: Ticket, lang: str) -> list[tuple[str, str]]:
    """Question and answer, in the order they were asked; a question that is asked no more shows its key."""
    sheet = SHEETS.get(ticket.type)
    rows = [(one.ask, sheet.ask(one.ask) if sheet else None, one.words) for one in ticket.particulars]
    return [
        ((ask.label_en if lang == "en" else ask.label_zh, ask.shown(words, lang)) if ask else (key, words))
        for key, ask, words in rows
    ]
