"""The national layer of the calendar: which days the State Council's notices make working days or days off.

The risk: a year whose notice is not out yet looks like any other year. So every day says how sure we are of it
(`Status`), and nothing here guesses without saying so. Source of the official years: the library `chinese_calendar`
(names of make-up days come back from it looking like holidays; outside its years it raises; it takes a datetime's date
in whatever zone it stands). Those traps end in this module.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import chinese_calendar

NATIONAL = "national"
SATURDAY = 5


class Status(StrEnum):
    """How far a day of the calendar can be relied on."""

    OFFICIAL = "official"  # announced: 国务院办公厅 (or the regional government) has issued the notice
    PROVISIONAL = "provisional"  # derived from the standing rule; make-up days unknown
    MISSING = "missing"  # weekends and fixed statutory days only


@dataclass(frozen=True, slots=True)
class Day:
    """What one civil date is, and why: `name_*` says "工作日", "周末", "国庆节", "国庆节调休上班" …"""

    is_working: bool
    name_zh: str
    name_en: str
    status: Status
    layer: str  # "national", a region such as "XJ", or "local"


OFFICIAL_YEARS = frozenset(day.year for day in chinese_calendar.holidays)

WORKING, WEEKEND = ("工作日", "working day"), ("周末", "weekend")

NEW_YEAR, SPRING, QINGMING = (
    ("元旦", "New Year's Day"),
    ("春节", "Spring Festival"),
    ("清明节", "Tomb-sweeping Day"),
)
LABOUR, DRAGON_BOAT = ("劳动节", "Labour Day"), ("端午节", "Dragon Boat Festival")
MID_AUTUMN, NATIONAL_DAY = ("中秋节", "Mid-autumn Festival"), ("国庆节", "National Day")

NAMES = {
    name.value: names
    for name, names in (
        (chinese_calendar.Holiday.new_years_day, NEW_YEAR),
        (chinese_calendar.Holiday.spring_festival, SPRING),
        (chinese_calendar.Holiday.tomb_sweeping_day, QINGMING),
        (chinese_calendar.Holiday.labour_day, LABOUR),
        (chinese_calendar.Holiday.dragon_boat_festival, DRAGON_BOAT),
        (chinese_calendar.Holiday.mid_autumn_festival, MID_AUTUMN),
        (chinese_calendar.Holiday.national_day, NATIONAL_DAY),
    )
}

# Derived from the rule in the State Council notice for 2025 (元旦、清明、端午、中秋 3 days, alone when a Wednesday;
# 春节 8 days from New Year's Eve; 劳动节 5; 国庆 7). First day, last day, names. Make-up days are not known.
PROVISIONAL_SPANS = {
    2027: (
        ((1, 1), (1, 3), NEW_YEAR),
        ((2, 5), (2, 12), SPRING),
        ((4, 3), (4, 5), QINGMING),
        ((5, 1), (5, 5), LABOUR),
        ((6, 9), (6, 9), DRAGON_BOAT),
        ((9, 15), (9, 15), MID_AUTUMN),
        ((10, 1), (10, 7), NATIONAL_DAY),
    )
}

# 《全国年节及纪念日放假办法》(2024) article 2: the statutory days whose date is the same every year.
FIXED_DAYS = {(1, 1): NEW_YEAR, (5, 1): LABOUR, (5, 2): LABOUR} | dict.fromkeys(
    ((10, 1), (10, 2), (10, 3)), NATIONAL_DAY
)


def status_of_year(year: int, entered: frozenset[int]) -> Status:
    """`entered`: the years whose national notice has been typed in and approved in this system."""
    if year in OFFICIAL_YEARS or year in entered:
        return Status.OFFICIAL
    return Status.PROVISIONAL if year in PROVISIONAL_SPANS else Status.MISSING


def national_day(on: dt.date, entered: frozenset[int] = frozenset()) -> Day:
    """What the national layer knows of a date. A year entered by hand is weekdays and weekends; its rows lie above."""
    status = status_of_year(on.year, entered)
    if on.year in OFFICIAL_YEARS:
        return _from_notices(on)
    if status is Status.OFFICIAL:
        return _plain(on, status)
    names = _provisional_name(on) if status is Status.PROVISIONAL else FIXED_DAYS.get((on.month, on.day))
    return Day(False, *names, status, NATIONAL) if names else _plain(on, status)


def _from_notices(on: dt.date) -> Day:
    if makes_up_for := chinese_calendar.workdays.get(on):
        zh, en = _names(makes_up_for)
        return Day(True, f"{zh}调休上班", f"make-up working day for {en}", Status.OFFICIAL, NATIONAL)
    if holiday := chinese_calendar.holidays.get(on):
        return Day(False, *_names(holiday), Status.OFFICIAL, NATIONAL)
    return _plain(on, Status.OFFICIAL)


def _names(value: str) -> tuple[str, str]:
    """Names of a holiday of the library; one-time holidays carry the library's own."""
    return NAMES.get(value) or (chinese_calendar.Holiday(value).chinese, value)


def _provisional_name(on: dt.date) -> tuple[str, str] | None:
    here = (on.month, on.day)
    return next((names for first, last, names in PROVISIONAL_SPANS[on.year] if first <= here <= last), None)


def _plain(on: dt.date, status: Status) -> Day:
    is_working = on.weekday() < SATURDAY
    return Day(is_working, *(WORKING if is_working else WEEKEND), status, NATIONAL)
