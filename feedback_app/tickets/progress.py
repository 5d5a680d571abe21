"""The six things Article 15 asks for, as far as one ticket has come: for the citizen, the staff and the supervisor."""

from dataclasses import dataclass
from datetime import datetime

from feedback_app.tickets.findings import Demand
from feedback_app.tickets.models import Deed, Ticket
from feedback_app.tickets.workflow import ARTICLE_STEPS, ArticleStep, State

DONE, NOW, TO_COME, NOT_NEEDED = "done", "now", "to_come", "not_needed"


@dataclass(frozen=True)
class Progress:
    """One of the six: its status, and when and by whom it was done (`who` is for staff and supervisors only)."""

    row: ArticleStep
    status: str
    at: datetime | None = None
    who: str = ""

    @property
    def label_zh(self) -> str:
        return self.row.label_zh

    @property
    def label_en(self) -> str:
        return self.row.label_en


def progress(ticket: Ticket) -> list[Progress]:
    """The six steps in order; the first that is neither done nor superfluous is under way, unless nobody has begun."""
    lines: list[Progress] = []
    begun = ticket.at_state is not State.RECEIVED
    for row in ARTICLE_STEPS:
        deed, needed = _deed_of(ticket, row.number), _is_needed(ticket, row.number)
        if deed is not None:
            at, who = deed
            lines.append(Progress(row, DONE, at, who))
        elif not needed:
            lines.append(Progress(row, NOT_NEEDED))
        else:
            lines.append(Progress(row, NOW if begun else TO_COME))
            begun = False
    return lines


def _deed_of(ticket: Ticket, number: int) -> tuple[datetime, str] | None:
    verification = ticket.verification
    if number == 2:
        signed = verification is not None and verification.signed_at is not None
        return (verification.signed_at, verification.signed_by_name) if signed else None  # type: ignore[union-attr,return-value]
    deeds: dict[int, Deed | None] = {
        1: ticket.submissions[-1] if ticket.submissions else None,
        3: _explained(ticket),
        4: _put_right(ticket),
        5: ticket.cause,
        6: ticket.accountabilities[-1] if ticket.accountabilities else None,
    }
    deed = deeds[number]
    return (deed.at, deed.by_name) if deed else None


# What fulfils a step: whose matter it is, is said as a clarification is; taken down or published, it is put right.
_DEMANDED = {
    3: frozenset({Demand.CLARIFICATION, Demand.REDIRECTION}),
    4: frozenset({Demand.CORRECTION, Demand.TAKEDOWN, Demand.PUBLICATION}),
    5: frozenset({Demand.CAUSE}),
    6: frozenset({Demand.ACCOUNTABILITY}),
}


def _put_right(ticket: Ticket) -> Deed | None:
    if ticket.ever_demanded(Demand.TAKEDOWN) and ticket.takedown is not None:
        return ticket.takedown
    omitted = ticket.omitted_publication if ticket.ever_demanded(Demand.PUBLICATION) else None
    return omitted if omitted is not None and omitted.published_at is not None else ticket.correction


def _explained(ticket: Ticket) -> Deed | None:
    redirected = ticket.redirection if ticket.ever_demanded(Demand.REDIRECTION) else None
    return redirected or ticket.clarification


def _is_needed(ticket: Ticket, number: int) -> bool:
    """Before a finding is signed all six lie ahead (a draft must not show through); then the finding says which."""
    demanded, verification = _DEMANDED.get(number), ticket.verification
    is_signed = verification is not None and verification.signed_at is not None
    return not is_signed or demanded is None or bool(demanded & ticket.demands)
