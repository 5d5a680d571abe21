"""The sentences under a due date."""

import datetime as dt

import pytest

from feedback_app.clock import LEGAL_ZONE
from feedback_app.deadlines.explaining import explain
from feedback_app.deadlines.periods import count_calendar_days, count_hours, count_years
from feedback_app.deadlines.stored_count import from_json, to_json
from feedback_app.deadlines.working_days import Calendar, Count, Override, Pause, count

NATIONAL = Calendar()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_it_names_the_days_skipped_and_the_weekend_day_worked() -> None:
    counted = count(day("2026-09-18"), 5, NATIONAL)
    assert explain(counted, "zh") == (
        "从2026年9月18日（星期五）的次日起数5个工作日，到2026年9月24日（星期四）截止。"
        "不计：9月19日（周末）。周末照常上班、计入：9月20日（国庆节调休上班）。"
    )
    assert explain(counted, "en") == (
        "5 working days, counted from the day after Friday 18 September 2026: up to and with Thursday 24 September "
        "2026. Not counted: 19 September (weekend). Counted though at a weekend: 20 September (make-up working day "
        "for National Day)."
    )


def test_days_off_in_a_row_are_one_span() -> None:
    counted = count(day("2026-09-28"), 5, NATIONAL)
    assert "10月1日至7日（国庆节）" in explain(counted, "zh")
    assert "1–7 October (National Day)" in explain(counted, "en")


def test_a_plain_week_is_one_plain_sentence() -> None:
    assert explain(count(day("2026-11-23"), 1, NATIONAL), "zh") == (
        "从2026年11月23日（星期一）的次日起数1个工作日，到2026年11月24日（星期二）截止。"
    )


def test_a_year_without_its_notice_is_said_to_be_provisional() -> None:
    counted = count(day("2026-12-28"), 5, NATIONAL)
    assert "不计：2027年1月1日至3日（元旦）" in explain(counted, "zh")
    assert explain(counted, "zh").endswith(
        "2027年的放假安排尚未公布，暂按周末和法定节假日推算，国务院办公厅通知公布后自动重算。"
    )
    assert "provisionally" in explain(counted, "en")
    missing = count(day("2030-09-27"), 5, NATIONAL)
    assert "2030年没有放假资料，暂按" in explain(missing, "zh")
    assert "no holiday list for 2030" in explain(missing, "en")


def test_a_regional_day_and_a_pause_are_named() -> None:
    calendar = Calendar([Override(day("2026-11-25"), "XJ", False, "古尔邦节", "Eid al-Adha")])
    counted = count(day("2026-11-23"), 3, calendar, [Pause(day("2026-11-26"), day("2026-11-27"))])
    assert "11月25日（古尔邦节）；11月26日至27日（计时中止）；11月28日至29日（周末）" in explain(
        counted, "zh"
    )
    assert "25 November (Eid al-Adha); 26–27 November (clock paused)" in explain(counted, "en")


@pytest.mark.parametrize(
    ("counted", "zh", "en"),
    [
        (
            count_calendar_days(day("2026-09-18"), 15, NATIONAL),
            "当天不上班（国庆节），顺延到2026年10月8日（星期四）截止（民法典第二百零三条）",
            "That day is a day off (National Day), so the limit moves to Thursday 8 October 2026",
        ),
        (
            count_years(day("2026-10-16"), 2),
            "从2026年10月16日（星期五）起满2年，到2028年10月16日（星期一）截止",
            "2 full years from Friday 16 October 2026",
        ),
        (
            count_hours(dt.datetime(2026, 11, 21, 22, 40, tzinfo=LEGAL_ZONE), 2),
            "从2026-11-21 22:40起2小时，到2026-11-22 00:40截止（北京时间）",
            "2 hours from 2026-11-21 22:40: until 2026-11-22 00:40 (Beijing time)",
        ),
    ],
    ids=["calendar days", "years", "hours"],
)
def test_other_units_have_their_sentences(counted: Count, zh: str, en: str) -> None:
    assert zh in explain(counted, "zh")
    assert en in explain(counted, "en")


REGIONAL = Calendar([Override(day("2027-03-09"), "XJ", False, "肉孜节", "Eid al-Fitr")])
COUNTS = [
    count(day("2026-09-17"), 20, NATIONAL),
    count(day("2026-12-28"), 60, REGIONAL),
    count(day("2026-11-09"), 5, NATIONAL, [Pause(day("2026-11-10"), day("2026-11-13"))]),
    count_calendar_days(day("2026-12-01"), 60, REGIONAL),
    count_calendar_days(day("2026-12-20"), 60, REGIONAL),
    count_years(day("2026-10-16"), 2),
    count_hours(dt.datetime(2026, 11, 21, 22, 40, tzinfo=LEGAL_ZONE), 2),
]


@pytest.mark.parametrize("counted", COUNTS, ids=range(len(COUNTS)))
def test_a_count_comes_back_from_storage_as_it_was(counted: Count) -> None:
    assert from_json(to_json(counted)) == counted


def test_a_stored_count_is_small() -> None:
    assert len(str(to_json(count(day("2026-11-20"), 20, NATIONAL)))) < 300
