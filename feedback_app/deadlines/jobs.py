"""What time itself does: a limit that has passed unmet is written down, once, whoever is at work."""

from flask import current_app

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM
from feedback_app.deadlines import operations, queries
from feedback_app.deadlines.national_days import Status
from feedback_app.extensions import db
from feedback_app.outbox import operations as outbox
from feedback_app.outbox import queries as outbox_rows


def note_missed() -> int:
    """Record every running limit that is over, in its own history and in the log (Article 17). Returns how many."""
    audit.hold()
    missed = operations.note_missed()
    for running in missed:
        audit.append(
            "deadline.missed",
            by=SYSTEM,
            subject=f"{running.subject_kind}:{running.subject_ref}",
            facts={"clock": running.rule, "due_on": running.due_on.isoformat()},
        )
    db.session.commit()
    return len(missed)


def recompute_provisional() -> int:
    """Count the clocks again that rest on days nobody had announced. Returns how many dates or explanations changed."""
    changed = operations.recompute(by=SYSTEM, reason="工作日历有更新，每日重新计算。")
    db.session.commit()
    return len(changed)


def remind_of_calendar() -> bool:
    """From the month the bureau settled, once a year: next year's calendar is not typed in yet. Whether somebody was told."""
    today = clock.today()
    year = today.year + 1
    if today.month < int(current_app.config["CALENDAR_REMIND_MONTH"]) or _is_known(year):
        return False
    audit.hold()
    if outbox_rows.messages_about(f"calendar:{year}"):
        return False
    for person in accounts.holders(Role.LEGAL_SECTION_HEAD):
        outbox.owe(
            "calendar_missing", to_address=person.email, to_role="legal_section_head", about=f"calendar:{year}",
            context={"year": str(year)},
        )  # fmt: skip
    audit.append("calendar.remind", by=SYSTEM, subject=f"calendar:{year}")
    db.session.commit()
    return True


def _is_known(year: int) -> bool:
    return queries.calendar().status_of(year) is Status.OFFICIAL
