"""Reading what stands where."""

from sqlalchemy import func, select

from feedback_app.carriers.models import PENDING, ChannelPublication
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
