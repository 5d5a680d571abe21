"""A decision whose publication falls due before anybody has served it (I22; 行政处罚法第六十一条)."""

from types import SimpleNamespace
from typing import Any

import pytest

from feedback_app.accounts import queries as accounts
from feedback_app.audit import queries as log
from feedback_app.disclosures import desk, jobs, operations, queries
from feedback_app.disclosures.operations import NotAllowedHere
from feedback_app.extensions import db
from feedback_app.outbox import queries as outbox
from tests.disclosures.test_operations import prepare
from tests.factories import people, sign_in

pytestmark = pytest.mark.one_database
# Decided on Monday 28 September 2026; the working days after it: 29 and 30 September, 8, 9 and 10 October.
THIRD, FOURTH = "2026-10-08 23:50", "2026-10-09 09:00"


@pytest.fixture
def cast(db_session: Any, freeze: Any) -> SimpleNamespace:
    freeze("2026-09-29 11:00")
    return people()


def waiting(cast: SimpleNamespace, **values: Any) -> Any:
    """Reviewed and checked, to be approved."""
    record = prepare(cast.zhaoming, **{"served_on": None} | values)
    operations.submit_for_review(record, by=cast.zhaoming)
    operations.review(record, by=cast.yeerken)
    operations.check_secrecy(record, by=cast.wangxiaoyan)
    db.session.commit()
    return record


def mails(record: Any) -> list[str]:
    found = (one for one in outbox.messages_about(record.subject) if one.kind == "record_not_served")
    return sorted(one.to_address.split("@")[0] for one in found)


def test_from_the_fourth_working_day_the_legal_section_is_told_once_and_decides_with_its_reason(
    cast: SimpleNamespace, freeze: Any
) -> None:
    record, served = (
        waiting(cast),
        waiting(cast, served_on="2026-09-29", document_number="昌州环阜罚〔2026〕9号"),
    )
    freeze(THIRD)
    assert jobs.tell_about_service() == 0
    freeze(FOURTH)
    assert jobs.tell_about_service() == 1
    assert jobs.tell_about_service() == 0
    assert mails(record) == ["wangxiaoyan", "zhouting"]
    assert mails(served) == []
    stages = [
        one.fact_values["stage"] for one in log.entries(subject=record.subject, action="deadline.remind")
    ]
    assert stages == ["not_served"]
    with pytest.raises(NotAllowedHere, match="法制科负责人"):
        operations.approve(record, by=cast.liweidong, reason="当事人下落不明")
    with pytest.raises(NotAllowedHere, match="请写明理由"):
        operations.approve(record, by=cast.wangxiaoyan)
    operations.approve(record, by=cast.wangxiaoyan, reason="已公告送达，期满前先公示。")
    assert queries.history(record)[-1].reason == "已公告送达，期满前先公示。"
    operations.approve(served, by=cast.liweidong)


def test_before_that_it_is_approved_as_any_other_and_afterwards_it_can_be_held(
    cast: SimpleNamespace, freeze: Any
) -> None:
    early, late = waiting(cast), waiting(cast, document_number="昌州环阜罚〔2026〕9号")
    freeze(THIRD)
    operations.approve(early, by=cast.liweidong)
    freeze(FOURTH)
    operations.send_back(late, by=cast.wangxiaoyan, reason="等送达回证。")
    assert late.newest.state == "returned"
    assert late.newest.record.status == "returned"


def test_the_desk_and_the_page_say_why_and_ask_for_the_reason(
    cast: SimpleNamespace, freeze: Any, client: Any
) -> None:
    record = waiting(cast)
    freeze(FOURTH)
    assert [
        one.step.name for one in desk.waiting_for(cast.liweidong, accounts.standings(cast.liweidong))
    ] == []
    sign_in(client, "wangxiaoyan")
    listed = client.get("/staff/records/desk").text
    assert "须由法制科负责人批准" in listed
    assert "打开，写明理由后批准" in listed
    address = f"/staff/records/{record.ref}"
    assert "批准公示的理由" in client.get(address).text
    refused = client.post(f"{address}/approval", data={"approval_reason": " "})
    assert refused.status_code == 422
    assert "请写明为什么现在就公示" in refused.text
    said = {"approval_reason": "已公告送达。"}
    assert client.post(f"{address}/approval", data=said).status_code == 303
    assert record.newest.state == "approved"
