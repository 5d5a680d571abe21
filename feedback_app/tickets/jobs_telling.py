"""What time asks for about reports: reminders and escalations, the mail of the day, telling a person what was not delivered."""

from flask import current_app

from feedback_app import clock
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.roles import QUEUE_READERS, Role
from feedback_app.audit import operations as audit
from feedback_app.deadlines import queries as deadlines
from feedback_app.extensions import db
from feedback_app.outbox import operations as outbox
from feedback_app.outbox import queries as owed
from feedback_app.tickets import digest, labelled, messages
from feedback_app.tickets.operations import reminding
from feedback_app.tickets.reminders import STAGES


def tell_about_limits() -> int:
    """Remind before the limit of a report is over and escalate after; how many notices were given."""
    days = {row.name: int(current_app.config[row.setting]) for row in STAGES.values()}
    now = clock.now()
    if not reminding.due_notices(now, days):
        return 0
    db.session.rollback()
    audit.hold()  # another relay may be at it: asked again once it has finished
    due = reminding.due_notices(now, days)
    for running, stage in due:
        reminding.tell(running, stage)
    db.session.commit()
    return len(due)


def send_digests() -> int:
    """On a working day, from the hour the bureau settled, one mail to each person something waits for. How many."""
    today = clock.today()
    if clock.to_local(clock.now()).hour < int(current_app.config["DIGEST_HOUR"]):
        return 0
    if not deadlines.calendar().day(today).is_working or not digest.not_told_yet(today):
        return 0
    db.session.rollback()
    audit.hold()  # another relay may be at it: asked again once it has finished
    owed_now = sum(digest.owe(person, today) for person in digest.not_told_yet(today))
    db.session.commit()
    return owed_now


def remind_of_labels() -> int:
    """Tell the legal section of every label of suspected malice that is to be looked at again, once for each time."""
    if not labelled.due(clock.today()):
        return 0
    db.session.rollback()
    audit.hold()
    due = labelled.due(clock.today())
    for label in due:
        label.review_told_on = label.review_on
        for person in accounts.holders(Role.LEGAL_SECTION_HEAD):
            messages.label_due(label.ticket, person)
    db.session.commit()
    return len(due)


def tell_of_failures() -> int:
    """Tell those who look after the mail what was not delivered, in one mail for all of it. How many messages it was."""
    if not owed.untold_failures(limit=1):
        return 0
    db.session.rollback()
    audit.hold()
    failed = owed.untold_failures()
    for message in failed:
        message.told_at = clock.now()
    for person in accounts.holders(*sorted(QUEUE_READERS)) if failed else []:
        outbox.owe(
            "message_failed", to_address=person.email, to_role="staff", about=f"outbox:{clock.today():%Y%m%d}",
            context={"count": str(len(failed))},
        )  # fmt: skip
    db.session.commit()
    return len(failed)
