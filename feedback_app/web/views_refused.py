"""Writing down what was refused to somebody signed in.

The refused act's own transaction is rolled back, so the entry is written in one of its own, once the answer stands: the
one place for every step of the staff. Nothing else hangs on it: if it cannot be written, the refusal holds.
"""

from flask import Response, current_app, g, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from feedback_app.audit.actor import Actor
from feedback_app.disclosures.workflow import STEPS as RECORD_STEPS
from feedback_app.extensions import db, writing_apart
from feedback_app.oversight import operations
from feedback_app.refusals import Refusal
from feedback_app.tickets import queries as tickets

# Whose pages are about what: blueprint → how the log names the thing of that reference.
SUBJECTS = {"staff": "ticket", "staff_records": "record"}
UNNAMED = ("这一步", "this step")


def write_down(answer: Response) -> Response:
    """After every request: what the rules refused, whether on a page of its own (409) or beside a field."""
    fault, subject = g.pop("refused", None), _subject()
    if isinstance(fault, Refusal) and subject is not None:
        try:
            _write(fault, subject)
        except SQLAlchemyError as broken:
            current_app.logger.warning("a refusal could not be logged: %s", type(broken).__name__)
    return answer


def _write(fault: Refusal, subject: str) -> None:
    with writing_apart():
        if current_user.is_authenticated:
            by: Actor = current_user.actor
            operations.note_refused_step(subject, fault, step=_step(), by=by, about=_about(subject))
            db.session.commit()


def _subject() -> str | None:
    kind, ref = SUBJECTS.get(request.blueprint or ""), (request.view_args or {}).get("ref")
    return f"{kind}:{ref}" if kind and ref else None


def _about(subject: str) -> str | None:
    """The record a ticket is about: own work is told by it."""
    kind, _, ref = subject.partition(":")
    ticket = tickets.whole_ticket(ref) if kind == "ticket" else None
    return ticket.record.subject if ticket is not None and ticket.record is not None else None


def _step() -> tuple[str, str]:
    """What was tried: the step the page is for, or the record's step behind the noun of the address."""
    noun = (request.view_args or {}).get("noun") or request.path.rpartition("/")[2]
    by_noun = {row.noun: row for row in RECORD_STEPS.values() if row.noun}
    row = g.get("step_tried") or by_noun.get(noun)
    return (row.label_zh, row.label_en) if row is not None else UNNAMED
