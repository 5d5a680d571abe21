"""What tests of the staff's pages share: a browser's ways, and what a page says."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db
from feedback_app.tickets import carrying, queries
from feedback_app.tickets.models import Ticket
from feedback_app.tickets.workflow import State
from tests.factories import (
    people,
)

PDF = b"%PDF-1.4 evidence"
Browse = Callable[[str], FlaskClient]

# Each step's page: its step, the state at which it comes next (or the step after which), and who takes it.
NOUNS = {
    "acceptance": ("accept", State.RECEIVED, "sunlei"),
    "leader-submission": ("submit_to_leader", State.ACCEPTED, "sunlei"),
    "change-leader": ("change_leader", State.INVESTIGATING, "sunlei"),
    "appointment": ("assign", State.LEADER_ASSIGNED, "liweidong"),
    "change-investigator": ("change_investigator", State.INVESTIGATING, "liweidong"),
    "verification": ("verify", State.INVESTIGATING, "liufang"),
    "finding-return": ("return_finding", State.FINDING_DRAFTED, "liweidong"),
    "signature": ("sign_finding", State.FINDING_DRAFTED, "liweidong"),
    "correction": ("publish_correction", State.CORRECTING, "liufang"),
    "clarification": ("clarify", State.CLARIFYING, "liufang"),
    "redirection": ("redirect", ("sign_finding", "not_our_matter"), "liufang"),
    "omitted-record": ("name_omitted", ("sign_finding", "omitted"), "liufang"),
    "reply": ("reply", "publish_correction", "sunlei"),
    "cause": ("analyse_cause", State.REPLIED, "liufang"),
    "accountability": ("trace_accountability", State.ROOT_CAUSE, "liweidong"),
    "closing": ("close", State.ACCOUNTABILITY, "sunlei"),
}


def url(ticket: Ticket, noun: str = "") -> str:
    return f"/staff/tickets/{ticket.ref}" + (f"/{noun}" if noun else "")


def send(client: FlaskClient, ticket: Ticket, noun: str, /, **typed: Any) -> TestResponse:
    """Send a step's form as its page would, with the state of the ticket it showed."""
    db.session.refresh(ticket)
    return client.post(url(ticket, noun), data={"lock": ticket.lock} | typed)


def fresh(ticket: Ticket) -> Ticket:
    """The ticket as it stands in the database now."""
    db.session.expire_all()
    found = queries.whole_ticket(ticket.ref)
    assert found is not None
    return found


def words(page: TestResponse) -> str:
    """A page's words as they are read: markup inside a line leaves no trace, between lines a space."""
    text = re.sub(r"</?(?:a|bdi|del|ins|span|strong|time)\b[^>]*>", "", page.text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def log_length() -> int:
    return db.session.scalar(select(func.count()).select_from(LogEntry)) or 0


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def cause(**changed: Any) -> dict[str, Any]:
    """A cause as its form sends it."""
    return {
        "causes": ["unit_conversion", "review_failure"], "words": "单位弄错。", "prevention": "自动核对。",
        "fault": "negligent", "prevention_by": "法制科", "prevention_due": "2026-12-01",
    } | changed  # fmt: skip


def accountability(**changed: str) -> dict[str, str]:
    zhao = people().zhaoming
    return {
        "subject": f"user-{zhao.id}", "violation": "not_as_required", "measure": "criticism", "stage": "done",
        "heard": "said", "statement": "当时没有看清单位。", "decided_by": "本机关", "decided_on": "2026-11-12",
        "reasons": "录入时未核对单位。",
    } | changed  # fmt: skip


def carriers_of(ticket: Ticket) -> list[Any]:
    return carrying.carriers_of(fresh(ticket))
