"""Reading what stands where."""

from sqlalchemy import func, select

from feedback_app.carriers.models import PENDING, WITHDRAWING, ChannelPublication
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
