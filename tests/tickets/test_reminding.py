"""Limits of reports, the mail of the day, and what was not delivered: told once, to whom it concerns, without the matter."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from feedback_app.extensions import db
from feedback_app.outbox import queries as outbox
from feedback_app.outbox.composing import letter_of
from feedback_app.outbox.models import DEAD, OwedMessage
from feedback_app.tickets import jobs_telling as jobs
from feedback_app.tickets.workflow import State
from tests.factories import HE_JING, beijing, people, ticket_at

pytestmark = pytest.mark.one_database


def owed(kind: str) -> list[OwedMessage]:
    return list(
        db.session.scalars(select(OwedMessage).where(OwedMessage.kind == kind).order_by(OwedMessage.id))
    )


def addresses(kind: str) -> set[str]:
    return {one.to_address for one in owed(kind)}


def test_who_has_it_in_hand_is_reminded_and_leaders_are_told_what_was_missed_each_once(
    app: Flask, db_session: Any, freeze: Any
) -> None:
    ticket, cast = ticket_at(State.INVESTIGATING), people()
    due_on = ticket.due_at
    assert due_on is not None
    freeze(beijing("2026-11-10 10:00"))
    assert jobs.tell_about_limits() == 0, "there is time"
    freeze(beijing("2026-11-13 10:00"))
    assert jobs.tell_about_limits() > 0
    assert addresses("ticket_due_soon") == {cast.liufang.email}
    assert jobs.tell_about_limits() == 0, "once"
    freeze(beijing("2026-11-17 10:00"))
    jobs.tell_about_limits()
    assert addresses("ticket_overdue") == {cast.liweidong.email}
    freeze(beijing("2026-11-18 10:00"))
    jobs.tell_about_limits()
    assert addresses("ticket_overdue") == {cast.liweidong.email, cast.majianxin.email}
    assert jobs.tell_about_limits() == 0
    for one in (*owed("ticket_due_soon"), *owed("ticket_overdue")):
        said = str(letter_of(one))
        assert ticket.ref in said
        assert "晋庭" not in said
        assert HE_JING.name not in said


def test_the_day_begins_with_one_mail_to_each_for_whom_something_waits(
    app: Flask, db_session: Any, freeze: Any
) -> None:
    ticket, cast = ticket_at(State.LEADER_ASSIGNED), people()
    freeze(beijing("2026-11-10 09:59"))
    assert jobs.send_digests() == 0, "not before the hour"
    freeze(beijing("2026-11-10 10:00"))
    assert jobs.send_digests() > 0
    assert jobs.send_digests() == 0, "once a day"
    [mine] = [one for one in owed("daily_digest") if one.to_address == cast.liweidong.email]
    letter = letter_of(mine)
    assert f"/staff/tickets/{ticket.ref}" in letter.text
    assert "晋庭" not in str(letter)
    assert cast.hewenbo.email not in addresses("daily_digest"), "nothing waits for a supervisor"
    freeze(beijing("2026-11-14 10:00"))
    assert jobs.send_digests() == 0, "a Saturday"
    freeze(beijing("2026-11-16 10:00"))
    assert jobs.send_digests() > 0


def test_a_finding_waits_for_the_leader_by_mail_and_comes_back_to_the_investigator(
    app: Flask, db_session: Any
) -> None:
    from feedback_app.tickets import operations

    ticket, cast = ticket_at(State.FINDING_DRAFTED), people()
    assert addresses("finding_waits") == {cast.liweidong.email}
    operations.return_finding(ticket, by=cast.liweidong, reason="依据不足")
    db.session.commit()
    assert addresses("finding_returned") == {cast.liufang.email}
    assert "依据不足" not in str(letter_of(owed("finding_returned")[0]))


def test_what_was_not_delivered_is_told_once_in_one_mail_and_never_about_itself(
    app: Flask, db_session: Any
) -> None:
    ticket = ticket_at(State.ACCEPTED)
    for message in outbox.messages_about(ticket.subject):
        message.state = DEAD
    db.session.commit()
    assert jobs.tell_of_failures() == 2
    assert jobs.tell_of_failures() == 0
    told = owed("message_failed")
    assert {people().sunlei.email, people().gaoxiang.email} <= {one.to_address for one in told}
    assert ticket.ref not in str(letter_of(told[0]))
    for one in told:
        one.state = DEAD
    db.session.commit()
    assert jobs.tell_of_failures() == 0
