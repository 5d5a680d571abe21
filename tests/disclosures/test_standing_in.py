"""While somebody is away another acts in their name: told by the log and the history, and no way around one's own work."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from feedback_app import clock
from feedback_app.accounts import delegating
from feedback_app.accounts import queries as accounts
from feedback_app.accounts.models import RoleGrant
from feedback_app.accounts.roles import Role
from feedback_app.audit import queries as log
from feedback_app.disclosures import desk, operations, queries
from feedback_app.disclosures.operations import NotAllowedHere, NotTheirOwnWork, NotYourOwnWork
from feedback_app.disclosures.workflow import VersionStatus
from feedback_app.extensions import db
from tests.disclosures.test_operations import prepare, record_at
from tests.factories import people, person, published_penalty, sign_in

DAY = date(2026, 10, 8)


@pytest.fixture
def cast(db_session: Any, freeze: Any) -> SimpleNamespace:
    found = people()
    freeze("2026-10-08 12:00")
    return found


def leave(from_user: Any, to_user: Any, **other: Any) -> Any:
    made = delegating.delegate(
        from_user,
        to_user,
        **{"from_on": DAY, "to_on": date(2026, 10, 12), "by": from_user, "reason": "出差"} | other,
    )
    db.session.commit()
    return made


def ready(cast: SimpleNamespace) -> Any:
    return record_at(VersionStatus.IN_REVIEW, cast)


def test_a_delegate_approves_in_the_name_of_the_leader_who_is_away(cast: SimpleNamespace) -> None:
    record = ready(cast)
    with pytest.raises(NotAllowedHere):
        operations.approve(record, by=cast.fengli)
    leave(cast.gulinaer, cast.fengli)
    operations.approve(record, by=cast.fengli)
    db.session.commit()
    entry = log.entries(subject=record.subject, action="record.approve", limit=1)[0]
    assert (entry.actor_name, entry.on_behalf_of) == ("冯立", "古丽娜尔·艾山（副局长（分管执法））")
    act = queries.history(record)[-1]
    assert (act.user_name, act.on_behalf_of_name) == ("冯立", "古丽娜尔·艾山")
    assert {cast.fengli.id, cast.gulinaer.id} <= queries.involvements(record.id).keys(), "both are recused"


@pytest.mark.one_database
@pytest.mark.parametrize("moment", ["2026-10-07 23:00", "2026-10-13 00:30"])
def test_only_on_the_days_named(cast: SimpleNamespace, freeze: Any, moment: str) -> None:
    record = ready(cast)
    freeze("2026-10-07 09:00")
    leave(cast.gulinaer, cast.fengli)
    freeze(moment)
    with pytest.raises(NotAllowedHere):
        operations.approve(record, by=cast.fengli)


@pytest.mark.one_database
def test_not_after_it_was_ended_nor_beyond_the_posts_named(cast: SimpleNamespace) -> None:
    record = ready(cast)
    made = leave(cast.wangxiaoyan, cast.fengli, roles=[Role.PUBLISHER])
    assert accounts.powers(cast.fengli) >= {Role.PUBLISHER}
    assert Role.LEGAL_SECTION_HEAD not in accounts.powers(cast.fengli)
    delegating.end(made, by=cast.wangxiaoyan)
    db.session.commit()
    assert Role.PUBLISHER not in accounts.powers(cast.fengli)
    assert operations.offers(record, cast.fengli) == []


@pytest.mark.one_database
def test_standing_in_lifts_no_rule_about_own_work(cast: SimpleNamespace) -> None:
    both = person("both", "handler", "section_head")
    record = prepare(both)
    operations.submit_for_review(record, by=both)
    leave(both, cast.fengli)
    with pytest.raises(NotTheirOwnWork):
        operations.review(record, by=cast.fengli)
    leave(cast.yeerken, both)
    with pytest.raises(NotYourOwnWork):
        operations.review(record, by=both)
    assert [one.step.name for one in desk.waiting_for(cast.fengli, accounts.standings(cast.fengli))] == []


@pytest.mark.one_database
def test_who_has_become_a_supervisor_since_acts_for_nobody(cast: SimpleNamespace) -> None:
    record = ready(cast)
    helper = person("helper", "handler")
    leave(cast.gulinaer, helper)
    assert Role.SUPERVISING_LEADER in accounts.powers(helper)
    db.session.add(RoleGrant(user_id=helper.id, role=Role.AUDIT_ADMIN, granted_at=clock.now()))
    db.session.commit()
    db.session.refresh(helper)
    assert Role.SUPERVISING_LEADER not in accounts.powers(helper)
    with pytest.raises(NotAllowedHere):
        operations.approve(record, by=helper)


@pytest.mark.one_database
def test_what_was_left_to_somebody_is_not_handed_on(cast: SimpleNamespace) -> None:
    leave(cast.gulinaer, cast.yeerken)
    leave(cast.yeerken, cast.fengli)
    assert Role.SUPERVISING_LEADER not in accounts.powers(cast.fengli)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("to", "change", "where"),
    [
        ("gaoxiang", {}, "to_user"), ("linjing", {}, "to_user"), ("zhengmin", {}, "to_user"), ("hewenbo", {}, "to_user"),
        ("gulinaer", {}, "to_user"), ("fengli", {"to_on": date(2026, 10, 7)}, "to_on"),
        ("fengli", {"to_on": date(2027, 10, 7)}, "to_on"), ("fengli", {"reason": " "}, "reason"),
        ("fengli", {"roles": [Role.PRINCIPAL_LEADER]}, "roles"),
    ],
)  # fmt: skip
def test_what_cannot_be_left_to_somebody_is_said_where_it_stands(
    cast: SimpleNamespace, to: str, change: dict[str, Any], where: str
) -> None:
    with pytest.raises(delegating.DelegationRefused) as refused:
        leave(cast.gulinaer, getattr(cast, to), **change)
    assert refused.value.where == where


@pytest.mark.one_database
def test_the_head_arranges_it_for_a_person_who_cannot_and_nobody_else_does(cast: SimpleNamespace) -> None:
    with pytest.raises(delegating.DelegationRefused):
        leave(cast.gulinaer, cast.fengli, by=cast.liweidong)
    made = leave(cast.gulinaer, cast.fengli, by=cast.majianxin)
    entry = log.entries(subject="user:gulinaer", action="delegation.make", limit=1)[0]
    assert (entry.actor_name, entry.fact_values["delegate"], made.made_by_id) == (
        "马建新",
        "冯立",
        cast.majianxin.id,
    )


# ---- the desk says what the operations allow -------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize(
    "status", [VersionStatus.DRAFT, VersionStatus.IN_REVIEW, VersionStatus.RETURNED, VersionStatus.APPROVED]
)
def test_the_desk_offers_just_what_the_operations_offer(cast: SimpleNamespace, status: VersionStatus) -> None:
    record = (
        record_at(status, cast, reviewed=False)
        if status is VersionStatus.IN_REVIEW
        else record_at(status, cast)
    )
    leave(cast.yeerken, cast.fengli)
    for user in vars(cast).values():
        standings = accounts.standings(user)
        waiting = {one.step.name for one in desk.waiting_for(user, standings)}
        offered = {one.name for one in operations.offers(record, user, standings)}
        offered -= {"send_back", "plan_publication", "cancel_plan", "drop_change"}
        if user.id != cast.zhaoming.id:
            offered -= {"submit_for_review"}  # a colleague may, but it waits for whoever wrote it
        assert waiting == offered, user.login


@pytest.mark.one_database
def test_a_delegates_desk_says_for_whom(cast: SimpleNamespace) -> None:
    ready(cast)
    leave(cast.gulinaer, cast.fengli)
    [item] = desk.waiting_for(cast.fengli, accounts.standings(cast.fengli))
    assert (item.step.name, item.standing.of.name) == ("approve", "古丽娜尔·艾山")


# ---- what leaves the public's sight ----------------------------------------------------------------------------------


@pytest.mark.one_database
def test_a_delegate_decides_a_hiding_in_the_name_of_the_leader_who_is_away(
    cast: SimpleNamespace, freeze: Any
) -> None:
    record = published_penalty()
    freeze("2026-10-12 09:00")
    hiding = operations.hide(record, "privacy", by=cast.sunlei)
    with pytest.raises(NotAllowedHere):
        operations.confirm_hiding(hiding, by=cast.fengli)
    leave(cast.liweidong, cast.fengli)
    operations.confirm_hiding(hiding, by=cast.fengli)
    db.session.commit()
    entry = log.entries(subject=record.subject, action="record.confirm_hiding")[0]
    assert (entry.actor_name, entry.on_behalf_of.split("（")[0]) == ("冯立", "李卫东")
    act = queries.history(record)[-1]
    assert (act.act, act.user_name, act.on_behalf_of_name) == ("confirm_hiding", "冯立", "李卫东")
    assert hiding.confirmed_by == "冯立（代李卫东）"


@pytest.mark.one_database
def test_nobody_judges_in_anothers_name_what_they_hid_or_proposed_themselves(
    cast: SimpleNamespace, freeze: Any
) -> None:
    first = published_penalty()
    second = published_penalty(document_number="昌州环阜罚〔2026〕31号")
    freeze("2026-10-12 09:00")
    leave(cast.liweidong, cast.wangxiaoyan)
    leave(cast.majianxin, cast.wangxiaoyan)
    hiding = operations.hide(first, "privacy", by=cast.wangxiaoyan)
    proposal = operations.withdraw(second, "other_by_law", by=cast.wangxiaoyan, law="《某条例》第三条")
    for refused in (
        lambda: operations.confirm_hiding(hiding, by=cast.wangxiaoyan),
        lambda: operations.lift(hiding, by=cast.wangxiaoyan, reason="x"),
        lambda: operations.approve_takedown(proposal, by=cast.wangxiaoyan),
    ):
        with pytest.raises(NotAllowedHere):
            refused()
    # Nor whoever stands in for the one it was proposed by.
    leave(cast.wangxiaoyan, cast.majianxin)
    operations.approve_takedown(proposal, by=cast.majianxin)
    assert proposal.decided_by == "马建新", "in his own name he may"


@pytest.mark.one_database
def test_a_delegate_registers_reviews_and_takes_down_and_all_three_say_for_whom(
    cast: SimpleNamespace, freeze: Any
) -> None:
    record = published_penalty()
    freeze("2026-10-12 09:00")
    helper = person("helper", "investigator")
    with pytest.raises(NotAllowedHere):
        operations.withdraw(record, "other_by_law", by=helper, law="《某条例》第三条")
    leave(cast.wangxiaoyan, helper)
    paper = operations.register_instrument(
        record, "revoked", issuer="州人民政府", number="1号", issued_on=DAY, received_on=DAY, by=helper
    )
    down = operations.withdraw(record, "revoked", by=helper, instrument=paper)
    db.session.commit()
    assert (paper.registered_by, down.proposed_by, down.decided_by) == ("helper（代王晓燕）",) * 3
    assert down.proposed_for_id == cast.wangxiaoyan.id
    for action in ("record.register_instrument", "record.take_down"):
        assert log.entries(subject=record.subject, action=action)[0].on_behalf_of.startswith("王晓燕"), action


@pytest.mark.one_database
def test_the_desk_of_a_delegate_shows_what_may_be_decided_and_the_page_lets_them(
    cast: SimpleNamespace, freeze: Any, client: Any
) -> None:
    record = published_penalty()
    freeze("2026-10-12 09:00")
    operations.hide(record, "privacy", by=cast.sunlei)
    leave(cast.liweidong, cast.fengli)
    page = sign_in(client, "fengli").get(f"/staff/records/{record.ref}").text
    assert "审批紧急屏蔽" in page
    assert client.get(f"/staff/records/{record.ref}/hiding/decision").status_code == 200


@pytest.mark.one_database
@pytest.mark.parametrize("reviews_as_delegate", [False, True])
def test_one_person_does_not_review_and_approve_the_same_version_under_two_names(
    cast: SimpleNamespace, reviews_as_delegate: bool
) -> None:
    record = prepare(cast.zhaoming)
    operations.submit_for_review(record, by=cast.zhaoming)
    if reviews_as_delegate:
        leave(cast.yeerken, cast.gulinaer)
        operations.review(record, by=cast.gulinaer)
        who = cast.gulinaer
    else:
        operations.review(record, by=cast.yeerken)
        leave(cast.liweidong, cast.yeerken)
        who = cast.yeerken
        values = record.newest.field_values | {"secrecy_doubt": True}  # the leader in charge has to approve
        record.newest.field_values = values
    operations.check_secrecy(record, by=cast.wangxiaoyan)
    db.session.commit()
    with pytest.raises(operations.TwoHats):
        operations.approve(record, by=who)
    assert "approve" not in {one.step.name for one in desk.waiting_for(who, accounts.standings(who))}
    operations.approve(record, by=cast.liweidong)
