"""Accounts: what is kept of a password, of a session, of a role; each change with its entry in the log."""

import time
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from sqlalchemy import select, text

from feedback_app import clock
from feedback_app.accounts import operations, queries
from feedback_app.accounts.models import RoleGrant, StaffSession, token_hash
from feedback_app.accounts.operations import AccountRefused
from feedback_app.accounts.roles import LEADERS, ROLES, SUPERVISORS, Role
from feedback_app.audit import queries as log
from feedback_app.audit.actor import SYSTEM, operator
from feedback_app.extensions import db
from tests.factories import PASSWORD, people

OPERATOR = operator("命令行 command line")


def create(**other: Any) -> Any:
    people()
    given = {
        "login": "newcomer",
        "password": "a long enough one",
        "name": "新人",
        "post": "科员",
        "by": OPERATOR,
    }
    user = operations.create_user(**given | {"unit": queries.unit_by_code("office")} | other)
    db.session.commit()
    db.session.refresh(user)
    return user


def test_an_account_is_made_with_its_roles_and_told(db_session: Any) -> None:
    user = create(roles=frozenset({Role.HANDLER, Role.INVESTIGATOR}))
    assert user.roles == {Role.HANDLER, Role.INVESTIGATOR}
    assert user.is_active
    told = [(one.action, one.actor_kind) for one in reversed(log.entries(subject="user:newcomer"))]
    assert told == [
        ("user.create", "operator"),
        ("user.grant_role", "operator"),
        ("user.grant_role", "operator"),
    ]
    assert user.actor.name == "新人"
    assert user.actor.unit == "办公室"


@pytest.mark.one_database
def test_the_password_is_kept_as_argon2id_and_nowhere_else(db_session: Any) -> None:
    user = create()
    assert user.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert user.password_hash != create(login="other").password_hash, "the same password, another salt"
    everything = "".join(
        str(db.session.execute(text(f"SELECT * FROM {table.name}")).all())
        for table in db.metadata.sorted_tables
    )
    assert "a long enough one" not in everything


@pytest.mark.one_database
def test_a_short_password_and_a_taken_name_are_refused(db_session: Any) -> None:
    with pytest.raises(AccountRefused, match="密码至少 10 位"):
        create(password="short pass"[:9])
    create()
    with pytest.raises(AccountRefused, match="已被使用"):
        create()


@pytest.mark.one_database
def test_only_the_right_password_of_an_open_account_fits(db_session: Any) -> None:
    user = people().sunlei
    assert operations.password_fits(user, PASSWORD)
    for wrong in ("", PASSWORD.upper(), f"{PASSWORD} ", "x" * 200, "密码" * 50):
        assert not operations.password_fits(user, wrong)
    assert not operations.password_fits(None, PASSWORD)
    operations.deactivate(user, by=SYSTEM, reason="离职")
    assert not operations.password_fits(user, PASSWORD)


@pytest.mark.one_database
def test_a_damaged_hash_lets_nobody_in(db_session: Any) -> None:
    user = people().sunlei
    user.password_hash = "not a hash"
    assert not operations.password_fits(user, PASSWORD)


@pytest.mark.one_database
def test_a_name_nobody_has_takes_as_long_as_a_wrong_password(db_session: Any) -> None:
    user = people().sunlei

    def measure(who: Any) -> float:
        spans = []
        for _try in range(7):
            begun = time.perf_counter()
            operations.password_fits(who, "a wrong password")
            spans.append(time.perf_counter() - begun)
        return median(spans)

    known, unknown = measure(user), measure(None)
    assert min(known, unknown) > 0.005, "slow on purpose"
    assert max(known, unknown) < 3 * min(known, unknown)


def test_a_session_is_kept_as_a_hash_and_runs_out(db_session: Any, freeze: Any) -> None:
    freeze("2026-11-23 10:00")
    user = people().sunlei
    token = operations.sign_in(user, hours=8)
    db.session.commit()
    kept = db.session.scalars(select(StaffSession)).one()
    assert kept.token_hash == token_hash(token) != token
    assert len(token) >= 43, "256 random bits"
    assert kept.ends_at == clock.now() + timedelta(hours=8)
    found = queries.user_of_session(token)
    assert (found, found.session_token, found.get_id()) == (user, token, token)
    freeze("2026-11-23 18:00")
    assert queries.user_of_session(token) is None


