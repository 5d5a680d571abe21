"""What a finding brought about, as the ticket's page shows it, and which of these acts the reader may take."""

from dataclasses import dataclass

from feedback_app.accounts.models import StaffUser
from feedback_app.deadlines import queries as deadlines
from feedback_app.disclosures import queries as records
from feedback_app.disclosures.models import Hiding, TakedownInstrument
from feedback_app.tickets import operations, steps
from feedback_app.tickets.exposures import EXPOSURES, WAYS, Exposure, Way
from feedback_app.tickets.findings import Demand
from feedback_app.tickets.models import Breach, OmittedPublication, Redirection, Ticket, TicketTakedown
from feedback_app.tickets.operations.publishing_omitted import Lateness
from feedback_app.tickets.steps import Standing
from feedback_app.tickets.views_staff.limits import Limit, limit_of
from feedback_app.tickets.workflow import ASIDE

HIDE = "EMERGENCY_HIDE"
URGENT = frozenset({HIDE, "REVOKED_WITHDRAW"})


@dataclass(frozen=True)
class BroughtAbout:
    """`may_*`: whether this person may do it now. `urgent`: the record's own limits that this report set going."""

    takedown: TicketTakedown | None
    omitted: OmittedPublication | None
    redirection: Redirection | None
    breach: Breach | None
    way: Way | None
    exposures: list[Exposure]
    late: Lateness | None
    hiding: Hiding | None
    instruments: list[TakedownInstrument]
    urgent: list[Limit]
    may_hide: bool
    must_hide: bool  # the hours are running, and this person may
    may_register: bool
    may_breach: bool
    may_prevent: bool
    may_settle: bool


def brought_about(now: Standing, user: StaffUser) -> BroughtAbout:
    """Read for one person's page."""
    ticket, record = now.ticket, now.ticket.record
    is_coming_down = ticket.type in ("privacy_takedown", "revocation_takedown") or ticket.finding_is(
        "over_disclosed", "revoked"
    )
    is_about_revocation = ticket.type == "revocation_takedown" or ticket.finding_is("revoked")
    down = ticket.latest("takedowns") if ticket.ever_demanded(Demand.TAKEDOWN) else None
    omitted = ticket.latest("omitted_publications") if ticket.ever_demanded(Demand.PUBLICATION) else None
    breach = ticket.breach if ticket.ever_demanded(Demand.BREACH) else None
    hidings = records.hidings_of(record) if record and is_coming_down else []
    seen = record is not None and (record.is_public or record.is_hidden)
    urgent = urgent_limits(ticket) if is_coming_down else []
    is_to_hide = is_coming_down and down is None and ticket.is_open
    may_hide = bool(is_to_hide and record and record.is_public and _may(now, "hide_record", user))
    return BroughtAbout(
        takedown=down,
        omitted=omitted,
        redirection=ticket.latest("redirections") if ticket.ever_demanded(Demand.REDIRECTION) else None,
        breach=breach,
        way=WAYS[down.way] if down else None,
        exposures=[EXPOSURES[code] for code in breach.exposures] if breach else [],
        late=operations.lateness(ticket) if omitted else None,
        hiding=next((one for one in hidings if one.hidden_at >= ticket.received_at), None),
        instruments=records.instruments_of(record) if record and is_coming_down else [],
        urgent=urgent,
        may_hide=may_hide,
        must_hide=may_hide
        and any(one.rule.id == HIDE and not one.state.startswith("kept") for one in urgent),
        may_register=bool(
            ticket.is_open and is_about_revocation and seen and _may(now, "register_instrument", user)
        ),
        may_breach=_may(now, "register_breach", user),
        may_prevent=_prevention_open(ticket) and _may(now, "confirm_prevention", user),
        may_settle=_may(now, "settle_accountability", user),
    )


def urgent_limits(ticket: Ticket) -> list[Limit]:
    """The limits of the record for hiding and withdrawing it that began with or since this report."""
    if ticket.record is None:
        return []
    found = deadlines.clocks("record", ticket.record.ref)
    return [
        limit_of(one)
        for one in found
        if one.rule in URGENT and (one.is_open or one.events[-1].at >= ticket.received_at)
    ]


def _prevention_open(ticket: Ticket) -> bool:
    cause = ticket.latest("causes")
    return cause is not None and cause.prevention_done_on is None and cause.same_as_id is None


def _may(now: Standing, step: str, user: StaffUser) -> bool:
    try:
        steps.check(now, ASIDE[step], user)
    except steps.StepNotAllowed:
        return False
    return True
