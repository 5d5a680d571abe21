"""Sending a version to its carriers and confirming that it stands there."""

from feedback_app import clock
from feedback_app.audit import operations as audit
from feedback_app.audit.actor import Actor
from feedback_app.carriers.channels import CHANNELS
from feedback_app.carriers.models import LIVE, PENDING, ChannelPublication
from feedback_app.extensions import db
from feedback_app.refusals import Refusal


class AlreadyConfirmed(Refusal):
    """This carrier has been confirmed for this version before."""

    def __init__(self) -> None:
        super().__init__("这个载体已经确认过了。", "This carrier has been confirmed already.")


def push(
    record_ref: str, version_number: int, channels: tuple[str, ...], *, by: Actor, about: str | None = None
) -> None:
    """Send a version out. Our own site shows it at once; every other carrier waits for a person's confirmation."""
    for code in channels:
        own = CHANNELS[code].is_own
        now = clock.now()
        db.session.add(
            ChannelPublication(
                record_ref=record_ref,
                version_number=version_number,
                channel=code,
                state=LIVE if own else PENDING,
                pushed_at=now,
                confirmed_at=now if own else None,
                evidence="",
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


def confirm(publication: ChannelPublication, *, evidence: str, by: Actor, about: str | None = None) -> None:
    """Record that the carrier shows this version, with what proves it. Raises AlreadyConfirmed."""
    if publication.state == LIVE:
        raise AlreadyConfirmed
    publication.state, publication.confirmed_at, publication.evidence = LIVE, clock.now(), evidence
    publication.confirmed_by_id = by.id
    audit.append(
        "channel.confirm",
        by=by,
        subject=f"record:{publication.record_ref}",
        about=about,
        facts={"channel": publication.channel, "version": publication.version_number},
        private={"evidence": evidence},
    )
