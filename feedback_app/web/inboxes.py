"""How much waits for the person signed in, for the numbers in the staff's navigation: asked once for each page."""

from collections.abc import Callable
from typing import Any

from flask import g
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.disclosures import desk, desk_down, withheld
from feedback_app.tickets import queries as tickets


def template_names() -> dict[str, Any]:
    return {
        "records_waiting": lambda: _once("records_waiting", _records),
        "tickets_waiting": lambda: _once("tickets_waiting", _tickets),
    }


def _records() -> int:
    standings = accounts.standings(current_user)
    return (
        len(desk.waiting_for(current_user, standings))
        + len(desk_down.waiting_to_come_down(current_user, standings))
        + len(withheld.waiting_for(current_user, standings, clock.today()))
    )


def _tickets() -> int:
    return tickets.count_waiting(current_user)


def _once(name: str, count: Callable[[], int]) -> int:
    """Nothing where it cannot be counted: a number in the navigation must not take a page away."""
    if name not in g:
        try:
            setattr(g, name, count())
        except SQLAlchemyError:
            setattr(g, name, 0)
    waiting: int = getattr(g, name)  # a Counted says itself when it was not counted to the end
    return waiting
