"""The gate: what is wrong holds up approval, publication and correction until it is mended or two people let it stand."""

import time
from types import SimpleNamespace
from typing import Any

import pytest

from feedback_app import clock
from feedback_app.audit import queries as log
from feedback_app.disclosures import operations, queries
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.checks import Finding
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations import GuardRefused, NotAllowedHere
from feedback_app.disclosures.workflow import VersionStatus
from feedback_app.extensions import db
from feedback_app.starting_content.examples import D2
from feedback_app.starting_content.load import read_values
from tests.factories import RIGHT_AMOUNT, beijing, people, published_penalty
from tests.guard.made import ID

PHONE = "该公司联系电话13912345678，未如实记录。"


@pytest.fixture
def cast(db_session: Any) -> SimpleNamespace:
    return people()


def in_review(cast: SimpleNamespace, **other: Any) -> DisclosureRecord:
    """Passed by everybody, with `other` come into it afterwards: what the checks find today they may not have known then."""
    values = read_values(category("penalty"), D2.values) | {"amount": RIGHT_AMOUNT}
    with clock.at(beijing("2026-10-08 10:00")):
        record = operations.prepare(
            "penalty", values, formed_on=clock.today(), party_kind=values["party_kind"], by=cast.zhaoming
        )
        operations.submit_for_review(record, by=cast.zhaoming)
        operations.review(record, by=cast.yeerken)
        operations.check_secrecy(record, by=cast.wangxiaoyan)
    record.newest.field_values = record.newest.field_values | other
    db.session.commit()
    return record


def approve(record: DisclosureRecord, cast: SimpleNamespace) -> None:
    with clock.at(beijing("2026-10-08 12:00")):
        operations.approve(record, by=cast.gulinaer)


def only_finding(record: DisclosureRecord) -> Finding:
    (found,) = [one for one in operations.findings_of(record, record.newest) if one.blocks]
    return found


def sign(record: DisclosureRecord, by: Any, reason: str = "公布的举报电话") -> None:
    with clock.at(beijing("2026-10-08 11:00")):
        operations.override_guard(
            record, only_finding(record), version_number=record.newest.number, by=by, reason=reason
        )


def test_an_approval_is_refused_and_nothing_is_changed(cast: SimpleNamespace) -> None:
    record = in_review(cast, facts=f"身份证号{ID}。")
    with pytest.raises(GuardRefused, match="违法事实：这里有身份证号。删去身份证号") as refused:
        approve(record, cast)
    assert [one.check for one in refused.value.findings] == ["id_number"]
    assert ID not in str(refused.value)
    db.session.rollback()
    assert record.newest.state is VersionStatus.IN_REVIEW


@pytest.mark.parametrize("step", ["review", "check_secrecy"])
def test_nobody_certifies_what_cannot_be_published(cast: SimpleNamespace, step: str) -> None:
    values = read_values(category("penalty"), D2.values) | {"amount": RIGHT_AMOUNT}
    with clock.at(beijing("2026-10-08 10:00")):
        record = operations.prepare(
            "penalty", values, formed_on=clock.today(), party_kind=values["party_kind"], by=cast.zhaoming
        )
        operations.submit_for_review(record, by=cast.zhaoming)
        record.newest.field_values = values | {"facts": PHONE}
        db.session.commit()
        with pytest.raises(GuardRefused, match="手机号"):
            getattr(operations, step)(
                record, by={"review": cast.yeerken, "check_secrecy": cast.wangxiaoyan}[step]
            )
    db.session.rollback()
    assert not queries.has_act(record, 1, step)


def test_a_publication_is_refused_whatever_was_approved_before(cast: SimpleNamespace) -> None:
    record = in_review(cast)
    approve(record, cast)
    record.newest.field_values = record.newest.field_values | {"facts": PHONE}
    db.session.commit()
    with pytest.raises(GuardRefused, match="手机号"), clock.at(beijing("2026-10-08 13:00")):
        operations.publish(record, by=cast.zhouting)
    db.session.rollback()
    assert not record.is_public


def test_a_warning_holds_nothing_up(cast: SimpleNamespace) -> None:
    record = in_review(cast, served_on=None, legal_basis="《某某管理办法》第三条")
    assert {one.check for one in operations.findings_of(record, record.newest)} >= {
        "not_served",
        "law_unknown",
    }
    approve(record, cast)


def test_two_people_with_reasons_let_a_place_stand_and_the_log_says_so(cast: SimpleNamespace) -> None:
    record = in_review(cast, facts=PHONE)
    sign(record, cast.zhaoming, "这是公布的投诉电话")
    with pytest.raises(GuardRefused):
        approve(record, cast)
    db.session.rollback()
    sign(record, cast.zhaoming, "这是公布的投诉电话")
    sign(record, cast.wangxiaoyan, "核对过公布的号码")
    approve(record, cast)
    (row,) = queries.overrides_of(record, 1)
    assert (row.first_name, row.second_name, row.check) == ("赵明", "王晓燕", "mobile")
    assert "13912345678" not in row.masked
    entries = [one for one in log.entries(subject=record.subject) if one.action == "record.override_guard"]
    assert sorted(one.fact_values["signature"] for one in entries) == [1, 2]
    assert all(one.fact_values["check"] == "check.mobile" for one in entries)
    assert all("13912345678" not in (one.facts or "") and "号码" not in (one.facts or "") for one in entries)


