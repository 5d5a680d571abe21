"""What a person may do towards taking a record down, and the one page all these steps are drawn with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_login import current_user

from feedback_app.accounts.roles import Role
from feedback_app.carriers import queries as carriers
from feedback_app.carriers.models import WITHDRAWING, ChannelPublication
from feedback_app.disclosures import queries
from feedback_app.disclosures.forms import LockedForm
from feedback_app.disclosures.grounds import (
    CARRIER_DESK,
    CHOSEN,
    HIDERS,
    HIDING_APPROVERS,
    LEGAL_SECTION,
    Ground,
)
from feedback_app.disclosures.models import DisclosureRecord, Hiding, Takedown, TakedownInstrument
from feedback_app.disclosures.operations.archiving import ARCHIVE_READERS
from feedback_app.disclosures.operations.taking import NotAllowedHere, act_as
from feedback_app.disclosures.operations.withdrawing import REGISTRARS
from feedback_app.disclosures.views_staff.blueprint import powers, standings
from feedback_app.files import queries as files


@dataclass(frozen=True)
class Down:
    """Where a record stands on its way down, and which of the next steps this person may take."""

    hiding: Hiding | None
    takedown: Takedown | None
    leaving: Sequence[Takedown]  # single carriers where its period is over
    instruments: Sequence[TakedownInstrument]
    withdrawing: Sequence[ChannelPublication]
    is_public: bool
    is_seen: bool
    has_archive: bool
    scanned: frozenset[int]  # the instruments of which a scan is kept

    @property
    def may_hide(self) -> bool:
        return self.is_public and bool(powers() & HIDERS)

    @property
    def may_decide_hiding(self) -> bool:
        """Somebody else's hiding that is not over, or that nobody has approved yet."""
        return self.hiding is not None and may_decide_hiding(self.hiding)

    @property
    def may_register(self) -> bool:
        return self.is_seen and bool(powers() & REGISTRARS)

    @property
    def grounds(self) -> list[Ground]:
        """The grounds this person may act on."""
        return [row for row in CHOSEN if row.acts & powers()] if self.is_seen else []

    @property
    def may_decide(self) -> bool:
        return self.takedown is not None and may_decide(self.takedown)

    @property
    def may_review(self) -> bool:
        return self.takedown is not None and may_review(self.takedown)

    @property
    def may_confirm_carriers(self) -> bool:
        return bool(powers() & CARRIER_DESK)

    @property
    def may_reword(self) -> bool:
        """Correct the words of the notice that stands at the address."""
        down = self.takedown
        posts = {Role.LEGAL_SECTION_HEAD, down.ground_row.approver} if down and down.down_at else set()
        return bool(posts & powers())

    @property
    def may_open_archive(self) -> bool:
        return self.has_archive and bool(current_user.roles & ARCHIVE_READERS)


def may_decide(proposal: Takedown) -> bool:
    """Whether this person may approve or refuse it: the approver of its ground, and not who proposed or reviewed it."""
    is_ready = proposal.reviewed_at is not None or not proposal.ground_row.is_reviewed
    return proposal.is_waiting and is_ready and _judges(proposal, {proposal.ground_row.approver})


def may_decide_hiding(hiding: Hiding) -> bool:
    """Whether this person may say if it was right to hide it."""
    return _judges(hiding, HIDING_APPROVERS)


def _judges(noun: Takedown | Hiding, roles: Collection[Role]) -> bool:
    try:
        act_as(current_user, roles, barred=noun.worked_on_by, standings=standings())
    except NotAllowedHere:
        return False
    return True


def may_review(proposal: Takedown) -> bool:
    """Whether this person may review it: the legal section, where the ground asks for it."""
    return (
        proposal.is_waiting
        and proposal.ground_row.is_reviewed
        and proposal.reviewed_at is None
        and bool(powers() & LEGAL_SECTION)
    )


def down_of(record: DisclosureRecord) -> Down:
    """How the record stands, for whoever is signed in."""
    hidings = [one for one in queries.hidings_of(record) if one.ended_at is None or one.is_unapproved]
    papers = queries.instruments_of(record)
    waiting = queries.waiting_of(record)
    whole = next((one for one in waiting if one.channel is None), None)
    return Down(
        hiding=hidings[0] if hidings else None,
        takedown=whole or queries.takedown_of(record),
        leaving=[one for one in waiting if one.channel is not None],
        instruments=papers,
        withdrawing=[one for one in carriers.latest_of(record.ref) if one.state == WITHDRAWING],
        is_public=record.is_public,
        is_seen=record.is_public or record.is_hidden,
        has_archive=record.is_withdrawn or any(one.sealed_at for one in record.versions),
        scanned=frozenset(one.id for one in papers if files.attachments_of(one.subject)),
    )


def step_page(
    record: DisclosureRecord, form: LockedForm, *, title: str, lead: str, verb: str, **more: Any
) -> str:
    """One step, one form, one button. `danger`: the button takes something from the public."""
    form.lock.data = form.lock.data or str(record.lock)
    return render_template(
        "disclosures/staff/down_step.html",
        **{"danger": False, "hints": {}, "facts_of": [], "notes": {}} | more,
        record=record,
        form=form,
        heading=title,
        lead=lead,
        verb=verb,
    )
