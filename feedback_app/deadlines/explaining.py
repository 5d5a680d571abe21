"""How a due date was counted, as sentences a citizen can check with a wall calendar, in Chinese and English."""

import datetime as dt
from collections.abc import Callable, Iterable

from feedback_app.clock import to_local
from feedback_app.deadlines.national_days import SATURDAY, Status
from feedback_app.deadlines.working_days import ONE_DAY, Count, CountedDay, Unit

WEEKDAYS_ZH = "一二三四五六日"
Run = tuple[dt.date, dt.date, str]  # first day, last day, why

UNSURE_ZH = {
    Status.PROVISIONAL: "{year}年的放假安排尚未公布，暂按周末和法定节假日推算，国务院办公厅通知公布后自动重算。",
    Status.MISSING: "{year}年没有放假资料，暂按周末和日期固定的法定节假日计算，国务院办公厅通知公布后自动重算。",
}
UNSURE_EN = {
    Status.PROVISIONAL: "The holidays of {year} have not been announced: its days are counted provisionally, by "
    "weekends and statutory holidays, and again once the State Council notice is out.",
    Status.MISSING: "There is no holiday list for {year}: its days are counted provisionally, by weekends and the "
    "fixed statutory days, and again once the State Council notice is out.",
}


def explain(count: Count, lang: str) -> str:
    """The sentences for `lang` ("en…" is English, anything else Chinese)."""
    return explain_en(count) if lang.startswith("en") else explain_zh(count)


def explain_zh(count: Count) -> str:
    unsure = (UNSURE_ZH[status].format(year=year) for year, status in count.unsure_years.items())
    return "".join((*_SAY_ZH[count.unit](count), *unsure))


def explain_en(count: Count) -> str:
    unsure = (UNSURE_EN[status].format(year=year) for year, status in count.unsure_years.items())
    return " ".join((*_SAY_EN[count.unit](count), *unsure))


def explain_alarm(alarm_on: dt.date, lang: str) -> str:
    """Why the alarm rings before the due date: a court may disregard regional and local days off."""
    if lang.startswith("en"):
        return f"Not counting regional and local days off, it ends on {full_en(alarm_on)}; the alarm goes by that day."
    return f"不计地区和本地的休息日，则为{full_zh(alarm_on)}，按这一天预警。"


def skipped(count: Count) -> list[Run]:
    """Runs of days not counted for one reason, with the reason in Chinese."""
    return _runs((day for day in count.days if day.number is None), lambda day: day.name_zh)


def made_up(count: Count) -> list[CountedDay]:
    """Saturdays and Sundays that were counted."""
    return [day for day in count.days if day.number is not None and day.date.weekday() >= SATURDAY]


def _runs(days: Iterable[CountedDay], name: Callable[[CountedDay], str]) -> list[Run]:
    runs: list[Run] = []
    for day in days:
        if runs and runs[-1][1] + ONE_DAY == day.date and runs[-1][2] == name(day):
            runs[-1] = (runs[-1][0], day.date, name(day))
        else:
            runs.append((day.date, day.date, name(day)))
    return runs


def full_zh(on: dt.date) -> str:
    return f"{on.year}年{on.month}月{on.day}日（星期{WEEKDAYS_ZH[on.weekday()]}）"


def full_en(on: dt.date) -> str:
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def _run_zh(run: Run, year: int) -> str:
    first, last, why = run
    shown_year = "" if first.year == year else f"{first.year}年"
    until = ""
    if last != first:
        until = f"至{last.day}日" if last.month == first.month else f"至{last.month}月{last.day}日"
    return f"{shown_year}{first.month}月{first.day}日{until}（{why}）"


def _run_en(run: Run, year: int) -> str:
    first, last, why = run
    shown_year = "" if first.year == year else f" {last.year}"
    if last == first:
        return f"{first.day} {first:%B}{shown_year} ({why})"
    start = f"{first.day}" if last.month == first.month else f"{first.day} {first:%B}"
    return f"{start}–{last.day} {last:%B}{shown_year} ({why})"


