"""Sending a version to its carriers and confirming that it stands there."""

from collections.abc import Mapping
from datetime import date

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import Actor
from feedback_app.carriers import queries
from feedback_app.carriers.channels import CHANNELS
from feedback_app.carriers.models import LIVE, PENDING, WITHDRAWING, WITHDRAWN, ChannelPublication, Term
from feedback_app.deadlines.periods import count_years
from feedback_app.extensions import db
from feedback_app.refusals import Refusal


class AlreadyConfirmed(Refusal):
    """This carrier has been confirmed for this version before."""

    def __init__(self) -> None:
        super().__init__("这个载体已经确认过了。", "This carrier has been confirmed already.")


class NoLongerWanted(Refusal):
    """This carrier has been asked to take the record away."""

    def __init__(self) -> None:
        super().__init__(
            "这条信息已经撤下或者暂停公示，这个载体也应撤下。",
            "This record is no longer public; this carrier has to take it away too.",
        )


def push(
    record_ref: str,
    version_number: int,
    channels: tuple[str, ...],
    *,
    by: Actor,
    about: str | None = None,
    terms: Mapping[str, Term] | None = None,
) -> None:
    """Send a version out. Our own site shows it at once; every other carrier waits for a person's confirmation.
    `terms`: how long it may stand on each carrier; one that is not named has no end."""
    since = queries.first_days(record_ref) if terms else {}
    for code in channels:
        own = CHANNELS[code].is_own
        now = clock.now()
        term = (terms or {}).get(code, Term())
        first_on = since.get(code) or (clock.today() if own else None)
        db.session.add(
            ChannelPublication(
                record_ref=record_ref,
                version_number=version_number,
                channel=code,
                state=LIVE if own else PENDING,
                pushed_at=now,
                confirmed_at=now if own else None,
                evidence="",
                keeps_years=term.years,
                public_until=term_end(term, first_on),
            )
        )
        if not own:
            audit.append(
                "channel.push",
                by=by,
                subject=f"record:{record_ref}",
                about=about,
                facts={"channel": code, "version": version_number},
            )


def term_end(term: Term, first_on: date | None) -> date | None:
    """The last day on a carrier where it has stood since `first_on`; None as long as nothing says it."""
    if term.until is not None or term.years is None or first_on is None:
        return term.until
    return count_years(first_on, term.years).due_on


def confirm(publication: ChannelPublication, *, evidence: str, by: Actor, about: str | None = None) -> None:
    """Record that the carrier shows this version, with what proves it. Raises AlreadyConfirmed."""
    if publication.state in (WITHDRAWING, WITHDRAWN):
        raise NoLongerWanted
    if publication.state == LIVE:
        raise AlreadyConfirmed
    publication.state, publication.confirmed_at, publication.evidence = LIVE, clock.now(), evidence
    publication.confirmed_by_id = by.id
    if publication.public_until is None:
        publication.public_until = term_end(Term(publication.keeps_years), clock.today())
    audit.append(
        "channel.confirm",
        by=by,
        subject=f"record:{publication.record_ref}",
        about=about,
        facts={"channel": publication.channel, "version": publication.version_number},
        private={"evidence": evidence},
    )


def ask_withdrawal(
    publications: list[ChannelPublication], *, by: Actor, about: str | None = None
) -> list[ChannelPublication]:
    """Ask every carrier to take the record away. Our own site is withdrawn at once; every other waits for a person's
    confirmation. Returns those that wait."""
    now = clock.now()
    for one in publications:
        if one.state in (WITHDRAWING, WITHDRAWN):
            continue
        own = CHANNELS[one.channel].is_own
        one.state, one.withdrawal_asked_at = (WITHDRAWN if own else WITHDRAWING), now
        one.withdrawn_at = now if own else None
        if not own:
            _log("channel.ask_withdrawal", one, by, about)
    return [one for one in publications if one.state == WITHDRAWING]


def confirm_withdrawal(
    publication: ChannelPublication, *, evidence: str, by: Actor, about: str | None = None
) -> None:
    """Record that the carrier shows the record no more, with what proves it. Raises AlreadyConfirmed."""
    if publication.state != WITHDRAWING:
        raise AlreadyConfirmed
    publication.state, publication.withdrawn_at = WITHDRAWN, clock.now()
    publication.withdrawn_by_id, publication.withdrawal_evidence = by.id, evidence
    audit.append(
        "channel.withdraw",
        by=by,
        subject=f"record:{publication.record_ref}",
        about=about,
        facts={"channel": publication.channel, "version": publication.version_number},
        private={"evidence": evidence},
    )


def put_back(publications: list[ChannelPublication], *, by: Actor, about: str | None = None) -> None:
    """The record is public again: our own site shows it at once, a carrier that had taken it away waits to be confirmed
    anew, one that had only been asked is asked no longer."""
    for one in publications:
        if one.state not in (WITHDRAWING, WITHDRAWN):
            continue
        stands_there = CHANNELS[one.channel].is_own or (
            one.state == WITHDRAWING and one.confirmed_at is not None
        )
        one.state = LIVE if stands_there else PENDING
        one.withdrawal_asked_at = one.withdrawn_at = one.withdrawn_by_id = None
        one.withdrawal_evidence = None
        if one.state == PENDING:
            one.confirmed_at = one.confirmed_by_id = None
            one.pushed_at = clock.now()
        if not CHANNELS[one.channel].is_own:
            _log("channel.put_back", one, by, about)


def _log(action: str, publication: ChannelPublication, by: Actor, about: str | None) -> None:
    audit.append(
        action,
        by=by,
        subject=f"record:{publication.record_ref}",
        about=about,
        facts={"channel": publication.channel, "version": publication.version_number},
    )
