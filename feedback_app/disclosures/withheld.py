"""Reading the register of what is not disclosed: who may look an entry up, what waits, and the figures anyone may see."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from feedback_app.accounts.models import StaffUser, Standing
from feedback_app.disclosures.models import DisclosureRecord, NonDisclosure, NonDisclosureAct
from feedback_app.disclosures.withholding import (
    MAIN_STEPS,
    PENDING,
    READERS,
    STANDING,
    WHOLE,
    WITHHELD_STEPS,
    Group,
    WithheldState,
    WithheldStep,
    grouped,
    hands,
)
from feedback_app.extensions import db

PAGE = 30
AHEAD = timedelta(days=14)  # so long before the day it is looked at again, people are told
_STANDING = [one.value for one in STANDING]
_UNDECIDED = [one.value for one in (*PENDING, WithheldState.ASSESSED)]


def entry_for(user: StaffUser, standings: list[Standing], ref: str) -> NonDisclosure | None:
    """The entry, if this person may look it up: the register's readers any, whoever wrote one their own."""
    wanted = select(NonDisclosure).where(NonDisclosure.ref == ref, _seen_by(user, standings))
    return db.session.scalar(wanted.options(selectinload(NonDisclosure.record)))


def is_reader(standings: list[Standing]) -> bool:
    """Whether the whole register is open to this person."""
    return any(one.roles & READERS for one in standings)


def entries_for(
    user: StaffUser, standings: list[Standing], *, before: int | None = None, limit: int = PAGE
) -> tuple[list[NonDisclosure], int | None]:
    """A page of the register, the newest first, and where the next begins (None at the end)."""
    wanted = select(NonDisclosure).where(_seen_by(user, standings))
    if before is not None:
        wanted = wanted.where(NonDisclosure.id < before)
    found = list(db.session.scalars(wanted.order_by(NonDisclosure.id.desc()).limit(limit + 1)))
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def _seen_by(user: StaffUser, standings: list[Standing]) -> ColumnElement[bool]:
    if is_reader(standings):
        return NonDisclosure.id > 0
    own = [user.id, *(one.of.id for one in standings if one.of is not None)]
    return or_(NonDisclosure.proposed_by_id.in_(own))


def acts_of(entry: NonDisclosure) -> Sequence[NonDisclosureAct]:
    """What was done to an entry, oldest first."""
    wanted = select(NonDisclosureAct).where(NonDisclosureAct.non_disclosure_id == entry.id)
    return db.session.scalars(wanted.order_by(NonDisclosureAct.id)).all()


def hands_in(acts: Iterable[NonDisclosureAct]) -> dict[str, set[int]]:
    """Act → the people who took it in this round, and those in whose names they did."""
    return hands((one.act, one.user_id, one.on_behalf_of_id) for one in acts)


def offers(
    entry: NonDisclosure, acts: Iterable[NonDisclosureAct], standings: list[Standing]
) -> list[WithheldStep]:
    """The steps this person may take now."""
    took = hands_in(acts)
    open_ones = (step for step in WITHHELD_STEPS.values() if entry.at_state in step.frm)
    return [step for step in open_ones if standing_for(step, took, standings) is not None]


def standing_for(step: WithheldStep, took: dict[str, set[int]], standings: list[Standing]) -> Standing | None:
    """In whose name a person may take a step: not their own work, nor that of whom they stand in for."""
    barred = {one for act in step.not_after for one in took.get(act, set())}
    if standings and standings[0].by.id in barred:
        return None
    free = (one for one in standings if one.of is None or one.of.id not in barred)
    return next((one for one in free if one.roles & step.by), None)


