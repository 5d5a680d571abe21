"""Every action the log knows, with the sentence its reader sees. An action without a row here cannot be logged.

How a sentence is written: `{name}` stands for the actor, the subject, the second subject (about), a state or a public
fact of that name. What stands between square brackets is left out when one of its names has no value (missing, empty,
zero, false). Values that are codes are shown by the labels the page gives, see sentences.py.
Facts are public and for ever: no words typed by persons, no names of reporters, parties or persons held to account.
"""

from feedback_app.audit.actions import (
    accounts,
    channels,
    coming_down,
    consequences,
    content,
    deadlines,
    desk,
    files,
    log,
    mail,
    messages,
    oversight,
    records,
    tickets,
)
from feedback_app.audit.actions.action import Action, Kind
from feedback_app.audit.actions.kinds import KINDS, SUBJECTS

ACTIONS = {
    **accounts.ACTIONS,
    **content.ACTIONS,
    **records.ACTIONS,
    **coming_down.ACTIONS,
    **channels.ACTIONS,
    **tickets.ACTIONS,
    **consequences.ACTIONS,
    **deadlines.ACTIONS,
    **messages.ACTIONS,
    **mail.ACTIONS,
    **desk.ACTIONS,
    **files.ACTIONS,
    **log.ACTIONS,
    **oversight.ACTIONS,
}

__all__ = ["ACTIONS", "KINDS", "SUBJECTS", "Action", "Kind"]
