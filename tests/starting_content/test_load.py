"""Loading the starting content: once, in the order of time, with the dates of the worked examples."""

from datetime import date, datetime

import pytest
from flask import Flask

from feedback_app.carriers.models import LIVE, ChannelPublication
from feedback_app.deadlines.models import Clock
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from feedback_app.starting_content.load import Loaded, load
from feedback_app.starting_content.records import RECORDS
from feedback_app.starting_content.sample import beijing
from feedback_app.starting_content.staff import STAFF
from feedback_app.starting_content.units import UNITS

TODAY = beijing("2026-11-23 12:00")


@pytest.fixture
def content(app: Flask, db_session: object) -> Flask:
    """An empty system, ready to be filled."""
    return app


def record(document_number: str) -> DisclosureRecord:
    return db.session.query(DisclosureRecord).filter_by(document_number=document_number).one()


def test_it_loads_everything_once(content: Flask) -> None:
    assert load(TODAY) == Loaded(len(UNITS), len(STAFF), len(RECORDS))
    db.session.commit()
    again = load(TODAY)
    assert again == Loaded(0, 0, 0)
    assert not again
    records = db.session.query(DisclosureRecord).all()
    assert all(row.is_sample and row.is_public for row in records)


def test_the_due_dates_are_those_of_the_worked_examples(content: Flask) -> None:
    load(TODAY)
    due = {
        (clock.subject_ref, clock.started_on): clock
        for clock in db.session.query(Clock).filter(
            Clock.rule.in_(["RESULT_PUBLISH", "RANDOM_NORMAL_PUBLISH"])
        )
    }
    d1, d2 = record("昌州环罚字〔2026〕2-017号"), record("昌州环阜罚〔2026〕3号")
    d3, d6 = record("昌州环阜罚〔2026〕4号"), record("昌州环阜查〔2026〕1号")
    assert due[d1.ref, date(2026, 9, 18)].due_on == date(2026, 9, 24)
    assert due[d2.ref, date(2026, 9, 28)].due_on == date(2026, 10, 10)
    assert due[d3.ref, date(2026, 10, 13)].due_on == date(2026, 10, 20)
    assert due[d6.ref, date(2026, 11, 6)].due_on == date(2026, 11, 13)
    still_open = due[d6.ref, date(2026, 11, 20)]
    assert (still_open.due_on, still_open.stopped_at) == (date(2026, 11, 27), None)


def test_the_figures_of_last_year_were_public_in_january(content: Flask) -> None:
    load(TODAY)
    due = db.session.query(Clock).filter_by(rule="ANNUAL_STATS").one()
    assert (due.due_on, due.outcome) == (date(2026, 1, 31), "kept")


def test_published_when_the_examples_say(content: Flask) -> None:
    load(TODAY)
    d2 = record("昌州环阜罚〔2026〕3号")
    assert d2.published_at == beijing("2026-10-09 11:20")
    assert d2.live.field_values["amount"] == 68_000_000
    d5 = db.session.query(DisclosureRecord).filter_by(category_key="supervision_result").one()
    assert d5.live_number == 2
    assert d5.live.field_values["rectification"].startswith("已完成整改")


def test_every_channel_is_confirmed_and_d1_is_on_three(content: Flask) -> None:
    load(TODAY)
    publications = db.session.query(ChannelPublication).all()
    assert {row.state for row in publications} == {LIVE}
    d1 = record("昌州环罚字〔2026〕2-017号")
    on = {row.channel for row in publications if row.record_ref == d1.ref}
    assert on == {"branch_site", "credit_push", "county_gov_column"}
    assert {row.channel for row in publications if row.record_ref == record("昌州环阜罚〔2026〕4号").ref} == {
        "branch_site"
    }


def test_the_bureaus_own_facts_stand_in_the_record(content: Flask) -> None:
    content.config["HOTLINE"] = "0994-3000000"
    content.config["BUREAU_CODE"] = "not a code"  # the operator's slip must not stop the first start
    load(TODAY)
    a7 = db.session.query(DisclosureRecord).filter_by(category_key="supervision").one()
    assert a7.live.field_values["hotline"] == "0994-3000000"
    a1 = db.session.query(DisclosureRecord).filter_by(category_key="subject").one()
    assert a1.live.field_values["body_code"] is None


@pytest.mark.parametrize(
    ("now", "label"),
    [(beijing("2026-11-09 15:12"), "in review"), (beijing("2026-01-05 09:00"), "all")],
)
def test_what_had_not_happened_yet_is_left_out(content: Flask, now: datetime, label: str) -> None:
    load(now)
    d6 = record("昌州环阜查〔2026〕1号")
    d5 = db.session.query(DisclosureRecord).filter_by(category_key="supervision_result").one()
    assert d6.is_public == (label == "all")
    assert d5.live_number == (2 if label == "all" else 1)