def test_signing_out_ends_this_session_once(db_session: Any) -> None:
    user = people().sunlei
    token = operations.sign_in(user, hours=8)
    found = queries.user_of_session(token)
    operations.sign_out(found)
    operations.sign_out(found)
    db.session.commit()
    assert queries.user_of_session(token) is None
    assert len(log.entries(action="staff.sign_out")) == 1


@pytest.mark.one_database
@pytest.mark.parametrize("token", ["", "x", "0" * 64, "' OR 1=1 --"])
def test_no_other_token_opens_a_session(db_session: Any, token: str) -> None:
    operations.sign_in(people().sunlei, hours=8)
    assert queries.user_of_session(token) is None


def test_closing_an_account_ends_all_its_sessions_and_keeps_the_person(db_session: Any) -> None:
    user = people().sunlei
    tokens = [operations.sign_in(user, hours=8) for _place in range(2)]
    operations.deactivate(user, by=people().gaoxiang.actor, reason="离职")
    db.session.commit()
    assert [queries.user_of_session(token) for token in tokens] == [None, None]
    assert queries.user_by_login("sunlei") is user, "nobody is deleted: the log keeps who acted"
    entry = log.entries(action="user.deactivate")[0]
    assert (entry.subject, entry.reason, entry.actor_name) == ("user:sunlei", "离职", "高翔")


def test_a_role_is_given_and_taken_with_both_moments_on_record(db_session: Any, freeze: Any) -> None:
    freeze("2026-11-23 10:00")
    user = people().fengli
    operations.grant_role(user, Role.INVESTIGATOR, by=people().linjing.actor)
    db.session.commit()
    db.session.refresh(user)
    assert Role.INVESTIGATOR in user.roles
    assert user in queries.holders(Role.INVESTIGATOR)
    freeze("2026-11-24 10:00")
    operations.revoke_role(user, Role.INVESTIGATOR, by=people().linjing.actor, reason="轮岗")
    db.session.commit()
    db.session.refresh(user)
    assert Role.INVESTIGATOR not in user.roles
    assert user not in queries.holders(Role.INVESTIGATOR)
    grant = db.session.scalars(
        select(RoleGrant).where(RoleGrant.user_id == user.id, RoleGrant.role == "investigator")
    ).one()
    assert grant.revoked_at - grant.granted_at == timedelta(days=1)
    assert log.entries(action="user.revoke_role")[0].reason == "轮岗"


def test_a_new_name_of_the_person_changes_nothing_that_was_logged(db_session: Any) -> None:
    user = people().sunlei
    operations.sign_in(user, hours=8)
    user.name, user.post = "孙蕾蕾", "主任"
    db.session.commit()
    entry = log.entries(action="staff.sign_in")[0]
    assert (entry.actor_name, entry.actor_post) == ("孙蕾", "值班员")
    assert log.verify().holds


@pytest.mark.one_database
def test_a_refused_sign_in_is_told_of_real_accounts_only(db_session: Any) -> None:
    """People type passwords into the wrong box: a name nobody has is kept nowhere."""
    operations.refuse_sign_in(people().sunlei)
    operations.refuse_sign_in(None)
    assert [entry.subject for entry in log.entries(action="staff.sign_in_refused")] == ["user:sunlei"]


@pytest.mark.one_database
def test_two_people_are_never_the_same(db_session: Any) -> None:
    cast = people()
    assert cast.sunlei != cast.liufang
    assert cast.sunlei not in [cast.liufang, cast.liweidong]
    assert len({cast.sunlei, cast.liufang}) == 2


@pytest.mark.one_database
def test_every_role_has_its_row_and_supervisors_have_no_other(db_session: Any) -> None:
    assert ROLES.keys() == set(Role)
    assert {Role.PRINCIPAL_LEADER, Role.SUPERVISING_LEADER} == LEADERS
    assert {Role.AUDIT_ADMIN, Role.SUPERIOR_ORG, Role.JUSTICE_BUREAU} == SUPERVISORS
    for user in vars(people()).values():
        if user.is_supervisor:
            assert user.roles <= SUPERVISORS, f"{user.name} supervises and does not act"
    for row in ROLES.values():
        assert all((row.label_zh, row.label_en, row.duty_zh, row.duty_en, row.citation)), row.role
