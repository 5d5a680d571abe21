"""What waits for a person, oldest limit first; for those who keep all reports in view, all that are open."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.paging import After, Page
from feedback_app.tickets import queries, recusals
from feedback_app.tickets.forms_staff.base import tidy_line
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff
from feedback_app.tickets.views_staff.changes import ClaimRow, claim_line
from feedback_app.tickets.views_staff.limits import Limit, nearest
from feedback_app.tickets.views_staff.nouns import page_for
from feedback_app.tickets.workflow import ASIDE, SEATS, STATES, STEPS, Seat, SeatRow, State, Step

MINE, LATE, ALL = "mine", "late", "all"


@dataclass(frozen=True)
class Line:
    """One ticket of the list."""

    ticket: Ticket
    claim: ClaimRow | None
    step: Step | None
    seat: SeatRow | None
    step_href: str
    limit: Limit | None


@staff.get("/")
def queue() -> Answer:
    user = me()
    sees_all = bool(user.roles & queries.KEEPS_IN_VIEW)
    if sees_all and (wanted := tidy_line(request.args.get("ref"))):
        return _find(user, wanted)
    view = request.args.get("view", MINE) if sees_all else MINE
    state = _state(request.args.get("state"))
    page = _page(user, view, state, After.read(request.args.get("after")))
    return render_template(
        "tickets/staff/queue.html",
        view=view,
        sees_all=sees_all,
        lines=_lines(page.rows),
        counts=queries.counts(user, clock.now()),
        after=page.after,
        is_first="after" not in request.args,
        state=state,
        states=STATES,
        recusals_waiting=len(recusals.waiting_for(user)),
    )


def _find(user: StaffUser, ref: str) -> Answer:
    """Straight to a ticket whose number somebody reads out."""
    if queries.ticket_for(user, ref.upper()) is not None:
        return redirect(url_for("staff.show", ref=ref.upper()), 303)
    flash(_("没有找到编号为“%(ref)s”的工单。编号像 FK-JC-20261109-0007 这样。", ref=ref), "error")
    return redirect(url_for("staff.queue", view=ALL), 303)


def _page(user: StaffUser, view: str, state: State | None, after: After | None) -> Page[Ticket]:
    if view == ALL:
        return queries.open_tickets(user, state=state, after=after)
    if view == LATE:
        return queries.open_tickets(user, overdue_at=clock.now(), after=after)
    return queries.inbox(user, after=after)


def _state(wanted: str | None) -> State | None:
    return State(wanted) if wanted in list(State) else None


def _lines(tickets: list[Ticket]) -> list[Line]:
    limits = nearest(tickets)
    return [_line(ticket, limits.get(ticket.ref)) for ticket in tickets]


def _line(ticket: Ticket, limit: Limit | None) -> Line:
    step = (STEPS | ASIDE).get(ticket.next_step or "")
    seat = SEATS[Seat(ticket.waits_for)] if ticket.waits_for else None
    return Line(ticket, claim_line(ticket), step, seat, page_for(step, ticket) if step else "", limit)