def waiting_for(user: StaffUser, standings: list[Standing], today: date) -> list[NonDisclosure]:
    """What waits for a step of this person, the oldest first: undecided entries, and those to be looked at again soon."""
    wanted = select(NonDisclosure).where(
        or_(
            NonDisclosure.state.in_(_UNDECIDED),
            (NonDisclosure.state == WithheldState.IN_FORCE.value)
            & (NonDisclosure.review_on <= today + AHEAD),
        ),
        _seen_by(user, standings),
    )
    entries = list(db.session.scalars(wanted.order_by(NonDisclosure.id).limit(100)))
    acts: dict[int, list[NonDisclosureAct]] = {one.id: [] for one in entries}
    done = select(NonDisclosureAct).where(NonDisclosureAct.non_disclosure_id.in_(acts))
    for act in db.session.scalars(done.order_by(NonDisclosureAct.id)):
        acts[act.non_disclosure_id].append(act)
    return [one for one in entries if _waits(one, acts[one.id], user, standings)]


def _waits(
    entry: NonDisclosure, acts: list[NonDisclosureAct], user: StaffUser, standings: list[Standing]
) -> bool:
    """A returned entry waits for whoever wrote it; a reviewed one for the leader, though the legal section may still ask."""
    if entry.at_state is WithheldState.RETURNED:
        return entry.proposed_by_id == user.id
    named = [step.act for step in offers(entry, acts, standings)]
    return any(act in MAIN_STEPS for act in named)


def newest_entry_of(record: DisclosureRecord) -> NonDisclosure | None:
    """The newest entry of the register about a record, whatever became of it."""
    wanted = select(NonDisclosure).where(NonDisclosure.record_id == record.id)
    return db.session.scalar(wanted.order_by(NonDisclosure.id.desc()).limit(1))


def explained_numbers() -> dict[str, dict[str, str]]:
    """Category → document number → entry, of whole decisions that law keeps back today. Opens what is sealed."""
    found: dict[str, dict[str, str]] = {}
    wanted = select(NonDisclosure).where(NonDisclosure.state.in_(_STANDING), NonDisclosure.extent == WHOLE)
    for one in db.session.scalars(wanted):
        number = one.content.get("document_number")
        if number:
            found.setdefault(one.category_key, {})[number] = one.ref
    return found


def review_due(today: date) -> list[NonDisclosure]:
    """Entries to be looked at again soon, or overdue, about which nobody was told yet at this stage."""
    unsaid = or_(
        NonDisclosure.reminded_on.is_(None),
        (NonDisclosure.review_on < today) & (NonDisclosure.reminded_on <= NonDisclosure.review_on),
    )
    wanted = select(NonDisclosure).where(
        NonDisclosure.state == WithheldState.IN_FORCE.value, NonDisclosure.review_on <= today + AHEAD, unsaid
    )
    return list(db.session.scalars(wanted.order_by(NonDisclosure.review_on, NonDisclosure.id).limit(100)))


@dataclass(frozen=True)
class Year:
    """What the public is told of one year. `total` is None where there were fewer than may be told; then nothing else is."""

    year: int
    total: int | None
    by_kind: list[Group]
    bases: list[str | None]  # without figures: crossed with the kinds they would tell more; None: and others


def public_years(up_to: date, smallest: int) -> list[Year]:
    """Decisions approved before `up_to` that stand or stood, by year, the latest first; see withholding.grouped."""
    rows = db.session.execute(
        select(NonDisclosure.in_force_on, NonDisclosure.kind, NonDisclosure.basis_title).where(
            NonDisclosure.in_force_on < up_to
        )
    ).all()
    return [
        _year(year, [row for row in rows if row.in_force_on.year == year], smallest)
        for year in sorted({row.in_force_on.year for row in rows}, reverse=True)
    ]


def _year(year: int, rows: Sequence[Any], smallest: int) -> Year:
    kinds = Counter(str(row.kind) for row in rows)
    bases = Counter(str(row.basis_title) for row in rows)
    total = len(rows) if len(rows) >= smallest else None
    return Year(year, total, grouped(kinds, smallest), [one.key for one in grouped(bases, smallest)])
