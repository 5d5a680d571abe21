"""What tests of recusal and of sealed reports share."""

from typing import Any

from sqlalchemy import select

from feedback_app.accounts.models import StaffUser
from feedback_app.audit.models import LogEntry
from feedback_app.extensions import db, keyring
from feedback_app.tickets import operations, recusals
from feedback_app.tickets.models import Recusal, Ticket
from feedback_app.tickets.operations import ClaimWords, Decision, Report, ReporterWords
from tests.factories import people, published_penalty

SECRET = "古丽娜尔收了沃野的羊"


def conduct(words_said: str = SECRET, **more: Any) -> Ticket:
    """A report about somebody's conduct, about the record 古丽娜尔 approved."""
    record = published_penalty()
    said = Report(
        "conduct_report", words_said, "seed", record=record, claims=(ClaimWords(None, "送羊", "查一查"),),
        reporter=ReporterWords(name="巴合提别克", phone="13911112222"), **more,
    )  # fmt: skip
    ticket = operations.submit(said, code_hash=keyring.code_hash("x"))
    db.session.commit()
    return ticket


def last_entry(action: str) -> LogEntry:
    found = db.session.scalars(
        select(LogEntry).where(LogEntry.action == action).order_by(LogEntry.number.desc())
    ).first()
    assert found is not None, f"no {action} in the log"
    return found


def granted(ticket: Ticket, who: StaffUser, **how: Any) -> Recusal:
    """Asked for by the clerk, decided by whoever is next above."""
    made = operations.enter_recusal(ticket, who, ground="other", words="有利害关系", by=people().sunlei)
    decider = recusals.deciders(ticket, who)[1][0]
    operations.decide_recusal(made, Decision(True, "other", "情况属实。", **how), by=decider)
    db.session.commit()
    return made
