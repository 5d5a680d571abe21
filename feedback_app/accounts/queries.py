"""Reading accounts."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from feedback_app import clock
from feedback_app.accounts.models import (
    Delegation,
    OrgUnit,
    RoleGrant,
    StaffSession,
    StaffUser,
    Standing,
    token_hash,
)
from feedback_app.accounts.roles import NEVER_DELEGATES, Role
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


def standings(user: StaffUser) -> list[Standing]:
    """In whose names a person may act today: their own first, then those of people who left them their work.

    Whoever has become an administrator or a supervisor since takes over nobody's work any more.
    """
    if user.roles & NEVER_DELEGATES:
        return [Standing(user, user.roles)]
    today = clock.today()
    running = db.session.scalars(
        select(Delegation)
        .where(
            Delegation.to_user_id == user.id,
            Delegation.to_on >= today,
            Delegation.from_on <= today,
            Delegation.ended_at.is_(None),
        )
        .options(joinedload(Delegation.from_user))
        .order_by(Delegation.id)
    )
    taken_over = [Standing(user, one.roles, one.from_user) for one in running if one.from_user.active]
    return [Standing(user, user.roles), *(one for one in taken_over if one.roles)]


def powers(user: StaffUser) -> frozenset[Role]:
    """Every role a person may use today, their own or another's."""
    return frozenset().union(*(one.roles for one in standings(user)))


def delegations(user: StaffUser | None = None, limit: int = 100) -> list[Delegation]:
    """Delegations from and to a person, or everybody's, the newest first."""
    wanted = select(Delegation).options(
        joinedload(Delegation.from_user), joinedload(Delegation.to_user), joinedload(Delegation.made_by)
    )
    if user is not None:
        wanted = wanted.where(or_(Delegation.from_user_id == user.id, Delegation.to_user_id == user.id))
    return list(db.session.scalars(wanted.order_by(Delegation.id.desc()).limit(limit)))


def running_delegations(on: date) -> list[Delegation]:
    """Who stands in for whom on this day."""
    wanted = select(Delegation).where(
        Delegation.from_on <= on, Delegation.to_on >= on, Delegation.ended_at.is_(None)
    )
    return list(db.session.scalars(wanted.order_by(Delegation.id)))


def active_staff() -> list[StaffUser]:
    """Everyone whose account is open."""
    return list(
        db.session.scalars(
            select(StaffUser).where(StaffUser.active.is_(True)).order_by(StaffUser.unit_id, StaffUser.id)
        )
    )
