"""What waits for a person among all that is coming down: hidings to judge, instruments to check, removals to review or
approve, each with its last day. A few queries for any number."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from feedback_app.accounts.models import StaffUser, Standing
from feedback_app.accounts.roles import Role
from feedback_app.deadlines import queries as deadlines
from feedback_app.deadlines.models import Clock
from feedback_app.disclosures import queries
from feedback_app.disclosures.grounds import HIDING_APPROVERS, LEGAL_SECTION, Ground, HidingReason
from feedback_app.disclosures.models import DisclosureRecord, Hiding, Takedown
from feedback_app.disclosures.operations.taking import NotAllowedHere, act_as


@dataclass(frozen=True)
class Kind:
    """What is asked. `noun`: the page of the record where it is done; empty: on the desk of what is coming down."""

    label_zh: str
    label_en: str
    noun: str = ""


HIDING = Kind("审批紧急屏蔽", "Decide on a hiding", "hiding/decision")
REMOVAL = Kind("审批撤下", "Decide on a removal", "takedown/decision")
REVIEW = Kind("审核公开期满的撤下", "Review a removal after the disclosure period")
EXPIRY = Kind("批准公开期满的撤下", "Approve a removal after the disclosure period")
INSTRUMENT = Kind(
    "核对文书，撤下或者写明不涉及",
    "Check an instrument: take down, or say that it changes nothing",
    "takedown",
)


@dataclass(frozen=True)
class Waiting:
    """One thing to decide about a record, why it came up, in whose name, due when."""

    record: DisclosureRecord
    kind: Kind
    because: Ground | HidingReason
    standing: Standing
    clock: Clock | None
    channel: str | None = None

    @property
    def due_on(self) -> date:
        return self.clock.due_on if self.clock else date.max


def waiting_to_come_down(user: StaffUser, standings: list[Standing]) -> list[Waiting]:
    """Everything of it this person can decide now, the earliest due first."""
    hidings, instruments, removals = (
        [one for one in queries.hidings_to_decide() if one.is_unapproved],
        queries.open_instruments(),
        queries.waiting_takedowns(),
    )
    refs = {one.record.ref for found in (hidings, instruments, removals) for one in found}
    if not refs:
        return []
    running = deadlines.clocks_of("record", refs)
    found: list[Waiting] = []

    def wait(
        record: DisclosureRecord,
        kind: Kind,
        because: Ground | HidingReason,
        standing: Standing | None,
        rule: str,
        channel: str | None = None,
    ) -> None:
        if standing is not None:
            limit = next((one for one in running[record.ref] if one.rule == rule and one.is_open), None)
            found.append(Waiting(record, kind, because, standing, limit, channel))

    for hiding in hidings:
        standing = _able(user, standings, HIDING_APPROVERS, hiding)
        wait(hiding.record, HIDING, hiding.reason_row, standing, "EMERGENCY_HIDE_APPROVE")
    for paper in instruments:
        standing = _able(user, standings, {Role.LEGAL_SECTION_HEAD})
        wait(paper.record, INSTRUMENT, paper.ground_row, standing, paper.ground_row.clock)
    for removal, kind, standing in _removals(user, standings, removals):
        rule = "EXPIRY_APPROVE" if removal.ground_row.is_by_time else "EMERGENCY_HIDE_APPROVE"
        wait(removal.record, kind, removal.ground_row, standing, rule, removal.channel)
    return sorted(found, key=lambda one: (one.due_on, one.record.ref))


def _removals(
    user: StaffUser, standings: list[Standing], removals: list[Takedown]
) -> Iterator[tuple[Takedown, Kind, Standing | None]]:
    for one in removals:
        row = one.ground_row
        if row.is_reviewed and one.reviewed_at is None:
            yield one, REVIEW, _able(user, standings, LEGAL_SECTION)
        else:
            yield one, EXPIRY if row.is_by_time else REMOVAL, _able(user, standings, {row.approver}, one)


def _able(
    user: StaffUser,
    standings: list[Standing],
    roles: Collection[Role],
    noun: Takedown | Hiding | None = None,
) -> Standing | None:
    try:
        return act_as(user, roles, barred=noun.worked_on_by if noun else (), standings=standings)
    except NotAllowedHere:
        return None
