"""Whole ways of records, told through the pages: in time, late, sent back, and changed (examples D-2, D-5, D-6)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import queries
from feedback_app.disclosures.fields import to_input
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.extensions import db
from tests.disclosures.test_views_staff import typed
from tests.factories import people, sign_in

pytestmark = pytest.mark.one_database
As = Callable[[str], FlaskClient]
WAY = (
    ("zhaoming", "submission"), ("yeerken", "review"), ("wangxiaoyan", "secrecy-check"), ("gulinaer", "approval"),
    ("zhouting", "publication"),
)  # fmt: skip


@pytest.fixture
def as_(app: Flask, db_session: Any) -> As:
    people()
    return lambda login: sign_in(app.test_client(), login)


def once_on(page: str) -> str:
    found = re.search(r'name="once"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="once"', page)
    assert found
    return found[1] or found[2]


def begin(as_: As, **other: str) -> str:
    answer = as_("zhaoming").post("/staff/records/new/penalty", data=typed(**other))
    assert answer.status_code == 303, answer.text
    return str(answer.location).rsplit("/", 1)[1]


def walk(as_: As, ref: str, way: Any = WAY) -> None:
    for login, noun in way:
        answer = as_(login).post(f"/staff/records/{ref}/{noun}")
        assert answer.status_code == 303, (noun, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-900:])


def change(record: DisclosureRecord, **other: str) -> dict[str, str]:
    """What the form of a change holds, as the browser sends it back."""
    live = record.live
    assert live is not None
    flat = {field.key: to_input(field, live.field_values.get(field.key)) for field in record.category.fields}
    return {key: str(value) for key, value in flat.items() if isinstance(value, str)} | other


def test_a_penalty_from_draft_to_public_in_time(as_: As, app: Flask, freeze: Any) -> None:
    freeze("2026-10-08 11:00")
    ref = begin(as_)
    walk(as_, ref)
    page = app.test_client().get(f"/records/{ref}").text
    assert "按时公示" in page
    assert "国家时限：行政许可、行政处罚公示" in page, "the national limit stands beside the regulation's"
    assert "国家时限" in app.test_client().get(f"/records/{ref}/versions/1").text


def test_a_late_one_says_to_the_public_by_how_many_working_days(as_: As, app: Flask, freeze: Any) -> None:
    freeze("2026-10-08 11:00")
    ref = begin(as_)
    freeze("2026-10-13 10:00")  # due on Saturday 10 October, a working day
    page = as_("yeerken").get(f"/staff/records/{ref}").text
    walk(as_, ref, WAY[:3])
    assert "须由主管领导批准，因为" in as_("yeerken").get(f"/staff/records/{ref}").text, page
    assert as_("yeerken").post(f"/staff/records/{ref}/approval").status_code == 409
    walk(as_, ref, WAY[3:])
    assert "晚了 2 个工作日公示" in app.test_client().get(f"/records/{ref}").text


def test_a_result_sent_back_shows_the_reason_on_the_draft_and_goes_again(as_: As, freeze: Any) -> None:
    freeze("2026-10-08 11:00")
    ref = begin(as_)
    walk(as_, ref, WAY[:1])
    empty = as_("yeerken").post(f"/staff/records/{ref}/return", data={"reason": " "})
    assert empty.status_code == 422
    assert "请写明哪里要改" in empty.text
    answer = as_("yeerken").post(
        f"/staff/records/{ref}/return", data={"reason": "履行方式请写全", "back": "desk"}
    )
    assert answer.location == "/staff/records/desk"
    for page in (f"/staff/records/{ref}", "/staff/records/desk"):
        assert ref in as_("zhaoming").get(page).text
    assert "履行方式请写全" in as_("zhaoming").get(f"/staff/records/{ref}").text
    assert (
        as_("zhaoming").post(f"/staff/records/{ref}/draft", data=typed(performance="分两期缴纳")).status_code
        == 303
    )
    walk(as_, ref)


def test_two_presses_of_save_make_one_draft(as_: As) -> None:
    client = as_("zhaoming")
    once = once_on(client.get("/staff/records/new/penalty").text)
    first = client.post("/staff/records/new/penalty", data=typed(once=once))
    second = client.post("/staff/records/new/penalty", data=typed(once=once))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(queries.in_work().rows) == 1
    other = as_("chenzhiqiang").post("/staff/records/new/penalty", data=typed(once=once))
    assert other.location != first.location, "nobody is led to another's draft"


@pytest.mark.with_content
def test_d5_the_rectification_result_was_a_version_of_its_own_in_time(
    client: FlaskClient, db_session: Any
) -> None:
    record = by_category("supervision_result")
    second = record.version(2)
    assert (second.change_kind, second.formed_on) == ("rectification", date(2026, 11, 6))
    [own] = [one for one in deadlines.clocks("record", record.ref) if one.started_on == date(2026, 11, 6)]
    assert (own.due_on, own.outcome) == (date(2026, 11, 13), "kept")
    page = client.get(f"/records/{record.ref}/versions/2").text
    assert "按时公示" in page
    assert "已完成整改" in page


@pytest.mark.with_content
def test_d6_the_lifted_seal_is_published_through_the_pages_by_27_november(
    app: Flask, as_: As, freeze: Any
) -> None:
    freeze("2026-11-23 11:00")
    record = by_category("coercive")
    ref, client = record.ref, as_("zhaoming")
    assert "更新这条信息" in client.get(f"/staff/records/{ref}").text
    wrong = client.post(
        f"/staff/records/{ref}/change",
        data=change(record, change_kind="update", changed_on="20日", note_zh="", change="解除查封。"),
    )
    assert wrong.status_code == 422
    assert "解除查封。" in wrong.text, "what was typed is kept"
    typing = change(
        record, change_kind="typing_error", changed_on="2026-11-20", note_zh="改", decided_on="2026-11-07"
    )
    refused = client.post(f"/staff/records/{ref}/change", data=typing)
    assert refused.status_code == 422
    assert "不是错别字" in refused.text
    right = change(
        record,
        change_kind="update",
        changed_on="2026-11-20",
        note_zh="2026年11月20日解除查封。",
        change="2026年11月20日解除查封。",
    )
    assert client.post(f"/staff/records/{ref}/change", data=right).status_code == 303
    assert "2026年11月20日解除查封" not in app.test_client().get(f"/records/{ref}").text
    walk(as_, ref, WAY[:1])
    assert "未解除、未延长" in as_("yeerken").get("/staff/records/desk").text, (
        "old beside new, before deciding"
    )
    walk(as_, ref, WAY[1:])
    page = app.test_client().get(f"/records/{ref}").text
    assert "2026年11月20日解除查封" in page
    limits = [one for one in deadlines.clocks("record", ref) if one.started_on == date(2026, 11, 20)]
    assert [(one.due_on, one.outcome) for one in limits] == [(date(2026, 11, 27), "kept")]


def by_category(key: str) -> DisclosureRecord:
    found = (
        db.session.query(DisclosureRecord).filter_by(category_key=key).order_by(DisclosureRecord.id).first()
    )
    assert found is not None
    return found
