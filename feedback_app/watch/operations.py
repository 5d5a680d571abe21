"""Raising and closing alarms, noting verifications, mailing checkpoints. Commits nothing."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import SUPERVISORS
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM, Actor
from feedback_app.audit.models import LogCheckpoint
from feedback_app.extensions import db
from feedback_app.outbox import operations as outbox
from feedback_app.refusals import Refusal
from feedback_app.watch.alarms import ALARMS, TOLD
from feedback_app.watch.models import CheckpointMailing, LogAlarm, LogCheck

SUBJECT = "log:all"


class AlreadyClosed(Refusal):
    """Somebody else closed this alarm."""

    def __init__(self) -> None:
        super().__init__("这条警报已经有人处理过。", "Somebody has closed this alarm already.")


def raise_alarm(kind: str, words_zh: str, words_en: str, *, stem: str | None = None) -> LogAlarm:
    """Say that something is wrong with the log, once: in the log itself, and by mail to everyone who must know.

    Found again while it is open, only the time is noted. `stem`: how the Chinese words of the same finding begin, when
    what follows are numbers that another day makes others.
    """
    audit.hold()  # two relays find the same fault at the same moment
    now = clock.now()
    same = select(LogAlarm).where(
        LogAlarm.kind == kind,
        LogAlarm.words_zh.startswith(stem, autoescape=True) if stem else LogAlarm.words_zh == words_zh,
        LogAlarm.closed_at.is_(None),
    )
    known = db.session.scalars(same).first()
    if known is not None:
        known.seen_at = now
        return known
    alarm = LogAlarm(
        kind=kind, words_zh=words_zh, words_en=words_en, raised_at=now, seen_at=now, closed_by="", note=""
    )
    db.session.add(alarm)
    audit.append("log.alarm", by=SYSTEM, subject=SUBJECT, facts={"alarm": kind})
    row = ALARMS[kind]
    for person in accounts.holders(*TOLD):
        context = {
            "zh": f"{row.label_zh}。{words_zh}",
            "en": f"{row.label_en}. {words_en}",
            "next_zh": row.next_zh,
            "next_en": row.next_en,
        }
        outbox.owe("log_alarm", to_address=person.email, to_role="staff", about=SUBJECT, context=context)
    return alarm


def close_alarm(alarm: LogAlarm, *, note: str, by: StaffUser) -> None:
    """A supervisor has looked into it and says what was found. Raises AlreadyClosed."""
    db.session.refresh(alarm, with_for_update=True)
    if not alarm.is_open:
        raise AlreadyClosed
    alarm.closed_at, alarm.closed_by, alarm.note = clock.now(), by.name, note
    audit.append("log.close_alarm", by=by.actor, subject=SUBJECT, reason=note, facts={"alarm": alarm.kind})


def note_verdict(entries: int, damage: tuple[str, str] | None, *, by: Actor = SYSTEM) -> LogCheck:
    """The whole log was verified: note it, and raise the alarm when there is damage (in Chinese and English)."""
    if damage is not None:
        raise_alarm("log_damaged", *damage)
    return note_check(entries, holds=damage is None, by=by)


def note_check(entries: int, *, holds: bool, by: Actor = SYSTEM) -> LogCheck:
    """The whole log was verified, by the system or by a supervisor; said in the log as well."""
    check = LogCheck(at=clock.now(), entries=entries, holds=holds)
    db.session.add(check)
    facts = {"entries": entries, "verdict": "holds" if holds else "broken"}
    audit.append("log.verify", by=by, subject=SUBJECT, facts=facts)
    return check


def mail_checkpoint(checkpoint: LogCheckpoint, *, on_day: date, also_to: Iterable[str] = ()) -> None:
    """Owe the supervisors, and whoever else is named, the newest checkpoint to keep."""
    db.session.add(CheckpointMailing(on_day=on_day, size=checkpoint.size))
    db.session.flush()
    addresses = [person.email for person in accounts.holders(*SUPERVISORS)]
    context = {"note": checkpoint.text, "size": str(checkpoint.size), "on_day": on_day.isoformat()}
    wanted = sorted({address for address in (*addresses, *also_to) if address})
    for address in wanted:
        outbox.owe("log_checkpoint", to_address=address, to_role="staff", about=SUBJECT, context=context)
    audit.append(
        "log.mail_checkpoint",
        by=SYSTEM,
        subject=SUBJECT,
        facts={"size": checkpoint.size, "addresses": len(wanted)},
    )
