"""The time limits of tickets, as the components draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedback_app import clock
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.clock_rule import ClockRule
from feedback_app.deadlines.models import Clock
from feedback_app.deadlines.working_days import Calendar, Count, working_days_between
from feedback_app.tickets.forms_staff.base import lang
from feedback_app.tickets.models import Ticket

SOON = 2  # working days left from which a limit is shown as near


@dataclass(frozen=True)
class Limit:
    """One limit: its state and days for the badge, its date, its rule, and how it was counted."""

    rule: ClockRule
    state: str
    days: int
    due_on: date
    count: Count
    said: str

    @property
    def citation(self) -> str:
        """Whose rule it is."""
        return self.rule.citation_en if lang() == "en" else self.rule.citation_zh


def limits_of(ticket: Ticket) -> list[Limit]:
    """Every limit of one ticket, those still running first."""
    every = sorted(deadlines.clocks("ticket", ticket.ref), key=lambda one: (not one.is_open, one.due_at))
    calendar = deadlines.calendar()
    return [_limit(one, calendar) for one in every]


def limit_of(one: Clock) -> Limit:
    """One limit by itself."""
    return _limit(one, deadlines.calendar())


def nearest(tickets: Sequence[Ticket]) -> dict[str, Limit]:
    """The running limit that ends first, by ticket; a ticket without any is not in it."""
    found = deadlines.clocks_of("ticket", [ticket.ref for ticket in tickets])
    running = {ref: [one for one in every if one.is_open] for ref, every in found.items()}
    calendar = deadlines.calendar()
    return {ref: _limit(every[0], calendar) for ref, every in running.items() if every}


def _limit(one: Clock, calendar: Calendar) -> Limit:
    state, days = _standing(one, calendar)
    return Limit(one.row, state, days, one.due_on, one.count, one.explanation(lang()))


def _standing(one: Clock, calendar: Calendar) -> tuple[str, int]:
    now, today = clock.now(), clock.today()
    if not one.is_open:
        return ("kept", 0) if one.outcome == "kept" else ("kept_late", one.late_by or 0)
    if one.is_paused(now):
        return "paused", 0
    if one.is_overdue(now):
        return "late", working_days_between(one.due_on, today, calendar)
    left = one.days_left(now)
    return ("today" if left == 0 else "soon" if left <= SOON else "running"), left
