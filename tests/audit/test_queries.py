"""The supervisor's desk: newest first, page by page, by person, kind, subject and day, in one query each."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from feedback_app import clock
from feedback_app.audit import operations, queries
from feedback_app.audit.actor import REPORTER, SYSTEM, Actor
from feedback_app.audit.checkpoint import OldCheckpoint as Checkpoint
from feedback_app.extensions import db

LIU = Actor("staff", 9, "刘芳", "办公室主任")
ZHAO = Actor("staff", 3, "赵明", "执法人员")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.LEGAL_ZONE)


STORY = [
    (at("2026-10-09 11:20"), "record.publish", ZHAO, "record:D-2", None),
    (at("2026-11-09 15:12"), "ticket.submit", REPORTER, "ticket:FK-1", "record:D-2"),
    (at("2026-11-09 23:59:59.999999"), "message.sent", SYSTEM, "ticket:FK-1", None),
    (at("2026-11-10 00:00"), "ticket.verify", LIU, "ticket:FK-1", "record:D-2"),
    (at("2026-11-10 17:40"), "record.correct", ZHAO, "record:D-2", "ticket:FK-1"),
    (at("2026-11-11 09:00"), "ticket.submit", REPORTER, "ticket:FK-10", "record:D-4"),
]


@pytest.fixture
def story(app):
    operations.append_many(
        {
            "at": when,
            "action": action,
            "by": by,
            "subject": subject,
            "about": about,
            "reason": f"因为{number}",
        }
        for number, (when, action, by, subject, about) in enumerate(STORY, start=1)
    )
    db.session.commit()


@contextmanager
def counted() -> Iterator[list[str]]:
    seen: list[str] = []
    event = (
        db.engine,
        "before_cursor_execute",
        lambda *given: given[2].startswith("SELECT") and seen.append(given[2]),
    )
    sa.event.listen(*event)
    yield seen
    sa.event.remove(*event)


def numbers(**filters):
    return [entry.number for entry in queries.entries(**filters)]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"person": 3}, [5, 1]),
        ({"person": 404}, []),
        ({"action": "ticket.submit"}, [6, 2]),
        ({"kind": "ticket"}, [6, 4, 2]),
        ({"kind": "nothing"}, []),
        ({"subject": "ticket:FK-1"}, [5, 4, 3, 2]),
        ({"subject": "record:D-2"}, [5, 4, 2, 1]),
        ({"subject": "record:D-2", "person": 3}, [5, 1]),
        ({"subject": "record:D-2", "limit": 3}, [5, 4, 2]),
        ({"subject": "record:D-2", "before": 4}, [2, 1]),
        ({"from_on": date(2026, 11, 10)}, [6, 5, 4]),
        ({"to_on": date(2026, 11, 9)}, [3, 2, 1]),
        ({"from_on": date(2026, 11, 9), "to_on": date(2026, 11, 9)}, [3, 2]),
        ({"before": 4, "limit": 2}, [3, 2]),
        ({"limit": 1}, [6]),
    ],
)
def test_entries_by_filter(story, filters, found):
    assert numbers(**filters) == found


def test_the_chain_of_one_subject_is_told_from_the_beginning(story):
    assert [entry.number for entry in queries.chain("ticket:FK-1")] == [2, 3, 4, 5]
    assert [entry.number for entry in queries.chain("ticket:FK-1", after=3, limit=1)] == [4]
    assert queries.chain("ticket:FK-2") == []


def test_a_list_with_its_reasons_is_one_query(story):
    for read in (lambda: queries.entries(subject="ticket:FK-1"), lambda: queries.chain("ticket:FK-1")):
        db.session.expunge_all()
        with counted() as seen:
            assert sorted(entry.reason for entry in read()) == ["因为2", "因为3", "因为4", "因为5"]
        assert len(seen) == 1


def test_a_checkpoint_is_continued_by_the_log_that_made_it(story):
    number, head = queries.head()
    assert queries.continues(Checkpoint("here", number, head))
    assert queries.continues(Checkpoint("here", 0, "0" * 64))
    assert not queries.continues(Checkpoint("here", number + 1, head))
    assert not queries.continues(Checkpoint("here", number - 1, head))
