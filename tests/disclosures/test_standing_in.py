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
from tests.factories import people, person

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
