"""The staff who are there, as the plan sees them, and who may sit where on a report about a record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.audit.actor import Actor
from feedback_app.disclosures.catalogue import Category
from feedback_app.disclosures.operations import allowed_roles
from feedback_app.disclosures.workflow import STEPS
from feedback_app.refusals import Refusal
from feedback_app.tickets.workflow import SEATS, Seat

TRIES = 60
_LEADERS = SEATS[Seat.LEADER].roles


class NobodyForIt(Refusal):
    """The accounts there are cannot fill the posts a record and a report about it need."""

    def __init__(self) -> None:
        super().__init__(
            "现有人员不够：拟制、审核、批准、发布的人之外，还要有受理员、主管领导和调查人员。请先运行 content load。",
            "Not enough staff: besides those who prepare, review, approve and publish, an intake clerk, a leader and an "
            "investigator are needed. Run “content load” first.",
        )


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as of now."""

    id: int
    name: str
    post: str
    email: str
    unit_id: int
    unit: str
    roles: frozenset[Role]
    actor: Actor

    @classmethod
    def of(cls, user: StaffUser) -> "Person":
        return cls(
            user.id, user.name, user.post, user.email, user.unit_id, user.unit.name_zh, user.roles, user.actor
        )


@dataclass(frozen=True, slots=True)
class RecordCast:
    """Who brings a record before the public, and who is free to sit on a report about it (回避)."""

    preparer: Person
    reviewer: Person | None
    checker: Person | None  # of secrets and privacy
    approver: Person
    publisher: Person
    clerks: tuple[Person, ...]
    leaders: tuple[Person, ...]
    investigators: tuple[Person, ...]
    publishers: tuple[Person, ...]

    @property
    def is_enough(self) -> bool:
        """Whether a report can be taken in, led and investigated, the last two by different people."""
        return bool(self.clerks) and any(one != other for one in self.leaders for other in self.investigators)


class Cast:
    """Everyone active."""

    def __init__(self, staff: Iterable[StaffUser]) -> None:
        self.people = tuple(Person.of(user) for user in staff if user.active)

    def able(self, roles: Iterable[Role], without: Iterable[Person | None] = ()) -> tuple[Person, ...]:
        """Who holds one of these roles, leaving some people out."""
        wanted, left_out = frozenset(roles), {one.id for one in without if one}
        return tuple(one for one in self.people if one.roles & wanted and one.id not in left_out)

    def for_record(self, row: Category, rng: Random) -> RecordCast:
        """People for one record, chosen so that a report about it can still be taken in, led and investigated.

        Raises NobodyForIt.
        """
        for _ in range(TRIES):
            chosen = self._try(row, rng)
            if chosen and chosen.is_enough:
                return chosen
        raise NobodyForIt

    def _try(self, row: Category, rng: Random) -> RecordCast | None:
        preparers = self.able(row.prepares)
        preparer = rng.choice(preparers) if preparers else None
        reviewers = _of_unit(self.able(row.reviews, [preparer]), preparer)
        reviewer = rng.choice(reviewers) if reviewers else None
        checkers = self.able([Role.DISCLOSURE_REVIEWER], [preparer]) if row.needs_secrecy_check else ()
        checker = rng.choice(checkers) if checkers else None
        # Whoever may approve whatever stands in it.
        higher = {one.to for one in row.escalates}
        approvers = _leaders_first(self.able(higher or row.approves, [preparer, reviewer]))
        publishers = self.able(allowed_roles(row, STEPS["publish"]))
        if preparer is None or not (approvers and publishers):
            return None
        if (row.reviews and reviewer is None) or (row.needs_secrecy_check and checker is None):
            return None
        approver, publisher = rng.choice(approvers), rng.choice(publishers)
        involved = [preparer, reviewer, approver, publisher]
        seats = {seat: self.able(SEATS[seat].roles, involved) for seat in Seat}
        return RecordCast(
            preparer, reviewer, checker, approver, publisher,
            seats[Seat.CLERK], seats[Seat.LEADER], seats[Seat.INVESTIGATOR], seats[Seat.PUBLISHER],
        )  # fmt: skip


def _of_unit(able: Sequence[Person], preparer: Person | None) -> Sequence[Person]:
    """The preparer's own superiors, where there are any."""
    return [one for one in able if preparer and one.unit_id == preparer.unit_id] or able


def _leaders_first(able: Sequence[Person]) -> Sequence[Person]:
    return [one for one in able if one.roles & _LEADERS] or able
