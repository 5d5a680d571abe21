"""Reading accounts."""

from sqlalchemy import select

from feedback_app import clock
from feedback_app.accounts.models import OrgUnit, RoleGrant, StaffSession, StaffUser, token_hash
from feedback_app.accounts.roles import Role
from feedback_app.extensions import db


def user_of_session(token: str) -> StaffUser | None:
    """The person signed in under this token, or None when the session has ended, run out, or the account is closed."""
    user = db.session.scalar(
        select(StaffUser)
        .join(StaffSession, StaffSession.user_id == StaffUser.id)
        .where(
            StaffSession.token_hash == token_hash(token),
            StaffSession.ended_at.is_(None),
            StaffSession.ends_at > clock.now(),
            StaffUser.active.is_(True),
        )
    )
    if user is not None:
        user.session_token = token
    return user


def user_by_login(login: str) -> StaffUser | None:
    return db.session.scalar(select(StaffUser).where(StaffUser.login == login))


def unit_by_code(code: str) -> OrgUnit | None:
    return db.session.scalar(select(OrgUnit).where(OrgUnit.code == code))


def units() -> list[OrgUnit]:
    """Every unit, in the order they were set up."""
    return list(db.session.scalars(select(OrgUnit).order_by(OrgUnit.id)))


def holders(*roles: Role) -> list[StaffUser]:
    """Active people who hold any of these roles, by name of unit and person."""
    return list(
        db.session.scalars(
            select(StaffUser)
            .where(
                StaffUser.active.is_(True),
                StaffUser.id.in_(
                    select(RoleGrant.user_id).where(
                        RoleGrant.role.in_([role.value for role in roles]), RoleGrant.revoked_at.is_(None)
                    )
                ),
            )
            .order_by(StaffUser.unit_id, StaffUser.id)
        )
    )


def people(ids: list[int]) -> list[StaffUser]:
    """Several people at once, by number."""
    return list(db.session.scalars(select(StaffUser).where(StaffUser.id.in_(ids)).order_by(StaffUser.id)))


def anyone() -> bool:
    """Whether there is any account yet."""
    return db.session.scalar(select(StaffUser.id).limit(1)) is not None
