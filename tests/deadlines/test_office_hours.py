"""Office hours decide which emergency limit runs."""

import datetime as dt

import pytest

from feedback_app.clock import LEGAL_ZONE
from feedback_app.deadlines.office_hours import is_open
from feedback_app.deadlines.working_days import Calendar


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 10:00", True),
        ("2026-11-23 09:59", False),
        ("2026-11-23 14:00", False),
        ("2026-11-23 15:30", True),
        ("2026-11-23 19:30", False),
        ("2026-07-01 15:45", False),  # summer afternoon begins at 16:00
        ("2026-07-01 19:45", True),
        ("2026-05-01 11:00", False),  # Labour Day
        ("2026-09-20 11:00", True),  # a Sunday on which people work
        ("2026-11-21 22:40", False),
    ],
)
def test_office_hours_by_season_and_calendar(moment: str, expected: bool) -> None:
    at = dt.datetime.fromisoformat(moment).replace(tzinfo=LEGAL_ZONE)
    assert is_open(at.astimezone(dt.UTC), Calendar()) is expected