def _working_days_zh(count: Count) -> list[str]:
    said = [f"从{full_zh(count.event_on)}的次日起数{count.length}个工作日，到{full_zh(count.due_on)}截止。"]
    if runs := skipped(count):
        said.append(f"不计：{'；'.join(_run_zh(run, count.event_on.year) for run in runs)}。")
    if days := _runs(made_up(count), lambda day: day.name_zh):
        said.append(f"周末照常上班、计入：{'；'.join(_run_zh(run, count.event_on.year) for run in days)}。")
    return said


def _working_days_en(count: Count) -> list[str]:
    limit, after = _many(count.length, "working day"), full_en(count.event_on)
    said = [f"{limit}, counted from the day after {after}: up to and with {full_en(count.due_on)}."]
    if runs := _runs((day for day in count.days if day.number is None), lambda day: day.name_en):
        said.append(f"Not counted: {'; '.join(_run_en(run, count.event_on.year) for run in runs)}.")
    if days := _runs(made_up(count), lambda day: day.name_en):
        said.append(
            f"Counted though at a weekend: {'; '.join(_run_en(run, count.event_on.year) for run in days)}."
        )
    return said


def _calendar_days_zh(count: Count) -> list[str]:
    last = count.days[count.length - 1]
    said = [f"从{full_zh(count.event_on)}的次日起数{count.length}天，到{full_zh(last.date)}。"]
    if last.date != count.due_on:
        said.append(
            f"当天不上班（{last.name_zh}），顺延到{full_zh(count.due_on)}截止（民法典第二百零三条）。"
        )
    return said


def _calendar_days_en(count: Count) -> list[str]:
    last, limit = count.days[count.length - 1], _many(count.length, "calendar day")
    said = [f"{limit}, counted from the day after {full_en(count.event_on)}: {full_en(last.date)}."]
    if last.date != count.due_on:
        why = f"That day is a day off ({last.name_en}), so the limit moves to {full_en(count.due_on)}"
        said.append(f"{why} (Civil Code, article 203).")
    return said


def _span_zh(count: Count) -> list[str]:
    unit = "年" if count.unit is Unit.YEAR else "个月"
    return [
        f"从{full_zh(count.event_on)}起满{count.length}{unit}，到{full_zh(count.due_on)}截止（民法典第二百零二条）。"
    ]


def _span_en(count: Count) -> list[str]:
    limit, start = _many(count.length, f"full {count.unit.value}"), full_en(count.event_on)
    return [f"{limit} from {start}: up to and with {full_en(count.due_on)} (Civil Code, article 202)."]


def _hours_zh(count: Count) -> list[str]:
    return [f"从{_moment(count.started_at)}起{count.length}小时，到{_moment(count.due_at)}截止（北京时间）。"]


def _hours_en(count: Count) -> list[str]:
    limit, start = _many(count.length, "hour"), _moment(count.started_at)
    return [f"{limit} from {start}: until {_moment(count.due_at)} (Beijing time)."]


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _moment(moment: dt.datetime | None) -> str:
    return "" if moment is None else f"{to_local(moment):%Y-%m-%d %H:%M}"


Say = Callable[[Count], list[str]]
_SAY_ZH: dict[Unit, Say] = {
    Unit.WORKING_DAY: _working_days_zh,
    Unit.CALENDAR_DAY: _calendar_days_zh,
    Unit.HOUR: _hours_zh,
    Unit.MONTH: _span_zh,
    Unit.YEAR: _span_zh,
}
_SAY_EN: dict[Unit, Say] = {
    Unit.WORKING_DAY: _working_days_en,
    Unit.CALENDAR_DAY: _calendar_days_en,
    Unit.HOUR: _hours_en,
    Unit.MONTH: _span_en,
    Unit.YEAR: _span_en,
}
