"""Numbers above lists, counted no further than anybody reads them: there may be a million tickets."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, literal, select, union

from feedback_app.tickets.models import Ticket

MOST = 500


class Counted(int):
    """A number counted no further than MOST; one beyond it reads “500+”."""

    def __str__(self) -> str:
        return f"{MOST}+" if self > MOST else int.__repr__(self)


def count_of(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """How many tickets meet any of these, for a Counted."""
    if not conditions:
        return literal(0)
    # In the order of the indexes, so that PostgreSQL stops with them too.
    ordered = (select(Ticket.id).where(one).order_by(Ticket.urgency_at, Ticket.id) for one in conditions)
    some = first_of_each(ordered, MOST + 1).limit(MOST + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def first_of_each(parts: Iterable[Select[int]], limit: int) -> CompoundSelect[int]:
    """The first few of several lists together, each once."""
    return union(*(select(part.limit(limit).subquery().c.id) for part in parts))
