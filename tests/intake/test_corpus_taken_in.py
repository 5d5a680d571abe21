"""Mail that is strange from end to end: whatever the corpus holds becomes what it should be, on both databases."""

from flask import Flask
from sqlalchemy import func, select

from feedback_app.extensions import db
from feedback_app.intake import jobs
from feedback_app.intake.models import SET_ASIDE, TICKETED, UNREADABLE, RawMail
from feedback_app.intake.reading import Nature, ReadMail, read
from feedback_app.tickets.models import Ticket
from tests.intake.corpus import cases


def becomes(found: ReadMail) -> str:
    """What is to become of a mail that was read so."""
    if found.nature is not Nature.PERSON:
        return SET_ASIDE
    return TICKETED if found.could_be_read else UNREADABLE


def test_mail_of_every_shape_becomes_what_it_should_and_only_once(app: Flask) -> None:
    chosen = [case for case in cases() if len(case.raw) < 100_000][::14]
    assert len({case.structure for case in chosen}) > 15
    wrong = []
    with app.app_context():
        for at, case in enumerate(chosen):
            raw = case.raw.replace(b"<a.1@", b"<a.%d@" % at)
            number = jobs.take_in(raw, came_by="import")
            assert jobs.take_in(raw, came_by="lmtp") == number
            mail = db.session.get_one(RawMail, number)
            if mail.state != becomes(read(raw, own_domains=jobs.own_domains())):
                wrong.append(f"{case.name}: {mail.state}, {mail.faults}")
        states = list(db.session.scalars(select(RawMail.state)))
        tickets = db.session.scalar(select(func.count()).select_from(Ticket))
    assert not wrong, "\n".join(wrong)
    assert tickets == states.count(TICKETED) > 10
