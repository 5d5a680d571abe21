"""When the bureau's offices are open: Beijing time, by the season the region's yearly notice sets."""

import datetime as dt

from feedback_app.clock import to_local
from feedback_app.deadlines.working_days import Calendar

# The regional government's yearly holiday notices (2022, 2023, 2025): first day (month, day) and the opening spans.
SUMMER = ((5, 1), ((dt.time(10), dt.time(14)), (dt.time(16), dt.time(20))))
WINTER = ((10, 1), ((dt.time(10), dt.time(14)), (dt.time(15, 30), dt.time(19, 30))))


def is_open(moment: dt.datetime, calendar: Calendar) -> bool:
    """Whether an aware moment lies in office hours of a working day."""
    local = to_local(moment)
    is_summer = SUMMER[0] <= (local.month, local.day) < WINTER[0]
    spans = SUMMER[1] if is_summer else WINTER[1]
    is_working = calendar.day(local.date()).is_working
    return is_working and any(opens <= local.time() < closes for opens, closes in spans)
