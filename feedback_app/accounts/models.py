"""Units, staff, the roles they hold and the sessions in which they are signed in."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback_app.accounts.roles import (
    DELEGABLE,
    MAIL_READERS,
    QUEUE_READERS,
    SUPERVISORS,
    TICKET_DESKS,
    Role,
)
from feedback_app.audit.actor import Actor
from feedback_app.extensions import UtcDateTime, db


class OrgUnit(db.Model):
    """An office or team of the bureau (内设科室、执法机构), or a body above it."""

    __tablename__ = "org_unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(200))

    @property
    def label_zh(self) -> str:
        return self.name_zh

    @property
    def label_en(self) -> str:
        return self.name_en


class StaffUser(UserMixin, db.Model):
    """A person who signs in. Never deleted: a person who leaves is made inactive, the log keeps who acted."""

    __tablename__ = "staff_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    post: Mapped[str] = mapped_column(String(120))
    post_en: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[OrgUnit] = relationship(lazy="joined")
    grants: Mapped[list["RoleGrant"]] = relationship(
        lazy="selectin", primaryjoin="and_(RoleGrant.user_id == StaffUser.id, RoleGrant.revoked_at.is_(None))"
    )

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(grant.role) for grant in self.grants)

    @property
    def is_supervisor(self) -> bool:
        return bool(self.roles & SUPERVISORS)

    @property
    def works_on_tickets(self) -> bool:
        return bool(self.roles & TICKET_DESKS)

    @property
    def works_on_records(self) -> bool:
        return bool(self.roles & frozenset(DELEGABLE))

    @property
    def reads_mail(self) -> bool:
        return bool(self.roles & MAIL_READERS)

    @property
    def reads_queues(self) -> bool:
        return bool(self.roles & QUEUE_READERS)

    @property
    def acts_for(self) -> "StaffUser | None":
        """For whom this person stands in while one step is taken (代为行使): set and cleared by the operation."""
        return getattr(self, "_acts_for", None)

    @acts_for.setter
    def acts_for(self, person: "StaffUser | None") -> None:
        self._acts_for = person

    @property
    def takes_in_mail(self) -> bool:
        """Whether this person opens the mailbox: who wrote stays with whoever takes reports in."""
        return Role.INTAKE_CLERK in self.roles

    @property
    def actor(self) -> Actor:
        """Who this is, as the log will remember it: name, post and unit as they are now."""
        behalf = f"{self.acts_for.name}（{self.acts_for.post}）" if self.acts_for is not None else ""
        return Actor("staff", self.id, self.name, self.post, self.unit.name_zh, behalf)

    @property
    def signature(self) -> str:
        """The name as a noun keeps it: '王晓燕', or '王晓燕（代李卫东）'."""
        return f"{self.name}（代{self.acts_for.name}）" if self.acts_for is not None else self.name

    def get_id(self) -> str:
        """What the browser's session holds: the token of this sign-in, not the person's number."""
        return self.session_token

    session_token: str = ""

    # Flask-Login compares by get_id(): it would call any two people equal who did not come with a browser.
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class RoleGrant(db.Model):
    """A role held by a person from one moment to another; who granted it is in the log."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    role: Mapped[str] = mapped_column(String(40))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_role_grant_role", "role", "revoked_at"),
        Index("ix_role_grant_user_id", "user_id"),
    )


class Delegation(db.Model):
    """One person's work left to another while away (代为行使), from one day to another, both included (Asia/Shanghai)."""

    __tablename__ = "delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), index=True)
    to_user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    role_names: Mapped[list[str]] = mapped_column(JSON)  # empty: whatever the person holds
    reason: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    from_user: Mapped[StaffUser] = relationship(foreign_keys=from_user_id)
    to_user: Mapped[StaffUser] = relationship(foreign_keys=to_user_id)
    made_by: Mapped[StaffUser] = relationship(foreign_keys=made_by_id)

    __table_args__ = (Index("ix_delegation_to", "to_user_id", "to_on"),)

    @property
    def roles(self) -> frozenset[Role]:
        """What is left to the other: of what the person holds today, what was named."""
        held = self.from_user.roles & frozenset(DELEGABLE)
        return held & frozenset(Role(name) for name in self.role_names) if self.role_names else held

    def is_running(self, on: date) -> bool:
        return self.ended_at is None and self.from_on <= on <= self.to_on

    def is_over(self, on: date) -> bool:
        return self.ended_at is not None or self.to_on < on


@dataclass(frozen=True)
class Standing:
    """In whose name somebody acts: their own (`of` is None), or that of a person who is away."""

    by: StaffUser
    roles: frozenset[Role]
    of: StaffUser | None = None

    @property
    def actor(self) -> Actor:
        """As the log remembers it."""
        return (
            replace(self.by.actor, on_behalf_of=f"{self.of.name}（{self.of.post}）")
            if self.of
            else self.by.actor
        )


class StaffSession(db.Model):
    """One sign-in. It ends on the server, so a copied cookie is worthless after sign-out."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def token_hash(token: str) -> str:
    """What is kept of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()
