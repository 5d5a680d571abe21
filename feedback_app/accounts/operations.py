"""Accounts: units, people, roles, signing in and out. Each writes the log; none commits."""

import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from feedback_app import clock
from feedback_app.accounts.models import OrgUnit, RoleGrant, StaffSession, StaffUser, token_hash
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import SYSTEM, Actor
from feedback_app.extensions import db
from feedback_app.refusals import Refusal

# 19 MiB, two passes: the OWASP floor for Argon2id; about 30 ms here, so a few sign-ins at once stay cheap.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash(secrets.token_hex(16))  # verified for unknown names, so that they take the same time
MIN_PASSWORD = 10


class AccountRefused(Refusal):
    """An account that cannot be made as asked."""


def create_unit(code: str, name_zh: str, name_en: str, *, by: Actor) -> OrgUnit:
    """Add an office or team."""
    unit = OrgUnit(code=code, name_zh=name_zh, name_en=name_en)
    db.session.add(unit)
    audit.append("unit.create", by=by, subject=f"unit:{code}", facts={"name": name_zh})
    return unit


def create_user(
    *,
    login: str,
    password: str,
    name: str,
    post: str,
    unit: OrgUnit,
    by: Actor,
    email: str = "",
    roles: frozenset[Role] = frozenset(),
    name_en: str = "",
    post_en: str = "",
) -> StaffUser:
    """Make an account with its first roles.

    Raises AccountRefused when the password is short or the sign-in name is taken.
    """
    if len(password) < MIN_PASSWORD:
        raise AccountRefused(
            f"密码至少 {MIN_PASSWORD} 位。", f"The password needs at least {MIN_PASSWORD} characters."
        )
    if db.session.query(StaffUser.id).filter_by(login=login).first():
        raise AccountRefused(f"登录名“{login}”已被使用。", f"The sign-in name “{login}” is taken.")
    user = StaffUser(
        login=login,
        password_hash=_hasher.hash(password),
        name=name,
        name_en=name_en,
        post=post,
        post_en=post_en,
        unit=unit,
        email=email,
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    audit.append("user.create", by=by, subject=f"user:{login}", facts={"name": name, "post": post})
    for role in sorted(roles):
        grant_role(user, role, by=by)
    return user


def grant_role(user: StaffUser, role: Role, *, by: Actor) -> RoleGrant:
    """Give a role from now on."""
    grant = RoleGrant(user_id=user.id, role=role.value, granted_at=clock.now())
    db.session.add(grant)
    audit.append(
        "user.grant_role", by=by, subject=f"user:{user.login}", facts={"role": role.value, "name": user.name}
    )
    return grant


def revoke_role(user: StaffUser, role: Role, *, by: Actor, reason: str) -> None:
    """Take a role away; it bites at the person's next request."""
    for grant in user.grants:
        if grant.role == role.value:
            grant.revoked_at = clock.now()
    audit.append(
        "user.revoke_role",
        by=by,
        subject=f"user:{user.login}",
        reason=reason,
        facts={"role": role.value, "name": user.name},
    )


def deactivate(user: StaffUser, *, by: Actor, reason: str) -> None:
    """Close an account: no sign-in any more, and every open session ends."""
    user.active = False
    db.session.query(StaffSession).filter_by(user_id=user.id, ended_at=None).update({"ended_at": clock.now()})
    audit.append(
        "user.deactivate", by=by, subject=f"user:{user.login}", reason=reason, facts={"name": user.name}
    )


def password_fits(user: StaffUser | None, password: str) -> bool:
    """Whether this is the password. Takes as long for a name nobody has."""
    try:
        _hasher.verify(user.password_hash if user else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return user is not None and user.active


def sign_in(user: StaffUser, *, hours: int) -> str:
    """Open a session of at most `hours`; the token goes into the browser's cookie, here only its hash is kept."""
    token = secrets.token_urlsafe(32)
    started = clock.now()
    db.session.add(
        StaffSession(
            token_hash=token_hash(token),
            user_id=user.id,
            started_at=started,
            ends_at=started + timedelta(hours=hours),
        )
    )
    audit.append("staff.sign_in", by=user.actor, subject=f"user:{user.login}")
    return token


def refuse_sign_in(user: StaffUser | None) -> None:
    """Record a wrong password against a real account. A name nobody has is not recorded: people type passwords there."""
    if user is not None:
        audit.append(
            "staff.sign_in_refused", by=SYSTEM, subject=f"user:{user.login}", facts={"name": user.name}
        )


def sign_out(user: StaffUser) -> None:
    """End this session on the server."""
    session = (
        db.session.query(StaffSession).filter_by(token_hash=token_hash(user.session_token)).one_or_none()
    )
    if session is not None and session.ended_at is None:
        session.ended_at = clock.now()
        audit.append("staff.sign_out", by=user.actor, subject=f"user:{user.login}")
