"""The lengths the bureau settles by settings reach every clock that is started."""

from datetime import date

import pytest

from feedback_app.audit.actor import SYSTEM
from feedback_app.deadlines import clock_rule, operations


@pytest.fixture
def six_days():
    before = dict(clock_rule._bureau)
    clock_rule.settle({"CLOCK_TICKET_NORMAL": 6})
    yield
    clock_rule.settle(before)


@pytest.mark.one_database
def test_a_clock_runs_as_long_as_the_setting_says(db_session, six_days):
    running = operations.start(
        "TICKET_NORMAL", subject_kind="ticket", subject_ref="FK-1", started_on=date(2026, 11, 9), by=SYSTEM
    )
    assert (running.length, running.due_on) == (6, date(2026, 11, 17))


@pytest.mark.one_database
def test_a_length_of_law_is_not_changed_by_a_setting(db_session, six_days):
    clock_rule.settle({"CLOCK_RESULT_PUBLISH": 9})
    running = operations.start(
        "RESULT_PUBLISH", subject_kind="record", subject_ref="C4-1", started_on=date(2026, 9, 18), by=SYSTEM
    )
    assert running.due_on == date(2026, 9, 24)
