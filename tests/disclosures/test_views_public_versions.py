"""Versions for citizens: what lies between two of them, and how a record stood on a day."""

import time
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app import clock
from feedback_app.disclosures import operations
from feedback_app.disclosures.fields.comparing import compare
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from tests.factories import beijing, people, published_penalty

pytestmark = pytest.mark.one_database


@pytest.fixture
def record(db_session: Any) -> DisclosureRecord:
    """D-2: first public on 9 October 2026 at 11:20, corrected on 10 November at 17:40."""
    record = published_penalty()
    with clock.at(beijing("2026-11-10 17:40")):
        operations.publish_correction(
            record, {"amount": 6_800_000}, by=people().zhouting, about="ticket:FK-JC-1"
        )
    db.session.commit()
    return record


def changed(text: str, other: str) -> tuple[list[str], list[str]]:
    found = compare(text, other)
    return [one.words for one in found.old if one.is_changed], [
        one.words for one in found.new if one.is_changed
    ]


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"),
    [
        ("罚款人民币6.8万元。", "罚款人民币68万元。", ["6.8"], ["68"]),  # a number is one word
        ("贮存池防渗膜破损两处。", "贮存池防渗膜破损三处。", ["两"], ["三"]),
        ("已缴款", "", ["已缴款"], []),
        ("", "已缴款", [], ["已缴款"]),
        ("甲乙丙", "子丑寅", ["甲乙丙"], ["子丑寅"]),  # nothing in common: marked whole
        ("一样。", "一样。", [], []),
    ],
)
def test_what_changed_is_marked_and_nothing_else(
    old: str, new: str, gone: list[str], came: list[str]
) -> None:
    assert changed(old, new) == (gone, came)


def test_the_longest_texts_are_compared_in_no_time() -> None:
    old = "检查发现露天堆存煤炭未密闭。" * 700
    begun = time.monotonic()
    found = compare(old, old.replace("煤炭", "矿石"))
    assert time.monotonic() - begun < 2
    assert "".join(one.words for one in found.old) == old


def test_two_versions_are_compared_field_by_field_whichever_comes_first(
    client: FlaskClient, record: DisclosureRecord
) -> None:
    for query in ("", "?from=1&to=2", "?from=2&to=1"):
        page = client.get(f"/records/{record.ref}/changes{query}")
        assert page.status_code == 200
        assert "第 1 版和第 2 版有哪些不同" in page.text
        assert "<del>68</del>" in page.text
        assert "<ins>6.8</ins>" in page.text
        assert "韩立军" not in page.text
        assert page.text.count('class="difference"') == 1


@pytest.mark.parametrize(
    "query", ["?from=1&to=9", "?from=x&to=2", "?from=-1&to=2", "?from=1&to=99999999999999999999"]
)
def test_a_version_there_never_was_is_refused_in_words(
    client: FlaskClient, record: DisclosureRecord, query: str
) -> None:
    page = client.get(f"/records/{record.ref}/changes{query}")
    assert page.status_code == 422
    assert "没有这一版" in page.text


def test_the_same_version_twice_asks_for_another(client: FlaskClient, record: DisclosureRecord) -> None:
    assert "请选两个不同的版本" in client.get(f"/records/{record.ref}/changes?from=2&to=2").text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-10-08", "2026年10月8日还没有公示"),
        ("2026-10-09", "公示的是第 1 版"),  # published during that day: at its end it stood there
        ("2026-11-09", "公示的是第 1 版"),
        ("2026-11-10", "公示的是第 2 版"),
    ],
)
def test_a_record_is_shown_as_it_stood_at_the_end_of_a_day(
    client: FlaskClient, record: DisclosureRecord, day: str, words: str
) -> None:
    with clock.at(beijing("2026-11-23 10:00")):
        page = client.get(f"/records/{record.ref}/on/{day}")
    assert page.status_code == 200
    assert words in page.text
    assert ("68 万元" in page.text) == ("第 1 版" in words)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("昨天", "请写成年-月-日"),
        ("2026-02-30", "请写成年-月-日"),
        ("", "请写成年-月-日"),
        ("2026-11-24", "还没有到"),
        ("9999-12-31", "还没有到"),
        ("0001-01-01", "太早了"),
    ],
)
def test_a_bad_date_is_refused_in_words(
    client: FlaskClient, record: DisclosureRecord, typed: str, words: str
) -> None:
    ref = record.ref
    with clock.at(beijing("2026-11-23 10:00")):
        pages = [client.get(f"/records/{ref}/on", query_string={"date": typed})]
        pages += [client.get(f"/records/{ref}/on/{typed}")] if typed else []
    for page in pages:
        assert page.status_code == 422
        assert words in page.text
        assert f'value="{typed}"' in page.text


def test_the_form_leads_to_the_days_own_address(client: FlaskClient, record: DisclosureRecord) -> None:
    ref = record.ref
    assert client.get(f"/records/{ref}/on").status_code == 200
    with clock.at(beijing("2026-11-23 10:00")):
        sent = client.get(f"/records/{ref}/on?date=2026-11-01")
    assert (sent.status_code, sent.location) == (303, f"/records/{ref}/on/2026-11-01")


def test_a_day_on_which_it_was_hidden_says_so(client: FlaskClient, record: DisclosureRecord) -> None:
    ref, cast = record.ref, people()
    with clock.at(beijing("2026-11-12 10:00")):
        hiding = operations.hide(record, "grave_error", by=cast.sunlei)
    with clock.at(beijing("2026-11-14 10:00")):
        operations.lift(hiding, by=cast.liweidong, reason="没有错误")
    db.session.commit()
    with clock.at(beijing("2026-11-23 10:00")):
        said = {day: client.get(f"/records/{ref}/on/{date(2026, 11, day)}").text for day in (11, 12, 13, 14)}
    assert ["暂停公示" in said[day] for day in (11, 12, 13, 14)] == [False, True, True, False]


def test_an_old_version_bears_its_banner_and_a_mark_of_doubt_stays(
    client: FlaskClient, record: DisclosureRecord
) -> None:
    operations.mark_under_verification(record, True, by=people().zhouting, about="ticket:FK-JC-1")
    db.session.commit()
    assert "这是旧版本" in client.get(f"/records/{record.ref}/versions/1").text
    assert "这是旧版本" not in client.get(f"/records/{record.ref}/versions/2").text
    assert "核实中" in client.get(f"/records/{record.ref}").text
