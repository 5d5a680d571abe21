"""Handing published decisions to the credit platform as a file (Article 14). Who took which period along is logged."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from feedback_app import clock
from feedback_app.accounts.models import StaffUser
from feedback_app.accounts.roles import Role
from feedback_app.audit import operations as audit
from feedback_app.disclosures.catalogue import category
from feedback_app.disclosures.credit_profile import ShareProfile, cells, is_handed_over
from feedback_app.disclosures.models import DisclosureRecord
from feedback_app.disclosures.operations.taking import NotAllowedHere
from feedback_app.disclosures.workflow import PUBLISHED
from feedback_app.extensions import db

EXPORTERS = frozenset({Role.PUBLISHER, Role.LEGAL_SECTION_HEAD})
MOST = 20_000


def export_credit(
    profile: ShareProfile, from_on: date, to_on: date, facts: Mapping[str, str], *, by: StaffUser
) -> list[list[str]]:
    """The rows of what was published or corrected in these days, newest last. Natural persons are never among them.

    `facts`: the bureau's own facts. Raises NotAllowedHere for another post, or for more than MOST at once.
    """
    if not by.roles & EXPORTERS:
        raise NotAllowedHere(
            "您的岗位不报送信用数据。", "Your post does not hand data to the credit platform."
        )
    rows = [
        cells(profile, record.category, record.live.field_values, facts)
        for record in _published(profile, from_on, to_on)
        if record.live is not None
        and is_handed_over(record.category, record.party_kind, record.live.field_values)
    ]
    audit.append(
        "record.export_credit",
        by=by.actor,
        subject="channel:credit_push",
        facts={"category": profile.category_key, "from_on": from_on, "to_on": to_on, "records": len(rows)},
    )
    return rows


def _published(profile: ShareProfile, from_on: date, to_on: date) -> Iterator[DisclosureRecord]:
    wanted = (
        select(DisclosureRecord)
        .where(
            DisclosureRecord.status == PUBLISHED,
            DisclosureRecord.category_key == category(profile.category_key).key,
            DisclosureRecord.published_at >= _midnight(from_on),
            DisclosureRecord.published_at < _midnight(to_on + timedelta(days=1)),
        )
        .options(selectinload(DisclosureRecord.versions))
        .order_by(DisclosureRecord.published_at, DisclosureRecord.id)
        .limit(MOST + 1)
    )
    for number, record in enumerate(db.session.scalars(wanted)):
        if number == MOST:
            raise NotAllowedHere(
                f"这段时间的信息超过{MOST}条，请分几段导出。",
                f"More than {MOST} records; export shorter periods.",
            )
        yield record


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LEGAL_ZONE)
