"""The index says what the public sees, no more and no less, and in the same moment."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from feedback_app import clock
from feedback_app.audit.actor import operator
from feedback_app.disclosures import indexing, jobs
from feedback_app.disclosures import operations as records
from feedback_app.disclosures.operations.mirrors import reflect
from feedback_app.extensions import db
from feedback_app.sample.load import load
from feedback_app.search import operations as search
from feedback_app.search.models import SearchEntry
from feedback_app.search.queries import find
from tests.factories import RIGHT_AMOUNT, beijing, changed, people, published_penalty


def found(asked: str, *tags: str) -> list[str]:
    return [hit.key for hit in find(asked, kind=indexing.KIND, tags=tags).hits]


def entries() -> dict[str, tuple[Any, ...]]:
    db.session.expire_all()
    rows = db.session.scalars(select(SearchEntry).order_by(SearchEntry.key))
    return {row.key: (row.kind, row.at, row.text, row.stream, row.tags) for row in rows}


def test_a_record_is_found_once_it_is_published_and_only_then(db_session: Any) -> None:
    record = published_penalty()
    cast = people()
    draft = records.prepare(
        "penalty", record.live.field_values | {"facts": "尚未公开的事实", "document_number": "昌州环阜罚〔2026〕9号", "amount": 6_800_000}, formed_on=record.formed_on,
        party_kind="organization", by=cast.zhaoming,
    )  # fmt: skip
    records.submit_for_review(draft, by=cast.zhaoming)
    assert found("昌州环阜罚〔2026〕3号") == [record.ref]
    assert found("尚未公开") == []


def test_a_publication_that_is_rolled_back_leaves_no_entry(db_session: Any) -> None:
    record = published_penalty()
    with clock.at(beijing("2026-11-10 09:00")):
        records.publish_correction(record, {"amount": RIGHT_AMOUNT}, by=people().zhouting, about="ticket:x")
    assert found("6.8万元", "corrected=yes") == [record.ref]
    db.session.rollback()
    assert found("", "corrected=yes") == []
    assert len(entries()) == 1


def test_a_correction_is_found_by_the_new_words_and_no_longer_by_the_old(db_session: Any) -> None:
    record = published_penalty(facts="烟囱冒出浓烟")
    with clock.at(beijing("2026-11-10 09:00")):
        records.publish_correction(record, {"facts": "废水流进河道"}, by=people().zhouting, about="ticket:x")
    assert (found("浓烟"), found("流进河道")) == ([], [record.ref])


def test_what_is_internal_is_not_found(db_session: Any) -> None:
    record = published_penalty()
    row = record.category
    internal = [
        field for field in row.fields if not field.public and not field.choices and field.kind == "date"
    ]
    assert internal, "a category with an internal field"
    shown = found("2019年7月6日")
    with clock.at(beijing("2026-11-10 09:00")):
        changed(record, record.formed_on, **{internal[0].key: "2019-07-06"})
    assert found("2019年7月6日") == shown == []


@pytest.mark.parametrize(
    "asked",
    [
        "昌吉州生态环境局阜康市分局", "昌吉回族自治州生态环境局阜康市分局", "阜康市生态环境分局", "阜康分局", "昌吉州",
    ],
)  # fmt: skip
def test_the_bureau_is_found_by_its_short_names_too(db_session: Any, asked: str) -> None:
    record = published_penalty(deciding_authority="昌吉回族自治州生态环境局阜康市分局")
    assert found(asked) == [record.ref]


def test_a_record_is_found_by_its_own_number(db_session: Any) -> None:
    record = published_penalty()
    assert found(record.ref) == [record.ref]
    assert found(record.ref.lower()) == [record.ref]


def test_what_came_down_is_gone_from_the_index_in_the_same_transaction(db_session: Any) -> None:
    record = published_penalty()
    record.status = "hidden"  # whatever is not public
    reflect(record)
    assert (found("罚款"), found("", "stage=ex_post"), entries()) == ([], [], {})
    db.session.rollback()
    assert found("罚款") == [record.ref]


@pytest.mark.with_content
def test_made_anew_the_index_is_what_it_was(app: Flask, db_session: Any) -> None:
    load(20, 15, seed=3, by=operator("tests"))
    db.session.commit()
    before = entries()
    assert len(before) > 20
    assert jobs.mend_index() == 0, "index and records agree"
    assert jobs.rebuild_index() == len(before)
    assert entries() == before


@pytest.mark.with_content
def test_the_commands_tell_and_mend_what_does_not_agree(app: Flask, db_session: Any) -> None:
    before = entries()
    gone, *_ = before
    search.forget(indexing.KIND, gone)
    search.index(search.Entry(indexing.KIND, "C4-1999-0001", ("没有这条",), clock.now()))
    db.session.commit()
    run = app.test_cli_runner().invoke
    told = run(args=["search", "check"])
    assert told.exit_code == 1
    assert gone in told.output
    assert "C4-1999-0001" in told.output
    assert run(args=["search", "rebuild", "--missing"]).exit_code == 0
    assert entries() == before
    assert run(args=["search", "check"]).exit_code == 0
    assert run(args=["search", "rebuild"]).exit_code == 0
    assert entries() == before


def test_an_entry_older_than_its_record_is_written_again(db_session: Any) -> None:
    ref = published_penalty().ref
    search.index(search.Entry(indexing.KIND, ref, ("旧的",), beijing("2026-01-01 09:00")))
    db.session.commit()
    assert indexing.missing(9) == [ref]
    jobs.mend_index()
    assert (found("旧的"), found("罚款")) == ([], [ref])