def test_one_person_is_not_two(cast: SimpleNamespace) -> None:
    record = in_review(cast, facts=PHONE)
    sign(record, cast.wangxiaoyan)
    with pytest.raises(NotAllowedHere, match="另一个人"):
        sign(record, cast.wangxiaoyan)


def test_one_of_the_two_answers_for_it_by_their_post(cast: SimpleNamespace) -> None:
    record = in_review(cast, facts=PHONE)
    sign(record, cast.zhaoming)
    with pytest.raises(NotAllowedHere, match="法制科负责人或者主管领导"):
        sign(record, cast.chenzhiqiang)
    sign(record, cast.liweidong)
    with pytest.raises(NotAllowedHere, match="已经由两个人"):
        sign(record, cast.wangxiaoyan)


def test_who_does_not_work_on_records_signs_for_nothing(cast: SimpleNamespace) -> None:
    record = in_review(cast, facts=PHONE)
    with pytest.raises(NotAllowedHere, match="岗位"):
        sign(record, cast.sunlei)


@pytest.mark.parametrize("facts", [f"身份证号{ID}", "卡号4111111111111111"])
def test_identity_and_card_numbers_nobody_lets_stand(cast: SimpleNamespace, facts: str) -> None:
    record = in_review(cast, facts=facts)
    with pytest.raises(NotAllowedHere, match="只能改正"):
        sign(record, cast.liweidong)


def test_a_signature_is_void_when_the_words_around_it_change(cast: SimpleNamespace) -> None:
    record = in_review(cast, facts=PHONE)
    sign(record, cast.zhaoming)
    sign(record, cast.wangxiaoyan)
    record.newest.field_values = record.newest.field_values | {"facts": PHONE + "（周某某接听）"}
    db.session.commit()
    with pytest.raises(GuardRefused, match="手机号"):
        approve(record, cast)


def test_who_let_a_place_stand_has_a_hand_in_the_record(cast: SimpleNamespace) -> None:
    record = in_review(cast, facts=PHONE)
    sign(record, cast.liweidong)
    assert "override" in queries.involvements(record.id)[cast.liweidong.id]


def test_a_correction_brings_in_nothing_that_may_not_be_published(cast: SimpleNamespace) -> None:
    record = published_penalty()
    with pytest.raises(GuardRefused, match="身份证号"), clock.at(beijing("2026-11-10 17:40")):
        operations.publish_correction(
            record, {"facts": f"身份证号{ID}"}, by=cast.liufang, about="ticket:FK-1"
        )


def test_what_is_public_already_holds_up_no_correction_of_something_else(cast: SimpleNamespace) -> None:
    record = published_penalty()
    record.live.field_values  # noqa: B018 - loaded before the database is told otherwise
    before = published_with(record, facts=PHONE)
    with clock.at(beijing("2026-11-10 17:40")):
        operations.publish_correction(before, {"amount": RIGHT_AMOUNT}, by=cast.liufang, about="ticket:FK-1")
    assert before.live_number == 2


def test_what_was_hidden_is_not_excused_when_it_comes_back(cast: SimpleNamespace) -> None:
    record = published_with(published_penalty(), facts=f"身份证号{ID}")
    record.status = "hidden"
    with pytest.raises(GuardRefused, match="身份证号"), db.session.no_autoflush:
        operations.refuse_unmended(record, _next(record))


def _next(record: DisclosureRecord) -> Any:
    """The version after the live one, with the same words."""
    return SimpleNamespace(
        number=2,
        field_values=record.live.field_values,
        formed_on=record.formed_on,
        notice_zh="",
        notice_en="",
    )


def test_a_clarification_holds_no_personal_data(cast: SimpleNamespace) -> None:
    record = published_penalty()
    with pytest.raises(GuardRefused, match="澄清说明：这里有手机号"), clock.at(beijing("2026-11-10 17:40")):
        operations.clarify(record, "已电话13912345678告知。", by=cast.liufang, about="ticket:FK-1")
    operations.clarify(
        record, "经核对决定书原件，公示的内容与原件一致。", by=cast.liufang, about="ticket:FK-1"
    )


def published_with(record: DisclosureRecord, **other: Any) -> DisclosureRecord:
    """As if published before there was a guard: the words of the live version replaced, in memory only."""
    from sqlalchemy.orm.attributes import set_committed_value

    set_committed_value(record.live, "field_values", record.live.field_values | other)
    return record


def test_checking_and_publishing_one_record_stay_quick(cast: SimpleNamespace) -> None:
    spent = []
    for number in range(10, 15):
        record = in_review(cast, document_number=f"昌州环阜罚〔2026〕{number}号")
        approve(record, cast)
        began = time.process_time()
        with clock.at(beijing("2026-10-08 13:00")):
            operations.publish(record, by=cast.zhouting)
        db.session.commit()
        spent.append(time.process_time() - began)
    assert sorted(spent)[2] < 0.15
