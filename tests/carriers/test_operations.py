"""Carriers: our own site shows a version at once, every other waits for a person's word, and each word is on record."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.carriers import operations, queries
from feedback_app.carriers.channels import CHANNELS
from feedback_app.carriers.models import LIVE, PENDING
from feedback_app.carriers.operations import AlreadyConfirmed
from feedback_app.disclosures.catalogue import CATEGORIES
from feedback_app.extensions import db
from tests.factories import people

RECORD = "C4-2026-0001"


@pytest.fixture
def by(db_session: Any) -> Any:
    return people().zhouting.actor


def push(by: Any, *channels: str, version: int = 1, about: str | None = None) -> None:
    operations.push(RECORD, version, channels, by=by, about=about)
    db.session.commit()


def test_our_own_site_is_live_at_once_and_the_others_wait(by: Any, freeze: Any) -> None:
    freeze("2026-10-09 11:20")
    push(by, "branch_site", "credit_push")
    own, other = queries.publications_of(RECORD, 1)
    assert (own.channel, own.state, own.confirmed_at) == ("branch_site", LIVE, clock.now())
    assert (other.channel, other.state, other.confirmed_at) == ("credit_push", PENDING, None)
    assert queries.unconfirmed(RECORD, 1) == 1
    assert [entry.fact_values["channel"] for entry in log.entries(action="channel.push")] == ["credit_push"]


def test_a_confirmation_says_who_when_and_what_proves_it(by: Any, freeze: Any) -> None:
    push(by, "credit_push")
    freeze("2026-11-13 12:00")
    waiting = queries.publications_of(RECORD, 1)[0]
    operations.confirm(waiting, evidence="已打开信用中国页面核对。", by=by, about="ticket:FK-1")
    db.session.commit()
    assert (waiting.state, waiting.confirmed_at, waiting.confirmed_by_id) == (LIVE, clock.now(), by.id)
    assert queries.unconfirmed(RECORD, 1) == 0
    entry = log.entries(action="channel.confirm")[0]
    assert (entry.subject, entry.about) == (f"record:{RECORD}", "ticket:FK-1")
    assert entry.sealed.words == {"evidence": "已打开信用中国页面核对。"}, "a person's words are sealed"


def test_nothing_is_confirmed_twice(by: Any) -> None:
    push(by, "credit_push", "branch_site")
    for publication in queries.publications_of(RECORD, 1):
        if publication.state == PENDING:
            operations.confirm(publication, evidence="已核对", by=by)
        before = publication.confirmed_at
        with pytest.raises(AlreadyConfirmed):
            operations.confirm(publication, evidence="改口", by=by)
        assert (publication.confirmed_at, publication.evidence) in ((before, "已核对"), (before, ""))


def test_a_new_version_makes_new_rows_and_keeps_the_old(by: Any) -> None:
    push(by, "branch_site", "credit_push")
    push(by, "branch_site", "credit_push", version=2)
    assert [row.version_number for row in queries.publications_of(RECORD, 2)] == [2, 2]
    assert len(queries.publications_of(RECORD, 1)) == 2
    assert queries.unconfirmed(RECORD, 1) == queries.unconfirmed(RECORD, 2) == 1


def test_one_version_stands_once_on_a_carrier(by: Any) -> None:
    push(by, "credit_push")
    with pytest.raises(IntegrityError):
        push(by, "credit_push")
    db.session.rollback()


@pytest.mark.one_database
def test_a_carrier_nobody_knows_is_a_mistake(by: Any) -> None:
    with pytest.raises(KeyError):
        push(by, "pigeon_post")


def test_the_table_of_carriers_is_that_of_article_10() -> None:
    assert {
        "branch_site",
        "county_gov_column",
        "credit_push",
        "wechat",
        "mobile_app",
        "press",
        "radio",
        "tv",
        "outdoor_led",
    } <= set(CHANNELS)
    assert [code for code, row in CHANNELS.items() if row.is_own] == ["branch_site"]
    assert all(
        code == row.code and row.article.startswith("10") and row.label_zh and row.label_en
        for code, row in CHANNELS.items()
    )
    assert all(row.needs_confirmation != row.is_own for row in CHANNELS.values())


def test_records_go_only_to_carriers_article_10_assigns_to_their_stage() -> None:
    for row in CATEGORIES:
        for code in row.carriers_for("organization"):
            assert row.stage.value in CHANNELS[code].stages, f"{row.key} on {code}"
