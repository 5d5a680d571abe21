"""What waits for a person, oldest limit first; for those who keep all reports in view, all that are open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.paging import After, Page
from feedback_app.tickets import desk_rows, filtering, queries, recusals
from feedback_app.tickets.channels import CHANNELS
from feedback_app.tickets.filtering import Due, Wanted
from feedback_app.tickets.forms_staff.base import label_of, tidy_line
from feedback_app.tickets.forms_staff.people import name_and_post
from feedback_app.tickets.models import SavedFilter, Ticket
from feedback_app.tickets.types import TYPES
from feedback_app.tickets.views_staff.blueprint import Answer, me, staff
from feedback_app.tickets.views_staff.changes import ClaimRow, claim_line
from feedback_app.tickets.views_staff.limits import Limit, nearest
from feedback_app.tickets.views_staff.nouns import page_for
from feedback_app.tickets.workflow import ASIDE, SEATS, STATES, STEPS, Seat, SeatRow, Step

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
    if sees_all and (ref := tidy_line(request.args.get("ref"))):
        return _find(user, ref)
    filters = desk_rows.filters_of(user)
    args = request.args or _default(filters)
    wanted = Wanted.read(args)
    if wanted.words and queries.ticket_for(user, wanted.words.upper()) is not None:
        return redirect(url_for("staff.show", ref=wanted.words.upper()), 303)
    view = args.get("view", MINE) if sees_all else MINE
    return render_template("tickets/staff/queue.html", **_shown(user, view, wanted), filters=filters,
                           sees_all=sees_all, choices=_choices(wanted))  # fmt: skip


def _shown(user: StaffUser, view: str, wanted: Wanted) -> dict[str, Any]:
    now = clock.now()
    page = _page(user, view, wanted, now, After.read(request.args.get("after")))
    counts = queries.counts(user, now)
    g.tickets_waiting = counts.mine  # the navigation shows the same number
    lines = _lines(page.rows)
    grouped = [
        (group, list(some)) for group, some in groupby(lines, lambda one: filtering.group_of(one.ticket, now))
    ]
    return {
        "view": view, "wanted": wanted, "lines": lines, "grouped": grouped, "groups": GROUPS,
        "counts": counts, "of_groups": filtering.counts(_all_of(user, view, wanted, now), now),
        "after": page.after, "is_first": "after" not in request.args,
        "recusals_waiting": len(recusals.waiting_for(user)),
    }  # fmt: skip


def _find(user: StaffUser, ref: str) -> Answer:
    """Straight to a ticket whose number somebody reads out."""
    if queries.ticket_for(user, ref.upper()) is not None:
        return redirect(url_for("staff.show", ref=ref.upper()), 303)
    flash(_("没有找到编号为“%(ref)s”的工单。编号像 FK-JC-20261109-0007 这样。", ref=ref), "error")
    return redirect(url_for("staff.queue", view=ALL), 303)


def _default(filters: list[SavedFilter]) -> Mapping[str, str]:
    """Where this person begins: their default filter, or just what waits for them."""
    mine = next((one for one in filters if one.is_default), None)
    return dict(parse_qsl(mine.query)) if mine else {}


def _page(user: StaffUser, view: str, wanted: Wanted, now: datetime, after: After | None) -> Page[Ticket]:
    narrowed = wanted.conditions(now)
    if wanted.words:
        return queries.seen_with(user, narrowed, after=after)
    if view == LATE:
        return queries.open_tickets(user, overdue_at=now, narrowed=narrowed, after=after)
    if view == ALL:
        return queries.open_tickets(user, narrowed=narrowed, also_closed=wanted.also_closed, after=after)
    return queries.inbox(user, narrowed=narrowed, after=after)


def _all_of(user: StaffUser, view: str, wanted: Wanted, now: datetime) -> list[Any]:
    """Everything the list would hold with all its pages, whichever group is looked at: what meets any of these."""
    others = Wanted.read(wanted.given | {"due": ""}).conditions(now)
    if view in (ALL, LATE) or wanted.words:
        held = [queries.kept_in_view(user, only_open=not wanted.also_closed)]
    else:
        held = queries.waiting_in_seats(user)
    return [filtering.all_of(one, *others) for one in held]


def _lines(tickets: list[Ticket]) -> list[Line]:
    limits = nearest(tickets)
    return [_line(ticket, limits.get(ticket.ref)) for ticket in tickets]


def _line(ticket: Ticket, limit: Limit | None) -> Line:
    step = (STEPS | ASIDE).get(ticket.next_step or "")
    seat = SEATS[Seat(ticket.waits_for)] if ticket.waits_for else None
    return Line(ticket, claim_line(ticket), step, seat, page_for(step, ticket) if step else "", limit)


def _choices(wanted: Wanted) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each filter: codes and words."""
    people = accounts.holders(Role.SUPERVISING_LEADER, Role.PRINCIPAL_LEADER, Role.INVESTIGATOR)
    named = [(one, str(one.id), name_and_post(one)[0]) for one in people]
    return {
        "type": [(code, label_of(row)) for code, row in TYPES.items()],
        "state": [(code.value, label_of(row)) for code, row in STATES.items()],
        "channel": [(code, label_of(row)) for code, row in CHANNELS.items()],
        "leader": [(number, name) for one, number, name in named if one.roles & SEATS[Seat.LEADER].roles],
        "investigator": [(number, name) for one, number, name in named if Role.INVESTIGATOR in one.roles],
        "unit": [(str(one.id), label_of(one)) for one in accounts.units()],
    }


@dataclass(frozen=True)
class GroupRow:
    """The name of a group of the list."""

    label_zh: str
    label_en: str


GROUPS = {
    Due.LATE: GroupRow("逾期", "Overdue"),
    Due.TODAY: GroupRow("今天到期", "Due today"),
    Due.WEEK: GroupRow("本周到期", "Due this week"),
    Due.LATER: GroupRow("以后到期", "Due later"),
    Due.NONE: GroupRow("没有在计的时限", "No limit running"),
}
