"""The hour somebody says. Many people in Xinjiang live by UTC+6, so “eight o'clock” may be ten by the legal clock.

The clerk says by which clock it was meant; both are shown back and kept, so that nobody has to guess later.
"""

import re
from dataclasses import dataclass

from feedback_app.sealing import to_half_width

DAY = 24 * 60
AHEAD = 2 * 60  # Beijing time is so many minutes ahead of the local one


@dataclass(frozen=True)
class Zone:
    """A clock people go by. `behind`: minutes behind Beijing time."""

    code: str
    label_zh: str
    label_en: str
    behind: int


ZONES = {
    row.code: row
    for row in (
        Zone("beijing", "北京时间", "Beijing time", 0),
        Zone("xinjiang", "新疆时间（比北京时间晚两小时）", "Xinjiang time (two hours behind Beijing)", AHEAD),
    )
}
_CHINESE = {"十": 10, "〇": 0, "零": 0, "两": 2} | dict(zip("一二三四五六七八九", range(1, 10), strict=True))
_HOUR = re.compile(
    r"(\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:[:：]\s*(\d{2})|[点點时](?:\s*(半|\d{1,2}))?)?"
)
_LATER = ("下午", "傍晚", "pm", "PM")
_NIGHT = ("晚上", "夜里", "半夜")  # “晚上一点” is after midnight, “晚上八点” before


def minutes_of(said: str) -> int | None:
    """The minute of the day that “8:30”, “晚上八点半” or “22点” means; None for anything else."""
    tidy = to_half_width(said).strip()
    found = _HOUR.search(tidy)
    if found is None:
        return None
    hour, minute = _number(found[1]), _minute(found[2], found[3])
    if hour is None or hour > 24 or minute > 59:
        return None
    at_night = any(word in tidy for word in _NIGHT)
    if at_night and hour == 12:
        hour = 24
    elif hour < 12 and (at_night or any(word in tidy for word in _LATER)) and not (at_night and hour < 5):
        hour += 12
    return (hour * 60 + minute) % DAY


def on_both(said: str, zone: str) -> tuple[str, str] | None:
    """The hour by the Beijing and by the Xinjiang clock, “10:00” and “08:00”, with 前一天 or 次日 where the day differs."""
    minutes = minutes_of(said)
    if minutes is None or zone not in ZONES:
        return None
    beijing = minutes + ZONES[zone].behind
    return (_shown(beijing), _shown(beijing - AHEAD))


def _shown(minutes: int) -> str:
    day = "（前一天）" if minutes < 0 else "（次日）" if minutes >= DAY else ""
    return f"{minutes % DAY // 60:02d}:{minutes % 60:02d}{day}"


def _minute(digits: str | None, after: str | None) -> int:
    return 30 if after == "半" else int(digits or after or 0)


def _number(said: str) -> int | None:
    if said.isdigit():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return _CHINESE.get(said)
    return (_CHINESE.get(tens, 1) if tens else 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)
