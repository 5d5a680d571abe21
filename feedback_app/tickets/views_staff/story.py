"""Everything that happened to a ticket, in one line of time: the log, the talk, the notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from feedback_app.audit.actions import ACTIONS
from feedback_app.audit.models import LogEntry
from feedback_app.tickets import desk_rows, talk
from feedback_app.tickets.models import Ticket


@dataclass(frozen=True)
class Moment:
    """One thing that happened. `kind`: which filter shows it; `words`: what was written, for notes and the talk."""

    at: datetime
    kind: str
    said: str
    reason: str = ""
    words: str = ""


@dataclass(frozen=True)
class MomentKind:
    label_zh: str
    label_en: str


MOMENT_KINDS = {
    "steps": MomentKind("办理步骤", "Steps"),
    "talk": MomentKind("和反映人的往来", "Talk with the reporter"),
    "notes": MomentKind("内部备注", "Internal notes"),
    "files": MomentKind("文件", "Files"),
    "mail": MomentKind("通知", "Notices"),
    "limits": MomentKind("期限", "Limits"),
}
_OF_ACTION = {"file": "files", "deadline": "limits", "clock": "limits", "message": "mail", "mail": "mail"}


def story(ticket: Ticket, told: Sequence[tuple[LogEntry, str]], only: str = "") -> list[Moment]:
    """The moments of a ticket, oldest first; `only`: of one kind."""
    moments = [Moment(entry.at, _kind_of(entry.action), said, entry.reason or "") for entry, said in told]
    moments += [
        Moment(one.message.at, "talk", one.message.by_name, words=one.message.words)
        for one in talk.spoken(ticket) if one.message.words
    ]  # fmt: skip
    moments += [Moment(one.at, "notes", one.by_name, words=one.words) for one in desk_rows.notes_of(ticket)]
    found = [one for one in moments if only not in MOMENT_KINDS or one.kind == only]
    return sorted(found, key=lambda one: one.at)


def _kind_of(action: str) -> str:
    if action == "ticket.note":
        return "notes"
    row = ACTIONS.get(action)
    return _OF_ACTION.get(row.kind if row else "", "steps")
