"""Days: however they are typed they are found, and a record is seen as it stood on one."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.disclosures import finding
from feedback_app.disclosures.fields import day_of, days_in
from feedback_app.disclosures.finding import Wanted
from tests.factories import RIGHT_AMOUNT, published_penalty

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    "typed",
    [
        "2026年9月28日",
        "2026-09-28",
        "2026/9/28",
        "2026.9.28",
        "2026年09月28日",
        "9月28日",
        "罚款 2026-9-28",
    ],
)
def test_a_record_is_found_by_the_day_of_its_decision_however_it_is_typed(
    db_session: Any, typed: str
) -> None:
    record = published_penalty(amount=RIGHT_AMOUNT)
    assert [one.ref for one in finding.find(Wanted(words=typed)).records] == [record.ref]


@pytest.mark.parametrize("typed", ["2026年9月2日", "2026-09-08", "2026年9月", "1月28日", "昌州环阜罚 2026 3"])
def test_another_day_finds_only_what_names_it(db_session: Any, typed: str) -> None:
    published_penalty(
        facts="现场检查发现露天堆存煤炭。", legal_basis="《中华人民共和国生态环境法典》第五十一条"
    )
    found = finding.find(Wanted(words=typed)).records
    assert len(found) == (1 if typed in ("2026年9月", "昌州环阜罚 2026 3") else 0)


def test_days_of_a_text_are_written_one_way_and_numbers_are_no_days() -> None:
    said = "2026-09-03检查，2026年10月30日复查；文号〔2026〕3号，2026-13-01，12026-01-011。"
    assert days_in(said) == ["2026年9月3日", "2026年10月30日"]
    assert (day_of("２０２６年１０月３０日"), day_of("2026年2月30日"), day_of("去年")) == (
        day_of("20261030"),
        None,
        None,
    )


@pytest.mark.parametrize("typed", ["2026年10月20日", "2026/10/20", "2026-10-20", "20261020"])
def test_the_address_of_a_day_takes_the_usual_ways_to_write_it(
    client: FlaskClient, db_session: Any, typed: str
) -> None:
    record = published_penalty()
    page = client.get(f"/records/{record.ref}/on/{typed}")
    assert page.status_code == 200
    assert "68 万元" in page.text
    sent = client.get(f"/records/{record.ref}/on", query_string={"date": typed})
    assert (sent.status_code, sent.location) == (303, f"/records/{record.ref}/on/2026-10-20")
    refused = client.get(f"/records/{record.ref}/on/2026/13/40")
    assert refused.status_code == 422
