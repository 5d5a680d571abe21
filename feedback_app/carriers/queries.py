"""Reading what stands where."""

from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from feedback_app import clock
from feedback_app.carriers.channels import CHANNELS
from feedback_app.carriers.models import LIVE, PENDING, WITHDRAWING, ChannelPublication
from feedback_app.extensions import db


def publications_of(record_ref: str, version_number: int) -> list[ChannelPublication]:
    """Every carrier of one version."""
    return list(
        db.session.scalars(
            select(ChannelPublication)
            .where(
                ChannelPublication.record_ref == record_ref,
                ChannelPublication.version_number == version_number,
            )
            .order_by(ChannelPublication.id)
        )
    )


def unconfirmed(record_ref: str, version_number: int) -> int:
    """How many carriers of this version still wait for confirmation."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(ChannelPublication)
            .where(
                ChannelPublication.record_ref == record_ref,
                ChannelPublication.version_number == version_number,
                ChannelPublication.state == PENDING,
            )
        )
        or 0
    )


def latest_of(record_ref: str) -> list[ChannelPublication]:
    """What stands, or should stand, on each carrier: the newest publication of the record there."""
    rows = db.session.scalars(
        select(ChannelPublication)
        .where(ChannelPublication.record_ref == record_ref)
        .order_by(ChannelPublication.version_number, ChannelPublication.id)
    )
    return list({row.channel: row for row in rows}.values())


def being_withdrawn(limit: int = 200) -> list[ChannelPublication]:
    """Carriers that have been asked to take something away and not confirmed it, the oldest first."""
    return list(
        db.session.scalars(
            select(ChannelPublication)
            .where(ChannelPublication.state == WITHDRAWING)
            .order_by(ChannelPublication.id)
            .limit(limit)
        )
    )


def publication(record_ref: str, number: int) -> ChannelPublication | None:
    """One of a record's publications, found only together with the record."""
    return db.session.scalar(
        select(ChannelPublication).where(
            ChannelPublication.record_ref == record_ref, ChannelPublication.id == number
        )
    )


def first_days(record_ref: str) -> dict[str, date]:
    """Since which day the record has stood on each carrier, whichever version it was."""
    rows = db.session.execute(
        select(ChannelPublication.channel, func.min(ChannelPublication.confirmed_at))
        .where(
            ChannelPublication.record_ref == record_ref,
            ChannelPublication.confirmed_at.is_not(None),
        )
        .group_by(ChannelPublication.channel)
    )
    return {channel: clock.to_local(moment).date() for channel, moment in rows if moment is not None}


def over(today: date, *, limit: int) -> list[ChannelPublication]:
    """What stands on somebody else's carrier longer than it may, the longest over first. Of each record and carrier only
    the newest version: the ones before it are history."""
    newer = aliased(ChannelPublication)
    replaced = exists().where(
        newer.record_ref == ChannelPublication.record_ref,
        newer.channel == ChannelPublication.channel,
        newer.version_number > ChannelPublication.version_number,
    )
    elsewhere = [code for code, row in CHANNELS.items() if not row.is_own]
    return list(
        db.session.scalars(
            select(ChannelPublication)
            .where(
                ChannelPublication.state == LIVE,
                ChannelPublication.public_until < today,
                ChannelPublication.channel.in_(elsewhere),
                ~replaced,
            )
            .order_by(ChannelPublication.public_until, ChannelPublication.id)
            .limit(limit)
        )
    )
