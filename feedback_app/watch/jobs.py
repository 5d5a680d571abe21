"""What time asks of the watch. Each can be done by two relays at once, late, or cut off half-way.

Signing and verifying can find the log damaged. That is an alarm for people, never a fault that stops the program.
"""

import datetime as dt
import logging

from flask import current_app
from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy.exc import IntegrityError

from feedback_app import clock
from feedback_app.audit import jobs as audit
from feedback_app.audit import queries as log
from feedback_app.audit.checkpoints import NotSigned
from feedback_app.audit.tlog_witness import Unreachable
from feedback_app.audit.tree import TreeDamaged
from feedback_app.deadlines import queries as deadlines
from feedback_app.extensions import db, reading_only
from feedback_app.outbox.jobs import SLOW, connect
from feedback_app.watch import operations, queries, witnessing

VERIFYING = 3600  # seconds a verification may take
MAILED_AT = dt.time(8, 30)  # Beijing
WEEKLY_ON = 0  # Monday
program_log = logging.getLogger(__name__)


def sign() -> None:
    """A signed checkpoint when one is due; an alarm when the log may not be signed."""
    try:
        audit.issue_due()
    except (NotSigned, TreeDamaged) as fault:
        db.session.rollback()
        operations.raise_alarm("log_not_signed", fault.say("zh"), fault.say("en"))
        db.session.commit()


def ask_witnesses() -> None:
    """Have each witness cosign the newest checkpoint. No answer is no alarm: it is asked again in the next round."""
    for witness in witnessing.witnesses(current_app.config["LOG_WITNESSES"]):
        try:
            refused = witnessing.have_signed(witness)
        except (
            Unreachable,
            NotSigned,
            TreeDamaged,
            ValueError,
        ) as fault:  # a log that proves nothing alarms elsewhere
            db.session.rollback()
            program_log.warning("witness %s: %s", witness.key.name, fault)
            continue
        if refused is not None:
            operations.raise_alarm("witness_refused", refused.words_zh, refused.words_en, stem=refused.stem)
        db.session.commit()


def verify_due() -> None:
    """Put a verification of the whole log into the queue when the last one is old enough."""
    pause = dt.timedelta(hours=current_app.config["LOG_VERIFY_HOURS"])
    with reading_only():
        last = queries.last_check()
        is_due = last is None or audit.is_due(last.at, pause)
        db.session.rollback()
    if is_due:
        try:
            queue = Queue(SLOW, connection=connect())
            if "log-verify" not in queue.get_job_ids():
                queue.enqueue(
                    verify, job_id="log-verify", job_timeout=VERIFYING, result_ttl=0, failure_ttl=3600
                )
        except RedisError as fault:
            program_log.warning("queue away: %s", type(fault).__name__)


def verify() -> bool:
    """Verify the whole log, note that it was done, raise the alarm when it does not hold. Returns whether it holds."""
    try:
        with reading_only():
            verdict = log.verify()
            db.session.rollback()
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as fault:
        # The check itself stumbled over what it found: nobody may come to believe that all is well.
        db.session.rollback()
        program_log.error("verification broke off", exc_info=True)
        kind = type(fault).__name__
        operations.note_verdict(
            log.head().number,
            (
                f"核验没有做完，日志里有系统写不出的内容（{kind}）。",
                f"The check broke off: the log holds something the system could not have written ({kind}).",
            ),
        )
        db.session.commit()
        return False
    operations.note_verdict(
        verdict.entries, None if verdict.holds else (verdict.sentence_zh, verdict.sentence_en)
    )
    db.session.commit()
    return verdict.holds


def mail_checkpoint() -> bool:
    """Owe the supervisors the newest checkpoint, once on each day the setting names; whether it was done now."""
    local = clock.to_local(clock.now())
    with reading_only():
        is_due = (
            local.time() >= MAILED_AT
            and _is_mailing_day(local.date())
            and not queries.was_mailed(local.date())
        )
        newest = log.latest_issued() if is_due else None
        db.session.rollback()
    if newest is None:
        return False
    try:
        operations.mail_checkpoint(
            newest, on_day=local.date(), also_to=current_app.config["CHECKPOINT_MAIL_TO"] or ()
        )
        db.session.commit()
    except IntegrityError:  # another relay was quicker
        db.session.rollback()
        return False
    return True


def _is_mailing_day(day: dt.date) -> bool:
    how = current_app.config["CHECKPOINT_MAIL"]
    if how == "weekly":
        return day.weekday() == WEEKLY_ON
    return bool(how == "workdays" and deadlines.calendar().day(day).is_working)
