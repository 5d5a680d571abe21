"""`deadlines due` as an operator types it."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from feedback_app import clock
from feedback_app.deadlines.commands import deadlines
from feedback_app.deadlines.models import CalendarDay
from feedback_app.extensions import db

SENTENCES = (
    "从2026年9月18日（星期五）的次日起数5个工作日，到2026年9月24日（星期四）截止。不计：9月19日（周末）。"
    "周末照常上班、计入：9月20日（国庆节调休上班）。"
)


def typed(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(deadlines, ["due", *words])


def test_the_date_stands_alone_on_the_last_line_after_every_day_and_its_reason(app: Flask) -> None:
    result = typed(app, "2026-09-18", "--working-days", "5")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2026-09-19  星期六  不计  周末",
        "2026-09-20  星期日  第1天  国庆节调休上班",
        "2026-09-21  星期一  第2天  工作日",
        "2026-09-22  星期二  第3天  工作日",
        "2026-09-23  星期三  第4天  工作日",
        "2026-09-24  星期四  第5天  工作日",
        SENTENCES,
        "2026-09-24",
    ]
    assert result.stderr == ""


def test_in_english_no_chinese_is_left(app: Flask) -> None:
    result = typed(app, "2026-12-28", "--working-days", "5", "--english")
    assert result.stdout.splitlines()[0] == "2026-12-29  Tuesday  day 1  working day"
    assert result.stdout.splitlines()[-1] == "2027-01-05"
    assert "provisionally" in result.stdout
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in result.output)


def test_calendar_days_move_off_a_holiday(app: Flask) -> None:
    result = typed(app, "2026-09-18", "--calendar-days", "15")
    assert result.stdout.splitlines()[-1] == "2026-10-08"
    assert "民法典第二百零三条" in result.stdout


def test_rows_of_the_database_count_unless_national_is_asked_for(app: Flask, db_session: Any) -> None:
    now = clock.now()
    db_session.add(
        CalendarDay(
            day_on=dt.date(2026, 11, 24), layer="XJ", is_working=False, name_zh="古尔邦节", name_en="Eid al-Adha",
            source_document="通知", entered_at=now, entered_by="甲", approved_at=now, approved_by="乙",
        )
    )  # fmt: skip
    db_session.commit()
    assert typed(app, "2026-11-23", "--working-days", "1").stdout.splitlines()[-1] == "2026-11-25"
    assert (
        typed(app, "2026-11-23", "--working-days", "1", "--national").stdout.splitlines()[-1] == "2026-11-24"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["2026-02-30", "--working-days", "5"], "不是日期"),
        (["明天", "--working-days", "5"], "不是日期"),
        (["2026-09-18", "--working-days", "-1"], "时限应当是1到1000的整数"),
        (["2026-09-18", "--working-days", "0"], "时限应当是1到1000的整数"),
        (["2026-09-18", "--working-days", "99999999999999999999"], "时限应当是1到1000的整数"),
        (["2026-09-18", "--working-days", "five"], "不是整数"),
        (["2026-09-18", "--calendar-days", "0"], "时限应当是1到1000的整数"),
        (["2026-09-18"], "二者选一"),
        (["2026-09-18", "--working-days", "5", "--calendar-days", "5"], "二者选一"),
        (["9999-12-31", "--working-days", "5"], "日期应当在1949年到2999年之间"),
    ],
)
def test_what_was_asked_wrongly_gets_a_sentence_and_code_2(
    app: Flask, words: list[str], sentence: str
) -> None:
    result = typed(app, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_a_refusal_in_english(app: Flask) -> None:
    result = typed(app, "tomorrow", "--working-days", "5", "--english")
    assert (result.exit_code, result.stderr) == (2, "“tomorrow” is no date; write it like 2026-09-18.\n")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///{folder}/none.db",
        "sqlite:///{folder}/none/none.db",
        "postgresql+psycopg://127.0.0.1:1/none",
    ],
)
def test_without_its_database_it_answers_too_and_makes_no_file(tmp_path: Path, url: str) -> None:
    app = Flask("empty")
    app.config["SQLALCHEMY_DATABASE_URI"] = url.format(folder=tmp_path)
    db.init_app(app)
    with app.app_context():
        result = typed(app, "2026-09-18", "--working-days", "5", "--english")
        db.session.remove()
        db.engine.dispose()
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "2026-09-24")
    assert "counted by the national calendar only" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "bare.db").touch()
    app = Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'bare.db'}"
    db.init_app(app)
    with app.app_context():
        result = typed(app, "2026-09-18", "--working-days", "5")
        db.session.remove()
        db.engine.dispose()
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "2026-09-24")
