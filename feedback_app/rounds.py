"""What time itself asks for, as a table: each round is done again and again by whoever runs the relay.

A round must be harmless when two relays do it at once, when it is late, and when it is cut off half-way: it finds in the
tables what is due and commits each piece.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from feedback_app import clock, runs
from feedback_app.deadlines import jobs as deadlines
from feedback_app.disclosures import jobs as disclosures
from feedback_app.disclosures import jobs_importing as importing
from feedback_app.extensions import db
from feedback_app.files import jobs as files
from feedback_app.intake import jobs as intake
from feedback_app.intake import jobs_imap as mailbox
from feedback_app.outbox import jobs as outbox
from feedback_app.tickets import jobs as tickets
from feedback_app.tickets import jobs_settling as settling
from feedback_app.tickets import jobs_telling as telling
from feedback_app.watch import jobs as watch


@dataclass(frozen=True)
class Round:
    """`do` is called with nothing, about every `every` seconds."""

    name: str
    every: int
    do: Callable[[], object]


ROUNDS = (
    Round("outbox.enqueue", 1, outbox.enqueue_quietly),
    Round("intake.enqueue", 2, intake.enqueue_due),
    Round("intake.fetch", 60, mailbox.enqueue_fetch),
    Round("watch.sign", 60, watch.sign),
    Round("watch.ask_witnesses", 60, watch.ask_witnesses),
    Round("watch.verify_due", 300, watch.verify_due),
    Round("watch.mail_checkpoint", 60, watch.mail_checkpoint),
    Round("deadlines.note_missed", 60, deadlines.note_missed),
    Round("deadlines.recompute_provisional", 6 * 3600, deadlines.recompute_provisional),
    Round("deadlines.remind_of_calendar", 3600, deadlines.remind_of_calendar),
    Round("disclosures.tell_about_limits", 300, disclosures.tell_about_limits),
    Round("disclosures.tell_about_service", 600, disclosures.tell_about_service),
    Round("tickets.tell_about_limits", 300, telling.tell_about_limits),
    Round("tickets.send_digests", 600, telling.send_digests),
    Round("tickets.remind_of_labels", 3600, telling.remind_of_labels),
    Round("tickets.tell_of_failures", 60, telling.tell_of_failures),
    Round("disclosures.publish_planned", 5, disclosures.publish_planned),
    Round("disclosures.mend_index", 3600, disclosures.mend_index),
    Round("importing.enqueue", 2, importing.enqueue_due),
    Round("importing.clear_away", 3600, importing.clear_away),
    Round("tickets.look_again", 120, settling.look_again),
    Round("tickets.go_on", 300, tickets.go_on_when_time_is_up),
    Round("disclosures.look_at_expiry", 600, disclosures.look_at_expiry),
    Round("disclosures.remind_of_withheld", 3600, disclosures.remind_of_withheld),
    Round("tickets.forget_readings", 600, tickets.forget_readings),
    Round("tickets.forget_old_desk_rows", 600, tickets.forget_old_desk_rows),
    Round("files.enqueue_copies", 2, files.enqueue_copies),
    Round("files.sweep", files.SWEEP_EVERY, files.sweep),
)
WRITE_EVERY = 20  # seconds: rounds come by the second, their rows need not
_due: dict[str, float] = {}
_done: dict[str, tuple[datetime, datetime, str]] = {}
_written = 0.0


def start() -> None:
    """Everything is due at once."""
    global _written  # noqa: PLW0603 - the relay is one process with one thread
    _due.clear()
    _done.clear()
    _written = 0.0


def look() -> None:
    """Do each round that is due. One that fails is said in the program's own log and tried again in its time."""
    for row in ROUNDS:
        if time.monotonic() >= _due.get(row.name, 0):
            _do(row)
            _due[row.name] = time.monotonic() + row.every
    _write_down()


def _do(row: Round) -> None:
    began, fault = clock.now(), ""
    try:
        row.do()
    except Exception as stumble:  # one round must not stop the others
        current_app.logger.warning("round %s failed", row.name, exc_info=True)
        fault = type(stumble).__name__  # no more: what else it says may be about somebody
    finally:
        db.session.remove()
    _done[row.name] = (began, clock.now(), fault)


def _write_down() -> None:
    """What was done since the last time, in one transaction; a database that is away hears of it later."""
    global _written  # noqa: PLW0603
    if _written and time.monotonic() < _written + WRITE_EVERY:
        return
    _written = time.monotonic()
    try:
        for name in sorted(_done):  # in one order, so that two relays never wait for each other in a ring
            began, ended, fault = _done[name]
            runs.note(name, started_at=began, ended_at=ended, fault=fault)
        db.session.commit()
        _done.clear()
    except SQLAlchemyError:
        current_app.logger.warning("rounds are not written down", exc_info=True)
    finally:
        db.session.remove()
