"""`flask --app wsgi deadlines …`: count a limit by hand, with every day and its reason.

Exit codes: 0 counted, 2 asked wrongly. The due date stands alone on the last line, for scripts. It must answer even on
a machine whose database is not there: then by the national calendar, and it says so on standard error.
"""

import datetime as dt
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from feedback_app.deadlines import queries
from feedback_app.deadlines.explaining import WEEKDAYS_ZH, explain
from feedback_app.deadlines.periods import count_calendar_days
from feedback_app.deadlines.working_days import Calendar, Count, CountedDay, count
from feedback_app.extensions import db, reading_only
from feedback_app.refusals import Refusal

ASKED_WRONGLY = 2
NO_DATABASE = (
    "数据库里的日历读不到，只按全国日历计算，不含地区和本地的休息日。",
    "The calendar in the database cannot be read; counted by the national calendar only, without regional and local days.",
)


deadlines = AppGroup("deadlines", help="计算时限 · Count limits.")


@deadlines.command("due")
@click.argument("event_date")
@click.option("--working-days", "working_days", help="工作日数 · How many working days.")
@click.option("--calendar-days", "calendar_days", help="自然日数 · How many calendar days.")
@click.option("--national", is_flag=True, help="只按全国日历 · National calendar only.")
@click.option("--english", is_flag=True, help="用英文说明 · Explain in English.")
def due(
    event_date: str, working_days: str | None, calendar_days: str | None, national: bool, english: bool
) -> None:
    """从事件日期（如 2026-09-18）的次日起数，最后一行是截止日期。· Count from the day after EVENT_DATE."""
    lang = "en" if english else "zh"
    try:
        event_on = _date(event_date)
        length, is_working = _length(working_days, calendar_days)
        calendar = _calendar(lang)
        chosen = calendar.national() if national else calendar
        counted = (
            count(event_on, length, chosen) if is_working else count_calendar_days(event_on, length, chosen)
        )
    except Refusal as refusal:
        _refuse(refusal.say(lang))
    _show(counted, lang)


def _show(counted: Count, lang: str) -> None:
    for day in counted.days:
        click.echo(_line_en(day) if lang == "en" else _line_zh(day))
    click.echo(explain(counted, lang))
    click.echo(counted.due_on.isoformat())


def _line_zh(day: CountedDay) -> str:
    place = f"第{day.number}天" if day.number else "不计"
    return f"{day.date}  星期{WEEKDAYS_ZH[day.date.weekday()]}  {place}  {day.name_zh}"


def _line_en(day: CountedDay) -> str:
    place = f"day {day.number}" if day.number else "not counted"
    return f"{day.date}  {day.date:%A}  {place}  {day.name_en}"


def _date(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 — a civil date has no zone
    except ValueError:
        raise Refusal(
            f"“{text}”不是日期，请写成 2026-09-18 这样。", f"“{text}” is no date; write it like 2026-09-18."
        ) from None


def _length(working_days: str | None, calendar_days: str | None) -> tuple[int, bool]:
    """How many, and whether they are working days."""
    if (working_days is None) == (calendar_days is None):
        raise Refusal(
            "请用 --working-days 或者 --calendar-days 说明天数，二者选一。",
            "Say how many with either --working-days or --calendar-days.",
        )
    text = working_days if working_days is not None else str(calendar_days)
    try:
        return int(text), working_days is not None
    except ValueError:
        raise Refusal(f"“{text}”不是整数。", f"“{text}” is no whole number.") from None


def _calendar(lang: str) -> Calendar:
    """The calendar with its database rows; without a database the national one, said aloud."""
    try:
        if _is_missing_file():
            raise RuntimeError("no database file")  # SQLite would make an empty one
        with reading_only():
            return queries.calendar()
    except (SQLAlchemyError, RuntimeError):
        click.echo(NO_DATABASE[lang == "en"], err=True)
        return Calendar()


def _is_missing_file() -> bool:
    url = db.engine.url
    path = url.database
    return (
        url.get_backend_name() == "sqlite"
        and bool(path)
        and path != ":memory:"
        and not Path(str(path)).exists()
    )


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(ASKED_WRONGLY)
